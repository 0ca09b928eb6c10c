// The one place where a market's strategy is asked what it wants. Behind it stand guard, planner and throttle, the same for all.

import type { Ladder } from '../quoting/ladder.ts';
import type { ResolvedSettings } from '../quoting/resolve-settings.ts';
import { othersBestAsk, othersBestBid } from '../rules/fact-vector.ts';
import type { MarketState } from '../state/market-state.ts';
import { hedgeQuotes } from '../strategies/hedge.ts';
import { makerQuotes } from '../strategies/market-maker.ts';
import type { StrategySettings } from '../strategies/resolve-strategy.ts';
import { twapQuotes } from '../strategies/twap.ts';
import { directionOf } from '../strategies/twap-schedule.ts';
import type { ExplanationStep } from '../views.ts';
import type { Scratch } from './scratch.ts';

/** Fills the ladder, and in the guard's input what each side may have live at most. Call only for a market with a fair value. */
export function produce(market: MarketState, settings: StrategySettings, scratch: Scratch, trace: ExplanationStep[] | null): void {
  if (settings.kind === 'market-maker') { askMaker(market, settings, scratch, trace); return; }
  const { guardInput, workInput, ladder } = scratch;
  workInput.instrument = market.instrument;
  workInput.book = market.book;
  workInput.fairValue = market.fairValue;
  const { net } = market.position;
  let wanted = 0;
  if (settings.kind === 'twap') {
    workInput.collar = settings.twap.collar;
    if (market.twap !== null) wanted = directionOf(market.twap) * twapQuotes(settings.twap, market.twap, net, workInput, ladder, trace);
  } else {
    workInput.collar = settings.hedge.collar;
    if (!Number.isNaN(market.hedgeNeed)) wanted = hedgeQuotes(settings.hedge, market.hedgeNeed, net, workInput, ladder, trace);
  }
  guardInput.mostBid = Math.max(0, wanted);
  guardInput.mostAsk = Math.max(0, -wanted);
  if (trace !== null) sayLadder(ladder, trace);
}

function askMaker(market: MarketState, settings: ResolvedSettings, scratch: Scratch, trace: ExplanationStep[] | null): void {
  const { ladder, posture, makerInput } = scratch;
  makerInput.instrument = market.instrument;
  makerInput.settings = settings;
  makerInput.fairValue = market.fairValue;
  makerInput.volatility = settings.volatility === null ? NaN : market.signals.fair(settings.volatility.windowMs).deviation();
  makerInput.position = market.position.net;
  makerInput.bestBid = othersBestBid(market);
  makerInput.bestAsk = othersBestAsk(market);
  makerInput.ruleWiden = posture.widen;
  makerInput.ruleShrink = posture.shrink;
  makerInput.ruleShift = posture.shift;
  makerQuotes(makerInput, ladder, trace);
}

function sayLadder({ bids, asks }: Ladder, trace: ExplanationStep[]): void {
  const cents = (price: number): number | null => (Number.isNaN(price) ? null : price / 10_000);
  const bid = cents(bids.best());
  const ask = cents(asks.best());
  trace.push({ step: 'ladder', effect: bid !== null ? `bids from ${bid}c` : ask !== null ? `asks from ${ask}c` : 'nothing is wanted', values: { bidCents: bid, askCents: ask } });
}
