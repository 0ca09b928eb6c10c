// What must hold of a TWAP and of a hedge at every event, whatever the market does and the venue answers, loses or repeats.
// The venue here is the truth; the checks work out schedule, need and collar by themselves.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledConfig } from '../config/compiled-config.ts';
import type { Command, PlaceOrder } from './domain/commands.ts';
import type { Event } from './domain/events.ts';
import { marketId } from './domain/instrument.ts';
import { cash, timestamp, type Size } from './domain/numbers.ts';
import { Engine } from './engine.ts';
import { cents, config, instrument, settings, shares, START, usd } from './engine.fixture.ts';
import { hedgeStrategy, twapConfig } from './producers.fixture.ts';

/** How many times as many runs as usual, for nights. */
const MORE = Number(process.env['EVENKEEL_PROPERTY_FACTOR'] ?? 1);
const LIMIT = 80;
const MIN = shares(3);
const COLLAR = cents(3);

interface Live { readonly command: PlaceOrder; remaining: number; filled: number; isLive: boolean }
type Fate = 'accept' | 'reject' | 'lost';
type Action =
  | { readonly kind: 'book'; readonly market: 0 | 1; readonly bid: number; readonly width: number; readonly size: number }
  | { readonly kind: 'answer'; readonly fate: Fate }
  | { readonly kind: 'fill'; readonly pick: number; readonly share: number; readonly twice: boolean }
  | { readonly kind: 'decide'; readonly ms: number }
  | { readonly kind: 'restore' } | { readonly kind: 'swap'; readonly which: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('book' as const), market: fc.constantFrom(0 as const, 1 as const), bid: fc.integer({ min: 5, max: 90 }), width: fc.integer({ min: 1, max: 5 }), size: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), fate: fc.constantFrom<Fate>('accept', 'accept', 'accept', 'reject', 'lost') }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('fill' as const), pick: fc.nat(), share: fc.double({ min: 0.1, max: 1, noNaN: true }), twice: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('decide' as const), ms: fc.constantFrom(0, 100, 1_100, 4_000, 9_000) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restore' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('swap' as const), which: fc.nat() }) },
);

class TrueVenue {
  engine = new Engine();
  now = START;
  readonly orders = new Map<string, Live>();
  readonly waiting: Command[] = [];
  readonly position = [0, 0];
  /** The midpoint of each book as it was last said. */
  readonly mid = [NaN, NaN];
  readonly texts: string[] = [];
  /** When the schedule of the first market began. */
  startedAt = NaN;
  generation = 0;
  fills = 0;
  taken = 0;
  readonly #configs: readonly CompiledConfig[];
  /** Looks at a place of the producer's market while it is about to rest. */
  readonly #atPlace: (venue: TrueVenue, command: PlaceOrder) => void;

