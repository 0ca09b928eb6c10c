// λ(δ) = A e^(−kδ), the rate at which takers reach δ from the midpoint, fitted to how many reached how far by maximum
// likelihood. Reaches are known in steps of a tick, so what is fitted is a geometric distribution; what lies beyond the last
// step says only that it does.

/** Takers by step: the first counts those who reached `from` and not `from + step`; the last has no end. */
export interface ReachCounts { readonly ms: number; readonly takers: readonly number[] }
/** Micro-dollars. */
export interface ReachGrid { readonly from: number; readonly step: number }
export interface ExponentialReach {
  /** A: per minute and side, at the midpoint. */
  readonly perMinute: number;
  /** 1/k, micro-dollars. */
  readonly reach: number;
}

const MINUTE = 60_000;
const SIDES = 2;

export function addReachCounts(all: readonly ReachCounts[]): ReachCounts {
  const takers = Array.from({ length: all[0]?.takers.length ?? 0 }, () => 0);
  let ms = 0;
  for (const counts of all) {
    ms += counts.ms;
    for (const [i, n] of counts.takers.entries()) takers[i] = (takers[i] ?? 0) + n;
  }
  return { ms, takers };
}

/** NaN where nobody went beyond the first step, or nobody came. */
export function fitReach({ ms, takers }: ReachCounts, { from, step }: ReachGrid): ExponentialReach {
  const last = takers.length - 1;
  const all = takers.reduce((sum, n) => sum + n, 0);
  const stepsTaken = takers.reduce((sum, n, i) => sum + i * n, 0);
  const ended = all - (takers[last] ?? 0);
  if (stepsTaken === 0 || ended === 0 || ms === 0) return { perMinute: NaN, reach: NaN };
  // The share that goes one step further is e^(−k step).
  const reach = -step / Math.log(stepsTaken / (stepsTaken + ended));
  return { perMinute: (all / SIDES / (ms / MINUTE)) * Math.exp(from / reach), reach };
}

/** Takers of both sides that are to be expected, by step. */
export function expectedTakers({ perMinute, reach }: ExponentialReach, { from, step }: ReachGrid, ms: number, steps: number): readonly number[] {
  const beyond = (i: number): number => (i === steps ? 0 : SIDES * perMinute * (ms / MINUTE) * Math.exp(-(from + i * step) / reach));
  return Array.from({ length: steps }, (_, i) => beyond(i) - beyond(i + 1));
}
