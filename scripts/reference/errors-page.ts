// Every error an operator can meet, from the catalogue.

import { API_ERRORS } from '../../src/errors/api.ts';
import { CATALOGUE } from '../../src/errors/catalogue.ts';
import type { ErrorSpec } from '../../src/errors/define.ts';
import { cell, code, referencePage, sentence, table, type Page } from '../markdown.ts';

const FAMILIES: readonly { readonly prefix: string; readonly title: string }[] = [
  { prefix: 'MM_CONFIG_', title: 'The config' },
  { prefix: 'MM_RUN_', title: 'Starting a run' },
  { prefix: 'MM_SESSION_', title: 'The session' },
  { prefix: 'MM_JOURNAL_', title: 'The journal' },
  { prefix: 'MM_TAPE_', title: 'Recordings and tapes' },
  { prefix: 'MM_RECORD_', title: 'Recording' },
  { prefix: 'MM_LATENCY_', title: 'The simulated exchange' },
  { prefix: 'MM_REHEARSAL_', title: 'Rehearsals' },
  { prefix: 'MM_VENUE_', title: 'Venues' },
  { prefix: 'MM_KEYS_', title: 'Keys' },
  { prefix: 'MM_WALLET_', title: 'The wallet' },
  { prefix: 'MM_BACKTEST_', title: 'Backtests' },
  { prefix: 'MM_SWEEP_', title: 'Sweeps' },
  { prefix: 'MM_CALIBRATE_', title: 'Calibration' },
  { prefix: 'MM_PREVIEW_', title: 'Previews of a change' },
  { prefix: 'MM_API_', title: 'The API' },
];

const STATUS = new Map<string, number>(Object.values(API_ERRORS).map(({ code: name, status }) => [name, status]));

export function errorsPage(): Page {
  const left = CATALOGUE.filter((spec) => !FAMILIES.some(({ prefix }) => spec.code.startsWith(prefix)));
  if (left.length > 0) throw new Error(`errors of no family: ${left.map((spec) => spec.code).join(', ')}; name it in scripts/reference/errors-page.ts`);
  return referencePage('errors', 'Errors', ['src/errors/'], [
    'Codes are stable. Severity: `refuse` turns the request down and changes nothing, `degrade` lowers permission, `halt` stops trading.',
    ...FAMILIES.flatMap(({ prefix, title }) => [`## ${title}`, familyTable(CATALOGUE.filter((spec) => spec.code.startsWith(prefix)))]),
  ]);
}

function familyTable(specs: readonly ErrorSpec[]): string {
  const travels = specs.some((spec) => STATUS.has(spec.code));
  return table(
    ['code', ...(travels ? ['HTTP'] : []), 'severity', 'meaning', 'remedy'],
    specs.map((spec) => [code(spec.code), ...(travels ? [String(STATUS.get(spec.code) ?? '')] : []), spec.severity, cell(sentence(spec.meaning)), cell(spec.remedy)]),
  );
}
