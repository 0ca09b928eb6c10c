// Scripts of events for tests of the engine: a clock that is driven, prices in cents, sizes in shares.

import { PLAIN_EXCHANGE } from '../config/plain-exchange.fixture.ts';
import type { CompiledConfig, CompiledRule, MakerSettings } from '../config/compiled-config.ts';
import type { Command, PlaceOrder } from './domain/commands.ts';
import type { CarriedState, Event, OperatorAction } from './domain/events.ts';
import { NO_FEE } from './domain/fees.ts';
import { marketId, type Instrument } from './domain/instrument.ts';
import { cash, price, size, timestamp, type Price, type Size } from './domain/numbers.ts';
import type { RejectReason } from './domain/order.ts';
import type { Notice } from './domain/notices.ts';
import { Engine } from './engine.ts';

export const cents = (c: number): Price => price(Math.round(c * 10_000));
export const shares = (n: number): Size => size(Math.round(n * 1_000_000));
export const usd = (n: number): number => Math.round(n * 1_000_000);
export const START = Date.UTC(2026, 5, 1, 12);

const distance = (c: number, ticks = 0): { micros: number; ticks: number } => ({ micros: c * 10_000, ticks });

export const PLAIN: MakerSettings = {
  quote: {
    fairValue: 'mid', halfSpread: distance(2), size: shares(10), layers: { count: 1, step: distance(0, 1), sizeGrowth: 1 },
    refresh: { tolerance: distance(0, 1), minRestMs: 1_000 }, minEdge: distance(0), postOnly: true,
  },
  skew: null, volatility: null, extremes: null, limits: { position: shares(100), notional: null, openOrders: null }, stopLoss: null,
  resolution: null, liquidation: null, onRemoval: 'hold',
};

type Partly<T> = { readonly [K in keyof T]?: T[K] extends object | null ? Partly<NonNullable<T[K]>> | T[K] : T[K] };

/** `over` laid over `base`, map by map. */
export function settings(over: Partly<MakerSettings> = {}, base: MakerSettings = PLAIN): MakerSettings {
  return merge(base, over) as MakerSettings;
}

function merge(base: unknown, over: unknown): unknown {
  if (typeof over !== 'object' || over === null || Array.isArray(over)) return over;
  const out: Record<string, unknown> = { ...(base as object | null) };
  for (const [key, value] of Object.entries(over)) out[key] = merge(out[key], value);
  return out;
}

export function config(over: { readonly settings?: MakerSettings; readonly rules?: readonly CompiledRule[]; readonly limits?: Partial<CompiledConfig['limits']>; readonly strategies?: CompiledConfig['strategies'] } = {}): CompiledConfig {
  return {
    profile: 'test', mode: 'paper', exchange: PLAIN_EXCHANGE,
    limits: { grossNotional: null, dailyLoss: null, drawdown: null, ordersPerMinute: null, ...over.limits },
    strategies: over.strategies ?? [{ name: 'maker', kind: 'market-maker', markets: { venue: 'test', include: ['*'], exclude: [] }, settings: over.settings ?? PLAIN, overrides: {} }],
    rules: over.rules ?? [], storage: { journal: '' }, api: { host: '', port: 0, token: null },
  };
}

export function instrument(over: Partial<Instrument> = {}): Instrument {
  return {
    id: marketId(0), name: 'rain', venue: 'test', tick: cents(1), lot: shares(1), minSize: shares(1), fees: { maker: NO_FEE, taker: NO_FEE },
    endsAt: null, showsOwnOrders: false, canAmend: false, netsPairs: false, ...over,
  };
}

/** What a session leaves whose orders the venue has since proved ended. */
export const carriedWithoutOrders = ({ engine }: Script): CarriedState => {
  const { markets, ...carried } = engine.carry();
  // JSON has no undefined.
  const bare = Object.entries(markets).map(([name, market]) => [name, { ...market, orders: undefined }] as const);
  return JSON.parse(JSON.stringify({ ...carried, markets: Object.fromEntries(bare) })) as CarriedState;
};

/** What an order of ours looks like in a test: "bid 48c 10". */
const shown = (c: PlaceOrder): string => `${c.side} ${c.price / 10_000}c ${c.size / 1_000_000}`;

export class Script {
  readonly engine: Engine;
  now = START;
  readonly sent: Command[] = [];
  readonly notices: Notice[] = [];
  #fill = 0;

  constructor(engine = new Engine()) { this.engine = engine; }

