// The fills of a run with what came after each: markouts, how many were picked off, how much fair value took back.

import type { Notice } from '../../core/domain/notices.ts';
import { MARKOUT_HORIZON_MS, MARKOUT_SECONDS, type FillRecord, type Markouts } from '../result.ts';
import { MarkoutClock, type WatchedFill, type WorthOf } from './markout-clock.ts';
import type { QueueTally } from './queue-tally.ts';

type Filled = Notice & { type: 'Filled' };
const MICROS = 1_000_000;
/** Fills a result lists; all are counted. */
const MOST_FILLS = 5_000;
const PICKED_OFF_AT = MARKOUT_SECONDS.indexOf(10);
const ADVERSE_AT = MARKOUT_SECONDS.findIndex((seconds) => seconds * 1_000 === MARKOUT_HORIZON_MS);

interface KeptFill extends WatchedFill {
  readonly fillId: string;
  readonly side: 'bid' | 'ask';
  readonly price: number;
  readonly size: number;
  readonly fee: number;
  readonly liquidity: 'maker' | 'taker';
  /** NaN where unknown. */
  readonly fairValue: number;
  readonly position: number;
  readonly aheadAtJoining: number | null;
  readonly restedMs: number;
  failed: boolean;
}

/** Sums over fills in micro-dollars and micro-shares; what one market's fills came to. */
export class FillSums {
  count = 0;
  makers = 0;
  failed = 0;
  volume = 0;
  /** Size-weighted sums against the fill's price, and the size they are over, by horizon. */
  readonly #gained = new Float64Array(MARKOUT_SECONDS.length);
  readonly #over = new Float64Array(MARKOUT_SECONDS.length);
  makersJudged = 0;
  makersPickedOff = 0;
  /** Micro-dollars that fair value moved for us within the horizon of adverse selection. */
  adverse = 0;
  /** Micro-dollars of edge against fair value at the fill. */
  spread = 0;

  settle(fill: KeptFill): void {
    const sign = fill.side === 'bid' ? 1 : -1;
    const shares = fill.size / MICROS;
    if (!Number.isNaN(fill.fairValue)) this.spread += sign * (fill.fairValue - fill.price) * shares;
    for (let i = 0; i < MARKOUT_SECONDS.length; i++) {
      const worth = fill.worthAfter[i]!;
      if (Number.isNaN(worth)) continue;
      this.#gained[i]! += sign * (worth - fill.price) * shares;
      this.#over[i]! += shares;
    }
    const soon = fill.worthAfter[PICKED_OFF_AT]!;
    if (fill.liquidity === 'maker' && !Number.isNaN(soon)) {
      this.makersJudged++;
      if (sign * (soon - fill.price) < 0) this.makersPickedOff++;
    }
    const later = fill.worthAfter[ADVERSE_AT]!;
    if (!Number.isNaN(later) && !Number.isNaN(fill.fairValue)) this.adverse += sign * (later - fill.fairValue) * shares;
  }

  markouts(): Markouts {
    const at = (index: number): number | null => {
      const over = this.#over[index]!;
      return over === 0 ? null : this.#gained[index]! / over / MICROS;
    };
    return { 1: at(0), 10: at(1), 60: at(2), 300: at(3) };
  }
}

export class FillBook {
  readonly #clock: MarkoutClock;
  readonly #queue: QueueTally;
  /** Not settled yet: their markouts are still coming. Settled in the order of their fills. */
  #open: KeptFill[] = [];
  readonly #openById = new Map<string, KeptFill>();
  readonly #listed: KeptFill[] = [];
  readonly all = new FillSums();
  readonly #byMarket: FillSums[] = [];

  constructor(worthOf: WorthOf, queue: QueueTally) {
    this.#clock = new MarkoutClock(worthOf);
    this.#queue = queue;
  }

  of(market: number): FillSums { return (this.#byMarket[market] ??= new FillSums()); }

  filled(notice: Filled): void {
    const market = notice.market as number;
    // What happened between the fill and our hearing of it is a part of what came after it.
    const { ts, fairValue, place } = this.#queue.take(notice.fillId) ?? { ts: notice.ts, fairValue: notice.fairValue ?? Number.NaN, place: null };
    const restedMs = place === null ? 0 : Math.max(0, ts - place.joinedAt);
    const fill: KeptFill = {
      ts, market, fillId: notice.fillId, side: notice.side, price: notice.price, size: notice.size, fee: notice.fee, liquidity: notice.liquidity,
      fairValue, position: notice.position, aheadAtJoining: place?.aheadAtJoining ?? null,
      restedMs, failed: false, worthAfter: new Float64Array(MARKOUT_SECONDS.length).fill(Number.NaN),
    };
    if (notice.liquidity === 'maker' && place !== null) this.#queue.noteWait(restedMs);
    for (const sums of [this.all, this.of(market)]) {
      sums.count++;
      sums.volume += notice.size;
      if (notice.liquidity === 'maker') sums.makers++;
    }
    this.#clock.add(fill);
    this.#open.push(fill);
    this.#openById.set(notice.fillId, fill);
    if (this.#listed.length < MOST_FILLS) this.#listed.push(fill);
  }

  /** A match that did not settle later: it stays a fill that was told, and says so. */
  reversed(fillId: string, market: number): void {
    const fill = this.#openById.get(fillId) ?? this.#listed.find((listed) => listed.fillId === fillId);
    if (fill !== undefined) fill.failed = true;
    for (const sums of [this.all, this.of(market)]) sums.failed++;
  }

  reach(now: number): void {
    if (this.#open.length === 0) return;
    this.#clock.reach(now);
    const longest = MARKOUT_SECONDS.at(-1)! * 1_000;
    let done = 0;
    while (done < this.#open.length && this.#open[done]!.ts + longest <= now) this.#settle(this.#open[done++]!);
    if (done > 0) this.#open = this.#open.slice(done);
  }

  /** What has not come to be known by the end stays unknown; a market that settled is known. */
  end(settledWorthOf: WorthOf): void {
    this.#clock.end(settledWorthOf);
    for (const fill of this.#open) this.#settle(fill);
    this.#open = [];
  }

  records(nameOf: (market: number) => string): readonly FillRecord[] {
    return this.#listed.map((fill) => {
      const sign = fill.side === 'bid' ? 1 : -1;
      const after = (index: number): number | null => (Number.isNaN(fill.worthAfter[index]!) ? null : (sign * (fill.worthAfter[index]! - fill.price)) / MICROS);
      return {
        ts: fill.ts, market: nameOf(fill.market), side: fill.side, price: fill.price / MICROS, size: fill.size / MICROS, fee: fill.fee / MICROS, liquidity: fill.liquidity,
        fairValue: Number.isNaN(fill.fairValue) ? null : fill.fairValue / MICROS, position: fill.position / MICROS,
        markouts: { 1: after(0), 10: after(1), 60: after(2), 300: after(3) },
        aheadAtJoining: fill.aheadAtJoining === null ? null : fill.aheadAtJoining / MICROS, restedMs: fill.restedMs, failed: fill.failed,
      };
    });
  }

  #settle(fill: KeptFill): void {
    this.#openById.delete(fill.fillId);
    // A match that failed brought nothing and cost nothing by what came after it.
    if (fill.failed) return;
    this.all.settle(fill);
    this.of(fill.market).settle(fill);
  }
}
