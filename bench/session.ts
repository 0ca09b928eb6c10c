// The whole session (loop, engine, journal) on 200,000 synthetic book changes and trades of a few markets in virtual time:
// events a second with and without a journal. Run: npx node bench/session.ts

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/config/load.ts';
import type { VenueEvent } from '../src/core/domain/events.ts';
import { NO_FEE } from '../src/core/domain/fees.ts';
import { marketId } from '../src/core/domain/instrument.ts';
import { price, size, timestamp } from '../src/core/domain/numbers.ts';
import { Engine } from '../src/core/engine.ts';
import { Journal } from '../src/journal/journal.ts';
import { virtualTime } from '../src/runtime/pace.ts';
import { Session } from '../src/runtime/session.ts';
import type { SimulatedVenue } from '../src/venues/port.ts';
import { AnsweringVenue } from '../src/runtime/answering-venue.fixture.ts';

const EVENTS = 200_000;
const MARKETS = 4;
const BUDGET = 500_000;
const ROUNDS = 5;

/** A walk of one tick at a time around 50c, with a trade now and then; about one event every 12 ms. */
function synthetic(): readonly VenueEvent[] {
  const events: VenueEvent[] = [];
  let ts = Date.UTC(2026, 0, 5, 12);
  let state = 12_345;
  const random = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
  for (let id = 0; id < MARKETS; id++) {
    events.push({
      type: 'InstrumentListed', ts: timestamp(ts),
      instrument: { id: marketId(id), name: `market-${id}`, venue: 'demo', tick: price(10_000), lot: size(1_000_000), minSize: size(1_000_000), fees: { maker: NO_FEE, taker: NO_FEE }, endsAt: null, showsOwnOrders: false, canAmend: true, netsPairs: true },
    });
    const bids = Array.from({ length: 20 }, (_, level) => [490_000 - level * 10_000, 500_000_000]).flat();
    const asks = Array.from({ length: 20 }, (_, level) => [510_000 + level * 10_000, 500_000_000]).flat();
    events.push({ type: 'BookSnapshot', ts: timestamp(ts), market: marketId(id), bids, asks });
  }
  while (events.length < EVENTS) {
    ts += Math.floor(random() * 25);
    const market = marketId(Math.floor(random() * MARKETS));
    const isBid = random() < 0.5;
    const depth = Math.floor(random() * 10);
    const at = price(isBid ? 490_000 - depth * 10_000 : 510_000 + depth * 10_000);
    if (random() < 0.05) events.push({ type: 'TradePrinted', ts: timestamp(ts), market, price: at, size: size(10_000_000), taker: isBid ? 'ask' : 'bid' });
    else events.push({ type: 'BookDelta', ts: timestamp(ts), market, side: isBid ? 'bid' : 'ask', price: at, size: size(Math.floor(1 + random() * 900) * 1_000_000) });
  }
  return events;
}

const observer = { notice() {}, batch() {}, command() {}, journal() {} };

async function once(tape: readonly VenueEvent[], journal: Journal | null): Promise<number> {
  const result = loadConfig({ dir: join(import.meta.dirname, '..') });
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.text).join('\n'));
  const startedAt = tape[0]?.ts ?? 0;
  const venue: SimulatedVenue = new AnsweringVenue(tape);
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
  console.log(`    ${session.venueEvents} events, ${session.decisions} decisions, hash ${session.commandHash.slice(0, 12)}, ${Math.round(session.venueEvents / seconds).toLocaleString('en-US')} events/s`);
  return session.venueEvents / seconds;
}

const tape = synthetic();
const best: Record<string, number> = {};
for (const kind of ['without a journal', 'with a journal']) {
  console.log(`  ${kind}`);
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
    const journal = kind === 'with a journal' ? Journal.open(join(folder, 'bench.db')) : null;
    best[kind] = Math.max(best[kind] ?? 0, await once(tape, journal));
    journal?.close();
    rmSync(folder, { recursive: true });
  }
}
console.log(`session in virtual time, ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`);
for (const [kind, perSecond] of Object.entries(best)) {
  console.log(`  ${kind.padEnd(18)} ${Math.round(perSecond).toLocaleString('en-US')} events/s (best of ${ROUNDS}), ${(perSecond / BUDGET).toFixed(2)} x the budget of ${BUDGET.toLocaleString('en-US')}`);
}
