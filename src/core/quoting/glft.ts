// Guéant, Lehalle and Fernandez-Tapia, "Dealing with the inventory risk" (Mathematics and Financial Economics 7, 2013,
// arXiv:1105.3115): quotes of the same maker far from any horizon, by the closed form of section 4; with a size of quotes
// as in Guéant, "Optimal market making" (2017, arXiv:1605.01862), equations 4.6 and 4.7.
//
//   δᵇ(q), δᵃ(q) ≈ (1/γ) ln(1 + γ/k) + (1 ± 2q)/2 · c σ,   c = √(γ / (2kA) · (1 + γ/k)^(1 + k/γ))
//
// Any units, as long as they agree: inventory q in quotes of one size, γ per price × such a quote, k per price, A per time,
// σ in price per √time. Right while inventory is far from its limit and a fill matters little to it: c σ well below 1/k.

import { exp, log1p } from '../math/elementary-functions.ts';

/** c: the centre moves by c σ for each quote held, and the half-spread is c σ / 2 wider than fills alone make it. */
export function inventorySlope(aversion: number, decay: number, arrivals: number): number {
  const x = aversion / decay;
  return Math.sqrt((aversion / (2 * decay * arrivals)) * exp((1 + 1 / x) * log1p(x)));
}
