// Silence, told from quiet. A frozen connection is open, answers pings and says nothing; so does one of markets in which nothing
// happens. The difference is a question: a market that has been silent is subscribed to anew, which the venue answers with its
// book. Pure: who is to be asked, doubted or dropped, by the times kept of each market.

import type { ConditionBook } from './condition-book.ts';

/** A connection that says nothing for so long is asked for a book, the one that is oldest. */
const SHARD_SILENT_MS = 10_000;
/** So is a market that says nothing for so long, though others do. */
const MARKET_SILENT_MS = 60_000;
/** Books come within 0.2 s of a subscription. */
const ANSWER_WITHIN_MS = 3_000;
/** A book that was asked for and did not come is asked for again after this. */
const ASK_AGAIN_MS = 5_000;

export interface MarketTimes {
  readonly book: Pick<ConditionBook, 'isSound'>;
  heardAt: number;
  askedAt: number;
  /** Nothing was heard of it since it was asked for. */
  isAwaited: boolean;
}

export interface SilenceVerdict<Market> {
  /** Nothing at all came since one was asked for. */
  readonly isFrozen: boolean;
  readonly unanswered: readonly Market[];
  readonly toAsk: readonly Market[];
}

export function awaitBook(market: MarketTimes, uptime: number): void {
  market.askedAt = uptime;
  market.isAwaited = true;
}

export function judgeSilence<Market extends MarketTimes>(markets: Iterable<Market>, shardHeardAt: number, uptime: number): SilenceVerdict<Market> {
  const unanswered: Market[] = [];
  const toAsk: Market[] = [];
  let oldest: Market | null = null;
  let isAsking = false;
  for (const market of markets) {
    const isOverdue = market.isAwaited && uptime - market.askedAt >= ANSWER_WITHIN_MS;
    if (isOverdue && shardHeardAt <= market.askedAt) return { isFrozen: true, unanswered: [], toAsk: [] };
    isAsking ||= market.isAwaited && !isOverdue;
    if (isOverdue) unanswered.push(market);
    else if (!market.book.isSound && uptime - market.askedAt >= ASK_AGAIN_MS) toAsk.push(market);
    else if (market.book.isSound && (oldest === null || market.heardAt < oldest.heardAt)) oldest = market;
  }
  // One question at a time.
  if (oldest !== null && !isAsking && (uptime - shardHeardAt >= SHARD_SILENT_MS || uptime - oldest.heardAt >= MARKET_SILENT_MS)) toAsk.push(oldest);
  return { isFrozen: false, unanswered, toAsk };
}
