// Pairs of YES and NO are a dollar each: where the venue does not net them by itself they are merged at par, the cheapest way
// out of both. One merge at a time and market; tokens under way or promised to an order are not merged again.

import type { MergeFailed, PairsMerged } from '../domain/events.ts';
import type { Size } from '../domain/numbers.ts';
import { allows } from '../domain/permission.ts';
import { toSize } from '../quoting/rounding.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { freeTokens } from './request.ts';

/** After a merge that failed the next is tried no sooner. */
const TRY_AGAIN_MS = 60_000;
/** Without an answer for this long the venue is asked what it holds. */
const ANSWER_TIMEOUT_MS = 30_000;
const ASK_AGAIN_MS = 10_000;
/** Holdings that know of no merge this long after it was asked for say that there was none. */
const LOST_AFTER_MS = 120_000;

export function mergePairs(core: CoreState, market: MarketState): void {
  const { instrument, position, merging } = market;
  if (instrument.canMerge !== true) return;
  if (merging !== null) {
    if (core.now - merging.askedAt >= ANSWER_TIMEOUT_MS && !(core.now - market.venue.askedHoldingsAt < ASK_AGAIN_MS)) market.venue.nextReconcileAt = Math.min(market.venue.nextReconcileAt, core.now);
    return;
  }
  if (position.yes === 0 || position.no === 0 || market.settledAt !== null || core.now < market.mergeAgainAt || !allows(market.permission, 'cancel-only')) return;
  if (!market.venue.holdingsReconciled) return;
  const live = core.orders.live(instrument.id);
  const size = toSize(Math.min(freeTokens(market, live, 'yes'), freeTokens(market, live, 'no')), instrument.lot);
  if (size < instrument.minSize) return;
  const requestId = core.nextRequestId++;
  market.merging = { requestId, size, askedAt: core.now };
  core.commands.push({ type: 'MergePairs', ts: core.now, generation: core.generation, venue: instrument.venue, market: instrument.id, size, requestId });
}

/**
 * The venue's holdings are believed; `change`: by how much they were others than our books said. Where they changed, what is
 * under way is no longer known: an answer that comes counts no more, and only where the merge shows in them is the next one free to go.
 */
export function mergeAfterHoldings(core: CoreState, market: MarketState, change: { readonly yes: number; readonly no: number }): void {
  const { merging } = market;
  if (merging === null || !(merging.askedAt < market.venue.askedHoldingsAt)) return;
  const hasChanged = change.yes !== 0 || change.no !== 0;
  if (!hasChanged && core.now - merging.askedAt < LOST_AFTER_MS) return;
  market.merging = null;
  if (change.yes > -merging.size || change.no > -merging.size) market.mergeAgainAt = core.now + TRY_AGAIN_MS;
}

export function applyMerge(core: CoreState, event: PairsMerged | MergeFailed): void {
  const market = core.market(event.market);
  core.touch(market);
  // An answer that comes after the venue's holdings told of it counts no more.
  if (market.merging?.requestId !== event.requestId) {
    market.venue.nextReconcileAt = core.now;
    return;
  }
  market.merging = null;
  if (event.type === 'MergeFailed') {
    market.mergeAgainAt = core.now + TRY_AGAIN_MS;
    core.alert('warning', 'MERGE_FAILED', `pairs of ${market.instrument.name} were not merged: ${event.detail}`, event.market);
    return;
  }
  const freed = market.position.mergePairs(event.size as Size);
  if (core.account.cash !== null) core.account.cash += freed;
}
