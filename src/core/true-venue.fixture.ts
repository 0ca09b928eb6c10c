// A venue that is the truth, for property tests of the engine: it knows what really rests and what really filled, loses
// answers, repeats fills and cancels late, and checks at every command what must hold. It shares no code with the core.

import fc from 'fast-check';
import { expect } from 'vitest';
import type { CompiledConfig } from '../config/compiled-config.ts';
import type { Command, PlaceOrder } from './domain/commands.ts';
import type { Event } from './domain/events.ts';
import { marketId, type Instrument } from './domain/instrument.ts';
import { cash, timestamp, type Size } from './domain/numbers.ts';
import { Engine } from './engine.ts';
import { cents, instrument, shares, START, usd } from './engine.fixture.ts';

export interface Resting { readonly command: PlaceOrder; remaining: number; filled: number; isLive: boolean }

export type Action =
  | { readonly kind: 'book'; readonly market: 0 | 1; readonly bid: number; readonly width: number }
  | { readonly kind: 'answer'; readonly fate: 'accept' | 'reject' | 'lost-live' | 'lost-dead' }
  | { readonly kind: 'fill'; readonly pick: number; readonly share: number; readonly twice: boolean }
  | { readonly kind: 'decide'; readonly ms: number }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'halt' } | { readonly kind: 'resume' };

export const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('book' as const), market: fc.constantFrom(0 as const, 1 as const), bid: fc.integer({ min: 2, max: 95 }), width: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), fate: fc.constantFrom('accept' as const, 'accept' as const, 'accept' as const, 'reject' as const, 'lost-live' as const, 'lost-dead' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('fill' as const), pick: fc.nat(), share: fc.double({ min: 0.1, max: 1, noNaN: true }), twice: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('decide' as const), ms: fc.constantFrom(0, 50, 400, 1_500) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'snapshot' as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'halt' as const }, { kind: 'resume' as const }) },
);

/** What must hold of every market; shares, dollars. */
export interface Bounds { readonly position: number; readonly openOrders: number; readonly cash: number }

export class TrueVenue {
  engine = new Engine();
  now = START;
  readonly resting = new Map<string, Resting>();
  readonly waiting: Command[] = [];
  readonly position = [0, 0];
  readonly tokens = [{ yes: 0, no: 0 }, { yes: 0, no: 0 }];
  cash: number;
  readonly bounds: Bounds;
  halted = false;
  fills = 0;
  places = 0;

  constructor(using: CompiledConfig, bounds: Bounds, over: Partial<Instrument> = {}) {
    this.bounds = bounds;
    this.cash = usd(bounds.cash);
    this.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
    this.step({ type: 'ConfigSwapped', generation: 1, config: using });
    for (const id of [0, 1]) this.step({ type: 'InstrumentListed', instrument: instrument({ ...over, id: marketId(id), name: `m${id}` }) });
    this.step({ type: 'Decide' });
    for (let i = 0; i < 4; i++) this.answer('accept');
  }

  step(event: Event extends infer E ? (E extends Event ? Omit<E, 'ts'> : never) : never): void {
    this.engine.step({ ...event, ts: timestamp(this.now) } as Event);
    for (const command of this.engine.commands.splice(0)) this.receive(command);
    this.engine.notices.length = 0;
  }

  /** Places rest at once, as the worst case; the answer comes later, or never. */
  receive(command: Command): void {
    if (command.type === 'PlaceOrder') {
      expect(this.halted, 'no place while halted').toBe(false);
      expect(this.resting.has(command.clientId), 'a client id is used once').toBe(false);
      expect(command.price % 10_000, 'on tick').toBe(0);
      expect(command.price >= 10_000 && command.price <= 990_000, 'within the range').toBe(true);
      expect(command.size % 1_000_000 === 0 && command.size >= 1_000_000, 'in lots').toBe(true);
      this.places++;
      this.resting.set(command.clientId, { command, remaining: command.size, filled: 0, isLive: true });
    }
    this.waiting.push(command);
    this.check();
  }

