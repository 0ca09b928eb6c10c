// The same tape, config and seed decide the same, whatever form the tape has; and what comes later on the tape changes
// nothing that was decided before. On three recordings that are made up on the spot, and on three real ones where they are.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BacktestJob } from '../../src/backtest/job.ts';
import { performOnTape } from '../../src/backtest/perform-job.ts';
import type { BacktestResult } from '../../src/backtest/result.ts';
import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Command } from '../../src/core/domain/commands.ts';
import { Engine } from '../../src/core/engine.ts';
import { virtualTime } from '../../src/runtime/pace.ts';
import { Session } from '../../src/runtime/session.ts';
import { BID, KIND, TapeColumns } from '../../src/tape/columns.ts';
import { copyRows } from '../../src/tape/copy-rows.ts';
import { importTape } from '../../src/tape/import-tape.ts';
import { openTape } from '../../src/tape/open-tape.ts';
import { ABSENT, RECORDINGS } from '../../src/tape/recorded-data.fixture.ts';
import type { OpenedTape } from '../../src/tape/opened-tape.ts';
import type { Tape } from '../../src/tape/tape.ts';
import { openLatencies } from '../../src/venues/paper/latency.ts';
import { PaperVenue } from '../../src/venues/paper/paper-venue.ts';
import { syntheticTape } from './synthetic-tape.fixture.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-determinism-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

/** Quotes every market of every venue, with latencies that vary and matches that fail, so that all of chance is in play. */
function config(): CompiledConfig {
  const result = loadConfig({ dir: ROOT, profile: 'paper' });
  if (!result.ok) throw new Error(result.problems.map(({ text }) => text).join('\n'));
  const { config: shipped } = result.loaded;
  const latency = { kind: 'distribution', medianMs: 40, p99Ms: 300 } as const;
  return { ...shipped, exchange: { ...shipped.exchange, latency: { feed: latency, order: latency, response: latency }, ghostFills: { share: 0.2, toldAfterMs: 5_000 } } };
}

const job = (seed = 7): BacktestJob => ({
  config: config(), directory: ROOT, name: 'test', configHash: '', source: { kind: 'tapes', paths: [], contentHash: '' }, models: [{ model: 'pessimistic' }, { model: 'power', exponent: 3 }], seed,
  window: null, gaps: 'outage', points: 50,
});
const run = async (tape: Tape, seed?: number): Promise<BacktestResult> =>
  performOnTape(job(seed), tape, { path: tape.name, hash: '' }, { progress() {}, stop: () => false });

const MADE_UP = [1, 2, 3].map((seed) => ({ name: `synthetic ${seed}`, isAbsent: false, open: async (): Promise<OpenedTape> => syntheticTape(seed, 20) }));
const REAL = [['tickscope', RECORDINGS.tickscope], ['btc15m', RECORDINGS.btc15m], ['kalshi-inxd', RECORDINGS.kalshiInxd]] as const;
const TAPES = [...MADE_UP, ...REAL.map(([name, path]) => ({ name, isAbsent: !existsSync(path), open: (): Promise<OpenedTape> => openTape(path) }))];

describe.each(TAPES)('a backtest of $name', ({ name, isAbsent, open }) => {
  it.skipIf(isAbsent)(`decides and fills the same on every run, and as its Parquet tape does; another seed does not${isAbsent ? ABSENT : ''}`, async () => {
    const first = await run(await open());
    for (const { decisions, queue } of Object.values(first.models)) expect([decisions > 0, queue.orders > 0]).toEqual([true, true]);
    const again = await run(await open());
    expect(again.commandHash).toBe(first.commandHash);
    expect(again.models).toEqual(first.models);
    const parquet = join(folder, `${name.replaceAll(' ', '-')}.parquet`);
    await importTape(await open(), parquet);
    expect((await run(await openTape(parquet))).models).toEqual(first.models);
    expect((await run(await open(), 8)).commandHash).not.toBe(first.commandHash);
  }, 120_000);
});

/** Of market data and of answers: what is on the tape from a moment on reaches us no sooner than so much later. */
const DELAY_MS = 30;

