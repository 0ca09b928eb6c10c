// Puts a report into a folder: the page to read, the whole result as JSON, and its tables as CSV. Each file is whole or as it
// was; the same result gives the same bytes.

import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKTEST_ERRORS } from '../../errors/backtest.ts';
import { EvenkeelError } from '../../errors/define.ts';
import type { Comparison } from '../compare.ts';
import type { BacktestResult } from '../result.ts';
import { comparisonHtml } from './comparison-page.ts';
import { reportHtml } from './report-page.ts';
import { equityCsv, fillsCsv, marketsCsv } from './tables.ts';

export interface ReportFiles { readonly html: string; readonly json: string; readonly fills: string; readonly equity: string; readonly markets: string }
export interface ComparisonFiles { readonly html: string; readonly json: string }

export async function writeReport(result: BacktestResult, folder: string): Promise<ReportFiles> {
  const files = { html: 'report.html', json: 'result.json', fills: 'fills.csv', equity: 'equity.csv', markets: 'markets.csv' };
  return await writeAll(folder, files, { html: reportHtml(result), json: asJson(result), fills: fillsCsv(result), equity: equityCsv(result), markets: marketsCsv(result) });
}

export async function writeComparison(comparison: Comparison, folder: string): Promise<ComparisonFiles> {
  return await writeAll(folder, { html: 'comparison.html', json: 'comparison.json' }, { html: comparisonHtml(comparison), json: asJson(comparison) });
}

const asJson = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** All of them or none: `files` names them, `texts` is what they hold. */
export async function writeAll<Name extends string>(folder: string, files: Readonly<Record<Name, string>>, texts: Readonly<Record<Name, string>>): Promise<Readonly<Record<Name, string>>> {
  const names = Object.keys(files) as Name[];
  const pathOf = (name: Name): string => join(folder, files[name]);
  const temporary = (name: Name): string => join(folder, `.${files[name]}.${process.pid}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    for (const name of names) await writeFlushed(temporary(name), texts[name]);
    for (const name of names) await rename(temporary(name), pathOf(name));
  } catch (error) {
    await Promise.all(names.map((name) => rm(temporary(name), { force: true }).catch(() => undefined)));
    throw new EvenkeelError(BACKTEST_ERRORS.cannotWrite, `${folder}: ${(error as Error).message}`, { folder });
  }
  return Object.fromEntries(names.map((name) => [name, pathOf(name)])) as Record<Name, string>;
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
