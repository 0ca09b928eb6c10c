// Caps over several markets, whatever the venue does: an exclusive event, a group that the profile names and the capital of
// a strategy, under fills, lost answers, foreign fills and caps that are lowered. The checks share no code with the core.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledConfig } from '../config/compiled-config.ts';
import type { Command, PlaceOrder } from './domain/commands.ts';
import type { Event } from './domain/events.ts';
import { marketId } from './domain/instrument.ts';
import { cash, price, timestamp, type Size } from './domain/numbers.ts';
import { Engine } from './engine.ts';
import { cents, config, instrument, settings, shares, START, usd } from './engine.fixture.ts';

const MORE = Number(process.env['EVENKEEL_PROPERTY_FACTOR'] ?? 1);
/** Two of an exclusive event, one of another that is not, and one alone; the first and the last are a named group. */
const MARKETS = [{ name: 'a', event: 'vote', isExclusive: true }, { name: 'b', event: 'vote', isExclusive: true }, { name: 'c', event: 'rain' }, { name: 'd' }] as const;
const NAMED = ['a', 'd'];
interface Caps { readonly event: number; readonly named: number; readonly capital: number }
const CAPS: Caps = { event: 14, named: 12, capital: 26 };

const using = (caps: Caps): CompiledConfig => {
  const plain = config({
    settings: settings({
      quote: { halfSpread: { micros: 10_000, ticks: 0 }, size: shares(8), layers: { count: 2, sizeGrowth: 1.5 }, refresh: { minRestMs: 300 } },
      skew: { target: 0, curve: { x: [-1, 1], y: [30_000, -30_000] }, size: null }, limits: { position: shares(60), notional: null, openOrders: null },
    }),
    limits: { portfolio: { groupNotional: usd(caps.event), groups: [{ name: 'named', markets: NAMED, notional: usd(caps.named) }], correlation: null, degradation: null } },
  });
  return { ...plain, strategies: plain.strategies.map((strategy) => ({ ...strategy, capital: usd(caps.capital) })) };
};

interface Resting { readonly command: PlaceOrder; remaining: number; isLive: boolean; filled: number }
interface Book { net: number; /** Signed, dollars. */ cost: number }

/** What is held at average cost after a fill; shares and dollars, as floats. */
function after({ net, cost }: Book, side: 'bid' | 'ask', at: number, n: number): Book {
  const by = side === 'bid' ? n : -n;
  if (net === 0 || Math.sign(net) === Math.sign(by)) return { net: net + by, cost: cost + by * at };
  if (Math.abs(by) < Math.abs(net)) return { net: net + by, cost: (cost * (net + by)) / net };
  return { net: net + by, cost: (net + by) * at };
}
const lossIfNo = ({ net, cost }: Book): number => (net > 0 ? cost : 0);
const lossIfYes = ({ net, cost }: Book): number => (net < 0 ? cost - net : 0);

type Action =
  | { readonly kind: 'book'; readonly market: number; readonly bid: number; readonly width: number }
  | { readonly kind: 'answer'; readonly fate: 'accept' | 'reject' | 'lost' }
  | { readonly kind: 'fill'; readonly pick: number; readonly share: number }
  | { readonly kind: 'stranger'; readonly market: number; readonly side: 'bid' | 'ask'; readonly n: number }
  | { readonly kind: 'decide'; readonly ms: number }
  | { readonly kind: 'caps'; readonly caps: Caps }
  | { readonly kind: 'snapshot' };
