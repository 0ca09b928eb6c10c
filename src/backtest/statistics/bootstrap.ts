// The stationary bootstrap (Politis & Romano, JASA 89, 1994): how far the sum or the mean of a dependent series may be from
// what one saw. Blocks of random length keep what neighbours have to do with each other; the same seed gives the same interval.

import { Random } from '../../exchange/random.ts';

export interface BootstrapOptions {
  readonly seed: number;
  /** Resamples; 2,000 unless told. */
  readonly rounds?: number;
}
export interface Interval {
  /** 95 %, from the 2.5th to the 97.5th percentile of the resamples. */
  readonly low: number;
  readonly high: number;
  /** Share of resamples above zero; those at zero count half. */
  readonly pAboveZero: number;
}

const ROUNDS = 2_000;
/** Of fewer values nothing can be said: the interval is then without ends. */
export const FEWEST_VALUES = 10;

export function bootstrapSum(differences: readonly number[], options: BootstrapOptions): Interval & { readonly sum: number } {
  return { sum: differences.reduce((sum, value) => sum + value, 0), ...interval(differences, options) };
}

function interval(values: readonly number[], { seed, rounds = ROUNDS }: BootstrapOptions): Interval {
  const { length } = values;
  if (length < FEWEST_VALUES) return { low: -Infinity, high: Infinity, pAboveZero: 0.5 };
  const random = new Random(seed, 'bootstrap');
  const newBlock = 1 / blockLength(values);
  const series = Float64Array.from(values);
  const sums = new Float64Array(rounds);
  for (let round = 0; round < rounds; round++) {
    let at = 0;
    let sum = 0;
    for (let drawn = 0; drawn < length; drawn++) {
      at = drawn === 0 || random.uniform() < newBlock ? Math.floor(random.uniform() * length) : (at + 1) % length;
      sum += series[at] ?? 0;
    }
    sums[round] = sum;
  }
  const sorted = sums.toSorted();
  const above = sorted.reduce((count, sum) => count + (sum > 0 ? 1 : sum === 0 ? 0.5 : 0), 0);
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975), pAboveZero: above / rounds };
}

/** Linear between the order statistics. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low === high ? low : low + (high - low) * (at - Math.floor(at));
}

/** Mean length of a block: Politis & White (Econometric Reviews 23, 2004) as corrected by Patton, Politis & White (28, 2009).
    b = (2 G² / D)^(1/3) n^(1/3), with G = Σ λ(k/M) |k| R(k), D = 2 (Σ λ(k/M) R(k))², λ the flat-top window. */
export function blockLength(values: readonly number[]): number {
  const { length } = values;
  const longest = Math.max(1, Math.ceil(Math.min(3 * Math.sqrt(length), length / 3)));
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  const centred = Float64Array.from(values, (value) => value - mean);
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < length; i++) sum += (centred[i] ?? 0) * (centred[i - lag] ?? 0);
    return sum / length;
  };
  const variance = covariance(0);
  if (variance <= 0) return 1;
  // The last lag before a run of lags that cannot be told from zero.
  const runLength = Math.max(5, Math.ceil(Math.sqrt(Math.log10(length))));
  const bound = 2 * Math.sqrt(Math.log10(length) / length);
  const lags = Math.min(length - 1, Math.ceil(Math.sqrt(length)) + runLength);
  const covariances = Array.from({ length: lags + 1 }, (_, lag) => covariance(lag));
  const isSmall = (lag: number): boolean => Math.abs((covariances[lag] ?? 0) / variance) < bound;
  let last = 0;
  for (let lag = 1, run = 0; lag <= lags && run < runLength; lag++) {
    run = isSmall(lag) ? run + 1 : 0;
    if (run === 0) last = lag;
  }
  const window = Math.min(2 * Math.max(1, last), lags);
  let g = 0;
  let spectrum = variance;
  for (let lag = 1; lag <= window; lag++) {
    const weight = Math.min(1, 2 * (1 - lag / window));
    g += 2 * weight * lag * (covariances[lag] ?? 0);
    spectrum += 2 * weight * (covariances[lag] ?? 0);
  }
  if (spectrum <= 0) return 1;
  return Math.min(Math.max(1, (g ** 2 / spectrum ** 2) ** (1 / 3) * length ** (1 / 3)), longest);
}
