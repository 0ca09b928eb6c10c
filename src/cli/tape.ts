// `evenkeel tape import|info|verify`: recordings into one Parquet tape, what a tape holds, and whether it holds together.

import { stat } from 'node:fs/promises';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { TAPE_EXISTS } from '../errors/tape.ts';
import { FORMATS } from '../tape/formats.ts';
import { importTape } from '../tape/import-tape.ts';
import { readLabels } from '../tape/labels.ts';
import { openTape } from '../tape/open-tape.ts';
import type { OpenedTape } from '../tape/opened-tape.ts';
import { parquetSource } from '../tape/parquet-read.ts';
import type { Labels } from '../tape/recording-format.ts';
import { TapeFactsCounter, type TapeFacts } from '../tape/tape-facts.ts';
import { verifyTape } from '../tape/verify-tape.ts';
import { alignedTable } from './aligned-table.ts';
import { refusal } from './refusal.ts';
import { progressLine } from './progress-line.ts';
import { stopSignals } from './stop-signals.ts';
import { describeTape, importText, tapeText, verificationText } from './tape-text.ts';
import type { Terminal } from './terminal.ts';

export interface TapeOptions {
  readonly json: boolean;
  /** A file of outcomes. */
  readonly labels: string | null;
}
export interface TapeImportOptions extends TapeOptions { readonly out: string; readonly force: boolean }
export interface TapeVerifyOptions extends TapeOptions { readonly against: readonly string[] }

const MS = 1_000;
const IMPORTING = { first: 'stopping; no tape is written (press again to leave at once)', again: 'leaving at once; a folder named `.import-…` beside the tape may be left to remove' };

export const tapeImport = (paths: readonly string[], options: TapeImportOptions, terminal: Terminal): Promise<number> => explained(terminal, async () => {
  const { out, force, json } = options;
  if (!force && await exists(out)) throw new EvenkeelError(TAPE_EXISTS, `${out}: is there already`, { file: out });
  terminal.rewrite?.('reading which markets the recordings hold …');
  const startedAt = performance.now();
  const tape = await openTape(paths, { labels: await labelsOf(options) });
  terminal.rewrite?.('');
  // Until here nothing has been written and a signal may simply end the program.
  const stop = new AbortController();
  const signals = stopSignals(() => { stop.abort(new Stopped()); }, (text) => { terminal.err(text); }, IMPORTING);
  const bar = progressLine(terminal, { what: 'import', unit: 'rows' });
  try {
    const { facts, sources } = await importTape(tape, out, { signal: stop.signal, progress: (rows, isWriting) => { bar.update(isWriting ? null : tape.shareRead(), rows); } });
    bar.end();
    const { size } = await stat(out);
    const seconds = (performance.now() - startedAt) / MS;
    const written = { out, bytes: size, seconds, rowsPerSecond: Math.round(facts.rows / seconds), sources };
    terminal.out(json ? JSON.stringify({ ...written, ...describeTape(tape, facts) }) : importText(tape, facts, written));
    return EXIT.ok;
  } catch (error) {
    bar.end();
    if (error instanceof Stopped) return EXIT.failed;
    throw error;
  } finally {
    signals.ignore();
  }
});

export const tapeInfo = (paths: readonly string[], options: TapeOptions, terminal: Terminal): Promise<number> => explained(terminal, async () => {
  const labels = await labelsOf(options);
  const tape = await openTape(paths, { labels });
  const facts = (labels.size === 0 ? (await parquetSource(tape))?.facts : undefined) ?? await readFacts(tape, terminal);
  terminal.out(options.json ? JSON.stringify(describeTape(tape, facts)) : tapeText(tape, facts));
  return EXIT.ok;
});

export const tapeVerify = (paths: readonly string[], options: TapeVerifyOptions, terminal: Terminal): Promise<number> => explained(terminal, async () => {
  const labels = await labelsOf(options);
  // A Parquet tape is held against what it says of itself: labels were put in when it was made.
  const unlabelled = await openTape(paths);
  const tape = await parquetSource(unlabelled) === null && labels.size > 0 ? await openTape(paths, { labels }) : unlabelled;
  const against = options.against.length === 0 ? null : await openTape(options.against, { labels });
  const bar = progressLine(terminal, { what: 'verify', unit: 'rows' });
  const verification = await verifyTape(tape, { against, progress: (rows) => { bar.update(tape.shareRead(), rows); } });
  bar.end();
  const { facts, contradictions, contradictionCount, disagreements } = verification;
  const isClean = contradictionCount === 0 && disagreements.length === 0 && facts.gaps.length === 0;
  terminal.out(options.json
    ? JSON.stringify({ ok: isClean, contradictionCount, contradictions, disagreements, ...describeTape(tape, facts) })
    : verificationText(tape, verification));
  return isClean ? EXIT.ok : EXIT.failed;
});

/** The formats by name, with what they hold. */
export function tapeFormats({ json }: { readonly json: boolean }, terminal: Terminal): number {
  const formats = FORMATS.map(({ name, holds }) => ({ name, holds }));
  terminal.out(json ? JSON.stringify(formats) : alignedTable(formats.map(({ name, holds }) => [name, holds])).join('\n'));
  return EXIT.ok;
}

class Stopped extends Error {}

async function explained(terminal: Terminal, command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    return refusal(error, terminal);
  }
}

const labelsOf = async ({ labels }: TapeOptions): Promise<Labels> => (labels === null ? new Map<string, number>() : readLabels(labels));

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

async function readFacts(tape: OpenedTape, terminal: Terminal): Promise<TapeFacts> {
  const bar = progressLine(terminal, { what: 'read', unit: 'rows' });
  const counter = new TapeFactsCounter(tape);
  for await (const chunk of tape.chunks()) {
    counter.add(chunk);
    bar.update(tape.shareRead(), tape.info.tapeRows);
  }
  bar.end();
  return counter.facts();
}
