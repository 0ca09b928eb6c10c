// Avellaneda and Stoikov, "High-frequency trading in a limit order book" (Quantitative Finance 8, 2008): quotes of a maker
// who dislikes risk and values what is left at a horizon. An expansion for little time left (Guéant, Lehalle and
// Fernandez-Tapia 2013, section 4): right while hardly a fill is to be expected before the horizon, too eager to sell after.
//
// Any units, as long as they agree. inventory: quotes of one size, signed. aversion γ: per price × such a quote.
// decay k: of A e^(−kδ), per price. variance: σ² τ, of the price over the time that is left.

import { log1p } from '../math/elementary-functions.ts';

/** r − s = −q γ σ² τ (equation 29 of the authors' manuscript): how far the centre moves. */
export const reservationShift = (inventory: number, aversion: number, variance: number): number => -inventory * aversion * variance;

/** (δᵃ + δᵇ) / 2 = γ σ² τ / 2 + (1/γ) ln(1 + γ/k) (half of equation 30). */
export const halfSpreadUntil = (aversion: number, decay: number, variance: number): number =>
  (aversion * variance) / 2 + halfSpreadForFills(aversion, decay);

/** (1/γ) ln(1 + γ/k): what is best where inventory costs nothing. 1/k as γ goes to 0, and never more. */
export const halfSpreadForFills = (aversion: number, decay: number): number => log1p(aversion / decay) / aversion;
