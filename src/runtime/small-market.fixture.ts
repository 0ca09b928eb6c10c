// One market, one strategy without rules, and a quiet book around 50c: enough for the engine to quote. For tests.

import { PLAIN_EXCHANGE } from '../config/plain-exchange.fixture.ts';
import type { CompiledConfig } from '../config/compiled-config.ts';
import type { VenueEvent } from '../core/domain/events.ts';
import { NO_FEE } from '../core/domain/fees.ts';
import { marketId } from '../core/domain/instrument.ts';
import { price, size, timestamp } from '../core/domain/numbers.ts';
import { Engine } from '../core/engine.ts';
import type { Journal } from '../journal/journal.ts';
import { AnsweringVenue } from './answering-venue.fixture.ts';
import { virtualTime, type Pace } from './pace.ts';
import { Session } from './session.ts';
import type { SessionObserver } from './session-observer.ts';

export const START = Date.UTC(2026, 0, 5, 12);
const distance = (micros: number): { micros: number; ticks: number } => ({ micros, ticks: 0 });

export const smallConfig = (halfSpread = 20_000): CompiledConfig => ({
  profile: 'demo', mode: 'demo', exchange: PLAIN_EXCHANGE,
  limits: { grossNotional: null, dailyLoss: null, drawdown: null, ordersPerMinute: null },
  strategies: [{
    name: 'maker', kind: 'market-maker', markets: { venue: 'demo', include: ['*'], exclude: [] }, overrides: {},
    settings: {
      quote: {
        fairValue: 'mid', halfSpread: distance(halfSpread), size: 10_000_000, layers: { count: 1, step: distance(10_000), sizeGrowth: 1 },
        refresh: { tolerance: distance(0), minRestMs: 0 }, minEdge: distance(0), postOnly: true,
      },
      skew: null, volatility: null, extremes: null, limits: { position: 100_000_000, notional: null, openOrders: null }, stopLoss: null, resolution: null, liquidation: null, onRemoval: 'hold',
    },
  }],
  rules: [],
  storage: { journal: 'unused' }, api: { host: '127.0.0.1', port: 0, token: null },
});

/** A listing, a book, then a change of the best bid every 100 ms, which moves the mid by half a tick and back. */
export function smallMarket(changes: number): readonly VenueEvent[] {
  const market = marketId(0);
  return [
    {
      type: 'InstrumentListed', ts: timestamp(START),
      instrument: {
        id: market, name: 'rain', venue: 'demo', tick: price(10_000), lot: size(1_000_000), minSize: size(1_000_000),
        fees: { maker: NO_FEE, taker: NO_FEE }, endsAt: null, showsOwnOrders: false, canAmend: true, netsPairs: true,
      },
    },
    { type: 'BookSnapshot', ts: timestamp(START), market, bids: [480_000, 1e9], asks: [520_000, 1e9] },
    ...Array.from({ length: changes }, (_, i): VenueEvent => ({
      type: 'BookDelta', ts: timestamp(START + 100 * (i + 1)), market, side: 'bid', price: price(490_000), size: size(i % 20 < 10 ? 1e9 : 0),
    })),
  ];
}

export const silent: SessionObserver = { notice() {}, batch() {}, command() {}, journal() {} };

export interface SmallSession { readonly session: Session; readonly venue: AnsweringVenue }

/** A session that has begun, on `changes` book changes. */
export function smallSession({ changes = 100, journal = null, pace = virtualTime(), observer = silent, events = smallMarket(changes) }: {
  changes?: number; journal?: Journal | null; pace?: Pace; observer?: SessionObserver; events?: readonly VenueEvent[];
} = {}): SmallSession {
  const venue = new AnsweringVenue(events);
  const session = new Session({ engine: new Engine(), venue, journal, pace, observer, startedAt: START });
  session.begin((ts) => [
    { type: 'SessionStarted', ts, session: { id: 'demo-1', profile: 'demo', mode: 'demo' }, carried: null },
    { type: 'ConfigSwapped', ts, generation: 1, config: smallConfig() },
  ]);
  return { session, venue };
}
