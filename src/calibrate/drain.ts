// How fast the queue ahead of an order shrinks, and which part of that trades explain. A backtest plays the trades itself,
// so a queue model must be given the rest alone: what leaves by itself, cancelled.

import type { AheadCells } from './ahead-cells.ts';
import { reachOf, type RateCurve } from './execution-rate.ts';

export interface Drain {
  /** Share a minute of what is ahead that leaves, all causes, as a rate of exponential decay. */
  readonly perMinute: number;
  /** Of that, what trades too small to reach us take, if those that do reach us are of the same kind. */
  readonly tradedPerMinute: number;
  /** The rest; below 0 where trades explain more than left. */
  readonly cancelledPerMinute: number;
  readonly pairs: number;
}

/**
 * Each pair of polls counts alike. While an order rests, only trades with S ≤ a have come: they take E[S; S ≤ a] at λ, with
 * E[S; S ≤ a] = ∫₀ᵃ P(S > x) dx − a · P(S > a).
 */
export function measureDrain(cells: AheadCells, curve: RateCurve): Drain {
  let minutes = 0;
  let left = 0;
  let traded = 0;
  let pairs = 0;
  for (const cell of cells) {
    if (cell.pairs === 0) continue;
    minutes += cell.pairMinutes;
    left += cell.left;
    pairs += cell.pairs;
    traded += cell.pairMinutes * curve.perMinute * (meanReach(curve, cell.ahead) - reachOf(curve, cell.ahead));
  }
  const gap = minutes / pairs;
  const perMinute = -Math.log(1 - (left / minutes) * gap) / gap;
  const tradedPerMinute = perMinute * (traded / left);
  return { perMinute, tradedPerMinute, cancelledPerMinute: perMinute - tradedPerMinute, pairs };
}

export const halfLifeSeconds = (perMinute: number): number | null => (perMinute > 0 ? (60 * Math.LN2) / perMinute : null);

/** (1/a) ∫₀ᵃ P(S > x) dx. */
function meanReach(curve: RateCurve, ahead: number): number {
  const { family, scale, tail } = curve;
  if (family === 'constant' || scale === null) return 1;
  if (family === 'exponential' || tail === null) return (scale / ahead) * (1 - Math.exp(-ahead / scale));
  if (Math.abs(tail - 1) < 1e-6) return (scale / ahead) * Math.log1p(ahead / scale);
  return (scale / ahead) * (((1 + ahead / scale) ** (1 - tail) - 1) / (1 - tail));
}
