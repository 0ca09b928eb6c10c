// Market data in columns: typed arrays that are filled once and used again, the form in which a tape is stored, read and
// played. A row is an event, or one level of the snapshot before it. Nothing in here knows where the rows come from.

import type { BookSnapshot, MarketDataEvent } from '../core/domain/events.ts';
import type { FeeSchedule } from '../core/domain/fees.ts';
import type { InstrumentStatus, MarketId } from '../core/domain/instrument.ts';
import { cash, timestamp, type Cash, type Price, type Size } from '../core/domain/numbers.ts';

/** The codes of the `kind` column. A snapshot's levels follow it as `level` rows; `size` of the snapshot row counts them. */
export const KIND = {
  delta: 0, trade: 1, snapshot: 2, level: 3, invalid: 4, valid: 5, heartbeat: 6, status: 7, resolved: 8, terms: 9, gap: 10, reference: 11, facts: 12,
} as const;
export type TapeKind = keyof typeof KIND;
export const KINDS = Object.keys(KIND) as readonly TapeKind[];

/** The codes of the `side` column: of a level, or of a trade's taker. */
export const BID = 0;
export const ASK = 1;
export const NO_SIDE = 2;

/** Why a recorded book cannot be trusted; the row holds the number. */
export const INVALID_REASONS = ['the recorded book is crossed', 'the best price has not been seen yet', 'updates are missing', 'the sides of the recording disagree', 'the recorded feed did not trust it'] as const;
export type InvalidReason = (typeof INVALID_REASONS)[number];
/** A live feed has words of its own, which stand in the raw recording. */
const OF_THE_FEED: InvalidReason = 'the recorded feed did not trust it';
const invalidReason = (reason: string): InvalidReason => INVALID_REASONS.find((known) => known === reason) ?? OF_THE_FEED;

/** Of a market; the row holds the number. */
export const STATUSES: readonly InstrumentStatus[] = ['open', 'paused', 'closed'];
const SIDES = ['bid', 'ask'] as const;

/** Terms of an instrument that a tape changes while it runs, by the number in the `size` column of a `terms` row. */
export interface ChangedTerms { readonly tick: Price; readonly fees: FeeSchedule }

/**
 * A hole: nothing was recorded from `ts` until `ts + size` milliseconds. `market` is that of the row, −1 for the whole tape.
 * Not an event: what plays the tape decides what a hole means.
 */
export interface TapeGap { readonly ts: number; readonly market: number; readonly lengthMs: number }
/** A price of something outside: the index of a market, a candle's close. `market` numbers the tape's references. */
export interface ReferencePrice { readonly ts: number; readonly reference: number; /** In the reference's own unit. */ readonly price: number }

const FIRST_CAPACITY = 4_096;

export class TapeColumns {
  length = 0;
  /** Venue's stamp, milliseconds since the epoch; never falls within a tape. */
  ts = new Float64Array(FIRST_CAPACITY);
  kind = new Uint8Array(FIRST_CAPACITY);
  /** Id of the market; −1 for rows of a whole venue. */
  market = new Int16Array(FIRST_CAPACITY);
  side = new Uint8Array(FIRST_CAPACITY);
  /** Canonical YES price, micro-dollars; of a `reference` row its price in its own unit. */
  price = new Float64Array(FIRST_CAPACITY);
  /** Micro-shares; of other kinds what `KIND` says. */
  size = new Float64Array(FIRST_CAPACITY);
  /** Milliseconds from the venue's stamp to the recorder's, −1 where it was not recorded. */
  delay = new Int32Array(FIRST_CAPACITY);
  /** What the recorder's delay of the rows added next is. */
  delayNow = -1;

  clear(): void { this.length = 0; }

  /** Room for at least `rows`. */
  reserve(rows: number): void {
    if (rows <= this.ts.length) return;
    let capacity = this.ts.length;
    while (capacity < rows) capacity *= 2;
    this.ts = grown(this.ts, new Float64Array(capacity));
    this.kind = grown(this.kind, new Uint8Array(capacity));
    this.market = grown(this.market, new Int16Array(capacity));
    this.side = grown(this.side, new Uint8Array(capacity));
    this.price = grown(this.price, new Float64Array(capacity));
    this.size = grown(this.size, new Float64Array(capacity));
    this.delay = grown(this.delay, new Int32Array(capacity));
  }

  row(kind: number, ts: number, market: number, side: number, price: number, size: number): void {
    const i = this.length;
    if (i === this.ts.length) this.reserve(i + 1);
    this.ts[i] = ts;
    this.kind[i] = kind;
    this.market[i] = market;
    this.side[i] = side;
    this.price[i] = price;
    this.size[i] = size;
    this.delay[i] = this.delayNow;
    this.length = i + 1;
  }

