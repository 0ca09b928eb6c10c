// What is remembered of the liquidation of one market. Survives reloads and restarts: a stage once reached is never left
// for a milder one, and the loss counts from the same baseline, until the position is gone or an operator says otherwise.

import type { StageRank } from './stages.ts';

export interface LiquidationState {
  /** 0 while nothing is liquidated. */
  rank: StageRank;
  /** When it began, and when its stage did. */
  since: number;
  stageSince: number;
  /** P&L of the market had the position been sold at its cost when it began, micro-dollars: what is below is lost. */
  baseline: number;
  /** P&L of the market when it began. */
  startPnl: number;
  /** Micro-shares held then, absolute. */
  startSize: number;
  /** The best price of the other side lately, micro-dollars, and since when; −1 before there was one. */
  anchor: number;
  anchorAt: number;
  why: string;
  /** What an operator asked for; outlives a position that is flat. */
  byOperator: StageRank;
  /** Its market was dropped from the active set or from the config with a position. */
  isDropped: boolean;
}

export const isIdle = ({ rank, byOperator, isDropped }: LiquidationState): boolean => rank === 0 && byOperator === 0 && !isDropped;

export const noLiquidation = (): LiquidationState => ({
  rank: 0, since: 0, stageSince: 0, baseline: 0, startPnl: 0, startSize: 0, anchor: -1, anchorAt: 0, why: '', byOperator: 0, isDropped: false,
});
