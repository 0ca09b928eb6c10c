// The standard normal distribution, to about 15 decimals, from + − × ÷, a square root and our own e^x alone: the same bits on
// every engine.

import { exp } from './elementary-functions.ts';

const NUMERATOR = [3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376] as const;
const DENOMINATOR = [8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752] as const;
const ROOT_2PI = 2.5066282746310002;
/** From here on Hart's polynomials, exact to 1e-15 as they are, have too few digits of what is left. */
const TAIL = 4;
const TERMS = 60;

/** Share of a standard normal below `x` (Hart 1968, as in West, "Better approximations to cumulative normal functions", 2005;
    in the tail the continued fraction of Abramowitz & Stegun 26.2.14). */
export function normalBelow(x: number): number {
  const magnitude = Math.abs(x);
  const density = exp(-(magnitude * magnitude) / 2);
  const tail = magnitude < TAIL
    ? (density * polynomial(NUMERATOR, magnitude)) / polynomial(DENOMINATOR, magnitude)
    : density / (ROOT_2PI * fraction(magnitude));
  return x > 0 ? 1 - tail : tail;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = 0; i < coefficients.length; i++) sum = sum * x + coefficients[i]!;
  return sum;
}

/** x + 1 / (x + 2 / (x + 3 / …)) */
function fraction(x: number): number {
  let sum = x;
  for (let term = TERMS; term > 0; term--) sum = x + term / sum;
  return sum;
}
