// Splits, merges, redemptions and conversions from the question to the answer: one at a time and market. While one is under
// way its tokens and cash are promised to it; an answer counts once; without one the venue's holdings decide, and nothing is
// asked for again before they have.

import type { PairsRedeemed, PositionsConverted, TokenAnswer } from '../domain/events.ts';
import { MICROS, PAR, notional, type Size } from '../domain/numbers.ts';
import { convertedLegs } from '../ledger/converted-legs.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { hasHappened, type TokenOperation } from '../state/token-operation.ts';
import { pay } from './settle.ts';

/** After one that failed the bot tries again by itself no sooner. */
const TRY_AGAIN_MS = 60_000;
/** Without an answer for this long the venue is asked what it holds. */
const ANSWER_TIMEOUT_MS = 30_000;
const ASK_AGAIN_MS = 10_000;
/** Holdings that know of none this long after it was asked for say that there was none. */
const LOST_AFTER_MS = 120_000;
/** Micro-dollars. */
const ROUNDED = 2;

type Wish =
  | { readonly kind: 'merge' | 'split'; readonly size: Size }
  | { readonly kind: 'redeem' }
  | { readonly kind: 'convert'; readonly size: Size; readonly givers: readonly MarketState[]; readonly takers: readonly MarketState[] };

/** The caller has seen to it that nothing is in the way. */
export function begin(core: CoreState, market: MarketState, wish: Wish): void {
  const { now, generation } = core;
  const requestId = core.nextRequestId++;
  const { id, venue } = market.instrument;
  const issued = { ts: now, generation, venue };
  const start = { kind: wish.kind, requestId, askedAt: now, yes: 0, no: 0, cash: 0 };
  switch (wish.kind) {
    case 'merge':
      take(core, market, { ...start, yes: -wish.size, no: -wish.size });
      core.commands.push({ type: 'MergePairs', ...issued, market: id, size: wish.size, requestId });
      return;
    case 'split':
      take(core, market, { ...start, yes: wish.size, no: wish.size, cash: notional(PAR, wish.size) });
      core.commands.push({ type: 'SplitPairs', ...issued, market: id, size: wish.size, requestId });
      return;
    case 'redeem':
      take(core, market, { ...start, yes: -market.position.unclaimedYes, no: -market.position.unclaimedNo });
      core.commands.push({ type: 'RedeemPairs', ...issued, market: id, requestId });
      return;
    case 'convert': {
      const { givers, takers, size } = wish;
      const markets = [...givers, ...takers].map(({ instrument }) => instrument.id);
      for (const giver of givers) take(core, giver, { ...start, no: -size, markets });
      for (const taker of takers) take(core, taker, { ...start, yes: size, markets });
      core.commands.push({ type: 'ConvertPositions', ...issued, market: id, markets: markets.slice(0, givers.length), size, requestId });
    }
  }
}

function take(core: CoreState, market: MarketState, operation: TokenOperation): void {
  market.operation = operation;
  market.reservedCash += operation.cash;
  core.account.reservedCash += operation.cash;
  core.touch(market);
}

function drop(core: CoreState, market: MarketState): void {
  market.operation = null;
  // What it had in reserve is counted anew.
  market.ordersChanged = true;
  core.touch(market);
}

/** Run with every decision of the market. Returns when to look again; Infinity while nothing is under way. */
export function chaseOperation(core: CoreState, { operation, venue }: MarketState): number {
  if (operation === null) return Infinity;
  const askAt = Math.max(operation.askedAt + ANSWER_TIMEOUT_MS, Number.isNaN(venue.askedHoldingsAt) ? 0 : venue.askedHoldingsAt + ASK_AGAIN_MS);
  if (core.now < askAt) return askAt;
  venue.nextReconcileAt = Math.min(venue.nextReconcileAt, core.now);
  return core.now + ASK_AGAIN_MS;
}

/**
 * The venue's holdings are believed; `change`: by how much they were others than our books said. Where they changed, what is
 * under way is no longer known: an answer that comes counts no more, and only where it shows in them is the next one free to go.
 */
export function operationAfterHoldings(core: CoreState, market: MarketState, change: { readonly yes: number; readonly no: number }): void {
  const { operation, settledAt } = market;
  // Tokens of a resolved market that we did not know of wait to be paid like the others.
  if (settledAt !== null && (market.position.yes !== 0 || market.position.no !== 0) && market.instrument.canRedeem === true) pay(core, market, settledAt);
  if (operation === null || !(operation.askedAt < market.venue.holdingsAskedSince)) return;
  const hasChanged = change.yes !== 0 || change.no !== 0;
  if (!hasChanged && core.now - operation.askedAt < LOST_AFTER_MS) return;
  drop(core, market);
  if (hasHappened(operation, change)) {
    if (operation.kind === 'split') market.keptPairs += operation.yes;
    return;
  }
  market.operateAgainAt = core.now + TRY_AGAIN_MS;
  if (operation.kind !== 'merge') core.alert('warning', 'TOKENS_NOT_MOVED', `${market.instrument.name}: what the venue holds shows no ${WORDS[operation.kind]} ${(core.now - operation.askedAt) / 1000} s after it was asked for`, market.instrument.id);
}

