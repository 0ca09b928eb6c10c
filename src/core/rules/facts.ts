// The registry of facts a rule can ask about: name, unit, scope, window, meaning. Config checks names and units against
// it, the compiler gives each (fact, window) a slot, `fact-vector.ts` fills the slots, the reference page is made of it.

import type { RuleScope } from '../../config/compiled-config.ts';

/**
 * price: micro-dollars · size: micro-shares · cash: micro-dollars · fraction: 0.8 for 80 % · count and hours: plain ·
 * duration: milliseconds · text: a string. `price` facts with a window accept `3c per 1s`, which sets the window;
 * `fraction` and `count` facts accept `80% over 30s` in the same way.
 */
export type FactUnit = 'price' | 'size' | 'cash' | 'fraction' | 'count' | 'hours' | 'duration' | 'text';

export interface FactSpec {
  readonly name: string;
  readonly unit: FactUnit;
  /** The narrowest thing it describes. A market rule may use all, a strategy rule strategy and account, an account rule account. */
  readonly scope: RuleScope;
  /** Non-null for facts measured over a window. */
  readonly window: { readonly defaultMs: number } | null;
  /** One sentence; says when it is unknown. */
  readonly doc: string;
}

const fact = (name: string, unit: FactUnit, scope: RuleScope, doc: string, defaultMs: number | null = null): FactSpec =>
  ({ name, unit, scope, doc, window: defaultMs === null ? null : { defaultMs } });

export const FACTS: readonly FactSpec[] = [
  fact('market', 'text', 'market', 'Name of the market.'),
  fact('strategy', 'text', 'strategy', 'Name of the strategy that quotes it.'),
  fact('venue', 'text', 'market', 'Name of the venue.'),
  fact('fairValue', 'price', 'market', 'Fair value before skew and shift. Unknown while the book cannot price it.'),
  fact('bestBid', 'price', 'market', 'Best bid of others. Unknown on an empty side.'),
  fact('bestAsk', 'price', 'market', 'Best ask of others. Unknown on an empty side.'),
  fact('spread', 'price', 'market', 'Best ask less best bid of others. Unknown when a side is empty.'),
  fact('price', 'price', 'market', 'Midpoint between the best prices of others. Unknown when a side is empty.'),
  fact('volume24h', 'cash', 'market', 'Dollars traded in the last 24 hours, as the venue reports it; where it does not, from the trades seen, unknown until a whole day of them was.'),
  fact('liquidity', 'cash', 'market', 'As the venue reports it; where it does not, dollars that others have put up within 5 cents of the best price of each side. Unknown without a book and where the book has no sizes.'),
  fact('rewardsDaily', 'cash', 'market', 'Liquidity rewards of the market a day. Unknown where the venue pays none, or does not say.'),
  fact('rewardPerDollar', 'fraction', 'market', 'Our part of a day’s rewards over the capital tied up, with every configured layer standing on both sides. Unknown without rewards, a strategy or a book.'),
  fact('expectedEarnings', 'cash', 'market', 'Estimate of a day: what public trades left to makers a minute later, by our part of the touch, and our part of the rewards. Unknown before a quarter of an hour and 30 trades.'),
  fact('bidDepth', 'size', 'market', 'Shares on the five best bid levels of others.'),
  fact('askDepth', 'size', 'market', 'Shares on the five best ask levels of others.'),
  fact('bookImbalance', 'fraction', 'market', 'Bid depth less ask depth over their sum, five levels, −1 … 1. Unknown with both empty.'),
  fact('bookAge', 'duration', 'market', 'Time since the venue feed of this market last said anything.'),
  fact('velocity', 'price', 'market', 'Distance fair value moved over the window, unsigned. Unknown until observed for the window.', 1_000),
  fact('trend', 'price', 'market', 'Move of fair value over the window, signed. Unknown until observed for the window.', 300_000),
  fact('volatility', 'price', 'market', 'Standard deviation of fair value over the window. Unknown for its first twelfth.', 60_000),
  fact('flowImbalance', 'fraction', 'market', 'One-sidedness of taker volume over the window, 0 … 1; 0 without trades. Unknown until observed for the window.', 30_000),
  fact('flowLean', 'fraction', 'market', 'Taker buys less sells over their sum in the window, −1 … 1; 0 without trades. Unknown until observed for the window.', 30_000),
  fact('tradedVolume', 'size', 'market', 'Shares traded by takers in the window. Unknown until observed for the window.', 60_000),
  fact('fills', 'count', 'market', 'Our fills in the window.', 60_000),
  fact('rejects', 'count', 'market', 'Orders of ours the venue refused in the window.', 60_000),
  fact('referencePrice', 'cash', 'market', 'Price outside that quote.reference names. Unknown without one, before the first, and once it is older than maxAge.'),
  fact('referenceMove', 'fraction', 'market', 'Share of the price outside by which it moved over the window, unsigned. Unknown until it was watched for the window, and once it is older than maxAge.', 10_000),
  fact('position', 'size', 'market', 'YES less NO held, signed.'),
  fact('positionShare', 'fraction', 'market', 'Position over the position limit, −1 … 1.'),
  fact('marketPnl', 'cash', 'market', 'Realised and unrealised P&L of the market since its baseline.'),
  fact('hoursToResolution', 'hours', 'market', 'Hours until the market ends. Unknown where the venue does not say.'),
  fact('realisedPnl', 'cash', 'market', 'P&L of the market without the unrealised part, since the account began: moves when something trades, settles or is paid.'),
  fact('unrealisedPnl', 'cash', 'market', 'What is held in the market at its last fair value, less its cost.'),
  fact('groupNotional', 'cash', 'market', 'Worst-case dollars at cost of the fullest group that the market is of. Unknown for one that is of none.'),
  fact('venueDegraded', 'count', 'market', 'Whether the venue of the market is degraded: 1, else 0.'),
  fact('strategyPnl', 'cash', 'strategy', 'P&L of all markets of the strategy.'),
  fact('strategyNotional', 'cash', 'strategy', 'Value at cost of what the strategy holds, gross.'),
  fact('strategyCapitalUsed', 'cash', 'strategy', 'Worst-case dollars at cost over all markets of the strategy.'),
  fact('dailyPnl', 'cash', 'account', 'P&L since 00:00 UTC.'),
  fact('totalPnl', 'cash', 'account', 'P&L since the account began.'),
  fact('drawdown', 'cash', 'account', 'Fall of P&L from its peak, ≥ 0.'),
  fact('grossNotional', 'cash', 'account', 'Value at cost of all that is held, gross.'),
  fact('openOrders', 'count', 'account', 'Orders that are or may be live.'),
  fact('unknownOrders', 'count', 'account', 'Orders whose outcome is not known.'),
  fact('hourUtc', 'count', 'account', 'Hour of the day, UTC, 0 … 23.'),
  fact('weekdayUtc', 'count', 'account', 'Day of the week, UTC, 0 is Sunday.'),
];

export const FACTS_BY_NAME: ReadonlyMap<string, FactSpec> = new Map(FACTS.map((f) => [f.name, f]));
