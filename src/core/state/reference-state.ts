// What the core knows of a price outside the venues' markets: the last word of its feed, its path over the last minutes, and how
// much it moves.

import { exp, log1p } from '../math/elementary-functions.ts';
import { FairSeries, type FairSeriesSnapshot } from '../signals/fair-series.ts';
import { HOLDS_MS, PricePath, type PricePathSnapshot } from '../signals/price-path.ts';

/** Logs of prices are kept as whole numbers of this, so that sums over them are exact. */
const LOG_UNIT = 1e-8;

export interface ReferenceSnapshot {
  readonly feed: string; readonly symbol: string; readonly at: number | null; readonly price: number | null;
  readonly path: PricePathSnapshot; readonly series: readonly FairSeriesSnapshot[];
}

export class ReferenceState {
  readonly feed: string;
  readonly symbol: string;
  /** Dollars, and from when on; NaN before the first. */
  price = NaN;
  at = NaN;
  path = new PricePath();
  #series: FairSeries[] = [];

  constructor(feed: string, symbol: string) {
    this.feed = feed;
    this.symbol = symbol;
  }

  is(feed: string, symbol: string): boolean { return this.feed === feed && this.symbol === symbol; }

  /** Keeps the windows still needed, drops the others, opens the missing ones. */
  require(windows: readonly number[]): void {
    this.#series = [...new Set(windows)].map((ms) => this.#series.find(({ windowMs }) => windowMs === ms) ?? new FairSeries(ms));
  }

  /** False for one that is no news: older than what is known, or nothing that a price can be. */
  observe(at: number, price: number): boolean {
    if (at <= this.at || !(price > 0) || price === Infinity) return false;
    const log = Math.round(log1p(price - 1) / LOG_UNIT);
    for (const series of this.#series) {
      if (at - this.at > HOLDS_MS) series.pause();
      series.observe(at, log);
    }
    this.path.observe(at, price);
    this.at = at;
    this.price = price;
    return true;
  }

  /** σ: what the log of the price moves in a √second. NaN until the whole window has been seen, and where nothing moved in it. */
  sigma(windowMs: number): number {
    const series = this.#of(windowMs);
    if (series === null || Number.isNaN(series.move())) return NaN;
    const wander = series.wander();
    return wander > 0 ? wander * LOG_UNIT : NaN;
  }

  /** Share of the price that it moved over the window, signed; NaN until the whole window has been seen. */
  move(windowMs: number): number {
    const series = this.#of(windowMs);
    return series === null ? NaN : exp(series.move() * LOG_UNIT) - 1;
  }

  #of(windowMs: number): FairSeries | null {
    for (let i = 0; i < this.#series.length; i++) if (this.#series[i]!.windowMs === windowMs) return this.#series[i]!;
    return null;
  }

  toJSON(): ReferenceSnapshot {
    const orNull = (x: number): number | null => (Number.isNaN(x) ? null : x);
    return { feed: this.feed, symbol: this.symbol, at: orNull(this.at), price: orNull(this.price), path: this.path.toJSON(), series: this.#series.map((series) => series.toJSON()) };
  }

  static fromJSON(snapshot: ReferenceSnapshot): ReferenceState {
    const reference = new ReferenceState(snapshot.feed, snapshot.symbol);
    reference.at = snapshot.at ?? NaN;
    reference.price = snapshot.price ?? NaN;
    reference.path = PricePath.fromJSON(snapshot.path);
    reference.#series = snapshot.series.map(FairSeries.fromJSON);
    return reference;
  }
}
