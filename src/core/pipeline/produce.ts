// The one place where a market's strategy is asked what it wants. Behind it stand guard, planner and throttle, the same for all.

import type { Ladder } from '../quoting/ladder.ts';
import { secondsLeft } from '../quoting/quoting-model.ts';
import type { ResolvedSettings } from '../quoting/resolve-settings.ts';
import { othersBestAsk, othersBestBid } from '../rules/fact-vector.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { hedgeQuotes } from '../strategies/hedge.ts';
import { makerQuotes } from '../strategies/market-maker.ts';
import type { StrategySettings } from '../strategies/resolve-strategy.ts';
import { twapQuotes } from '../strategies/twap.ts';
import { directionOf } from '../strategies/twap-schedule.ts';
import type { ExplanationStep } from '../views.ts';
import type { Scratch } from './scratch.ts';

/** Fills the ladder, and in the guard's input what each side may have live at most. Call only for a market with a fair value. */
export function produce(core: CoreState, market: MarketState, settings: StrategySettings, scratch: Scratch, trace: ExplanationStep[] | null): void {
  if (settings.kind === 'market-maker') { askMaker(core, market, settings, scratch, trace); return; }
  const { guardInput, workInput, ladder, posture } = scratch;
  workInput.instrument = market.instrument;
  workInput.book = market.book;
  workInput.fairValue = market.fairValue;
  workInput.reach = settings.limits.collar ?? Infinity;
  const { net } = market.position;
  let wanted = 0;
  if (posture.liquidate > 0) trace?.push({ step: 'waits', effect: 'nothing is built up while a rule asks for liquidation', values: {} });
  else if (settings.kind === 'twap') {
    workInput.collar = settings.twap.collar;
    if (market.twap !== null) wanted = directionOf(market.twap) * twapQuotes(settings.twap, market.twap, net, workInput, ladder, trace);
  } else {
    workInput.collar = settings.hedge.collar;
    if (!Number.isNaN(market.hedgeNeed)) wanted = hedgeQuotes(settings.hedge, market.hedgeNeed, net, workInput, ladder, trace);
  }
  const most = mostHeld(settings, market.instrument.lot);
  guardInput.mostBid = Math.max(0, Math.min(wanted, most - net));
  guardInput.mostAsk = Math.max(0, Math.min(-wanted, most + net));
  if (trace !== null && Math.abs(net + wanted) > most) {
    trace.push({ step: 'most', effect: `at most ${most / 1e6} shares are held: with more the position would be worked off again`, values: { mostShares: most / 1e6 } });
  }
  if (trace !== null) sayLadder(ladder, trace);
}

/** Micro-shares: the most whole lots that are less than where its own liquidation would begin. */
const mostHeld = ({ liquidation, positionLimit }: StrategySettings, lot: number): number =>
  (liquidation === null ? Infinity : (Math.ceil((liquidation.startAt * positionLimit) / lot) - 1) * lot);

function askMaker(core: CoreState, market: MarketState, settings: ResolvedSettings, scratch: Scratch, trace: ExplanationStep[] | null): void {
  const { ladder, posture, makerInput } = scratch;
  makerInput.instrument = market.instrument;
  makerInput.settings = settings;
  makerInput.fairValue = market.fairValue;
  const series = settings.volatility === null ? null : market.signals.fair(settings.volatility.windowMs);
  makerInput.volatility = series === null ? NaN : series.deviation();
  makerInput.wander = series === null || settings.model === null ? NaN : series.wander();
  makerInput.secondsLeft = settings.model === null ? NaN : secondsLeft(settings.model.settings, core.now, market.instrument.endsAt);
  makerInput.position = market.position.net;
  makerInput.bestBid = othersBestBid(market);
  makerInput.bestAsk = othersBestAsk(market);
  makerInput.ruleWiden = posture.widen;
  makerInput.ruleShrink = posture.shrink;
  makerInput.canary = core.canary?.size ?? 1;
  makerInput.ruleShift = posture.shift;
  makerQuotes(makerInput, ladder, trace);
}

function sayLadder({ bids, asks }: Ladder, trace: ExplanationStep[]): void {
  const cents = (price: number): number | null => (Number.isNaN(price) ? null : price / 10_000);
  const bid = cents(bids.best());
  const ask = cents(asks.best());
  trace.push({ step: 'ladder', effect: bid !== null ? `bids from ${bid}c` : ask !== null ? `asks from ${ask}c` : 'nothing is wanted', values: { bidCents: bid, askCents: ask } });
}