const which = fc.integer({ min: 0, max: MARKETS.length - 1 });
const dollars = fc.integer({ min: 1, max: 30 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('book' as const), market: which, bid: fc.integer({ min: 5, max: 90 }), width: fc.integer({ min: 2, max: 4 }) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('answer' as const), fate: fc.constantFrom('accept' as const, 'accept' as const, 'accept' as const, 'reject' as const, 'lost' as const) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('fill' as const), pick: fc.nat(), share: fc.double({ min: 0.1, max: 1, noNaN: true }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stranger' as const), market: which, side: fc.constantFrom('bid' as const, 'ask' as const), n: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('decide' as const), ms: fc.constantFrom(0, 400, 1_500) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('caps' as const), caps: fc.record({ event: dollars, named: dollars, capital: dollars }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'snapshot' as const }) },
);

class CappedRun {
  engine = new Engine();
  now = START;
  caps = CAPS;
  generation = 1;
  fills = 0;
  readonly books: Book[] = MARKETS.map(() => ({ net: 0, cost: 0 }));
  readonly tokens = MARKETS.map(() => ({ yes: 0, no: 0 }));
  readonly resting = new Map<string, Resting>();
  readonly waiting: Command[] = [];
  places = 0;
  fullest = 0;

  constructor() {
    this.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
    this.step({ type: 'ConfigSwapped', generation: 1, config: using(CAPS) });
    MARKETS.forEach((market, id) => this.step({ type: 'InstrumentListed', instrument: instrument({ ...market, id: marketId(id) }) }));
    this.step({ type: 'Decide' });
    for (let i = 0; i < 4; i++) this.answer('accept');
    MARKETS.forEach((_, id) => this.run({ kind: 'book', market: id, bid: 40 + 5 * id, width: 4 }));
  }

  step(event: Event extends infer E ? (E extends Event ? Omit<E, 'ts'> : never) : never): void {
    this.engine.step({ ...event, ts: timestamp(this.now) } as Event);
    for (const command of this.engine.commands.splice(0)) this.receive(command);
    this.engine.notices.length = 0;
  }

  receive(command: Command): void {
    if (command.type === 'PlaceOrder') {
      const before = this.worst();
      this.resting.set(command.clientId, { command, remaining: command.size, isLive: true, filled: 0 });
      this.places++;
      // Beyond a cap, as after one was lowered or a stranger's fill, no order may make it worse.
      for (const [name, { worst, cap }] of Object.entries(this.worst())) {
        expect(worst, `${name} after ${command.side} in ${MARKETS[command.market]!.name}`).toBeLessThanOrEqual(Math.max(cap, before[name]!.worst) + 1e-3);
        this.fullest = Math.max(this.fullest, worst / cap);
      }
    }
    this.waiting.push(command);
  }

  /** All live bids filled, the dearest last so that it is the one that adds; and all live asks. */
  losses(id: number): { readonly yes: number; readonly no: number; readonly sum: number } {
    const live = [...this.resting.values()].filter((r) => r.isLive && r.command.market === id);
    const filled = (side: 'bid' | 'ask'): Book => live.filter((r) => r.command.side === side)
      .toSorted((a, b) => (side === 'bid' ? a.command.price - b.command.price : b.command.price - a.command.price))
      .reduce((book, r) => after(book, side, r.command.price / 1e6, r.remaining / 1e6), this.books[id]!);
    const book = this.books[id]!;
    return { yes: Math.max(lossIfYes(filled('ask')), lossIfYes(book)), no: Math.max(lossIfNo(filled('bid')), lossIfNo(book)), sum: Math.max(lossIfYes(filled('ask')), lossIfYes(book), lossIfNo(filled('bid')), lossIfNo(book)) };
  }

  worst(): Readonly<Record<string, { readonly worst: number; readonly cap: number }>> {
    const all = MARKETS.map((_, id) => this.losses(id));
    const vote = [all[0]!, all[1]!];
    const none = vote[0]!.no + vote[1]!.no;
    return {
      vote: { worst: Math.max(none, vote[0]!.yes + vote[1]!.no, vote[1]!.yes + vote[0]!.no), cap: this.caps.event },
      rain: { worst: all[2]!.sum, cap: this.caps.event },
      named: { worst: all[0]!.sum + all[3]!.sum, cap: this.caps.named },
      capital: { worst: all.reduce((sum, one) => sum + one.sum, 0), cap: this.caps.capital },
    };
  }

  answer(fate: 'accept' | 'reject' | 'lost'): void {
    const command = this.waiting.shift();
    if (command === undefined) return;
    const order = 'clientId' in command ? this.resting.get(command.clientId)! : undefined;
    if (command.type === 'PlaceOrder') {
      if (fate === 'accept' || !order!.isLive || order!.filled > 0) this.step({ type: 'OrderAccepted', clientId: command.clientId });
      else if (fate === 'lost') this.step({ type: 'OutcomeUnknown', clientId: command.clientId, of: 'place', detail: 'timeout' });
      else { order!.isLive = false; this.step({ type: 'OrderRejected', clientId: command.clientId, reason: 'venue-error', detail: '' }); }
    } else if (command.type === 'CancelOrder') {
      if (!order!.isLive) { this.step({ type: 'CancelRejected', clientId: command.clientId, gone: true, detail: '' }); return; }
      if (fate === 'reject') { this.step({ type: 'CancelRejected', clientId: command.clientId, gone: false, detail: '' }); return; }
      order!.isLive = fate === 'lost';
      if (fate === 'lost') this.step({ type: 'OutcomeUnknown', clientId: command.clientId, of: 'cancel', detail: 'timeout' });
      else this.step({ type: 'OrderCanceled', clientId: command.clientId, remaining: order!.remaining as Size, reason: 'asked' });
    } else if (command.type === 'QueryOrder') {
      this.step({ type: 'OrderReported', clientId: command.clientId, found: { live: order!.isLive, remaining: order!.remaining as Size, filled: order!.filled as Size } });
    } else if (command.type === 'QueryOpenOrders') {
      const live = [...this.resting.values()].filter((r) => r.isLive);
      this.step({ type: 'OpenOrdersReported', venue: 'test', requestId: command.requestId, orders: live.map((r) => ({ clientId: r.command.clientId, venueOrderId: r.command.clientId, market: r.command.market, side: r.command.side, price: r.command.price, remaining: r.remaining as Size })) });
    } else if (command.type === 'QueryHoldings') {
      this.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(10_000)), holdings: this.tokens.map((t, id) => ({ market: marketId(id), yes: t.yes as Size, no: t.no as Size })) });
    }
  }

  fill(order: Resting, n: number): void {
    const { command } = order;
    order.remaining -= n;
    order.filled += n;
    if (order.remaining === 0) order.isLive = false;
    this.tokens[command.market]![command.leg.outcome] += command.leg.action === 'buy' ? n : -n;
    this.trade(command.market, command.clientId, command.side, command.price, n);
  }

  trade(market: number, clientId: string, side: 'bid' | 'ask', at: number, n: number): void {
    this.books[market] = after(this.books[market]!, side, at / 1e6, n / 1e6);
    this.step({ type: 'OrderFilled', clientId, market: marketId(market), fillId: `f${++this.fills}`, side, price: price(at), size: n as Size, fee: cash(0), liquidity: 'maker' });
  }

  run(a: Action): void {
    switch (a.kind) {
      case 'book': this.step({ type: 'BookSnapshot', market: marketId(a.market), bids: [cents(a.bid), shares(50), cents(a.bid - 1), shares(50)], asks: [cents(a.bid + a.width), shares(50)] }); return;
      case 'answer': this.answer(a.fate); return;
      case 'fill': {
        const live = [...this.resting.values()].filter((r) => r.isLive);
        const order = live[a.pick % Math.max(1, live.length)];
        if (order !== undefined) this.fill(order, Math.max(1, Math.floor((order.remaining / 1e6) * a.share)) * 1e6);
        return;
      }
      case 'stranger': {
        // Somebody trades on the account by hand: it counts, and no cap could have stopped it.
        const tokens = this.tokens[a.market]!;
        const n = shares(a.n);
        if (a.side === 'bid') { if (tokens.no >= n) tokens.no -= n; else tokens.yes += n; } else if (tokens.yes >= n) tokens.yes -= n; else tokens.no += n;
        this.trade(a.market, 'by hand', a.side, cents(50), n);
        return;
      }
      case 'decide': this.now += a.ms; this.step({ type: 'Decide' }); this.checkReducing(); return;
      case 'caps': this.caps = a.caps; this.step({ type: 'ConfigSwapped', generation: ++this.generation, config: using(a.caps) }); return;
      case 'snapshot': this.engine = Engine.restore(JSON.parse(JSON.stringify(this.engine.snapshot()))); return;
    }
  }

  /** The nearest layer of the side that closes is never dropped for a cap. */
  checkReducing(): void {
    MARKETS.forEach(({ name }, id) => {
      const { net } = this.books[id]!;
      const explanation = this.engine.explain(name)!;
      const why = (net > 0 ? explanation.asks : net < 0 ? explanation.bids : []).find((trace) => trace.layer === 0)?.why ?? null;
      expect(['group-notional-limit', 'capital-limit'], `closing ${net} of ${name}`).not.toContain(why);
    });
  }
}

