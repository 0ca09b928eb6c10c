// The planner: desired quotes against the orders that are or may be live, one side at a time. It keeps what stands close
// enough (queue place is worth more than a tick), moves at once what stands too close to the market or over a limit, and
// lets the rest wait for its minimum rest. It asks for nothing itself: it fills in what should happen.

import { MAX_LAYERS, TAKE, type LadderSide } from '../quoting/ladder.ts';
import type { SideRoom } from '../risk/guard.ts';
import type { OwnOrder } from './own-order.ts';

/** An order is replaced to be larger only below this share of what is wanted, and to be smaller only above the other. placeholder: to be fitted on fills by queue place. */
const TOP_UP_BELOW = 0.5;
const CUT_ABOVE = 1.25;

/** After so many refusals in a row an order is cancelled that could not be made smaller. */
const MOST_REFUSED_AMENDS = 3;

export type OrderAction = 'keep' | 'cancel' | 'amend' | 'leaving';

/** Reused between decisions: only the first `count` entries mean anything (emptying the arrays would free and grow them each time, a quarter of a decision). */
export class SidePlan {
  /** Index into `orders` of the order that serves each layer, or one of the two below. */
  readonly served = new Int16Array(MAX_LAYERS);
  /** The live orders of the side, and what is to happen to each. `leaving`: a cancel is under way. */
  count = 0;
  readonly orders: OwnOrder[] = [];
  readonly action: OrderAction[] = [];
  /** For `amend`: the remaining size to ask for. */
  readonly amendTo: number[] = [];
  /** For explanations. */
  readonly why: string[] = [];
}

/** No order serves the layer yet. */
export const TO_PLACE = -1;
const NOT_WANTED = -2;

export interface PlanInput {
  side: 'bid' | 'ask';
  now: number;
  tolerance: number;
  minRestMs: number;
  canAmend: boolean;
  /** An order that stands nearer to the market than wanted serves no layer, whatever the tolerance: the price is a floor. */
  isFirm: boolean;
  /** Orders off it (the tick changed) serve no quote, whatever the tolerance. */
  tick: number;
}

export function planSide(input: PlanInput, quotes: LadderSide, live: readonly OwnOrder[], room: SideRoom, plan: SidePlan): void {
  let count = 0;
  for (let i = 0; i < live.length; i++) {
    const order = live[i]!;
    if (order.side !== input.side) continue;
    const leaving = order.state === 'cancel-pending' || order.state === 'cancel-unknown';
    plan.orders[count] = order;
    plan.action[count] = leaving ? 'leaving' : 'cancel';
    plan.amendTo[count] = 0;
    plan.why[count] = leaving ? 'a cancel is under way' : 'no layer wants it';
    count++;
  }
  plan.count = count;
  for (let layer = 0; layer < quotes.count; layer++) plan.served[layer] = quotes.size[layer]! > 0 ? TO_PLACE : NOT_WANTED;

  waitForTakers(quotes, plan);
  matchWithinTolerance(input, quotes, plan);
  letYoungOrdersRest(input, quotes, plan);
  cutExcess(quotes, plan, room);
  for (let i = 0; i < plan.count; i++) {
    // No answer to the place yet: there is nothing that could be cancelled for certain. It stays counted and is asked again once known.
    const state = plan.orders[i]!.state;
    if ((plan.action[i] === 'cancel' || plan.action[i] === 'amend') && (state === 'sent' || state === 'intended' || state === 'unknown')) {
      plan.action[i] = 'keep';
      plan.why[i] = 'its place is not acknowledged yet; it goes once it is';
    }
  }
}

const isBelowFloor = ({ isFirm, side }: PlanInput, order: OwnOrder, wanted: number): boolean => isFirm && (side === 'bid' ? order.price > wanted : order.price < wanted);

/** What rests is no taker, and what takes serves no layer that rests. */
const takes = (order: OwnOrder, quotes: LadderSide, layer: number): boolean => order.style === TAKE || quotes.style[layer] === TAKE;

/** One taker at a time: while the last one has no answer, there is no knowing what it left to take. */
function waitForTakers(quotes: LadderSide, plan: SidePlan): void {
  for (let i = 0; i < plan.count; i++) {
    if (plan.orders[i]!.style !== TAKE) continue;
    for (let layer = 0; layer < quotes.count; layer++) {
      if (quotes.style[layer] !== TAKE || plan.served[layer] !== TO_PLACE) continue;
      plan.served[layer] = i;
      plan.action[i] = 'keep';
      plan.why[i] = 'it is taking now';
    }
  }
}

/**
 * First each layer with the order that was placed for it: when the market moves by less than the tolerance the whole
 * ladder stays. Then, for what is left, with the nearest. One of the wrong size stands before none that fits.
 */
