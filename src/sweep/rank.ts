// Puts the combinations in order and says of each how likely its result is more than the luck of the best of so many. All
// are ranked under one fill model, the first that was asked for: to take for each the model that flatters it would be one
// more search. The others stand beside it.

import { CONFIDENCE, deflatedSharpe, luckOfTheBest, probabilisticSharpe, trialsOf, type Trials } from '../backtest/statistics/deflated-sharpe.ts';
import { sharpeOf, type Sharpe } from '../backtest/statistics/sharpe.ts';
import type { ModelOutcome, Outcome } from './outcome.ts';
import type { Parameters } from './plan-sweep.ts';

export type RankBy = 'pnl' | 'sharpe';

export interface Measured { readonly parameters: Parameters; readonly outcome: Outcome }

export interface RankedRow {
  readonly rank: number;
  readonly parameters: Parameters;
  readonly key: string;
  readonly model: ModelOutcome['model'];
  /** Dollars. */
  readonly pnl: number;
  /** Under the models it is not ranked by. */
  readonly otherModels: readonly { readonly model: ModelOutcome['model']; readonly pnl: number }[];
  readonly parts: ModelOutcome['pnl'];
  readonly fills: number;
  readonly volume: number;
  readonly maxDrawdown: number;
  readonly quoteUptime: number;
  readonly pickedOff: number | null;
  readonly markout60: number | null;
  /** A bucket of `bucketMs`, not annualized; null where it is not known. */
  readonly sharpe: number | null;
  readonly bucketMs: number;
  /** Likelihood that its true Sharpe ratio is above zero, had nothing else been tried. */
  readonly probabilisticSharpe: number | null;
  /** The same, against the best that so many trials without skill would show. */
  readonly deflatedSharpe: number | null;
}

export interface Ranking {
  readonly rankedBy: RankBy;
  readonly rows: readonly RankedRow[];
  readonly trials: Trials & { /** Sharpe ratio a bucket that the best of them would show without skill. */ readonly luck: number };
}

interface Scored extends Measured { readonly first: ModelOutcome; readonly sharpe: Sharpe | null }

export function rankingOf(measured: readonly Measured[], rankedBy: RankBy): Ranking {
  const scored = measured.flatMap((entry): readonly Scored[] => {
    const first = entry.outcome.models[0];
    return first === undefined ? [] : [{ ...entry, first, sharpe: sharpeOf(first.returns.pnl) }];
  });
  // Combinations that mean the same configuration are one trial.
  const distinct = new Map(scored.map((entry) => [entry.outcome.key, entry.sharpe]));
  const trials = trialsOf([...distinct.values()]);
  const score = ({ first, sharpe }: Scored): number => (rankedBy === 'pnl' ? first.pnl.total : (sharpe?.ratio ?? -Infinity));
  const rows = scored.toSorted((a, b) => (score(a) === score(b) ? 0 : score(b) - score(a)));
  return {
    rankedBy,
    rows: rows.map((entry, i) => rowOf(entry, i + 1, trials)),
    trials: { ...trials, luck: luckOfTheBest(trials.count, trials.variance) },
  };
}

const rowOf = ({ parameters, outcome, first, sharpe }: Scored, rank: number, trials: Trials): RankedRow => ({
  rank, parameters, key: outcome.key, model: first.model, pnl: first.pnl.total, parts: first.pnl,
  otherModels: outcome.models.slice(1).map(({ model, pnl }) => ({ model, pnl: pnl.total })),
  fills: first.fills, volume: first.volume, maxDrawdown: first.maxDrawdown, quoteUptime: first.quoteUptime, pickedOff: first.pickedOff, markout60: first.markouts[60],
  sharpe: sharpe?.ratio ?? null, bucketMs: first.returns.bucketMs,
  probabilisticSharpe: sharpe === null ? null : probabilisticSharpe(sharpe, 0),
  deflatedSharpe: deflatedSharpe(sharpe, trials),
});

/** In words, for who reads only one sentence. */
export function verdictOnBest({ rows, trials }: Ranking): { readonly tone: 'gain' | 'loss' | 'unclear'; readonly text: string } {
  const [best] = rows;
  if (best === undefined) return { tone: 'unclear', text: 'Nothing was measured.' };
  if (best.fills === 0) return { tone: 'unclear', text: 'The best combination never traded: none of them earned more than nothing.' };
  const of = trials.count === 1 ? 'one configuration' : `${trials.count} configurations`;
  if (best.pnl <= 0) return { tone: 'loss', text: `Even the best of ${of} loses money.` };
  if (best.deflatedSharpe === null) return { tone: 'unclear', text: `The best of ${of} earns, but its gains are too few or too even to tell skill from luck.` };
  const share = best.deflatedSharpe.toFixed(2);
  if (best.deflatedSharpe >= CONFIDENCE) return { tone: 'gain', text: `The best is more than the luck of the best of ${of}: deflated Sharpe ratio ${share}. That holds for this recording, not for the next.` };
  return { tone: 'unclear', text: `The best is not distinguishable from luck, from what the best of ${of} without any skill would show. Deflated Sharpe ratio ${share}; ${CONFIDENCE} is asked for.` };
}
