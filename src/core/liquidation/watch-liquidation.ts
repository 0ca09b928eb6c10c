// Begins, advances and ends the liquidation of a market, once a decision. The stage ratchets: whatever asked for it may stop
// asking, the position goes on being worked off by it until it is gone.

import type { LiquidationSettings } from '../../config/compiled-config.ts';
import type { StrategySettings } from '../strategies/resolve-strategy.ts';
import { othersBestAsk, othersBestBid } from '../rules/fact-vector.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { isRemoved } from '../orchestrator/follow-life.ts';
import { canBeSold, isWithin, toEndMs } from '../orchestrator/resolution.ts';
import { noLiquidation } from './liquidation-state.ts';
import { MARKET, stageAsked, stageName, type StageAnswer, type StageQuestion, type StageRank } from './stages.ts';

/** placeholder: until recordings show how fast books fill up again. */
const ANCHOR_MS = 60_000;

const answer: StageAnswer = { rank: 0, why: '' };
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
const question = {} as Mutable<StageQuestion>;

/** `byRules`: the rank that rules in force ask for. */
export function watchLiquidation(core: CoreState, market: MarketState, byRules: StageRank): void {
  const { settings, liquidation } = market;
  const how = settings?.liquidation ?? null;
  if (market.settledAt !== null || !canBeSold(market)) {
    if (liquidation.rank > 0) end(core, market, restWords(market));
    liquidation.isDropped = false;
    return;
  }
  // The config no longer says how: where it stood is kept, and the maker's own quotes on the side that closes go on.
  if (settings === null || how === null) return;
  if (liquidation.rank === 0) {
    const why = reasonToBegin(core, market, settings, how, byRules);
    if (why === null) return;
    begin(core, market, why);
  }
  ask(core, market, how, byRules);
  if (answer.rank > liquidation.rank) {
    liquidation.rank = answer.rank;
    liquidation.stageSince = core.now;
    liquidation.why = answer.why;
    core.notices.push({ type: 'LiquidationStageChanged', ts: core.now, market: market.instrument.id, stage: stageName(answer.rank)!, why: answer.why });
  }
  if (liquidation.rank === MARKET) moveAnchor(core, market);
}

function reasonToBegin(core: CoreState, market: MarketState, settings: StrategySettings, how: LiquidationSettings, byRules: StageRank): string | null {
  const { liquidation, position, stopLoss } = market;
  if (liquidation.byOperator > 0) return 'an operator asked for it';
  if (stopLoss.latched && settings.stopLoss?.then === 'liquidate') return 'the stop-loss fired';
  if (byRules > 0) return 'a rule asks for it';
  if (isRemoved(market)) return 'the config no longer takes the market';
  if (liquidation.isDropped) return 'another market takes its place';
  if (isWithin(market, settings.resolution?.reduceOnlyBeforeMs ?? null, core.now)) return 'the end of the market is near';
  return Math.abs(position.net) >= how.startAt * settings.positionLimit ? 'the position reached liquidation.startAt' : null;
}

function begin(core: CoreState, market: MarketState, why: string): void {
  const { liquidation, position } = market;
  liquidation.since = liquidation.stageSince = core.now;
  liquidation.startPnl = position.pnl;
  liquidation.startSize = Math.abs(position.net);
  liquidation.baseline = position.realised;
  core.notices.push({ type: 'LiquidationBegan', ts: core.now, market: market.instrument.id, size: position.net as never, why });
}

/**
 * The collar of the last stage is measured from where it began, and once a minute anew: measured from the best price that the
 * other side has left after each take, it would sell a thin book down to nothing within seconds.
 */
function moveAnchor(core: CoreState, market: MarketState): void {
  const { liquidation, position } = market;
  const isLong = position.net > 0;
  const touch = isLong ? othersBestBid(market) : othersBestAsk(market);
  if (Number.isNaN(touch)) return;
  const isBetter = isLong ? touch > liquidation.anchor : touch < liquidation.anchor;
  if (liquidation.anchor >= 0 && !isBetter && core.now - liquidation.anchorAt < ANCHOR_MS) return;
  liquidation.anchor = touch;
  liquidation.anchorAt = core.now;
}

function ask(core: CoreState, market: MarketState, how: LiquidationSettings, byRules: StageRank): void {
  const { liquidation, stopLoss, settings, position } = market;
  question.settings = how;
  question.elapsedMs = core.now - liquidation.since;
  question.loss = liquidation.baseline - position.pnl;
  question.toEndMs = toEndMs(market, core.now);
  question.stopLoss = stopLoss.latched && settings?.stopLoss?.then === 'liquidate';
  question.byRules = byRules;
  question.byOperator = liquidation.byOperator;
  stageAsked(question, answer);
}

function restWords({ position, settledAt }: MarketState): string {
  if (settledAt !== null) return 'the market has paid out';
  return position.net === 0 ? 'the position is gone' : 'what is left is less than the venue takes; it waits to be paid';
}

/** What an operator asked for is done with the position it was about. */
function end(core: CoreState, market: MarketState, why: string): void {
  const { liquidation, position } = market;
  core.notices.push({
    type: 'LiquidationEnded', ts: core.now, market: market.instrument.id, why, tookMs: core.now - liquidation.since, stage: stageName(liquidation.rank)!,
    pnl: (position.pnl - liquidation.startPnl) as never, profit: (position.pnl - liquidation.baseline) as never,
  });
  market.noteExit(core.now - liquidation.since);
  market.liquidation = noLiquidation();
}