  live(market?: number): Resting[] {
    return [...this.resting.values()].filter((r) => r.isLive && (market === undefined || r.command.market === market));
  }

  check(): void {
    let reserved = 0;
    for (const market of [0, 1]) {
      const live = this.live(market);
      const side = (s: 'bid' | 'ask'): number => live.filter((r) => r.command.side === s).reduce((sum, r) => sum + r.remaining, 0);
      expect(this.position[market]! + side('bid'), 'worst case long').toBeLessThanOrEqual(shares(this.bounds.position));
      expect(this.position[market]! - side('ask'), 'worst case short').toBeGreaterThanOrEqual(-shares(this.bounds.position));
      expect(live.length, 'open orders').toBeLessThanOrEqual(this.bounds.openOrders);
      const bids = live.filter((r) => r.command.side === 'bid').map((r) => r.command.price);
      const asks = live.filter((r) => r.command.side === 'ask').map((r) => r.command.price);
      expect(Math.max(...bids, 0), 'no self-cross').toBeLessThan(Math.min(...asks, 1_000_001));
      for (const r of live) if (r.command.leg.action === 'buy') reserved += (r.command.leg.price / 1_000_000) * r.remaining;
      const sold = (outcome: 'yes' | 'no'): number => live.filter((r) => r.command.leg.action === 'sell' && r.command.leg.outcome === outcome).reduce((sum, r) => sum + r.remaining, 0);
      expect(sold('yes'), 'sells only YES it holds').toBeLessThanOrEqual(this.tokens[market]!.yes);
      expect(sold('no'), 'sells only NO it holds').toBeLessThanOrEqual(this.tokens[market]!.no);
    }
    expect(reserved, 'cash covers what is promised').toBeLessThanOrEqual(this.cash + 1);
  }

  answer(drawn: 'accept' | 'reject' | 'lost-live' | 'lost-dead'): void {
    const command = this.waiting.shift();
    if (command === undefined) return;
    const order = 'clientId' in command ? this.resting.get(command.clientId) : undefined;
    // What has traded can be neither refused nor lost.
    const fate = command.type === 'PlaceOrder' && (!order!.isLive || order!.filled > 0) ? 'accept' : drawn;
    switch (command.type) {
      case 'PlaceOrder':
        if (fate === 'accept') {
          this.step({ type: 'OrderAccepted', clientId: command.clientId });
          // What takes leaves nothing behind.
          if (command.timeInForce !== undefined && order!.isLive) this.cancel(order!, 'accept');
        }
        else if (fate === 'reject') { order!.isLive = false; this.step({ type: 'OrderRejected', clientId: command.clientId, reason: 'venue-error', detail: '' }); }
        else { if (fate === 'lost-dead') order!.isLive = false; this.step({ type: 'OutcomeUnknown', clientId: command.clientId, of: 'place', detail: 'timeout' }); }
        return;
      case 'CancelOrder': this.cancel(order!, fate); return;
      case 'CancelAll': for (const r of this.live()) this.cancel(r, 'accept'); return;
      case 'AmendOrder': this.step({ type: 'CancelRejected', clientId: command.clientId, gone: false, detail: 'no amends here' }); return;
      case 'QueryOrder':
        // An order that never went live is not known to the venue; one that did is, with what filled of it.
        this.step({ type: 'OrderReported', clientId: command.clientId, found: order!.isLive || order!.filled > 0 ? { live: order!.isLive, remaining: order!.remaining as Size, filled: order!.filled as Size } : null });
        return;
      case 'QueryOpenOrders':
        this.step({ type: 'OpenOrdersReported', venue: 'test', requestId: command.requestId, orders: this.live().map((r) => ({ clientId: r.command.clientId, venueOrderId: r.command.clientId, market: r.command.market, side: r.command.side, price: r.command.price, remaining: r.remaining as Size })) });
        return;
      case 'QueryHoldings':
        this.step({ type: 'HoldingsReported', venue: 'test', cash: cash(this.cash), holdings: this.tokens.map((t, id) => ({ market: marketId(id), yes: t.yes as Size, no: t.no as Size })) });
        return;
    }
  }