/** Everything sent, as the exchange got it, and what fair value was at each decision. */
async function sentOn(tape: Tape): Promise<readonly Command[]> {
  const constant = (ms: number) => ({ kind: 'constant', ms }) as const;
  const chosen = config();
  const using = { ...chosen, exchange: { ...chosen.exchange, latency: { feed: constant(DELAY_MS), order: constant(50), response: constant(DELAY_MS) } } };
  const venue = new PaperVenue({ tape, settings: using.exchange, latencies: await openLatencies(using.exchange, ROOT), gaps: 'outage' });
  for (let reading = venue.pending(); reading !== null; reading = venue.pending()) await reading;
  const sent: Command[] = [];
  const watched = new Proxy(venue, {
    get(target, key) {
      if (key === 'submit') return (commands: readonly Command[], now: never) => { sent.push(...commands); target.submit(commands, now); };
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) as unknown : value;
    },
  });
  const session = new Session({
    engine: new Engine(), venue: watched, journal: null, pace: virtualTime(), startedAt: venue.nextEventAt() ?? 0,
    observer: { notice() {}, batch() {}, command() {}, journal() {} },
  });
  session.begin((ts) => [
    { type: 'SessionStarted', ts, session: { id: 'x', profile: 'paper', mode: 'paper' }, carried: null },
    { type: 'ConfigSwapped', ts, generation: 1, config: using },
  ]);
  await session.run(null);
  await session.close();
  return sent;
}

/** The tape as it is up to `cut`; from then on every bid that changes goes away, and every trade is by the other side. */
async function otherFuture(tape: Tape, cut: number): Promise<Tape> {
  const chunks: TapeColumns[] = [];
  for await (const chunk of tape.chunks()) {
    const copy = new TapeColumns();
    for (let i = 0; i < chunk.length; i++) {
      const kind = chunk.kind[i]!;
      const isLater = chunk.ts[i]! >= cut && (kind === KIND.delta || kind === KIND.trade);
      const side = isLater && kind === KIND.trade ? 1 - chunk.side[i]! : chunk.side[i]!;
      const isGone = isLater && kind === KIND.delta && side === BID;
      copy.row(kind, chunk.ts[i]!, chunk.market[i]!, side, chunk.price[i]!, isGone ? 0 : chunk.size[i]!);
    }
    chunks.push(copy);
  }
  return { ...tape, name: tape.name, venue: tape.venue, instruments: tape.instruments, references: tape.references, terms: tape.terms, info: tape.info, shareRead: () => null, contentHash: async () => '', async *chunks() { yield* chunks; } };
}

/** The same rows, so many to a chunk; a snapshot stays whole. */
async function rechunked(tape: Tape, rows: number): Promise<Tape> {
  const chunks: TapeColumns[] = [];
  for await (const chunk of tape.chunks()) {
    for (let i = 0; i < chunk.length;) {
      const columns = new TapeColumns();
      while (i < chunk.length && columns.length < rows) {
        const whole = chunk.rowsOf(i);
        copyRows(chunk, i, i + whole, columns);
        i += whole;
      }
      chunks.push(columns);
    }
  }
  return { ...tape, name: tape.name, info: tape.info, shareRead: () => null, contentHash: async () => '', async *chunks() { yield* chunks; } };
}

describe.each(MADE_UP)('a backtest of $name', ({ open }) => {
  it('does not depend on how the rows come in chunks', async () => {
    const [whole, ...others] = await Promise.all([1e9, 100, 13, 1].map(async (rows) => run(await rechunked(await open(), rows))));
    for (const other of others) expect(other.models).toEqual(whole?.models);
  }, 60_000);
});

describe.each(TAPES)('on $name', ({ isAbsent, open }) => {
  it.skipIf(isAbsent)(`nothing sent before a moment depends on what the tape holds from then on${isAbsent ? ABSENT : ''}`, async () => {
    const tape = await open();
    const stamps: number[] = [];
    for await (const chunk of tape.chunks()) for (let i = 0; i < chunk.length; i++) stamps.push(chunk.ts[i]!);
    const sent = await sentOn(tape);
    expect(sent.length).toBeGreaterThan(0);
    let hasDiffered = false;
    for (const share of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
      const cut = stamps[Math.floor(stamps.length * share)] as number;
      const other = await sentOn(await otherFuture(tape, cut));
      const before = (commands: readonly Command[]): readonly Command[] => commands.filter(({ ts }) => ts < cut + DELAY_MS);
      expect(before(other)).toEqual(before(sent));
      hasDiffered ||= JSON.stringify(other) !== JSON.stringify(sent);
    }
    // The other future was seen, or the comparison proves nothing.
    expect(hasDiffered).toBe(true);
  }, 120_000);
});
