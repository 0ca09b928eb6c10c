// Drives a venue for the contract suite: virtual time, or the real time of a venue behind sockets, a record of everything it said,
// the books as a listener would have them, and orders in the words of a test.

import type { Command, PlaceOrder } from '../core/domain/commands.ts';
import type { OrderEvent, OrderFilled, VenueEvent } from '../core/domain/events.ts';
import type { Instrument, MarketId } from '../core/domain/instrument.ts';
import { price, size, timestamp, type Price, type Size, type TimestampMs } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { legFor } from '../exchange/complement.ts';
import type { Venue } from './port.ts';

const PATIENCE_MS = 600_000;
/** Of a venue in real time: what it does not say within this it does not say. */
const REAL_PATIENCE_MS = 10_000;

type Of<T extends VenueEvent['type']> = Extract<VenueEvent, { readonly type: T }>;

/** An open market with a two-sided book and at least one free tick between the sides. */
export interface Tradable { readonly instrument: Instrument; readonly bid: Price; readonly ask: Price }

export interface OrderWish {
  readonly market: MarketId; readonly side: Side; readonly price: number; readonly size: number;
  readonly postOnly?: boolean; readonly clientId?: string; readonly action?: 'buy' | 'sell';
}

export class ContractSession {
  readonly venue: Venue;
  readonly events: VenueEvent[] = [];
  readonly instruments = new Map<MarketId, Instrument>();
  readonly #books = new Map<MarketId, Record<Side, Map<number, number>>>();
  readonly #isRealTime: boolean;
  #now: number;
  #ids = 0;
  #wake: () => void = () => {};

