// The core: a book delta, a decision with 20 rules and 3 × 2 quotes, a config swap over 100 markets, and the heap over ten
// million events. `node bench/core.ts`.

import { PLAIN_EXCHANGE } from '../src/config/plain-exchange.fixture.ts';
import type { CompiledConfig, ReferenceSettings } from '../src/config/compiled-config.ts';
import type { Command } from '../src/core/domain/commands.ts';
import type { Event, ReportedOpenOrder } from '../src/core/domain/events.ts';
import { NO_FEE } from '../src/core/domain/fees.ts';
import { marketId } from '../src/core/domain/instrument.ts';
import { cash, price, size, timestamp, type TimestampMs } from '../src/core/domain/numbers.ts';
import { Engine } from '../src/core/engine.ts';
import { OrderBook } from '../src/core/market/order-book.ts';
import { line, machine, nanosecondsPer, percentile } from './measure.ts';
import { health, rules, settings, unguarded } from './twenty-rules.ts';

const START = Date.UTC(2026, 0, 5, 12);
const BITCOIN: ReferenceSettings = { feed: 'polymarket-polybolt', symbol: 'BTC/USD', volatilityMs: 60_000, maxAgeMs: 5_000 };
/** `hasGuards`: every guard of markets, venues and the clock; else what a maker was measured with before there were any. */
const config = (generation: number, hasGuards = true, fairValue: 'micro-price' | 'reference' = 'micro-price'): CompiledConfig => ({
  profile: 'bench', mode: 'paper', exchange: PLAIN_EXCHANGE, limits: { grossNotional: 1e12, dailyLoss: 1e9, drawdown: null, ordersPerMinute: 300, ...(hasGuards ? { rates: { places: 300, cancels: 600, queries: 120 } } : {}) }, ...(hasGuards ? { health } : {}),
  strategies: [{ name: 'maker', kind: 'market-maker', markets: { venue: 'bench', include: ['*'], exclude: [] }, settings: { ...(hasGuards ? settings : unguarded), quote: { ...settings.quote, ...(fairValue === 'reference' ? { fairValue, reference: BITCOIN } : {}), size: 50e6 + generation * 1e6 } }, overrides: {} }],
  rules, storage: { journal: '' }, api: { host: '', port: 0, token: null },
});

let now = START;
const ts = (): TimestampMs => timestamp(now);

/** An engine quoting `markets` markets. */
function quoting(markets: number, hasGuards = true, fairValue: 'micro-price' | 'reference' = 'micro-price'): { readonly engine: Engine; readonly venue: WillingVenue } {
  const engine = new Engine();
  engine.step({ type: 'SessionStarted', ts: ts(), session: { id: 'b', profile: 'bench', mode: 'paper' }, carried: null });
  engine.step({ type: 'ConfigSwapped', ts: ts(), generation: 1, config: config(1, hasGuards, fairValue) });
  for (let id = 0; id < markets; id++) {
    engine.step({ type: 'InstrumentListed', ts: ts(), instrument: { id: marketId(id), name: `m${id}`, venue: 'bench', tick: price(10_000), lot: size(1e6), minSize: size(5e6), fees: { maker: NO_FEE, taker: NO_FEE }, endsAt: null, showsOwnOrders: true, canAmend: true, netsPairs: false, ...(fairValue === 'reference' ? { endsAt: timestamp(now + 86_400_000), reference: { kind: 'up-down', symbol: 'BTC/USD', startsAt: ts(), endsAt: timestamp(now + 86_400_000), windowSeconds: 60, priceToBeat: 65_000 } } : {}) } });
    engine.step({ type: 'BookSnapshot', ts: ts(), market: marketId(id), bids: [480_000, 100e6, 470_000, 200e6, 460_000, 300e6], asks: [510_000, 100e6, 520_000, 200e6, 530_000, 300e6] });
  }
  const venue = new WillingVenue(engine);
  // The volatility of a reference is known after its whole minute.
  for (let i = 0; i < 70_000 / 50; i++) { now += 50; hearBitcoin(engine); venue.settle(); }
  engine.notices.length = 0;
  return { engine, venue };
}

