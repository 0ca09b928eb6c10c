// From plan to commands: cancels first, always; then amends; then places, each checked once more against everything that
// is live at that moment, and held back by the throttle. What cannot go now stays wanted and is looked at again.

import { feeFor } from '../domain/fees.ts';
import { notional, type Price, type Size, type TimestampMs } from '../domain/numbers.ts';
import type { Leg } from '../domain/order.ts';
import type { Side } from '../domain/side.ts';
import { DROP_REASONS, REST_POST_ONLY, TAKE, type LadderSide } from '../quoting/ladder.ts';
import { isStopped } from '../risk/constraints.ts';
import { addLive, addedNotionalWith, unitCost, type SideExposure } from '../risk/exposure.ts';
import { isWithinLimits, type SideRoom } from '../risk/guard.ts';
import { legOf } from '../orders/leg.ts';
import { intendedOrder, type OwnOrder } from '../orders/own-order.ts';
import { TO_PLACE, type SidePlan } from '../orders/planner.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { tokensUnderWay } from '../state/token-operation.ts';
import type { Scratch } from './scratch.ts';

/** A cancel or amend that the venue refused is asked again no sooner, and later each time in a row, up to 4 s. */
const ASK_AGAIN_MS = 250;
const MOST_DOUBLINGS = 4;
/** What an earlier session left is not judged sooner than by a reconciled account and a book, nor left alone for longer than this. */
const TAKE_UP_MS = 10_000;

/** Returns when to look again because of what could not go now; Infinity when all went. */
export function request(core: CoreState, market: MarketState, scratch: Scratch): number {
  const { ladder, bidPlan, askPlan, bidRoom, askRoom, exposure } = scratch;
  const most = market.settings?.limits.openOrders ?? Infinity;
  const takesUp = isTakingUp(core, market) && exposure.openOrders <= most;
  let again = cancelAndAmend(core, bidPlan, takesUp && isWithinLimits(exposure.bid, bidRoom));
  again = Math.min(again, cancelAndAmend(core, askPlan, takesUp && isWithinLimits(exposure.ask, askRoom)));
  // The side that reduces goes first: it must not wait for a token, an order slot or cash that the other side took.
  const asksFirst = market.position.net > 0;
  again = Math.min(again, asksFirst ? place(core, market, scratch, 'ask', ladder.asks, askPlan, askRoom, exposure.ask) : Infinity);
  again = Math.min(again, place(core, market, scratch, 'bid', ladder.bids, bidPlan, bidRoom, exposure.bid));
  again = Math.min(again, asksFirst ? Infinity : place(core, market, scratch, 'ask', ladder.asks, askPlan, askRoom, exposure.ask));
  return again;
}

/** Permission is low at a start because nothing is known yet: that by itself is no reason to give up places in the queue. A stop is, a feed that was lost, and a side beyond its limits. */
const isTakingUp = (core: CoreState, { venue, bookAt, constraints, guards }: MarketState): boolean =>
  core.now < core.startedAt + TAKE_UP_MS && (venue.isUp ? !venue.ordersReconciled || !venue.holdingsReconciled || bookAt === null : !venue.hasBeenUp)
  && !isStopped(core.account.constraints, constraints, guards);

/** `leavesAdopted`: what an earlier session left stays for now. */
function cancelAndAmend(core: CoreState, plan: SidePlan, leavesAdopted: boolean): number {
  const { now, generation } = core;
  let again = Infinity;
  for (let i = 0; i < plan.count; i++) {
    const action = plan.action[i]!;
    if (action !== 'cancel' && action !== 'amend') continue;
    const order = plan.orders[i]!;
    if (leavesAdopted && !order.clientId.startsWith(`${core.session.id}-`)) { again = Math.min(again, core.startedAt + TAKE_UP_MS); continue; }
    if (order.refusals > 0) {
      const askAt = order.askedAt + ASK_AGAIN_MS * (1 << Math.min(order.refusals - 1, MOST_DOUBLINGS));
      if (now < askAt) { again = Math.min(again, askAt); continue; }
    }
    order.askedAt = now;
    core.throttle.charge(now);
    const { rates } = core.venue(order.venue);
    (action === 'cancel' ? rates.cancels : rates.places).charge(now);
    if (action === 'cancel') {
      core.commands.push({ type: 'CancelOrder', ts: now, generation, venue: order.venue, clientId: order.clientId, market: order.market });
      core.orders.move(order, 'cancel-pending');
    } else {
      order.amendingTo = plan.amendTo[i]!;
      core.commands.push({ type: 'AmendOrder', ts: now, generation, venue: order.venue, clientId: order.clientId, market: order.market, remaining: plan.amendTo[i]! as Size });
    }
  }
  return again;
}

/** Why a wanted layer that nothing drops does not go now. */
export const WAIT_REASONS = ['throttled', 'after-refusal', 'venue-post-only'] as const;
export type WaitReason = (typeof DROP_REASONS)[number] | (typeof WAIT_REASONS)[number];

