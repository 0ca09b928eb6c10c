// Journals of runs, made on the spot: a session on the embedded exchange, and runs written event by event. For tests.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { CompiledConfig } from '../../config/compiled-config.ts';
import type { LoadedConfig } from '../../config/load.ts';
import type { Command } from '../../core/domain/commands.ts';
import type { Event, MarketDataEvent } from '../../core/domain/events.ts';
import { marketId } from '../../core/domain/instrument.ts';
import { cash, MICROS, price, size, timestamp, type TimestampMs } from '../../core/domain/numbers.ts';
import { Engine } from '../../core/engine.ts';
import { Journal } from '../../journal/journal.ts';
import { openForReading } from '../../journal/schema.ts';
import { virtualTime } from '../../runtime/pace.ts';
import { Session } from '../../runtime/session.ts';
import { silent, smallConfig, START } from '../../runtime/small-market.fixture.ts';
import { TapeColumns } from '../../tape/columns.ts';
import { copyRows } from '../../tape/copy-rows.ts';
import { DemoVenue } from '../../venues/demo/demo-venue.ts';
import type { Tape } from '../../tape/tape.ts';
import { openLatencies } from '../../venues/paper/latency.ts';
import { PaperVenue } from '../../venues/paper/paper-venue.ts';
import type { JournalTape } from './journal-tape.ts';

export { START };
const OPENING = { profile: 'demo', mode: 'demo', source: 'test', continues: true, startedAt: START };

export class JournalFolder {
  readonly #path = mkdtempSync(join(tmpdir(), 'evenkeel-preview-'));
  readonly #readers: DatabaseSync[] = [];

  get file(): string { return join(this.#path, 'journal.db'); }

  open(): Journal {
    const journal = Journal.open(this.file);
    journal.beginRun(OPENING, (run) => `demo-${run}`, 1);
    return journal;
  }

  reader(): DatabaseSync {
    const database = openForReading(this.file);
    this.#readers.push(database);
    return database;
  }

  remove(): void {
    for (const database of this.#readers) database.close();
    rmSync(this.#path, { recursive: true });
  }
}

/** A maker in every market of the embedded exchange for `minutes` of its time; a snapshot every `snapshotMinutes`. Leaves the run as a killed process would. */
export async function journaledDemo(folder: JournalFolder, { seed = 3, minutes = 5, halfSpread = 5_000, snapshotMinutes = Infinity }: { seed?: number; minutes?: number; halfSpread?: number; snapshotMinutes?: number } = {}): Promise<void> {
  const journal = folder.open();
  const venue = new DemoVenue({ seed, startAt: timestamp(START), account: { cash: cash(1_000 * MICROS), holdings: {} } });
  const engine = new Engine();
  const session = new Session({ engine, venue, journal, pace: virtualTime(), observer: silent, startedAt: START });
  session.begin((ts) => [
    { type: 'SessionStarted', ts, session: { id: 'demo-1', profile: 'demo', mode: 'demo' }, carried: null },
    { type: 'ConfigSwapped', ts, generation: 1, config: smallConfig(halfSpread) },
  ]);
  const step = Math.min(minutes, snapshotMinutes);
  for (let at = step; at <= minutes; at += step) {
    await session.run(START + at * 60_000);
    if (snapshotMinutes < Infinity) journal.snapshot(engine.snapshot());
  }
  await session.close();
}

/** A paper session on a tape to its end. */
export async function journaledPaper(folder: JournalFolder, tape: Tape, config: CompiledConfig): Promise<void> {
  const venue = new PaperVenue({ tape, settings: config.exchange, latencies: await openLatencies(config.exchange, '.') });
  for (let reading = venue.pending(); reading !== null; reading = venue.pending()) await reading;
  const startedAt = venue.nextEventAt() ?? timestamp(START);
  const session = new Session({ engine: new Engine(), venue, journal: folder.open(), pace: virtualTime(), observer: silent, startedAt });
  session.begin((ts) => [
    { type: 'SessionStarted', ts, session: { id: 'paper-1', profile: 'demo', mode: 'paper' }, carried: null },
    { type: 'ConfigSwapped', ts, generation: 1, config },
  ]);
  await session.run(null);
  await session.close();
}

/** Writes batches of events to a journal as the sequencer does, each with its decision. */
export class RunWriter {
  readonly engine = new Engine();
  /** What the session asked for so far. */
  readonly commands: Command[] = [];
  readonly #journal: Journal;

  constructor(folder: JournalFolder, config: CompiledConfig = smallConfig()) {
    this.#journal = folder.open();
    const ts = timestamp(START);
    this.batch([{ type: 'SessionStarted', ts, session: { id: 'demo-1', profile: 'demo', mode: 'demo' }, carried: null }, { type: 'ConfigSwapped', ts, generation: 1, config }]);
  }

  batch(events: readonly Event[]): this {
    const ts = events.at(-1)?.ts ?? timestamp(START);
    for (const event of [...events, { type: 'Decide', ts } as const]) {
      this.engine.step(event);
      this.#journal.append([event]);
    }
    this.commands.push(...this.engine.commands.splice(0));
    this.engine.notices.length = 0;
    this.#journal.commit();
    return this;
  }

  snapshot(): this {
    this.#journal.snapshot(this.engine.snapshot());
    return this;
  }

  /** The batches of `work` happen and are not stored, as with a full disk; then the journal takes writes again. */
  unstored(work: () => void): this {
    const { database } = this.#journal;
    const from = this.#journal.seq;
    work();
    this.#journal.resumeFrom(this.engine.snapshot());
    database.prepare('DELETE FROM frames WHERE first_seq > ?').run(from);
    return this;
  }

  close(): void { this.#journal.close(); }
}

/** All rows of a tape. */
export async function rowsOfTape(tape: JournalTape): Promise<TapeColumns> {
  const all = new TapeColumns();
  for await (const chunk of tape.chunks()) copyRows(chunk, 0, chunk.length, all);
  return all;
}

const MARKET = marketId(0);
export const at = (ms: number): TimestampMs => timestamp(START + ms);
/** `ms` into the run, on the bid side of the first market. */
export const delta = (ms: number, cents: number, shares: number): Event => ({ type: 'BookDelta', ts: at(ms), market: MARKET, side: 'bid', price: price(cents * 10_000), size: size(shares * 1e6) });

/** The events that the rows of a tape are. */
export async function eventsOf(tape: JournalTape): Promise<readonly MarketDataEvent[]> {
  const rows = await rowsOfTape(tape);
  const events: MarketDataEvent[] = [];
  for (let i = 0; i < rows.length; i += rows.rowsOf(i)) {
    const event = rows.eventAt(i, rows.ts[i] ?? NaN, tape.venue, tape.terms);
    if (event !== null) events.push(event);
  }
  return events;
}

/** A config as the loader gives it, as far as a preview looks at it. */
export const asLoaded = (config: CompiledConfig, hash: string): LoadedConfig => ({ config, hash }) as unknown as LoadedConfig;