  cancel(order: Resting, fate: string): void {
    const { clientId } = order.command;
    if (!order.isLive) { this.step({ type: 'CancelRejected', clientId, gone: true, detail: 'gone' }); return; }
    if (fate === 'reject') { this.step({ type: 'CancelRejected', clientId, gone: false, detail: 'busy' }); return; }
    if (fate !== 'lost-live') order.isLive = false;
    if (fate === 'accept') this.step({ type: 'OrderCanceled', clientId, remaining: order.remaining as Size, reason: 'asked' });
    else this.step({ type: 'OutcomeUnknown', clientId, of: 'cancel', detail: 'timeout' });
  }

  fill(pick: number, share: number, twice: boolean): void {
    const live = this.live();
    const order = live[pick % Math.max(1, live.length)];
    if (order === undefined) return;
    this.fillOrder(order, Math.max(1, Math.floor((order.remaining / 1_000_000) * share)) * 1_000_000, twice);
  }

  /** Micro-shares of it fill at its own price. */
  fillOrder(order: Resting, n: number, twice = false): void {
    const { command } = order;
    order.remaining -= n;
    order.filled += n;
    if (order.remaining === 0) order.isLive = false;
    this.position[command.market]! += command.side === 'bid' ? n : -n;
    const tokens = this.tokens[command.market]!;
    tokens[command.leg.outcome] += command.leg.action === 'buy' ? n : -n;
    this.cash += (command.leg.action === 'buy' ? -1 : 1) * (command.leg.price / 1_000_000) * n;
    const fill = { type: 'OrderFilled' as const, clientId: command.clientId, market: command.market, fillId: `f${++this.fills}`, side: command.side, price: command.price, size: n as Size, fee: cash(0), liquidity: 'maker' as const };
    this.step(fill);
    if (twice) this.step(fill);
  }

  run(a: Action): void {
    switch (a.kind) {
      case 'book': {
        const flat = (start: number, by: number): number[] => [0, 1, 2].flatMap((i) => [cents(start + i * by), shares(50)]).filter((x, i, all) => { const p = i % 2 === 0 ? x : all[i - 1]!; return p > 0 && p < 1_000_000; });
        this.step({ type: 'BookSnapshot', market: marketId(a.market), bids: flat(a.bid, -1), asks: flat(a.bid + a.width, 1) });
        return;
      }
      case 'answer': this.answer(a.fate); return;
      case 'fill': this.fill(a.pick, a.share, a.twice); return;
      case 'decide': this.now += a.ms; this.step({ type: 'Decide' }); return;
      case 'halt': this.halted = true; this.step({ type: 'OperatorCommanded', by: 't', action: { kind: 'halt', reason: 'x' } }); return;
      case 'resume': this.halted = false; this.step({ type: 'OperatorCommanded', by: 't', action: { kind: 'resume', market: null } }); return;
      case 'snapshot': this.engine = Engine.restore(JSON.parse(JSON.stringify(this.engine.snapshot()))); return;
    }
  }

  /** The engine's books against the truth, and P&L = cash + inventory value. */
  compareBooks(): void {
    const status = this.engine.status();
    let value = this.cash;
    for (const id of [0, 1]) {
      expect(status.markets[id]!.position * 1_000_000).toBeCloseTo(this.position[id]!, 3);
      const saved = (this.engine.snapshot()['markets'] as { position: { mark: number | null } }[])[id]!;
      const mark = saved.position.mark ?? 0;
      value += (mark / 1_000_000) * this.tokens[id]!.yes + ((1_000_000 - mark) / 1_000_000) * this.tokens[id]!.no;
    }
    expect(status.pnl.total * 1_000_000).toBeCloseTo(value - usd(this.bounds.cash), -1.5);
  }
}
