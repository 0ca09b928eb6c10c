// Reads a journal: runs, frames in order, intents, snapshots, generations. Parses what it finds and says which row is
// damaged; it repairs and invents nothing.

import type { DatabaseSync } from 'node:sqlite';
import type { EngineSnapshot } from '../core/engine.ts';
import type { Command } from '../core/domain/commands.ts';
import type { Event } from '../core/domain/events.ts';
import type { Instrument } from '../core/domain/instrument.ts';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { payloadHash, type Frame, type GenerationRow, type GenerationSummary, type Intent, type RunRecord } from './records.ts';

type Row = Record<string, unknown>;

function parsed(text: unknown, what: string): unknown {
  try {
    return JSON.parse(String(text));
  } catch (error) {
    throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `${what} is damaged: ${(error as Error).message}`);
  }
}

const asRun = (row: Row): RunRecord => ({
  run: Number(row['run']), session: String(row['session']), profile: String(row['profile']), mode: String(row['mode']),
  source: String(row['source']), continues: row['continues'] === 1, startedAt: Number(row['started_at']),
  endedAt: row['ended_at'] === null ? null : Number(row['ended_at']),
  endedBecause: row['ended_because'] as string | null,
  events: row['events'] === null ? null : Number(row['events']),
  commandHash: row['command_hash'] as string | null,
});

/** Newest first. */
export const listRuns = (database: DatabaseSync): readonly RunRecord[] =>
  database.prepare('SELECT * FROM runs ORDER BY run DESC').all().map(asRun);

/** By number, by session name, or "last". Throws MM_JOURNAL_UNKNOWN_RUN, which lists the runs. */
export function findRun(database: DatabaseSync, wanted: string): RunRecord {
  const runs = listRuns(database);
  const found = wanted === 'last' ? runs[0] : runs.find((r) => String(r.run) === wanted) ?? runs.find((r) => r.session === wanted);
  if (found !== undefined) return found;
  const known = runs.map((r) => `  ${r.run}  ${r.session}  ${new Date(r.startedAt).toISOString()}  ${r.source}`);
  throw new EvenkeelError(JOURNAL_ERRORS.unknownRun,
    `no run "${wanted}" in this journal; it holds ${known.length === 0 ? 'none' : `these:\n${known.join('\n')}`}`, { wanted });
}

export function* readFrames(database: DatabaseSync, run: number, afterSeq: number): Generator<Frame> {
  const rows = database.prepare('SELECT first_seq, count, payload FROM frames WHERE run = ? AND first_seq > ? ORDER BY first_seq').iterate(run, afterSeq);
  for (const row of rows) yield asFrame(row, run);
}

function asFrame(row: Row, run: number): Frame {
  const what = `frame ${String(row['first_seq'])} of run ${run}`;
  const events = parsed(row['payload'], what) as readonly Event[];
  if (events.length !== row['count']) throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `${what} is damaged: it holds ${events.length} events, not ${String(row['count'])}`);
  return { firstSeq: Number(row['first_seq']), events };
}

const PAGE_FRAMES = 256;

/**
 * The frames whose first events are numbered above `after` up to `last`, beside the writer: a page at a time, so that no
 * reading transaction stays open and keeps the file from being checkpointed.
 */
export function* readFramesBetween(database: DatabaseSync, run: number, after: number, last: number): Generator<Frame> {
  const page = database.prepare('SELECT first_seq, count, payload FROM frames WHERE run = ? AND first_seq > ? AND first_seq <= ? ORDER BY first_seq LIMIT ?');
  for (let from = after; ;) {
    const rows = page.all(run, from, last, PAGE_FRAMES);
    for (const row of rows) yield asFrame(row, run);
    const end = rows.at(-1);
    if (end === undefined) return;
    from = Number(end['first_seq']);
  }
}

/** The markets listed by frames whose first events are numbered above `after` up to `last`, in their order. */
export function readListings(database: DatabaseSync, run: number, after: number, last: number): readonly Instrument[] {
  return database.prepare(`SELECT first_seq, count, payload FROM frames WHERE run = ? AND first_seq > ? AND first_seq <= ? AND instr(payload, '"InstrumentListed"') > 0 ORDER BY first_seq`)
    .all(run, after, last).flatMap((row) => asFrame(row, run).events.flatMap((event) => (event.type === 'InstrumentListed' ? [event.instrument] : [])));
}

/** The newest frame that is stored, without its events; null for a run that took in nothing. */
export function newestFrame(database: DatabaseSync, run: number): { readonly firstSeq: number; readonly lastSeq: number; readonly ts: number } | null {
  const row = database.prepare('SELECT first_seq, count, ts FROM frames WHERE run = ? ORDER BY first_seq DESC LIMIT 1').get(run);
  return row === undefined ? null : { firstSeq: Number(row['first_seq']), lastSeq: Number(row['first_seq']) + Number(row['count']) - 1, ts: Number(row['ts']) };
}

