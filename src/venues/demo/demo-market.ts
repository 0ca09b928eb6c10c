// One market of the embedded exchange: its instrument, its book, the synthetic participants in it, and which of the resting
// orders are ours.

import type { FeeSchedule } from '../../core/domain/fees.ts';
import { NO_FEE } from '../../core/domain/fees.ts';
import type { Instrument, InstrumentStatus, MarketId } from '../../core/domain/instrument.ts';
import { MICROS, price, size, timestamp, type Price } from '../../core/domain/numbers.ts';
import type { ClientOrderId } from '../../core/domain/order.ts';
import type { Side } from '../../core/domain/side.ts';
import { DayVolume } from '../../exchange/day-volume.ts';
import { MatchingEngine, type BookListener, type BookOrder } from '../../exchange/matching-engine.ts';
import type { MarketUnderCheck } from '../../exchange/order-checks.ts';
import { SyntheticFlow } from '../../exchange/synthetic-flow.ts';
import type { SyntheticMarket } from '../../exchange/synthetic-markets.ts';

/** Shaped like Polymarket's: takers pay on p (1 − p), makers nothing. */
const FEES: FeeSchedule = { maker: NO_FEE, taker: { rate: 0.04, exponent: 1, roundUpTo: 10 } };

export class DemoMarket implements MarketUnderCheck {
  readonly instrument: Instrument;
  status: InstrumentStatus = 'open';
  readonly engine: MatchingEngine;
  readonly flow: SyntheticFlow;
  /** Null where the venue tells no volumes. */
  readonly volume: DayVolume | null;
  /** Our live orders by client id. */
  readonly own = new Map<ClientOrderId, BookOrder>();

  constructor(settings: SyntheticMarket, options: { readonly id: MarketId; readonly venue: string; readonly seed: number; readonly startAt: number; readonly listener: BookListener }) {
    const endsAt = settings.course?.kind === 'resolving' ? timestamp(options.startAt + settings.course.afterMs) : null;
    this.instrument = {
      id: options.id, name: settings.name, venue: options.venue, tick: price(10_000), lot: size(1_000_000), minSize: size(5_000_000),
      fees: FEES, endsAt, showsOwnOrders: true, canAmend: true, netsPairs: true,
    };
    this.volume = settings.volume24h === undefined ? null : new DayVolume(settings.volume24h * MICROS, options.startAt);
    this.engine = new MatchingEngine(this.instrument.tick, options.listener);
    this.flow = new SyntheticFlow(settings, { seed: options.seed, startAt: options.startAt, tick: this.instrument.tick, engine: this.engine });
  }

  best(side: Side): Price | null { return this.engine.best(side); }

  bestOwn(side: Side): Price | null {
    let best: Price | null = null;
    for (const order of this.own.values()) {
      if (order.side === side && (best === null || (side === 'bid' ? order.price > best : order.price < best))) best = order.price;
    }
    return best;
  }
}
