// A paper exchange of two markets, told and asked in the words of a test, with everything it says kept.

import type { ExchangeSettings } from '../config/compiled-config.ts';
import type { Command, PlaceOrder } from '../core/domain/commands.ts';
import type { MarketDataEvent, OrderEvent } from '../core/domain/events.ts';
import { marketId, type Instrument } from '../core/domain/instrument.ts';
import { timestamp, type Cash } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { KIND, TapeColumns, type ChangedTerms } from '../tape/columns.ts';
import { legFor } from './complement.ts';
import { TapeExchange } from './tape-exchange.ts';
import { cents, shares, tapeInstrument } from './tape-market.fixture.ts';

const DIRECT = { kind: 'constant', ms: 0 } as const;
export const exchangeSettings: ExchangeSettings = {
  queue: { model: 'pessimistic' }, latency: { feed: DIRECT, order: DIRECT, response: DIRECT }, ghostFills: { share: 0, toldAfterMs: 0 }, rewards: null,
  cash: shares(100), seed: 1,
};
const ISSUED = { ts: timestamp(0), generation: 1, venue: 'recorded' } as const;

export interface ToldExchange {
  readonly exchange: TapeExchange;
  readonly said: OrderEvent[];
  hear(event: MarketDataEvent): void;
  /** The other terms of a market, by their number in the tape's. */
  hearTerms(ts: number, index: number): void;
  trade(ts: number, taker: Side, at: number, n: number): void;
  level(ts: number, side: Side, at: number, n: number): void;
  place(ts: number, clientId: string, side: Side, at: number, n: number, rest?: Partial<PlaceOrder>): void;
  cancel(ts: number, clientId: string): void;
  perform(ts: number, command: DistributiveOmit<Command, 'ts' | 'generation' | 'venue'>): void;
  pass(ts: number): void;
  cash(ts: number): Cash;
  last<T extends OrderEvent['type']>(type: T): Extract<OrderEvent, { type: T }>;
  all<T extends OrderEvent['type']>(type: T): readonly Extract<OrderEvent, { type: T }>[];
}
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Books of 48 x 100 / 52 x 80 in both markets at 1 ms. */
export function openExchange(over: Partial<Instrument> = {}, settings: Partial<ExchangeSettings> = {}, terms: readonly ChangedTerms[] = []): ToldExchange {
  const said: OrderEvent[] = [];
  const instruments = [{ ...tapeInstrument, ...over }, { ...tapeInstrument, ...over, id: marketId(1), name: 'other' }];
  const exchange = new TapeExchange({ venue: 'recorded', name: 'tape', instruments, terms, settings: { ...exchangeSettings, ...settings }, emit: (event) => said.push(event) });
  const columns = new TapeColumns();
  const hear = (event: MarketDataEvent): void => {
    columns.clear();
    columns.push(event);
    exchange.hear(columns, 0);
  };
  const all = <T extends OrderEvent['type']>(type: T): Extract<OrderEvent, { type: T }>[] => said.filter((event): event is Extract<OrderEvent, { type: T }> => event.type === type);
  const last = <T extends OrderEvent['type']>(type: T): Extract<OrderEvent, { type: T }> => {
    const found = all(type).at(-1);
    if (found === undefined) throw new Error(`no ${type} among ${said.map((event) => event.type).join(', ')}`);
    return found;
  };
  const perform: ToldExchange['perform'] = (ts, command) => exchange.perform({ ...ISSUED, ...command } as Command, timestamp(ts));
  for (const market of [marketId(0), marketId(1)]) hear({ type: 'BookSnapshot', ts: timestamp(1), market, bids: [cents(48), shares(100)], asks: [cents(52), shares(80)] });
  return {
    exchange, said, hear, perform, last, all,
    hearTerms(ts, index) {
      columns.clear();
      columns.row(KIND.terms, ts, 0, 2, 0, index);
      exchange.hear(columns, 0);
    },
    trade: (ts, taker, at, n) => hear({ type: 'TradePrinted', ts: timestamp(ts), market: marketId(0), price: cents(at), size: shares(n), taker }),
    level: (ts, side, at, n) => hear({ type: 'BookDelta', ts: timestamp(ts), market: marketId(0), side, price: cents(at), size: shares(n) }),
    place: (ts, clientId, side, at, n, rest = {}) => perform(ts, {
      type: 'PlaceOrder', clientId, market: marketId(0), side, price: cents(at), size: shares(n), postOnly: true, leg: legFor(side, cents(at), 'buy'), ...rest,
    }),
    cancel: (ts, clientId) => perform(ts, { type: 'CancelOrder', clientId, market: marketId(0) }),
    pass: (ts) => exchange.passTime(timestamp(ts)),
    cash(ts) {
      perform(ts, { type: 'QueryHoldings' });
      return last('HoldingsReported').cash;
    },
  };
}