describe('caps over several markets', () => {
  it('are passed by no order, count what strangers did, and never stand in the way of reducing', () => {
    let places = 0;
    let fullest = 0;
    fc.assert(fc.property(fc.array(action, { minLength: 40, maxLength: 150 }), (actions) => {
      const run = new CappedRun();
      for (const a of actions) run.run(a);
      places += run.places;
      fullest = Math.max(fullest, run.fullest);
    }), { numRuns: 150 * MORE });
    // It would hold of a bot that does nothing, and of caps that nothing comes near.
    expect(places).toBeGreaterThan(1_500);
    expect(fullest).toBeGreaterThan(0.95);
  });

  it('are the same after a restore as before it', () => {
    fc.assert(fc.property(fc.array(action, { minLength: 20, maxLength: 60 }), fc.array(action, { minLength: 10, maxLength: 40 }), (before, then) => {
      const [one, two] = [new CappedRun(), new CappedRun()];
      for (const a of before) if (a.kind !== 'snapshot') { one.run(a); two.run(a); }
      two.run({ kind: 'snapshot' });
      expect(two.engine.status().exposure).toEqual(one.engine.status().exposure);
      for (const a of then) if (a.kind !== 'snapshot') { one.run(a); two.run(a); }
      expect(two.engine.snapshot()).toEqual(one.engine.snapshot());
    }), { numRuns: 40 * MORE });
  });
});