  /** A session that has listed one market, reconciled, and knows `withCash` dollars. */
  static open(using: CompiledConfig = config(), over: Partial<Instrument> = {}, carried: CarriedState | null = null, withCash = 1_000): Script {
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: carried === null ? 's' : 'next', profile: 'test', mode: 'paper' }, carried });
    script.step({ type: 'ConfigSwapped', generation: 1, config: using });
    script.step({ type: 'InstrumentListed', instrument: instrument(over) });
    script.decide();
    script.reconcile(withCash, carried?.markets[over.name ?? 'rain']);
    return script;
  }

  step(event: Event extends infer E ? (E extends Event ? Omit<E, 'ts'> : never) : never): this {
    this.engine.step({ ...event, ts: timestamp(this.now) } as Event);
    this.#drain();
    return this;
  }

  #drain(): void {
    this.sent.push(...this.engine.commands);
    this.notices.push(...this.engine.notices);
    this.engine.commands.length = this.engine.notices.length = 0;
  }

  /** Answers the open questions of the start. */
  reconcile(dollars: number, held: { readonly yes: Size; readonly no: Size } = { yes: shares(0), no: shares(0) }): this {
    this.answerOpenOrders([]);
    return this.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(dollars)), holdings: [{ market: marketId(0), yes: held.yes, no: held.no }] });
  }

  answerOpenOrders(clientIds: readonly string[]): this {
    const question = this.sent.findLast((c) => c.type === 'QueryOpenOrders');
    if (question?.type !== 'QueryOpenOrders') throw new Error('nothing was asked');
    return this.step({
      type: 'OpenOrdersReported', venue: 'test', requestId: question.requestId,
      orders: clientIds.map((clientId) => ({ clientId, venueOrderId: clientId, market: marketId(0), side: 'bid', price: cents(50), remaining: shares(1) })),
    });
  }

  /** The whole book, [cents, shares] per level. */
  book(bids: readonly (readonly [number, number])[], asks: readonly (readonly [number, number])[]): this {
    const flat = (levels: readonly (readonly [number, number])[]): number[] => levels.flatMap(([c, n]) => [cents(c), shares(n)]);
    return this.step({ type: 'BookSnapshot', market: marketId(0), bids: flat(bids), asks: flat(asks) });
  }

  /** Lets `ms` pass and decides. */
  decide(ms = 0): this {
    this.now += ms;
    return this.step({ type: 'Decide' });
  }

  /** What was asked for since the last look. */
  take(): Command[] { return this.sent.splice(0); }
  /** Orders placed and cancels asked since the last look, in words: "bid 48c 10", "cancel s-1", "amend s-1 to 5". */
  asked(): string[] {
    return this.take().flatMap((c) => {
      if (c.type === 'PlaceOrder') return [shown(c)];
      if (c.type === 'CancelOrder') return [`cancel ${c.clientId}`];
      if (c.type === 'AmendOrder') return [`amend ${c.clientId} to ${c.remaining / 1_000_000}`];
      return c.type === 'CancelAll' ? ['cancel all'] : [];
    });
  }

  accept(...clientIds: readonly string[]): this {
    for (const clientId of clientIds) this.step({ type: 'OrderAccepted', clientId });
    return this;
  }
  /** Cancelled with nothing more filled than we know, or with `left` shares. */
  canceled(clientId: string, left?: number): this {
    const live = this.engine.marketNames().flatMap((name) => this.engine.market(name)?.orders ?? []).find((o) => o.clientId === clientId);
    return this.step({ type: 'OrderCanceled', clientId, remaining: shares(left ?? live?.remaining ?? 0), reason: 'asked' });
  }
  reject(clientId: string, reason: RejectReason = 'would-cross'): this { return this.step({ type: 'OrderRejected', clientId, reason, detail: reason }); }
  fill(clientId: string, side: 'bid' | 'ask', at: number, n: number, fillId = `f${++this.#fill}`): this {
    return this.step({ type: 'OrderFilled', clientId, market: marketId(0), fillId, side, price: cents(at), size: shares(n), fee: cash(0), liquidity: 'maker' });
  }
  operator(action: OperatorAction): this { return this.step({ type: 'OperatorCommanded', by: 'test', action }); }
  swap(generation: number, using: CompiledConfig): this { return this.step({ type: 'ConfigSwapped', generation, config: using }); }

  market(): NonNullable<ReturnType<Engine['market']>> { return this.engine.market('rain')!; }
  alerts(): string[] { return this.notices.flatMap((n) => (n.type === 'Alert' ? [n.code] : [])); }
}
