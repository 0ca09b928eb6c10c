import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from './csv.ts';

test('writes fields as RFC 4180 says, numbers unrounded and the unknown empty', () => {
  expect(csv(['name', 'pnl_usd', 'settled'], [['a,"b"\nc', -0.123456789, true], ['plain', null, false]])).toBe('name,pnl_usd,settled\r\n"a,""b""\nc",-0.123456789,true\r\nplain,,false\r\n');
});

test('lets no name be a formula', () => {
  for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("x")']) {
    const [, line = ''] = csv(['market'], [[name]]).split('\r\n');
    expect(line.replace(/^"/, '')).toMatch(/^'/);
  }
});

test('every field can be read back', () => {
  fc.assert(fc.property(fc.array(fc.string({ minLength: 1, unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ') }), { minLength: 1, maxLength: 4 }), (fields) => {
    expect(parsed(csv(fields, []))).toEqual(fields.map((text) => (/^[\r\n]/.test(text) ? `'${text}` : text)));
  }));
});

/** The fields of the first record. */
function parsed(text: string): readonly string[] {
  const fields: string[] = [];
  let rest = text;
  while (true) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (match === null) throw new Error(`not CSV: ${JSON.stringify(rest)}`);
    fields.push(match[1] === undefined ? match[2] ?? '' : match[1].replaceAll('""', '"'));
    rest = rest.slice(match[0].length);
    if (match[3] !== ',') return fields;
  }
}