  constructor(configs: readonly CompiledConfig[], atPlace: (venue: TrueVenue, command: PlaceOrder) => void) {
    this.#configs = configs;
    this.#atPlace = atPlace;
    this.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
    this.swap(0);
    for (const [id, name] of ['rain', 'sun'].entries()) this.step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(id), name, minSize: MIN as Size }) });
    this.step({ type: 'Decide' });
    for (let i = 0; i < 4; i++) this.answer('accept');
  }

  step(event: Event extends infer E ? (E extends Event ? Omit<E, 'ts'> : never) : never): void {
    this.engine.step({ ...event, ts: timestamp(this.now) } as Event);
    for (const notice of this.engine.notices.splice(0)) {
      if (notice.type !== 'Alert') continue;
      this.texts.push(`${notice.code} ${notice.text}`);
      if (notice.code === 'TWAP_STARTED' && notice.market === 0) this.startedAt = notice.ts;
    }
    for (const command of this.engine.commands.splice(0)) {
      if (command.type === 'PlaceOrder') {
        if (command.market === 0) this.#atPlace(this, command);
        this.orders.set(command.clientId, { command, remaining: command.size, filled: 0, isLive: true });
        if (command.market === 0 && command.timeInForce === 'fill-and-kill') this.taken++;
      }
      this.waiting.push(command);
    }
  }

  swap(which: number): void { this.step({ type: 'ConfigSwapped', generation: ++this.generation, config: this.#configs[which % this.#configs.length]! }); }

  live(market: number, side: 'bid' | 'ask'): number {
    let sum = 0;
    for (const { command, remaining, isLive } of this.orders.values()) if (isLive && command.market === market && command.side === side) sum += remaining;
    return sum;
  }

  check(): void {
    for (const market of [0, 1]) {
      expect(this.position[market]! + this.live(market, 'bid'), 'worst case long').toBeLessThanOrEqual(shares(LIMIT));
      expect(this.position[market]! - this.live(market, 'ask'), 'worst case short').toBeGreaterThanOrEqual(-shares(LIMIT));
    }
  }

  answer(fate: Fate): void {
    const command = this.waiting.shift();
    if (command === undefined) return;
    const order = 'clientId' in command ? this.orders.get(command.clientId) : undefined;
    switch (command.type) {
      case 'PlaceOrder': {
        // What has traded can be neither refused nor lost.
        if (fate === 'accept' || order!.filled > 0) {
          this.step({ type: 'OrderAccepted', clientId: command.clientId });
          if (command.timeInForce === 'fill-and-kill') this.takeNow(order!);
        } else if (fate === 'reject') { order!.isLive = false; this.step({ type: 'OrderRejected', clientId: command.clientId, reason: 'venue-error', detail: '' }); }
        else {
          this.step({ type: 'OutcomeUnknown', clientId: command.clientId, of: 'place', detail: 'timeout' });
          // It has taken all the same; its end is told to who asks.
          if (command.timeInForce === 'fill-and-kill') { this.trade(order!, Math.ceil(order!.remaining / 2e6) * 1e6, false); order!.isLive = false; }
        }
        return;
      }
      case 'CancelOrder': case 'CancelAll':
        for (const each of order === undefined ? this.orders.values() : [order]) this.cancel(each, fate);
        return;
      case 'AmendOrder': this.step({ type: 'CancelRejected', clientId: command.clientId, gone: false, detail: 'no amends here' }); return;
      case 'QueryOrder':
        this.step({ type: 'OrderReported', clientId: command.clientId, found: { live: order!.isLive, remaining: order!.remaining as Size, filled: order!.filled as Size } });
        return;
      case 'QueryOpenOrders':
        this.step({
          type: 'OpenOrdersReported', venue: 'test', requestId: command.requestId,
          orders: [...this.orders.values()].filter(({ isLive }) => isLive).map(({ command: c, remaining }) => ({ clientId: c.clientId, venueOrderId: c.clientId, market: c.market, side: c.side, price: c.price, remaining: remaining as Size })),
        });
        return;
      case 'QueryHoldings':
        this.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(5_000)), holdings: this.position.map((net, id) => ({ market: marketId(id), yes: Math.max(0, net) as Size, no: Math.max(0, -net) as Size })) });
        return;
    }
  }

  /** Some of it trades, the rest is killed. */
  takeNow(order: Live): void {
    if (!order.isLive) return;
    this.trade(order, Math.ceil(order.remaining / 2e6) * 1e6, false);
    if (!order.isLive) return;
    order.isLive = false;
    this.step({ type: 'OrderCanceled', clientId: order.command.clientId, remaining: order.remaining as Size, reason: 'killed' });
  }

  cancel(order: Live, fate: Fate): void {
    const { clientId } = order.command;
    if (!order.isLive) { this.step({ type: 'CancelRejected', clientId, gone: true, detail: 'gone' }); return; }
    if (fate === 'reject') { this.step({ type: 'CancelRejected', clientId, gone: false, detail: 'busy' }); return; }
    if (fate === 'lost') { this.step({ type: 'OutcomeUnknown', clientId, of: 'cancel', detail: 'timeout' }); return; }
    order.isLive = false;
    this.step({ type: 'OrderCanceled', clientId, remaining: order.remaining as Size, reason: 'asked' });
  }

  trade(order: Live, n: number, twice: boolean): void {
    const { command } = order;
    order.remaining -= n;
    order.filled += n;
    if (order.remaining === 0) order.isLive = false;
    this.position[command.market]! += command.side === 'bid' ? n : -n;
    const fill = { type: 'OrderFilled' as const, clientId: command.clientId, market: command.market, fillId: `f${++this.fills}`, side: command.side, price: command.price, size: n as Size, fee: cash(0), liquidity: 'maker' as const };
    this.step(fill);
    if (twice) this.step(fill);
  }

  run(a: Action): void {
    switch (a.kind) {
      case 'book':
        this.mid[a.market] = cents(a.bid) + cents(a.width) / 2;
        this.step({
          type: 'BookSnapshot', market: marketId(a.market),
          bids: [0, 1, 2].flatMap((i) => [cents(a.bid - i), shares(a.size)]), asks: [0, 1, 2].flatMap((i) => [cents(a.bid + a.width + i), shares(a.size)]),
        });
        break;
      case 'answer': this.answer(a.fate); break;
      case 'fill': {
        const live = [...this.orders.values()].filter(({ isLive }) => isLive);
        const order = live[a.pick % Math.max(1, live.length)];
        if (order !== undefined) this.trade(order, Math.max(1, Math.floor((order.remaining / 1e6) * a.share)) * 1e6, a.twice);
        break;
      }
      case 'decide': this.now += a.ms; this.step({ type: 'FeedHeartbeat', venue: 'test' }); this.step({ type: 'Decide' }); break;
      case 'restore': this.engine = Engine.restore(JSON.parse(JSON.stringify(this.engine.snapshot()))); break;
      case 'swap': this.swap(a.which); break;
    }
    this.check();
  }
}

/** Sizes at the touch are equal, so that fair value is the midpoint. */
function withinCollar({ mid }: TrueVenue, { side, price, timeInForce, postOnly }: PlaceOrder): void {
  if (timeInForce === 'fill-and-kill') expect((side === 'bid' ? 1 : -1) * (price - mid[0]!), 'within the collar').toBeLessThanOrEqual(COLLAR);
  else expect(postOnly, 'what does not take rests').toBe(true);
}