  private constructor(venue: Venue, now: number, isRealTime: boolean) {
    this.venue = venue;
    this.#now = now;
    this.#isRealTime = isRealTime;
    if (isRealTime) venue.listen?.(() => { this.#wake(); });
  }

  static async open(venue: Venue, isRealTime = false): Promise<ContractSession> {
    if (isRealTime) {
      const session = new ContractSession(venue, 0, true);
      await session.heard('BookSnapshot');
      return session;
    }
    for (let wait = venue.pending(); wait !== null; wait = venue.pending()) await wait;
    const first = venue.nextEventAt();
    if (first === null) throw new Error('a venue that never says anything cannot be tested');
    return new ContractSession(venue, first, false);
  }

  get now(): TimestampMs { return timestamp(this.#isRealTime ? Date.now() : this.#now); }

  /** Lets `ms` pass, or less when `stop` says so after some moment's events. In real time it waits for what is under way, however long `ms` is. */
  async run(ms: number, stop?: () => boolean): Promise<void> {
    if (!this.#isRealTime) await this.#driven(ms, stop ?? (() => false));
    else if (stop !== undefined) await this.#waited(stop);
    else await this.#caughtUp();
  }

  /** Up to the next thing that will happen, into a record of its own; null where nothing ever will. */
  step(sink: (event: VenueEvent) => void): TimestampMs | null {
    const at = this.venue.nextEventAt();
    if (at === null) return null;
    const until = this.#isRealTime && this.now > at ? this.now : at;
    this.venue.advance(until, sink);
    return until;
  }

  async #waited(stop: () => boolean): Promise<void> {
    const deadline = performance.now() + REAL_PATIENCE_MS;
    for (;;) {
      this.venue.advance(this.now, (event) => this.#hear(event));
      const left = deadline - performance.now();
      if (stop() || left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Whatever was under way when it began has been answered: the venue has answered two questions, the one asked after the answer to the other. */
  async #caughtUp(): Promise<void> {
    for (let i = 0; i < 2; i++) {
      await this.openOrders();
      await this.#holdingsReport();
    }
  }

  async #driven(ms: number, stop: () => boolean): Promise<void> {
    const end = this.#now + ms;
    while (!stop()) {
      for (let wait = this.venue.pending(); wait !== null; wait = this.venue.pending()) await wait;
      const at = this.venue.nextEventAt();
      if (at === null || at > end) break;
      this.#now = Math.max(this.#now, at);
      this.venue.advance(this.now, (event) => this.#hear(event));
    }
    if (stop()) return;
    this.#now = end;
    this.venue.advance(this.now, (event) => this.#hear(event));
  }

  /** The first event of a type (that fits), waiting for it if it has not come yet. */
  async heard<T extends VenueEvent['type']>(type: T, fits: (event: Of<T>) => boolean = () => true): Promise<Of<T>> {
    const find = () => this.events.find((event): event is Of<T> => event.type === type && fits(event as Of<T>));
    await this.run(PATIENCE_MS, () => find() !== undefined);
    const found = find();
    if (found === undefined) throw new Error(`no ${type} within ${(this.#isRealTime ? REAL_PATIENCE_MS : PATIENCE_MS) / 1000} s`);
    return found;
  }

  /** The first acceptance or rejection of an order. */
  async answer(clientId: string): Promise<Of<'OrderAccepted'> | Of<'OrderRejected'>> {
    const find = () => this.about(clientId).find((event) => event.type === 'OrderAccepted' || event.type === 'OrderRejected');
    await this.run(PATIENCE_MS, () => find() !== undefined);
    const found = find();
    if (found === undefined) throw new Error(`order ${clientId} was never answered`);
    return found as Of<'OrderAccepted'> | Of<'OrderRejected'>;
  }

  /** The answer to a cancel of what rests no more: refused because of that, or what became of the order. */
  async toldGone(clientId: string): Promise<void> {
    const known = this.events.length;
    const isTold = (): boolean => this.events.slice(known).some((event) =>
      'clientId' in event && event.clientId === clientId && (event.type === 'CancelRejected' ? event.gone : event.type === 'OrderReported' && event.found?.live === false));
    await this.run(PATIENCE_MS, isTold);
    if (!isTold()) throw new Error(`the cancel of ${clientId} was not answered with a proof that it is gone`);
  }

  async tradable(): Promise<Tradable> {
    const find = (): Tradable | undefined => {
      for (const instrument of this.instruments.values()) {
        const [bid, ask] = [this.best(instrument.id, 'bid'), this.best(instrument.id, 'ask')];
        if (bid !== null && ask !== null && ask - bid >= 2 * instrument.tick && bid > 3 * instrument.tick) return { instrument, bid, ask };
      }
      return undefined;
    };
    await this.run(PATIENCE_MS, () => find() !== undefined);
    const found = find();
    if (found === undefined) throw new Error('no market with a two-sided book was found');
    return found;
  }

  send(...commands: readonly Command[]): void { this.venue.submit(commands, this.now); }

  place(wish: OrderWish): string {
    const clientId = wish.clientId ?? `contract-${++this.#ids}`;
    this.send(this.placing({ ...wish, clientId }));
    return clientId;
  }

  placing(wish: OrderWish & { readonly clientId: string }): PlaceOrder {
    const at = price(wish.price);
    return {
      type: 'PlaceOrder', ...this.issued(), clientId: wish.clientId, market: wish.market, side: wish.side, price: at,
      size: size(wish.size), postOnly: wish.postOnly ?? true, leg: legFor(wish.side, at, wish.action ?? 'buy'),
    };
  }

  cancel(clientId: string, market: MarketId): void { this.send({ type: 'CancelOrder', ...this.issued(), clientId, market }); }

  issued(): { readonly ts: TimestampMs; readonly generation: number; readonly venue: string } {
    return { ts: this.now, generation: 1, venue: this.venue.name };
  }

  async openOrders(): Promise<Of<'OpenOrdersReported'>['orders']> {
    const requestId = ++this.#ids;
    this.send({ type: 'QueryOpenOrders', ...this.issued(), requestId });
    return (await this.heard('OpenOrdersReported', (event) => event.requestId === requestId)).orders;
  }

  /** A fresh answer to a query of one order. */
  async found(clientId: string, market: MarketId): Promise<Of<'OrderReported'>['found']> {
    const known = this.events.length;
    this.send({ type: 'QueryOrder', ...this.issued(), clientId, market });
    return (await this.heard('OrderReported', (event) => this.events.indexOf(event) >= known)).found;
  }

  #holdingsReport(): Promise<Of<'HoldingsReported'>> {
    const known = this.events.length;
    this.send({ type: 'QueryHoldings', ...this.issued() });
    return this.heard('HoldingsReported', (event) => this.events.indexOf(event) >= known);
  }

  async holdings(market: MarketId): Promise<{ readonly cash: number; readonly yes: number; readonly no: number; readonly net: number }> {
    const report = await this.#holdingsReport();
    const held = report.holdings.find((holding) => holding.market === market);
    const { yes, no } = { yes: held?.yes ?? 0, no: held?.no ?? 0 };
    return { cash: report.cash, yes, no, net: yes - no };
  }

  about(clientId: string): readonly OrderEvent[] {
    return this.events.filter((event): event is OrderEvent & VenueEvent => 'clientId' in event && event.clientId === clientId);
  }

  fills(clientId: string): readonly OrderFilled[] {
    return this.events.filter((event): event is OrderFilled => event.type === 'OrderFilled' && event.clientId === clientId);
  }

  filled(clientId: string): Size { return size(this.fills(clientId).reduce((sum, fill) => sum + fill.size, 0)); }

  best(market: MarketId, side: Side): Price | null {
    const prices = [...(this.#books.get(market)?.[side].keys() ?? [])];
    if (prices.length === 0) return null;
    return price(side === 'bid' ? Math.max(...prices) : Math.min(...prices));
  }

  depthAt(market: MarketId, side: Side, at: number): number { return this.#books.get(market)?.[side].get(at) ?? 0; }

  #hear(event: VenueEvent): void {
    this.events.push(event);
    if (event.type === 'InstrumentListed') this.instruments.set(event.instrument.id, event.instrument);
    if (event.type === 'BookSnapshot') {
      const levels = (flat: readonly number[]) => new Map(Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] as number, flat[2 * i + 1] as number]));
      this.#books.set(event.market, { bid: levels(event.bids), ask: levels(event.asks) });
    }
    if (event.type === 'BookDelta') {
      const side = this.#books.get(event.market)?.[event.side];
      if (event.size === 0) side?.delete(event.price);
      else side?.set(event.price, event.size);
    }
  }
}