  delta(ts: number, market: number, side: number, price: number, size: number): void { this.row(KIND.delta, ts, market, side, price, size); }
  trade(ts: number, market: number, taker: number, price: number, size: number): void { this.row(KIND.trade, ts, market, taker, price, size); }
  gap({ ts, market, lengthMs }: TapeGap): void { this.row(KIND.gap, ts, market, NO_SIDE, 0, lengthMs); }
  reference({ ts, reference, price }: ReferencePrice): void { this.row(KIND.reference, ts, reference, NO_SIDE, price, 0); }
  terms(ts: number, market: number, index: number): void { this.row(KIND.terms, ts, market, NO_SIDE, 0, index); }

  /** Any event but `InstrumentListed` and `InstrumentChanged`: of those the tape holds the terms, not the rows. */
  push(event: MarketDataEvent): void {
    const { ts } = event;
    switch (event.type) {
      case 'BookDelta': return this.delta(ts, event.market, event.side === 'bid' ? BID : ASK, event.price, event.size);
      case 'TradePrinted': return this.trade(ts, event.market, event.taker === 'bid' ? BID : ASK, event.price, event.size);
      case 'BookSnapshot': return this.#snapshot(event);
      case 'BookInvalidated': return this.row(KIND.invalid, ts, event.market, NO_SIDE, 0, INVALID_REASONS.indexOf(invalidReason(event.reason)));
      case 'BookValidated': return this.row(KIND.valid, ts, event.market, NO_SIDE, 0, 0);
      case 'FeedHeartbeat': return this.row(KIND.heartbeat, ts, -1, NO_SIDE, 0, 0);
      case 'InstrumentStatusChanged': return this.row(KIND.status, ts, event.market, NO_SIDE, 0, STATUSES.indexOf(event.status));
      case 'MarketFactsReported': return this.row(KIND.facts, ts, event.market, NO_SIDE, event.volume24h ?? NOT_SAID, event.liquidity ?? NOT_SAID);
      case 'MarketResolved': return this.row(KIND.resolved, ts, event.market, NO_SIDE, event.yesPays, 0);
      default: throw new TypeError(`a tape has no row for ${event.type}`);
    }
  }

  #snapshot({ ts, market, bids, asks }: BookSnapshot): void {
    this.row(KIND.snapshot, ts, market, NO_SIDE, 0, (bids.length + asks.length) / 2);
    for (let i = 0; i < bids.length; i += 2) this.row(KIND.level, ts, market, BID, bids[i]!, bids[i + 1]!);
    for (let i = 0; i < asks.length; i += 2) this.row(KIND.level, ts, market, ASK, asks[i]!, asks[i + 1]!);
  }

  /** Rows of the event at `i`: a snapshot has its levels with it. */
  rowsOf(i: number): number { return this.kind[i] === KIND.snapshot ? 1 + this.size[i]! : 1; }

  /**
   * The event at row `i`, stamped `ts`: what the recorder's stamp or a latency makes of it. Null for rows that are no event
   * of a market (gaps, references). `venue` and `terms` are the tape's.
   */
  eventAt(i: number, ts: number, venue: string, terms: readonly ChangedTerms[]): MarketDataEvent | null {
    const market = this.market[i] as MarketId;
    const at = timestamp(ts);
    switch (this.kind[i]) {
      case KIND.delta: return { type: 'BookDelta', ts: at, market, side: SIDES[this.side[i]!]!, price: this.price[i] as Price, size: this.size[i] as Size };
      case KIND.trade: return { type: 'TradePrinted', ts: at, market, price: this.price[i] as Price, size: this.size[i] as Size, taker: SIDES[this.side[i]!]! };
      case KIND.snapshot: {
        const bids: number[] = [];
        const asks: number[] = [];
        for (let row = i + 1; row <= i + this.size[i]!; row++) (this.side[row] === BID ? bids : asks).push(this.price[row]!, this.size[row]!);
        return { type: 'BookSnapshot', ts: at, market, bids, asks };
      }
      case KIND.invalid: return { type: 'BookInvalidated', ts: at, market, reason: INVALID_REASONS[this.size[i]!]! };
      case KIND.valid: return { type: 'BookValidated', ts: at, market };
      case KIND.heartbeat: return { type: 'FeedHeartbeat', ts: at, venue };
      case KIND.status: return { type: 'InstrumentStatusChanged', ts: at, market, status: STATUSES[this.size[i]!]! };
      case KIND.resolved: return { type: 'MarketResolved', ts: at, market, yesPays: this.price[i] as Price };
      case KIND.facts: return { type: 'MarketFactsReported', ts: at, market, volume24h: said(this.price[i]!), liquidity: said(this.size[i]!) };
      case KIND.terms: return { type: 'InstrumentChanged', ts: at, market, ...terms[this.size[i]!]! };
      default: return null;
    }
  }
}

/** Of a `facts` row, whose `price` is the volume of 24 hours and whose `size` the liquidity, both micro-dollars. */
const NOT_SAID = -1;
export const said = (micros: number): Cash | null => (micros === NOT_SAID ? null : cash(micros));

function grown<T extends Float64Array | Uint8Array | Int16Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