function place(core: CoreState, market: MarketState, scratch: Scratch, side: Side, quotes: LadderSide, plan: SidePlan, room: SideRoom, exposure: SideExposure): number {
  for (let layer = 0; layer < quotes.count; layer++) {
    if (plan.served[layer] !== TO_PLACE) continue;
    const price = quotes.price[layer]! as Price;
    const size = quotes.size[layer]! as Size;
    const wait = mayPlace(core, market, scratch, side, quotes.style[layer]!, price, size, room, exposure);
    if (wait === 'throttled') return core.now + placeWaitMs(core, market, closes(exposure, size));
    if (wait === 'after-refusal') return backOffUntil(market, side, quotes.style[layer]!);
    if (wait !== null) continue;
    core.throttle.charge(core.now);
    market.venue.rates.places.charge(core.now);
    send(core, market, side, layer, quotes.style[layer]!, price, size);
    addLive(exposure, unitCost(side, price), size);
    scratch.exposure.openOrders++;
  }
  return Infinity;
}

/** Null when the order may go now. Counts everything that is or may be live, cancels under way included. */
export function mayPlace(core: CoreState, market: MarketState, scratch: Scratch, side: Side, style: number, price: Price, size: Size, room: SideRoom, exposure: SideExposure): WaitReason | null {
  const { instrument, settings } = market;
  if (core.now < backOffUntil(market, side, style)) return 'after-refusal';
  if (market.venue.takes === 'makers' && style !== REST_POST_ONLY) return 'venue-post-only';
  if (exposure.live + size > room.size) return DROP_REASONS[room.sizeReason]!;
  if (addedNotionalWith(exposure, unitCost(side, price), size) > room.notional) return DROP_REASONS[room.notionalReason]!;
  const most = settings?.limits.openOrders ?? null;
  if (most !== null && scratch.exposure.openOrders >= most) return 'open-orders-limit';
  const live = core.orders.live(instrument.id);
  for (let i = 0; i < live.length; i++) {
    const other = live[i]!;
    if (other.side !== side && (side === 'bid' ? price >= other.price : price <= other.price)) return 'own-cross';
  }
  const { cash, reservedCash } = core.account;
  const cost = cashFor(market, legFor(market, side, price, size, live), style, price, size);
  if (cost > 0 && (cash === null || cost > cash - reservedCash)) return 'no-cash';
  // Our own pace never keeps us in what a stage that takes wants out of; it counts, as a cancel does.
  if (style === TAKE && market.liquidation.rank > 0) return null;
  return placeWaitMs(core, market, closes(exposure, size)) > 0 ? 'throttled' : null;
}

const backOffUntil = ({ backOff }: MarketState, side: Side, style: number): number => (style === TAKE ? backOff.take : side === 'bid' ? backOff.bid : backOff.ask).until;

/** It only takes from the position, whatever else of the side fills. */
const closes = (exposure: SideExposure, size: number): boolean => exposure.live + size <= exposure.closes;

const placeWaitMs = (core: CoreState, { venue }: MarketState, isClosing: boolean): number => Math.max(core.throttle.waitMs(core.now, isClosing), venue.rates.placeWaitMs(core.now, isClosing));

const legFor = (market: MarketState, side: Side, price: Price, size: Size, live: readonly OwnOrder[]): Leg =>
  legOf(side, price, size, freeTokens(market, live, 'yes'), freeTokens(market, live, 'no'));

/** Micro-dollars that the venue sets aside for an order: the price of what it buys, and the fee were it to take. */
export function cashFor(market: MarketState, leg: Leg, style: number, price: Price, size: Size): number {
  if (leg.action === 'sell') return 0;
  return notional(leg.price, size) + feeFor(style === REST_POST_ONLY ? market.instrument.fees.maker : market.instrument.fees.taker, price, size);
}

/** Tokens held and promised neither to an order that sells them nor to a merge or another operation under way. */
export function freeTokens({ position, operation }: MarketState, live: readonly OwnOrder[], outcome: 'yes' | 'no'): number {
  let free = (outcome === 'yes' ? position.yes : position.no) - tokensUnderWay(operation, outcome);
  for (let i = 0; i < live.length; i++) {
    const { leg, remaining } = live[i]!;
    if (leg.action === 'sell' && leg.outcome === outcome) free -= remaining;
  }
  return free;
}

/** When the venue itself is to take it out, should we not be there to do it; null: never. */
function expiryOf({ instrument: { endsAt }, settings }: MarketState, now: number): TimestampMs | null {
  const resolution = settings?.resolution ?? null;
  if (endsAt === null || resolution === null || !resolution.expireOrders || resolution.stopBeforeMs === null) return null;
  const at = endsAt - resolution.stopBeforeMs;
  return at > now ? (at as TimestampMs) : null;
}

function send(core: CoreState, market: MarketState, side: Side, layer: number, style: number, price: Price, size: Size): void {
  const { instrument } = market;
  const { now, generation } = core;
  const leg = legFor(market, side, price, size, core.orders.live(instrument.id));
  const clientId = `${core.session.id}-${core.nextClientId++}`;
  const order = intendedOrder({ clientId, market: instrument.id, venue: instrument.venue, side, price, size, leg, generation, placedAt: now, layer, style });
  core.orders.add(order);
  const command = { type: 'PlaceOrder', ts: now, generation, venue: instrument.venue, clientId, market: instrument.id, side, price, size, postOnly: style === REST_POST_ONLY, leg } as const;
  if (style === TAKE) {
    market.tookAt = now;
    core.commands.push({ ...command, timeInForce: 'fill-and-kill' });
  } else {
    const expiresAt = expiryOf(market, now);
    core.commands.push(expiresAt === null ? command : { ...command, expiresAt });
  }
  core.orders.move(order, 'sent');
  const reserved = cashFor(market, leg, style, price, size);
  market.reservedCash += reserved;
  core.account.reservedCash += reserved;
}
