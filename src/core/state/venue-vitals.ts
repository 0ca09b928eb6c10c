// How well a venue serves us, as numbers that guards judge: how long it has sent no data, how long orders wait for a word,
// how much it refuses, how many answers were lost, and what it still has to confirm.

import type { HealthSettings } from '../../config/compiled-guards.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import { Hysteresis, type HoldsSnapshot } from '../risk/guards/hysteresis.ts';
import { CountWindow, type CountWindowSnapshot } from '../signals/count-window.ts';

export interface VenueVitalsSnapshot {
  readonly guards: number; readonly holds: HoldsSnapshot; readonly dataAt: number | null; readonly waitingSince: number | null; readonly unknownOrders: number;
  readonly rejects: CountWindowSnapshot | null; readonly errors: CountWindowSnapshot | null;
  readonly ordersToProve: number; readonly holdingsToProve: number;
}

export class VenueVitals {
  /** Bits of the word `market` that every market of the venue has, and when each may clear. */
  guards = 0;
  hysteresis = new Hysteresis();
  /** Stamp of the last market data, heartbeats aside; NaN before the first. */
  dataAt = NaN;
  /** Since when something waits for an answer and nothing of ours was heard; NaN while nothing does. */
  waitingSince = NaN;
  /** Orders whose outcome is not known, as of the last count. */
  unknownOrders = 0;
  /** Orders refused; requests without a usable answer. Null where nothing looks at them. */
  rejects: CountWindow | null = null;
  errors: CountWindow | null = null;
  /** Reports without strangers, and reports of holdings that agree, that are wanted before all counts as in order. */
  ordersToProve = 0;
  holdingsToProve = 0;
  #waiting = 0;
  #unknown = 0;

  follow(asked: HealthSettings | null): void {
    this.rejects = kept(this.rejects, asked?.rejects?.windowMs ?? null);
    this.errors = kept(this.errors, asked?.errors.windowMs ?? null);
  }

  /** One of the orders that are or may be live; after all of them, `counted`. */
  count({ state, amendingTo }: OwnOrder): void {
    const isUnknown = state === 'unknown' || state === 'cancel-unknown';
    if (isUnknown) this.#unknown++;
    if (isUnknown || state === 'sent' || state === 'cancel-pending' || amendingTo >= 0) this.#waiting++;
  }

  counted(now: number): void {
    if (this.#waiting === 0) this.waitingSince = NaN;
    else if (Number.isNaN(this.waitingSince)) this.waitingSince = now;
    this.unknownOrders = this.#unknown;
    this.#waiting = this.#unknown = 0;
  }

  toJSON(): VenueVitalsSnapshot {
    const { guards, dataAt, waitingSince, unknownOrders, ordersToProve, holdingsToProve } = this;
    return {
      guards, holds: this.hysteresis.toJSON(), dataAt: Number.isNaN(dataAt) ? null : dataAt, waitingSince: Number.isNaN(waitingSince) ? null : waitingSince, unknownOrders,
      rejects: this.rejects?.toJSON() ?? null, errors: this.errors?.toJSON() ?? null, ordersToProve, holdingsToProve,
    };
  }

  static fromJSON(s: VenueVitalsSnapshot): VenueVitals {
    const vitals = new VenueVitals();
    vitals.guards = s.guards;
    vitals.hysteresis = Hysteresis.fromJSON(s.holds);
    vitals.dataAt = s.dataAt ?? NaN;
    vitals.waitingSince = s.waitingSince ?? NaN;
    vitals.unknownOrders = s.unknownOrders;
    vitals.rejects = s.rejects === null ? null : CountWindow.fromJSON(s.rejects);
    vitals.errors = s.errors === null ? null : CountWindow.fromJSON(s.errors);
    vitals.ordersToProve = s.ordersToProve;
    vitals.holdingsToProve = s.holdingsToProve;
    return vitals;
  }
}

const kept = (have: CountWindow | null, windowMs: number | null): CountWindow | null =>
  (windowMs === null ? null : have?.windowMs === windowMs ? have : new CountWindow(windowMs));
