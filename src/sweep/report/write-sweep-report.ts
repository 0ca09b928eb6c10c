// Puts the report of a sweep into a folder: the page to read, everything as JSON, and the ranking as CSV.

import { writeAll } from '../../backtest/report/write-report.ts';
import type { SweepResult } from '../run-sweep.ts';
import { rankingCsv } from './ranking-csv.ts';
import { sweepHtml } from './sweep-page.ts';

export interface SweepReportFiles { readonly html: string; readonly json: string; readonly csv: string }

/** `name`: what the page calls the config. */
export async function writeSweepReport(result: SweepResult, { name, folder }: { readonly name: string; readonly folder: string }): Promise<SweepReportFiles> {
  return await writeAll(folder, { html: 'report.html', json: 'results.json', csv: 'results.csv' }, { html: sweepHtml(result, name), json: `${JSON.stringify(result)}\n`, csv: rankingCsv(result) });
}