/** Once a second, a dollar up or down. */
function hearBitcoin(engine: Engine): void {
  if (now % 1_000 === 0) engine.step({ type: 'ReferencePriced', ts: ts(), feed: 'polymarket-polybolt', symbol: 'BTC/USD', price: 65_000 + (now % 2_000) / 1_000, at: ts() });
}

/** Does whatever it is asked at once and fills nothing, so that the quotes stand however long it is measured. */
class WillingVenue {
  readonly #engine: Engine;
  readonly #live = new Map<string, ReportedOpenOrder>();

  constructor(engine: Engine) { this.#engine = engine; }

  /** A word of the feed, one decision, and every request answered. */
  settle(): void {
    this.#engine.step({ type: 'FeedHeartbeat', ts: ts(), venue: 'bench' });
    this.#engine.step({ type: 'Decide', ts: ts() });
    while (this.#engine.commands.length > 0) {
      this.answer();
      this.#engine.step({ type: 'Decide', ts: ts() });
    }
  }

  answer(): void {
    for (const command of this.#engine.commands.splice(0)) this.#answer(command);
    this.#engine.notices.length = 0;
  }

  #answer(command: Command): void {
    const step = (event: Event): void => this.#engine.step(event);
    switch (command.type) {
      case 'PlaceOrder': {
        const { clientId, market, side, price: at, size: remaining } = command;
        this.#live.set(clientId, { clientId, venueOrderId: clientId, market, side, price: at, remaining });
        return step({ type: 'OrderAccepted', ts: ts(), clientId });
      }
      case 'CancelOrder': {
        const remaining = this.#live.get(command.clientId)?.remaining;
        if (remaining === undefined) throw new Error(`a cancel for ${command.clientId}, which is not live`);
        this.#live.delete(command.clientId);
        return step({ type: 'OrderCanceled', ts: ts(), clientId: command.clientId, remaining, reason: '' });
      }
      case 'AmendOrder': {
        const before = this.#live.get(command.clientId);
        if (before === undefined) throw new Error(`an amend of ${command.clientId}, which is not live`);
        this.#live.set(command.clientId, { ...before, remaining: command.remaining });
        return step({ type: 'OrderAmended', ts: ts(), clientId: command.clientId, remaining: command.remaining, filled: size(0) });
      }
      case 'QueryOpenOrders': return step({ type: 'OpenOrdersReported', ts: ts(), venue: 'bench', requestId: command.requestId, orders: [...this.#live.values()] });
      case 'QueryHoldings': return step({ type: 'HoldingsReported', ts: ts(), venue: 'bench', cash: cash(1e12), holdings: [] });
      default: throw new Error(`${command.type} was not expected`);
    }
  }
}

console.log(`core · ${machine()}`);

// A delta alone.
const book = new OrderBook(price(10_000));
for (let c = 1; c < 48; c++) book.apply('bid', price(c * 10_000), size(100e6));
for (let c = 51; c < 99; c++) book.apply('ask', price(c * 10_000), size(100e6));
let sink = 0;
const delta = nanosecondsPer(200, 20_000, (i) => {
  const isBid = (i & 1) === 0;
  const away = (i * 7) % 9;
  sink += book.apply(isBid ? 'bid' : 'ask', price(isBid ? 470_000 - away * 10_000 : 510_000 + away * 10_000), size(((i * 13) % 50) * 1e6)) ? 1 : 0;
});
console.log(line('apply one book delta', delta / 1_000, 'µs', 0.5));

// A decision: a size at the touch changes, fair value moves a little, the quotes stay within tolerance.
/** Prints what deciding one market costs; `step` goes on with it. */
function decisions(what: string, budget: number, hasGuards: boolean, fairValue: 'micro-price' | 'reference' = 'micro-price'): { readonly p50: number; readonly step: (i: number) => void } {
  const { engine, venue } = quoting(1, hasGuards, fairValue);
  const touch = (i: number): void => {
    now += 1;
    hearBitcoin(engine);
    engine.step({ type: 'BookDelta', ts: ts(), market: marketId(0), side: (i & 1) === 0 ? 'bid' : 'ask', price: price((i & 1) === 0 ? 480_000 : 510_000), size: size((200 + (i % 7)) * 1e6) });
  };
  const step = (i: number): void => {
    touch(i);
    engine.step({ type: 'Decide', ts: ts() });
    if (engine.commands.length > 0) venue.answer();
    else engine.notices.length = 0;
  };
  const both = nanosecondsPer(300, 2_000, step);
  const deltaOnly = nanosecondsPer(100, 2_000, touch);
  const p50 = (both - deltaOnly) / 1_000;
  const single: number[] = [];
  for (let i = 0; i < 200_000; i++) {
    touch(i);
    const from = process.hrtime.bigint();
    engine.step({ type: 'Decide', ts: ts() });
    single.push(Number(process.hrtime.bigint() - from));
    if (engine.commands.length > 0) venue.answer();
  }
  const { orders, permission, quoteUptime, reasons } = engine.market('m0')!;
  // Warming up counts as time that was not quoted.
  if (orders.length !== 6 || permission !== 'full' || !(quoteUptime! > 0.9)) throw new Error(`what was measured is no quoting: ${orders.length} orders, ${permission} (${reasons.join(', ')}), quoted ${quoteUptime} of the time`);
  console.log(line(`decide, 20 rules, 3 × 2 quotes, ${what}, p50`, p50, 'µs', budget));
  console.log(line('  the same, p99 of single calls', percentile(single, 0.99) / 1_000, 'µs', 10));
  return { p50, step };
}

decisions('no guard', 2, false);
const { p50: byBook, step } = decisions('every guard', 3, true);
decisions('by a reference', byBook * 1.2, true, 'reference');

// A reload over 100 markets.
const { engine: hundred, venue: ofHundred } = quoting(100);
let generation = 1;
const swaps: number[] = [];
for (let i = 0; i < 300; i++) {
  generation++;
  now += 1;
  const next = config(generation % 2);
  const from = process.hrtime.bigint();
  hundred.step({ type: 'ConfigSwapped', ts: ts(), generation, config: next });
  swaps.push(Number(process.hrtime.bigint() - from) / 1e6);
  hundred.step({ type: 'Decide', ts: ts() });
  ofHundred.settle();
  hundred.notices.length = 0;
}
console.log(line('reload pause, 100 markets, p50', percentile(swaps.slice(50), 0.5), 'ms', 1));
console.log(line('  the same, p99', percentile(swaps.slice(50), 0.99), 'ms', 1));

// The heap over ten million events.
const million = 1_000_000;
const heap: number[] = [];
globalThis.gc?.();
for (let m = 0; m <= 10; m++) {
  globalThis.gc?.();
  heap.push(process.memoryUsage().heapUsed / 1_048_576);
  if (m === 10) break;
  for (let i = 0; i < million / 2; i++) step(i);
}
const slope = slopeOf(heap.slice(1));
console.log(line('heap slope over 10 M events', slope, 'MB / M', 0.05, 'lower', `${heap[1]!.toFixed(1)} → ${heap.at(-1)!.toFixed(1)} MB${globalThis.gc === undefined ? ' (run with --expose-gc for exact figures)' : ''}`));
if (sink < 0) throw new Error('the results were not consumed');

/** Least squares over equal steps. */
function slopeOf(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const middle = (values.length - 1) / 2;
  let above = 0;
  let below = 0;
  values.forEach((v, i) => { above += (i - middle) * (v - mean); below += (i - middle) * (i - middle); });
  return above / below;
}
