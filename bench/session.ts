// The whole session in virtual time: loop, engine, rules, paper exchange and quoting, on a recording held in memory (so that
// neither the disk nor the parser is measured), with and without a journal. `node bench/session.ts`.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/config/load.ts';
import type { MarketDataEvent } from '../src/core/domain/events.ts';
import { NO_FEE } from '../src/core/domain/fees.ts';
import { marketId, type Instrument } from '../src/core/domain/instrument.ts';
import { price, size, timestamp } from '../src/core/domain/numbers.ts';
import { Engine } from '../src/core/engine.ts';
import { Journal } from '../src/journal/journal.ts';
import { virtualTime } from '../src/runtime/pace.ts';
import { Session } from '../src/runtime/session.ts';
import { openTape } from '../src/tape/open-tape.ts';
import { TapeColumns } from '../src/tape/columns.ts';
import { TapeCounter } from '../src/tape/tape-info.ts';
import type { Tape } from '../src/tape/tape.ts';
import { openLatencies } from '../src/venues/paper/latency.ts';
import { PaperVenue } from '../src/venues/paper/paper-venue.ts';
import { line, machine, median } from './measure.ts';

const BUDGET = 500_000;
const ROUNDS = 7;
const MARKETS = 4;
const RECORDING = join(process.env['EVENKEEL_DATA'] ?? join(import.meta.dirname, '../../shared/data'), 'polymarket-tickscope');

/** A tape whose events are all in memory. */
const held = (name: string, { venue, instruments, terms }: Pick<Tape, 'venue' | 'instruments' | 'terms'>, columns: TapeColumns): Tape => ({
  name, venue, instruments, references: [], terms, info: new TapeCounter(), shareRead: () => null, contentHash: async () => name,
  async *chunks() { yield columns; },
});

/** Books that churn around 50c with a print now and then; about one event every 12 ms. */
function synthetic(count: number): Tape {
  const events: MarketDataEvent[] = [];
  const instruments: Instrument[] = [];
  let ts = Date.UTC(2026, 0, 5, 12);
  let state = 12_345;
  const random = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 4_294_967_296;
  for (let id = 0; id < MARKETS; id++) {
    instruments.push({ id: marketId(id), name: `market-${id}`, venue: 'polymarket', tick: price(10_000), lot: size(1_000_000), minSize: size(1_000_000), fees: { maker: NO_FEE, taker: NO_FEE }, endsAt: null, showsOwnOrders: false, canAmend: false, netsPairs: false });
    const bids = Array.from({ length: 20 }, (_, level) => [490_000 - level * 10_000, 500_000_000]).flat();
    const asks = Array.from({ length: 20 }, (_, level) => [510_000 + level * 10_000, 500_000_000]).flat();
    events.push({ type: 'BookSnapshot', ts: timestamp(ts), market: marketId(id), bids, asks });
  }
  while (events.length < count) {
    ts += Math.floor(random() * 25);
    const market = marketId(Math.floor(random() * MARKETS));
    const isBid = random() < 0.5;
    const depth = Math.floor(random() * 10);
    const at = price(isBid ? 490_000 - depth * 10_000 : 510_000 + depth * 10_000);
    if (random() < 0.01) events.push({ type: 'TradePrinted', ts: timestamp(ts), market, price: at, size: size(10_000_000), taker: isBid ? 'ask' : 'bid' });
    else events.push({ type: 'BookDelta', ts: timestamp(ts), market, side: isBid ? 'bid' : 'ask', price: at, size: size(Math.floor(1 + random() * 900) * 1_000_000) });
  }
  const columns = new TapeColumns();
  for (const event of events) columns.push(event);
  return held('synthetic', { venue: 'polymarket', instruments, terms: [] }, columns);
}

async function recorded(): Promise<Tape | null> {
  if (!existsSync(RECORDING)) return null;
  const tape = await openTape(RECORDING);
  const columns = new TapeColumns();
  for await (const chunk of tape.chunks()) for (let i = 0; i < chunk.length; i++) columns.row(chunk.kind[i]!, chunk.ts[i]!, chunk.market[i]!, chunk.side[i]!, chunk.price[i]!, chunk.size[i]!);
  return held('polymarket-tickscope', tape, columns);
}

const observer = { notice() {}, batch() {}, command() {}, journal() {} };

async function once(tape: Tape, journal: Journal | null): Promise<{ readonly perSecond: number; readonly fills: number; readonly decisions: number }> {
  const result = loadConfig({ dir: join(import.meta.dirname, '..') });
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.text).join('\n'));
  const settings = result.loaded.config.exchange;
  const venue = new PaperVenue({ tape, settings, latencies: await openLatencies(settings, '.') });
  for (let reading = venue.pending(); reading !== null; reading = venue.pending()) await reading;
  const startedAt = venue.nextEventAt() ?? 0;
  const session = new Session({ engine: new Engine(), venue, journal, pace: virtualTime(), observer, startedAt });
  journal?.beginRun({ profile: 'demo', mode: 'demo', source: 'bench', continues: false, startedAt: Date.now() }, () => 'bench', 1_024);
  session.begin((ts) => [
    { type: 'SessionStarted', ts, session: { id: 'bench', profile: 'demo', mode: 'demo' }, carried: null },
    { type: 'ConfigSwapped', ts, generation: 1, config: result.loaded.config },
  ]);
  const began = performance.now();
  await session.run(null);
  const seconds = (performance.now() - began) / 1_000;
  session.seal('bench');
  return { perSecond: venue.progress().events / seconds, fills: session.engine.statistics().fills, decisions: session.decisions };
}

console.log(`session in virtual time · ${machine()}`);
const recording = await recorded();
if (recording === null) console.log(`  no recording at ${RECORDING}: synthetic books only`);
for (const tape of [synthetic(200_000), ...(recording === null ? [] : [recording])]) {
  for (const kind of ['without a journal', 'with a journal']) {
    const rates: number[] = [];
    let note = '';
    for (let round = 0; round < ROUNDS; round++) {
      const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
      const journal = kind === 'with a journal' ? Journal.open(join(folder, 'bench.db')) : null;
      const { perSecond, fills, decisions } = await once(tape, journal);
      note = `${decisions.toLocaleString('en-US')} decisions, ${fills} fills`;
      // The first two let the compiler settle.
      if (round >= 2) rates.push(perSecond);
      journal?.close();
      rmSync(folder, { recursive: true });
    }
    console.log(line(`${tape.name}, ${kind}`, median(rates), 'events/s', BUDGET, 'higher', note));
  }
}
