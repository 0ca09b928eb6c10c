// How fast the simulated exchanges are: requests a second through the matching engine on one book (budget 1 M/s), events a
// second out of the whole demonstration venue with its synthetic participants, and rows of a recording a second through the
// paper exchange, without and with orders of ours. Checks the load before it measures it.

import { cpus } from 'node:os';
import { NO_FEE } from '../src/core/domain/fees.ts';
import { marketId, type Instrument } from '../src/core/domain/instrument.ts';
import { cash, price, size, timestamp, type Price, type Size } from '../src/core/domain/numbers.ts';
import { OrderBook } from '../src/core/market/order-book.ts';
import { legFor } from '../src/exchange/complement.ts';
import { MatchingEngine, type BookOrder } from '../src/exchange/matching-engine.ts';
import { Random } from '../src/exchange/random.ts';
import { TapeExchange } from '../src/exchange/tape-exchange.ts';
import { ASK, BID, KIND, TapeColumns } from '../src/tape/columns.ts';
import { DemoVenue } from '../src/venues/demo/demo-venue.ts';

const REQUESTS = 2_000_000;
const ROUNDS = 5;
const TICK = price(10_000);

/** 0 place · 1 take · 2 cancel · 3 lower, with the side, price and size of each drawn before the clock starts. */
function drawRequests(): { readonly kinds: Uint8Array; readonly sides: Uint8Array; readonly ticks: Uint8Array; readonly sizes: Float64Array } {
  const random = new Random(1, 'bench');
  const [kinds, sides, ticks] = [new Uint8Array(REQUESTS), new Uint8Array(REQUESTS), new Uint8Array(REQUESTS)];
  const sizes = new Float64Array(REQUESTS);
  for (let i = 0; i < REQUESTS; i++) {
    const pick = random.uniform();
    kinds[i] = pick < 0.5 ? 0 : pick < 0.6 ? 1 : pick < 0.95 ? 2 : 3;
    sides[i] = random.chance(0.5) ? 1 : 0;
    ticks[i] = sides[i] === 1 ? random.between(40, 49) : random.between(51, 60);
    sizes[i] = random.between(5, 60) * 1_000_000;
  }
  return { kinds, sides, ticks, sizes };
}

function matchAll({ kinds, sides, ticks, sizes }: ReturnType<typeof drawRequests>): { readonly ms: number; readonly matches: number; readonly levels: number } {
  let matches = 0;
  let levels = 0;
  const engine = new MatchingEngine(TICK, { matched: () => { matches++; }, levelChanged: () => { levels++; } });
  const recent: (BookOrder | null)[] = Array.from({ length: 1024 }, () => null);
  const startedAt = performance.now();
  for (let i = 0; i < REQUESTS; i++) {
    const side = sides[i] === 1 ? 'bid' as const : 'ask' as const;
    const amount = size(sizes[i] as number);
    const slot = (Math.imul(i, 2654435761) >>> 8) & 1023;
    const kind = kinds[i];
    if (kind === 0) recent[i & 1023] = engine.submit(null, side, price((ticks[i] as number) * TICK), amount, 'post-only');
    else if (kind === 1) engine.submit(null, side, price((100 - (ticks[i] as number)) * TICK), size(amount * 3), 'immediate');
    else {
      const order = recent[slot] ?? null;
      if (order === null) continue;
      if (kind === 2) { engine.cancel(order); recent[slot] = null; } else engine.reduce(order, size(1_000_000));
    }
  }
  return { ms: performance.now() - startedAt, matches, levels };
}

function runDemo(): { readonly ms: number; readonly events: number; readonly hours: number } {
  const hours = 24;
  const startAt = timestamp(1_800_000_000_000);
  const venue = new DemoVenue({ seed: 1, startAt, account: { cash: cash(1_000_000_000), holdings: {} } });
  let events = 0;
  const startedAt = performance.now();
  venue.advance(timestamp(startAt + hours * 3_600_000), () => { events++; });
  return { ms: performance.now() - startedAt, events, hours };
}

const ROWS = 1_000_000;

/** A recording of one market: two levels in three change within ten ticks of the touch, prints in between, a millisecond apart. */
function drawRows(tick: number): TapeColumns {
  const random = new Random(2, 'bench rows');
  const columns = new TapeColumns();
  const mid = Math.round(500_000 / tick);
  columns.row(KIND.snapshot, 1_000, 0, 2, 0, 80);
  for (let i = 1; i <= 40; i++) {
    columns.row(KIND.level, 1_000, 0, BID, (mid - i) * tick, 100_000_000);
    columns.row(KIND.level, 1_000, 0, ASK, (mid + i) * tick, 100_000_000);
  }
  for (let i = 0; i < ROWS; i++) {
    const side = random.chance(0.5) ? BID : ASK;
    const away = random.chance(0.66) ? random.between(1, 10) : random.between(11, 40);
    const at = (side === BID ? mid - away : mid + away) * tick;
    if (random.chance(0.1)) columns.trade(1_001 + i, 0, side === BID ? ASK : BID, (side === BID ? mid - 1 : mid + 1) * tick, random.between(1, 20) * 1_000_000);
    else columns.delta(1_001 + i, 0, side, at, random.between(1, 200) * 1_000_000);
  }
  return columns;
}