const actions = fc.array(action, { minLength: 30, maxLength: 160 });
const LIMITS = { limits: { position: shares(LIMIT), notional: null, openOrders: null } };

describe('at every event', () => {
  it('a TWAP is never past its target, never ahead of its schedule by the minimum size, never beyond its collar, and never on the other side', () => {
    let [fills, taken] = [0, 0];
    fc.assert(fc.property(fc.constantFrom(60, -45, 17), fc.constantFrom(1, 0.5), actions, (target, cross, list) => {
      const terms = { target: shares(target), overMs: 60_000, everyMs: 7_000, cross, collar: COLLAR };
      const venue = new TrueVenue([twapConfig(terms, LIMITS), twapConfig({ ...terms, refresh: { tolerance: { micros: 20_000, ticks: 0 }, minRestMs: 0 } }, LIMITS)], (at, command) => {
        const toward = Math.sign(target);
        expect(command.side, 'the side of the target').toBe(toward === 1 ? 'bid' : 'ask');
        withinCollar(at, command);
        const worst = toward * at.position[0]! + at.live(0, command.side) + command.size;
        expect(worst, 'not past the target').toBeLessThanOrEqual(shares(Math.abs(target)));
        const slots = Math.floor((at.now - at.startedAt) / terms.everyMs) + 1;
        const due = shares(Math.abs(target)) * Math.min(1, (slots * terms.everyMs) / terms.overMs);
        expect(worst - due, 'not ahead of the schedule').toBeLessThan(MIN);
      });
      for (const a of list) venue.run(a);
      expect(venue.texts.filter((text) => text.startsWith('TWAP_STARTED rain')).length, 'one schedule').toBeLessThanOrEqual(1);
      fills += venue.fills;
      taken += venue.taken;
    }), { numRuns: 120 * MORE });
    // The property would hold of a bot that does nothing.
    expect(Math.min(fills, taken)).toBeGreaterThan(100);
  });

  it('a TWAP reaches its target once the venue answers and the market lets it', () => {
    fc.assert(fc.property(fc.constantFrom(60, -45, 17), actions, (target, list) => {
      const venue = new TrueVenue([twapConfig({ target: shares(target), overMs: 60_000, everyMs: 7_000, collar: COLLAR }, LIMITS)], () => {});
      for (const a of list) venue.run(a);
      for (let i = 0; i < 120; i++) {
        venue.run({ kind: 'book', market: 0, bid: 48, width: 2, size: 30 });
        venue.run({ kind: 'decide', ms: 1_000 });
        while (venue.waiting.length > 0) venue.answer('accept');
      }
      expect(Math.abs(venue.position[0]! - shares(target))).toBeLessThan(MIN);
    }), { numRuns: 60 * MORE });
  });

  it('a hedge never goes past what is needed when it asks, never beyond its collar, and its limits hold', () => {
    let [places, taken] = [0, 0];
    fc.assert(fc.property(fc.constantFrom(-1, 0.5, -2), actions, (ratio, list) => {
      const maker = { name: 'maker', kind: 'market-maker' as const, markets: { venue: 'test', include: ['sun'], exclude: [] }, settings: settings({ quote: { halfSpread: { micros: 10_000, ticks: 0 }, size: shares(20) }, ...LIMITS }), overrides: {} };
      const of = (band: number): CompiledConfig => config({ strategies: [hedgeStrategy({ ratio, band: shares(band), collar: COLLAR, unhedged: { most: shares(15), forMs: 3_000, then: 'reduce-only' } }, 'rain', LIMITS), maker] });
      const venue = new TrueVenue([of(5), of(9)], (at, command) => {
        places++;
        withinCollar(at, command);
        const need = Math.round(-ratio * at.position[1]!);
        const toward = command.side === 'bid' ? 1 : -1;
        expect(toward * at.position[0]! + at.live(0, command.side) + command.size, 'not past what is needed').toBeLessThanOrEqual(toward * need);
      });
      for (const a of list) venue.run(a);
      taken += venue.taken;
    }), { numRuns: 120 * MORE });
    expect(Math.min(places, taken)).toBeGreaterThan(100);
  });

  it('restored from a snapshot, both decide the same', () => {
    const both = config({ strategies: [hedgeStrategy({ of: ['sun'], unhedged: { most: shares(12), forMs: 2_000, then: 'cancel-only' } }), ...twapConfig({ everyMs: 3_000 }).strategies] });
    fc.assert(fc.property(actions, actions, (before, after) => {
      const [one, two] = [new TrueVenue([both], () => {}), new TrueVenue([both], () => {})];
      for (const a of before) if (a.kind !== 'restore') { one.run(a); two.run(a); }
      two.run({ kind: 'restore' });
      for (const a of after) if (a.kind !== 'restore') { one.run(a); two.run(a); }
      expect(two.engine.snapshot()).toEqual(one.engine.snapshot());
    }), { numRuns: 40 * MORE });
  });
});
