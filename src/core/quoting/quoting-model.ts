// The formula behind `quote.model`: from what the operator wrote, in dollars, cents and minutes, to a half-spread and a
// shift of the centre in micro-dollars. Inventory is counted in quotes of `quote.size`, time in seconds, σ in micro-dollars
// per √second. What depends on settings alone is worked out once, when the config is swapped.

import type { ModelSettings } from '../../config/compiled-config.ts';
import { MICROS } from '../domain/numbers.ts';
import { halfSpreadForFills, halfSpreadUntil, reservationShift } from './avellaneda-stoikov.ts';
import { inventorySlope } from './glft.ts';

const MS_PER_SECOND = 1_000;

export interface QuotingModel {
  readonly settings: ModelSettings;
  /** Micro-shares. */
  readonly quoteSize: number;
  /** γ: per micro-dollar and quote. */
  readonly aversion: number;
  /** k: per micro-dollar. */
  readonly decay: number;
  /** Micro-dollars: the half-spread where inventory costs nothing. */
  readonly leastHalfSpread: number;
  /** √seconds: c of GLFT; NaN for the other. */
  readonly slope: number;
}

export function quotingModel(settings: ModelSettings, quoteSize: number): QuotingModel {
  // A maker with tolerance T has γ = 1/T a dollar; of a quote of n shares that is n/T for each dollar of price.
  const aversion = quoteSize / MICROS / settings.tolerance;
  const decay = 1 / settings.reach;
  return {
    settings, quoteSize, aversion, decay, leastHalfSpread: halfSpreadForFills(aversion, decay),
    slope: settings.kind === 'glft' ? inventorySlope(aversion, decay, settings.perSecond) : NaN,
  };
}

/** Seconds that count: until the horizon or the market's end, whichever is sooner. `endsAt`: null where the venue does not say. */
export const secondsLeft = (settings: ModelSettings, now: number, endsAt: number | null): number =>
  settings.kind === 'glft' ? Infinity : Math.min(settings.horizonMs, Math.max(0, (endsAt ?? Infinity) - now)) / MS_PER_SECOND;

/** Micro-dollars to each side of the centre. `seconds`: as `secondsLeft` says. */
export const modelHalfSpread = (model: QuotingModel, sigma: number, seconds: number): number =>
  model.settings.kind === 'glft' ? model.leastHalfSpread + (model.slope * sigma) / 2 : halfSpreadUntil(model.aversion, model.decay, sigma * sigma * seconds);

/** Micro-dollars that the centre moves for `excess` micro-shares beyond target; at most `maxShift` either way. */
export function modelShift(model: QuotingModel, excess: number, sigma: number, seconds: number): number {
  const inventory = excess / model.quoteSize;
  const { settings: { kind, maxShift }, aversion, slope } = model;
  const shift = kind === 'glft' ? -inventory * slope * sigma : reservationShift(inventory, aversion, sigma * sigma * seconds);
  return Math.max(-maxShift, Math.min(maxShift, shift));
}