function matchWithinTolerance(input: PlanInput, quotes: LadderSide, plan: SidePlan): void {
  for (let layer = 0; layer < quotes.count; layer++) {
    if (plan.served[layer] !== TO_PLACE) continue;
    for (let i = 0; i < plan.count; i++) {
      if (plan.orders[i]!.layer !== layer || !fits(input, quotes, layer, i, plan)) continue;
      serve(input, quotes, layer, i, plan);
      break;
    }
  }
  for (let layer = 0; layer < quotes.count; layer++) {
    if (plan.served[layer] !== TO_PLACE) continue;
    const wanted = quotes.price[layer]!;
    let nearest = -1;
    let distance = Infinity;
    for (let i = 0; i < plan.count; i++) {
      const away = Math.abs(plan.orders[i]!.price - wanted);
      if (away < distance && fits(input, quotes, layer, i, plan)) { nearest = i; distance = away; }
    }
    if (nearest >= 0) serve(input, quotes, layer, nearest, plan);
  }
}

/** It may stay for this layer, or become smaller in place. */
function fits(input: PlanInput, quotes: LadderSide, layer: number, index: number, plan: SidePlan): boolean {
  const order = plan.orders[index]!;
  const wanted = quotes.price[layer]!;
  if (plan.action[index] !== 'cancel' || takes(order, quotes, layer) || Math.abs(order.price - wanted) > input.tolerance || (order.price !== wanted && order.price % input.tick !== 0) || isBelowFloor(input, order, wanted)) return false;
  const isYoung = input.now - order.placedAt < input.minRestMs;
  if (isTooLarge(order, quotes, layer)) {
    if (mayShrink(input, order) || (isYoung && !isTrimmed(quotes, layer))) return true;
    plan.why[index] = 'larger than wanted';
    return false;
  }
  if (isYoung || order.remaining >= quotes.size[layer]! * TOP_UP_BELOW) return true;
  plan.why[index] = 'less than half of the wanted size is left';
  return false;
}

function serve(input: PlanInput, quotes: LadderSide, layer: number, index: number, plan: SidePlan): void {
  const order = plan.orders[index]!;
  plan.served[layer] = index;
  plan.action[index] = 'keep';
  plan.why[index] = 'within tolerance';
  if (!isTooLarge(order, quotes, layer) || !mayShrink(input, order)) return;
  if (order.amendingTo >= 0) { plan.why[index] = 'a smaller size is already asked for'; return; }
  plan.action[index] = 'amend';
  plan.amendTo[index] = quotes.size[layer]!;
  plan.why[index] = 'larger than wanted; made smaller in place';
}

const isTrimmed = (quotes: LadderSide, layer: number): boolean => quotes.size[layer]! < quotes.wanted[layer]!;
const isTooLarge = ({ remaining }: OwnOrder, quotes: LadderSide, layer: number): boolean =>
  remaining > quotes.size[layer]! && (isTrimmed(quotes, layer) || remaining > quotes.size[layer]! * CUT_ABOVE);
const mayShrink = ({ canAmend }: PlanInput, { refusals }: OwnOrder): boolean => canAmend && refusals < MOST_REFUSED_AMENDS;

/** A young order out of tolerance keeps its layer until it has rested, unless it stands nearer to the market than wanted. */
function letYoungOrdersRest(input: PlanInput, quotes: LadderSide, plan: SidePlan): void {
  for (let layer = 0; layer < quotes.count; layer++) {
    if (plan.served[layer] !== TO_PLACE) continue;
    const wanted = quotes.price[layer]!;
    for (let i = 0; i < plan.count; i++) {
      const order = plan.orders[i]!;
      if (plan.action[i] !== 'cancel' || takes(order, quotes, layer) || order.price % input.tick !== 0 || input.now - order.placedAt >= input.minRestMs) continue;
      const isTooNear = input.side === 'bid' ? order.price > wanted : order.price < wanted;
      if (isTooNear || order.remaining > quotes.size[layer]!) continue;
      plan.served[layer] = i;
      plan.action[i] = 'keep';
      plan.why[i] = 'further out than wanted, but younger than its minimum rest';
      break;
    }
  }
}

/** What stays may not be more than the side has room for: the furthest out goes first. */
function cutExcess(quotes: LadderSide, plan: SidePlan, room: SideRoom): void {
  let kept = 0;
  for (let i = 0; i < plan.count; i++) {
    if (plan.action[i] === 'keep') kept += plan.orders[i]!.remaining;
    else if (plan.action[i] === 'amend') kept += plan.amendTo[i]!;
  }
  for (let layer = quotes.count - 1; layer >= 0 && kept > room.size; layer--) {
    const index = plan.served[layer]!;
    if (index < 0) continue;
    kept -= plan.action[index] === 'amend' ? plan.amendTo[index]! : plan.orders[index]!.remaining;
    plan.action[index] = 'cancel';
    plan.served[layer] = TO_PLACE;
    plan.why[index] = 'the side holds more than its limit has room for';
  }
}