const paperInstrument = (tick: number): Instrument => ({
  id: marketId(0), name: 'bench', venue: 'bench', tick: price(tick), lot: size(1_000_000), minSize: size(1_000_000), fees: { maker: NO_FEE, taker: NO_FEE },
  endsAt: null, showsOwnOrders: false, canAmend: true, netsPairs: true,
});

/** `ladder`: six orders of ours, sent anew each five thousand rows. */
function hearAll(columns: TapeColumns, tick: number, model: 'pessimistic' | 'power', ladder: boolean): { readonly ms: number; readonly fills: number } {
  let fills = 0;
  let sent = 0;
  const direct = { kind: 'constant', ms: 0 } as const;
  const exchange = new TapeExchange({
    venue: 'bench', name: 'bench', instruments: [paperInstrument(tick)], terms: [],
    settings: {
      queue: model === 'power' ? { model, exponent: 2 } : { model }, latency: { feed: direct, order: direct, response: direct }, ghostFills: { share: 0, toldAfterMs: 0 },
      rewards: null, cash: 1e15, seed: 1,
    },
    emit: (event) => { if (event.type === 'OrderFilled') fills++; },
  });
  const mid = Math.round(500_000 / tick);
  const requote = (ts: number): void => {
    exchange.perform({ type: 'CancelAll', ts: timestamp(ts), generation: 1, venue: 'bench' }, timestamp(ts));
    for (const away of [1, 2, 3]) {
      for (const side of ['bid', 'ask'] as const) {
        const at = price((side === 'bid' ? mid - away : mid + away) * tick);
        exchange.perform({
          type: 'PlaceOrder', ts: timestamp(ts), generation: 1, venue: 'bench', clientId: `b${++sent}`, market: marketId(0), side, price: at, size: size(50_000_000),
          postOnly: true, leg: legFor(side, at, 'buy'),
        }, timestamp(ts));
      }
    }
  };
  const startedAt = performance.now();
  for (let row = 0; row < columns.length; row += columns.rowsOf(row)) {
    exchange.hear(columns, row);
    if (ladder && row % 5_000 === 0 && row > 0) requote(columns.ts[row]!);
  }
  return { ms: performance.now() - startedAt, fills };
}

/** The same levels into a bare book: what any reader of the recording pays. */
function applyAll(columns: TapeColumns, tick: number): { readonly ms: number } {
  const book = new OrderBook(price(tick));
  book.watchedDepth = 1;
  const startedAt = performance.now();
  for (let row = 0; row < columns.length; row++) {
    if (columns.kind[row] === KIND.delta || columns.kind[row] === KIND.level) book.apply(columns.side[row] === BID ? 'bid' : 'ask', columns.price[row] as Price, columns.size[row] as Size);
  }
  return { ms: performance.now() - startedAt };
}

const best = <T extends { readonly ms: number }>(runs: readonly T[]): T => runs.reduce((a, b) => (b.ms < a.ms ? b : a));
const perSecond = (count: number, ms: number): string => `${((count / ms) / 1_000).toFixed(2)} M/s`;

console.log(`${cpus()[0]?.model ?? 'unknown processor'} · node ${process.version}`);
const requests = drawRequests();
const check = matchAll(requests);
if (check.matches < REQUESTS / 20 || check.levels < REQUESTS / 2) throw new Error(`the load does not trade: ${check.matches} matches, ${check.levels} level changes`);
const matching = best(Array.from({ length: ROUNDS }, () => matchAll(requests)));
console.log(`matching engine   ${perSecond(REQUESTS, matching.ms)} requests (budget 1 M/s) · ${matching.matches} matches, ${matching.levels} level changes`);
const demo = best(Array.from({ length: 3 }, runDemo));
console.log(`demo venue        ${perSecond(demo.events, demo.ms)} events · ${demo.hours} h of five markets in ${demo.ms.toFixed(0)} ms`);

for (const [what, tick] of [['1c', 10_000], ['0.0001c', 1]] as const) {
  const rows = drawRows(tick);
  if (hearAll(rows, tick, 'pessimistic', true).fills < 100) throw new Error('the recording does not fill our orders');
  const timed = (run: () => { readonly ms: number }): string => perSecond(ROWS, best(Array.from({ length: ROUNDS }, run)).ms);
  console.log(`paper exchange    tick ${what}: ${timed(() => hearAll(rows, tick, 'pessimistic', false))} rows without our orders · ${timed(() => hearAll(rows, tick, 'pessimistic', true))} with six, pessimistic · `
    + `${timed(() => hearAll(rows, tick, 'power', true))} with six, power · bare book ${timed(() => applyAll(rows, tick))}`);
}