const WORDS = { merge: 'merge', split: 'split', redeem: 'redemption', convert: 'conversion' } as const;

export function applyTokenAnswer(core: CoreState, event: TokenAnswer): void {
  const { name, id } = core.market(event.market).instrument;
  core.touch(core.market(event.market));
  const involved = core.markets.filter(({ operation }) => operation?.requestId === event.requestId);
  const operation = involved[0]?.operation ?? null;
  const { venue } = core.market(event.market);
  // What the venue's holdings have told of before, in any of its markets, counts no more.
  if (operation === null || involved.length !== (operation.markets?.length ?? 1)) {
    if (event.type !== 'TokenOperationUnknown') for (const market of involved) drop(core, market);
    venue.nextReconcileAt = core.now;
    return;
  }
  if (event.type === 'TokenOperationUnknown') {
    core.alert('warning', 'TOKENS_UNKNOWN', `${name}: the outcome of a ${WORDS[operation.kind]} is unknown (${event.detail}); what is held will tell`, id);
    venue.nextReconcileAt = core.now;
    return;
  }
  const givers = involved.filter((market) => (market.operation?.no ?? 0) < 0);
  const takers = involved.filter((market) => (market.operation?.yes ?? 0) > 0);
  for (const market of involved) drop(core, market);
  const market = core.market(event.market);
  switch (event.type) {
    case 'MergeFailed':
    case 'TokenOperationFailed':
      for (const each of involved) each.operateAgainAt = core.now + TRY_AGAIN_MS;
      core.alert('warning', operation.kind === 'merge' ? 'MERGE_FAILED' : 'TOKENS_NOT_MOVED', `${name}: nothing came of a ${WORDS[operation.kind]}: ${event.detail}`, id);
      return;
    case 'PairsMerged': receive(core, market.position.mergePairs(event.size)); return;
    case 'PairsSplit':
      receive(core, -market.position.splitPairs(event.size));
      market.keptPairs += event.size;
      core.alert('info', 'PAIRS_SPLIT', `${name}: ${event.size / MICROS} pairs for as many dollars; they are not merged by themselves`, id);
      return;
    case 'PairsRedeemed': redeem(core, market, event); return;
    case 'PositionsConverted': convert(core, givers, takers, event); return;
  }
}

function receive({ account }: CoreState, micros: number): void {
  if (account.cash !== null) account.cash += micros;
}

function gain(core: CoreState, market: MarketState, change: number): void {
  core.account.pnl += change;
  if (market.strategyState !== null) market.strategyState.pnl += change;
}

function redeem(core: CoreState, market: MarketState, { yes, no, paid }: PairsRedeemed): void {
  const { name, id } = market.instrument;
  const change = market.position.redeem(yes, no, paid);
  receive(core, paid);
  gain(core, market, change);
  // A contract rounds down what each outcome pays.
  if (Math.abs(change) > ROUNDED) core.alert('critical', 'PAID_OTHERWISE', `${name}: redeeming paid ${paid} micro-dollars, ${paid - change} were due`, id);
  core.alert('info', 'REDEEMED', `${name}: redeeming paid $${(paid / PAR).toFixed(2)}`, id);
}

function convert(core: CoreState, givers: readonly MarketState[], takers: readonly MarketState[], { size, received, paid }: PositionsConverted): void {
  const booked = convertedLegs({ givers: givers.map((market) => market.position.mark), takers: takers.map((market) => market.position.mark), size, paid });
  for (const [i, market] of givers.entries()) gain(core, market, market.position.exchange('no', -size, booked.givers[i]!));
  for (const [i, market] of takers.entries()) gain(core, market, market.position.exchange('yes', received, booked.takers[i]!));
  for (const market of [...givers, ...takers]) market.notePosition();
  receive(core, paid);
  const names = (markets: readonly MarketState[]): string => markets.map(({ instrument }) => instrument.name).join(', ');
  core.alert('info', 'POSITIONS_CONVERTED', `${size / MICROS} NO each of ${names(givers)} became ${received / MICROS} YES each of ${names(takers)} and $${(paid / PAR).toFixed(2)}`, givers[0]!.instrument.id);
}
