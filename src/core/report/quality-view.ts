// Quality of making as it is shown: of one market, of several together, of a strategy.

import { perShare } from '../signals/markout.ts';
import type { ExitsSnapshot } from '../state/exits.ts';
import type { MarketState } from '../state/market-state.ts';
import type { StrategyState } from '../state/strategy-state.ts';
import type { ExitsView, QualityView, StrategySummary } from '../views.ts';
import { dollars, priceOrNull } from './units.ts';

export function qualityView(markets: readonly MarketState[]): QualityView {
  const sum = (of: (market: MarketState) => number): number => markets.reduce((total, market) => total + of(market), 0);
  const placed = sum(({ quality }) => quality.placed);
  return {
    fillRate: placed === 0 ? null : sum(({ quality }) => quality.filled) / placed,
    realisedSpread: {
      perShare: priceOrNull(perShare(sum(({ quality }) => quality.markout.gained), sum(({ quality }) => quality.markout.size))),
      lastHour: priceOrNull(perShare(sum(({ quality }) => quality.markout.recentGained()), sum(({ quality }) => quality.markout.recentSize()))),
      fills: sum(({ quality }) => quality.markout.fills), unknownFills: sum(({ quality }) => quality.markout.unknownFills),
    },
    exits: exitsView({
      count: sum(({ exits }) => exits.count), totalMs: sum(({ exits }) => exits.totalMs), longestMs: Math.max(0, ...markets.map(({ exits }) => exits.longestMs)),
    }),
  };
}

const exitsView = ({ count, totalMs, longestMs }: ExitsSnapshot): ExitsView =>
  ({ count, meanMs: count === 0 ? null : totalMs / count, longestMs: count === 0 ? null : longestMs });

export const strategySummary = ({ name, pnl, heldNotional, earning, exits }: StrategyState): StrategySummary => ({
  name, pnl: dollars(pnl), heldNotional: dollars(heldNotional),
  earningUptime: earning.tradingMs === 0 ? null : earning.earningMs / earning.tradingMs, exits: exitsView(exits),
});
