// How likely a Sharpe ratio is more than the luck of the best of many trials: Bailey & López de Prado, "The Deflated Sharpe
// Ratio: Correcting for Selection Bias, Backtest Overfitting and Non-Normality", Journal of Portfolio Management 40(5), 2014.

import { normalBelow } from '../../core/math/normal-below.ts';
import { normalQuantile } from './normal-quantile.ts';
import type { Sharpe } from './sharpe.ts';

const EULER_GAMMA = 0.577_215_664_901_532_9;

/** From here on a result is said to be more than luck. */
export const CONFIDENCE = 0.95;

/** PSR(SR*) = Φ( (SR − SR*) √(T − 1) / √(1 − γ₃ SR + (γ₄ − 1)/4 SR²) ). Null where the moments contradict each other. */
export function probabilisticSharpe({ ratio, length, skew, kurtosis }: Sharpe, benchmark: number): number | null {
  const variance = 1 - skew * ratio + ((kurtosis - 1) / 4) * ratio ** 2;
  return variance > 0 ? normalBelow(((ratio - benchmark) * Math.sqrt(length - 1)) / Math.sqrt(variance)) : null;
}

/** The Sharpe that the best of N trials without any skill is expected to show:
    SR₀ = √V[SRₙ] ( (1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e)) ). */
export function luckOfTheBest(trials: number, varianceOfSharpes: number): number {
  if (trials < 2) return 0;
  return Math.sqrt(varianceOfSharpes) * ((1 - EULER_GAMMA) * normalQuantile(1 - 1 / trials) + EULER_GAMMA * normalQuantile(1 - 1 / (trials * Math.E)));
}

export interface Trials {
  /** Configurations that were tried. Counted as if independent, which deflates rather too much than too little. */
  readonly count: number;
  /** Of their Sharpe ratios. */
  readonly variance: number;
}

/** Of all trials, also those that are not shown. Trials without a Sharpe ratio (nothing was ever filled) count as zero. */
export function trialsOf(sharpes: readonly (Sharpe | null)[]): Trials {
  const ratios = sharpes.map((sharpe) => sharpe?.ratio ?? 0);
  const count = ratios.length;
  if (count < 2) return { count, variance: 0 };
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / count;
  return { count, variance: ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (count - 1) };
}

/** 0 … 1; null where the series says nothing. */
export const deflatedSharpe = (sharpe: Sharpe | null, { count, variance }: Trials): number | null =>
  (sharpe === null ? null : probabilisticSharpe(sharpe, luckOfTheBest(count, variance)));
