// The stages of a liquidation and which of them is asked for: the highest that time, loss, the end of the market, the
// stop-loss, rules or an operator ask. Pure; the state it is asked about ratchets elsewhere.

import type { LiquidationSettings, LiquidationStage } from '../../config/compiled-config.ts';

export const STAGES = ['passive', 'skewed', 'aggressive', 'market'] as const satisfies readonly LiquidationStage[];
/** Rank of a stage; 0 is none. */
export type StageRank = 0 | 1 | 2 | 3 | 4;
export const PASSIVE = 1;
export const SKEWED = 2;
export const AGGRESSIVE = 3;
export const MARKET = 4;

export const rankOf = (stage: LiquidationStage): StageRank => (STAGES.indexOf(stage) + 1) as StageRank;
/** Null for rank 0. */
export const stageName = (rank: StageRank): LiquidationStage | null => (rank === 0 ? null : STAGES[rank - 1]!);

export interface StageQuestion {
  readonly settings: LiquidationSettings;
  /** Milliseconds since the liquidation began. */
  elapsedMs: number;
  /** Micro-dollars that the position has lost against its cost since, what was already sold included; NaN while unknown. */
  loss: number;
  /** Milliseconds; Infinity where the market does not say when it ends. */
  toEndMs: number;
  stopLoss: boolean;
  byRules: StageRank;
  byOperator: StageRank;
}

export interface StageAnswer { rank: StageRank; why: string }

/** The highest stage that is asked for and configured. Fills `out`, which is reused. */
export function stageAsked(question: StageQuestion, out: StageAnswer): void {
  const { settings } = question;
  out.rank = PASSIVE;
  out.why = 'the liquidation began';
  for (const rank of [SKEWED, AGGRESSIVE, MARKET] as const) {
    const stage = rank === SKEWED ? settings.skewed : rank === AGGRESSIVE ? settings.aggressive : settings.market;
    if (stage === null) continue;
    if (stage.afterMs !== null && question.elapsedMs >= stage.afterMs) raise(out, rank, 'its time has come');
    if (stage.onLoss !== null && question.loss >= stage.onLoss) raise(out, rank, 'its loss is reached');
    if (stage.beforeEndMs !== null && question.toEndMs <= stage.beforeEndMs) raise(out, rank, 'the end of the market is near');
  }
  if (question.stopLoss) raise(out, highest(settings, MARKET), 'the stop-loss fired');
  if (question.byRules > 0) raise(out, highest(settings, question.byRules), 'a rule asks for it');
  if (question.byOperator > 0) raise(out, highest(settings, question.byOperator), 'an operator asked for it');
}

function raise(out: StageAnswer, rank: StageRank, why: string): void {
  if (rank <= out.rank) return;
  out.rank = rank;
  out.why = why;
}

/** The highest configured stage up to `rank`. */
function highest({ skewed, aggressive, market }: LiquidationSettings, rank: StageRank): StageRank {
  if (rank >= MARKET && market !== null) return MARKET;
  if (rank >= AGGRESSIVE && aggressive !== null) return AGGRESSIVE;
  return rank >= SKEWED && skewed !== null ? SKEWED : PASSIVE;
}
