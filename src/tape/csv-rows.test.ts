import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvRows } from './csv-rows.ts';

function read(text: string, blockSize: number): readonly string[][] {
  const rows = new CsvRows('x.csv');
  const out: string[][] = [];
  for (let at = 0; at < text.length; at += blockSize) {
    rows.feed(Buffer.from(text.slice(at, at + blockSize)));
    while (rows.next()) out.push(rows.columns.map((_, field) => rows.text(field)));
  }
  rows.end();
  return out;
}

test('gives the same rows wherever the blocks are cut', () => {
  const field = fc.stringMatching(/^[a-z0-9.]{0,6}$/);
  fc.assert(fc.property(fc.array(fc.tuple(field, field, field), { maxLength: 20 }), fc.integer({ min: 1, max: 40 }), (fields, blockSize) => {
    const text = ['a,b,c', ...fields.map((row) => row.join(',')), ''].join('\n');
    expect(read(text, blockSize)).toEqual(fields);
  }));
});

test('reads every decimal of at most six places exactly, however it is written', () => {
  const rows = new CsvRows('x.csv');
  rows.feed(Buffer.from('size\n'));
  rows.next();
  fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), fc.boolean(), fc.nat(3), (micros, isTrimmed, zeros) => {
    const fraction = String(micros % 1_000_000).padStart(6, '0');
    const text = `${Math.floor(micros / 1_000_000)}.${isTrimmed ? fraction.replace(/0{1,5}$/, '') : fraction + '0'.repeat(zeros)}`;
    rows.feed(Buffer.from(`${text}\n`));
    rows.next();
    expect(rows.decimal(0, 6)).toBe(micros);
  }));
});

test.each(['', '.', '1.', '.5', '-1', '+1', '1e3', 'NaN', 'Infinity', '0x1', '1,5', ' 1', '1 ', '1.0000001', '1.5x', '1.2.3', '99999999999999999999', '9999999999.123456'])('refuses %j as a size', (text) => {
  const rows = new CsvRows('x.csv');
  rows.feed(Buffer.from(`size\n${text}\n`));
  expect(() => { rows.next(); rows.decimal(0, 6); }).toThrow(/x\.csv:2/);
});