export function* readIntents(database: DatabaseSync, run: number): Generator<Intent> {
  for (const row of database.prepare('SELECT frame, payload FROM commands WHERE run = ? ORDER BY frame').iterate(run)) {
    for (const [seq, command] of intentsOf(row, run)) yield { seq, command };
  }
}

/** With the id by which the venue will know the order that is placed, where that is settled before it is sent. */
type WrittenIntent = readonly [seq: number, command: Command, venueOrderId?: string];

const intentsOf = ({ frame, payload }: Row, run: number): readonly WrittenIntent[] =>
  parsed(payload, `the commands of frame ${String(frame)} of run ${run}`) as readonly WrittenIntent[];

export interface IndexedOrder { readonly venueOrderId: string; readonly clientId: string; readonly ts: number }

/** What the index may lack: each snapshot is written together with all of it. */
export function unindexedOrders(database: DatabaseSync, run: number): readonly IndexedOrder[] {
  return database.prepare('SELECT frame, payload FROM commands WHERE run = ? AND frame > (SELECT coalesce(max(seq), 0) FROM snapshots WHERE run = ?) ORDER BY frame').all(run, run)
    .flatMap((row) => intentsOf(row, run))
    .flatMap(([, command, venueOrderId]) => (venueOrderId === undefined || command.type !== 'PlaceOrder' ? [] : [{ venueOrderId, clientId: command.clientId, ts: command.ts }]));
}

/** Which order of ours a venue means, by the ids that were journaled before the orders were sent. Null for none of ours. */
export interface OrderIds {
  clientIdOf(venueOrderId: string): string | null;
  venueOrderIdOf(clientId: string): string | null;
}

export function orderIds(database: DatabaseSync): OrderIds {
  const byVenue = database.prepare('SELECT client_id AS id FROM order_ids WHERE venue_order_id = ?');
  const byClient = database.prepare('SELECT venue_order_id AS id FROM order_ids WHERE client_id = ?');
  const idOf = (row: Row | undefined): string | null => (row === undefined ? null : String(row['id']));
  return { clientIdOf: (id) => idOf(byVenue.get(id)), venueOrderIdOf: (id) => idOf(byClient.get(id)) };
}

export interface StoredSnapshot { readonly seq: number; readonly state: EngineSnapshot }

/** Newest first, without those whose hash says that they are damaged. `atSeq`: that one only. */
export function readSnapshots(database: DatabaseSync, run: number, atSeq: number | null = null): readonly StoredSnapshot[] {
  return database.prepare('SELECT seq, payload, hash FROM snapshots WHERE run = ? AND (? IS NULL OR seq = ?) ORDER BY seq DESC').all(run, atSeq, atSeq)
    .filter(isSound).map(asSnapshot);
}

/** The newest sound one of an event stamped `ts` or earlier; null where there is none. */
export function snapshotBefore(database: DatabaseSync, run: number, ts: number): StoredSnapshot | null {
  for (const { seq } of database.prepare('SELECT seq FROM snapshots WHERE run = ? AND ts <= ? ORDER BY seq DESC').all(run, ts)) {
    const [found] = readSnapshots(database, run, Number(seq));
    if (found !== undefined) return found;
  }
  return null;
}

const isSound = (row: Row): boolean => payloadHash(String(row['payload'])) === row['hash'];
const asSnapshot = (row: Row): StoredSnapshot => ({ seq: Number(row['seq']), state: JSON.parse(String(row['payload'])) as EngineSnapshot });

const asGeneration = (row: Row): GenerationRow => ({
  ...asSummary(row), loaded: parsed(row['loaded'], `generation ${String(row['number'])}`) as GenerationRow['loaded'],
});
const asSummary = (row: Row): GenerationSummary => ({
  number: Number(row['number']), hash: String(row['hash']), at: Number(row['at']), profile: String(row['profile']),
  origin: row['origin'] as GenerationRow['origin'],
  changes: parsed(row['changes'], `generation ${String(row['number'])}`) as readonly string[],
});

/** Oldest first. Without the configs, which are large. */
export const listGenerations = (database: DatabaseSync): readonly GenerationSummary[] =>
  database.prepare('SELECT number, hash, at, profile, origin, changes FROM generations ORDER BY number').all().map(asSummary);

/** 0 where there is none. */
export const newestGenerationNumber = (database: DatabaseSync): number =>
  Number(database.prepare('SELECT max(number) AS newest FROM generations').get()?.['newest'] ?? 0);

export function readGeneration(database: DatabaseSync, number: number): GenerationRow | null {
  const row = database.prepare('SELECT * FROM generations WHERE number = ?').get(number);
  return row === undefined ? null : asGeneration(row);
}

/** Of the newest generation that the files, and not a revert, brought into force; null where there is none. */
export function newestWrittenHash(database: DatabaseSync): string | null {
  const row = database.prepare(`SELECT hash FROM generations WHERE origin <> 'revert' ORDER BY number DESC LIMIT 1`).get();
  return row === undefined ? null : String(row['hash']);
}
