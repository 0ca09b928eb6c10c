import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EvenkeelError } from '../../errors/define.ts';
import { compare } from '../compare.ts';
import { madeUpResult } from './made-up-result.fixture.ts';
import { writeComparison, writeReport } from './write-report.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'evenkeel-report-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const result = madeUpResult({ points: 60, fillsPerMarket: 10, markets: ['plain', '=HYPERLINK("x"),y'] });
const read = (path: string): string => readFileSync(path, 'utf8');

test('writes the page, the whole result and the tables, and says where', async () => {
  const files = await writeReport(result, join(folder, 'new', 'folder'));
  expect(readdirSync(join(folder, 'new', 'folder')).toSorted()).toEqual(['equity.csv', 'fills.csv', 'markets.csv', 'report.html', 'result.json']);
  expect(JSON.parse(read(files.json))).toEqual(result);
  expect(read(files.html)).toMatch(/^<!doctype html>/);
});

test('the tables hold every row, unrounded, and no name that a spreadsheet would run', async () => {
  const files = await writeReport(result, folder);
  const { fillRecords: [first], equity } = result.models['pessimistic']!;
  const fills = read(files.fills).split('\r\n');
  expect(fills).toHaveLength(Object.values(result.models).reduce((sum, { fillRecords }) => sum + fillRecords.length, 0) + 2);
  expect(fills[1]).toContain(`,${first!.fairValue},`);
  expect(read(files.equity).split('\r\n')[1]).toBe(`pessimistic,${result.from},2026-03-04T12:00:00.000Z,${equity.pnl[0]},${equity.grossNotional[0]}`);
  expect(read(files.markets)).toContain('pessimistic,"\'=HYPERLINK(""x""),y",');
  for (const path of [files.fills, files.equity, files.markets]) {
    const [header = '', ...rows] = read(path).trimEnd().replaceAll(/"[^"]*(?:""[^"]*)*"/g, 'text').split('\r\n');
    expect(rows.every((row) => row.split(',').length === header.split(',').length)).toBe(true);
  }
});

test('writes the same bytes for the same result', async () => {
  const once = await writeReport(result, folder);
  const before = Object.values(once).map(read);
  expect(Object.values(await writeReport(result, folder)).map(read)).toEqual(before);
});

test('leaves nothing half-written behind, and says what stood in the way', async () => {
  writeFileSync(join(folder, 'report.html'), 'the report of yesterday');
  mkdirSync(join(folder, `.fills.csv.${process.pid}.tmp`));
  const failure: unknown = await writeReport(result, folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EvenkeelError);
  expect((failure as EvenkeelError).spec.code).toBe('MM_BACKTEST_CANNOT_WRITE');
  expect((failure as EvenkeelError).message).toContain(folder);
  expect(read(join(folder, 'report.html'))).toBe('the report of yesterday');
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([`.fills.csv.${process.pid}.tmp`]);
});

test('writes a comparison as a page and as data', async () => {
  const comparison = compare(result, madeUpResult({ points: 60, fillsPerMarket: 10, markets: ['plain', '=HYPERLINK("x"),y'], wider: 0.01 }));
  const files = await writeComparison(comparison, folder);
  expect(JSON.parse(read(files.json))).toEqual(comparison);
  expect(readdirSync(folder).toSorted()).toEqual(['comparison.html', 'comparison.json']);
});
