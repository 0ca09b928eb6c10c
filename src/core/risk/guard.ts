// The guard between what a strategy wants and what may be in the market: permission, pulls, and every limit, side by
// side. It trims from the far layers in, says which limit trimmed, and never stands in the way of reducing.

import type { Instrument } from '../domain/instrument.ts';
import { MICROS } from '../domain/numbers.ts';
import type { Permission } from '../domain/permission.ts';
import type { Side } from '../domain/side.ts';
import type { MarketLimits } from '../../config/compiled-config.ts';
import { DROP, type Ladder, type LadderSide } from '../quoting/ladder.ts';
import { toSize } from '../quoting/rounding.ts';
import { addedNotional, unitCost, type Exposure, type SideExposure } from './exposure.ts';

/** What one side may have live in all, kept and new. */
export interface SideRoom {
  /** Micro-shares under the position limit, whatever else stands against the side. */
  limit: number;
  /** Micro-shares; and which rule made it what it is. */
  size: number;
  sizeReason: number;
  /** Micro-dollars that the side may add to what is held; and which limit. */
  notional: number;
  notionalReason: number;
}

export interface GuardInput {
  permission: Permission;
  pullBid: boolean;
  pullAsk: boolean;
  /** A guard of the side: it may reduce and no more. */
  bidOnlyReduces: boolean;
  askOnlyReduces: boolean;
  /** Micro-shares, signed. */
  position: number;
  limits: MarketLimits;
  exposure: Exposure;
  /** Micro-shares that the strategy wants live on a side at most; Infinity where it leaves that to the limits. */
  mostBid: number;
  mostAsk: number;
  /** Micro-dollars left under the account's gross limit for this market beyond what it holds; Infinity without one. */
  grossRoom: number;
  /** The same under the capital of its strategy, and per side under the caps of its groups. */
  capitalRoom: number;
  groupRoomBid: number;
  groupRoomAsk: number;
}

export const noRoom = (): SideRoom => ({ limit: 0, size: 0, sizeReason: 0, notional: 0, notionalReason: 0 });

/** Trims `ladder` in place and fills both rooms. */
export function guard(input: GuardInput, instrument: Instrument, ladder: Ladder, bidRoom: SideRoom, askRoom: SideRoom): void {
  measureRoom('bid', input, bidRoom);
  measureRoom('ask', input, askRoom);
  guardSide('bid', input, instrument, ladder.bids, bidRoom);
  guardSide('ask', input, instrument, ladder.asks, askRoom);
  if (input.limits.openOrders !== null) trimCount(ladder, input.limits.openOrders, input.position);
}

function measureRoom(side: Side, input: GuardInput, room: SideRoom): void {
  const { position, limits } = input;
  const closes = side === 'bid' ? Math.max(0, -position) : Math.max(0, position);
  room.size = room.limit = Math.max(0, side === 'bid' ? limits.position - position : limits.position + position);
  room.sizeReason = DROP['position-limit'];
  const most = side === 'bid' ? input.mostBid : input.mostAsk;
  if (most < room.size) {
    room.size = most;
    room.sizeReason = DROP['not-wanted'];
  }
  if (input.permission === 'reduce-only') {
    room.size = Math.min(room.size, closes);
    room.sizeReason = DROP['reduce-only'];
  } else if (side === 'bid' ? input.bidOnlyReduces : input.askOnlyReduces) {
    room.size = Math.min(room.size, closes);
    room.sizeReason = DROP['side-only-reduces'];
  }
  if (input.permission === 'cancel-only' || input.permission === 'halted') {
    room.size = 0;
    room.sizeReason = DROP.permission;
  } else if (side === 'bid' ? input.pullBid : input.pullAsk) {
    room.size = 0;
    room.sizeReason = DROP.pulled;
  }
  const own = limits.notional === null ? Infinity : limits.notional - input.exposure.heldNotional;
  room.notional = own;
  room.notionalReason = DROP['notional-limit'];
  narrow(room, side === 'bid' ? input.groupRoomBid : input.groupRoomAsk, DROP['group-notional-limit']);
  narrow(room, input.capitalRoom, DROP['capital-limit']);
  narrow(room, input.grossRoom, DROP['gross-notional-limit']);
  room.notional = Math.max(0, room.notional);
}

/** Everything of the side that is or may be live is within its limits, though it may not be wanted. */
export const isWithinLimits = (exposure: SideExposure, room: SideRoom): boolean => exposure.live <= room.limit && addedNotional(exposure) <= room.notional;

/** The tightest limit gives the reason; of equal ones the nearest to the market. */
function narrow(room: SideRoom, to: number, reason: number): void {
  if (to >= room.notional) return;
  room.notional = to;
  room.notionalReason = reason;
}

function guardSide(side: Side, input: GuardInput, instrument: Instrument, quotes: LadderSide, room: SideRoom): void {
  const closes = side === 'bid' ? input.exposure.bid.closes : input.exposure.ask.closes;
  let used = 0;
  let notionalLeft = room.notional;
  for (let layer = 0; layer < quotes.count; layer++) {
    let size = quotes.size[layer]!;
    if (size === 0) continue;
    let reason = quotes.reason[layer]!;
    if (size > room.size - used) {
      size = toSize(room.size - used, instrument.lot);
      reason = room.sizeReason;
    }
    const unit = unitCost(side, quotes.price[layer]!);
    const adds = Math.max(0, used + size - Math.max(closes, used));
    if ((adds * unit) / MICROS > notionalLeft) {
      const affordable = (notionalLeft * MICROS) / unit;
      size = toSize(size - adds + affordable, instrument.lot);
      reason = room.notionalReason;
    }
    if (size < instrument.minSize) { quotes.drop(layer, reason === DROP.quoted ? DROP['below-minimum-size'] : reason); continue; }
    quotes.size[layer] = size;
    quotes.reason[layer] = reason;
    notionalLeft -= (Math.max(0, used + size - Math.max(closes, used)) * unit) / MICROS;
    used += size;
  }
}

/** At most `most` quotes: the far layers of the side that adds go first, then, flat, of the side with more. */
function trimCount(ladder: Ladder, most: number, position: number): void {
  let bids = standing(ladder.bids);
  let asks = standing(ladder.asks);
  while (bids + asks > most) {
    const bidsAdd = position > 0 || (position === 0 && bids > asks);
    const dropBid = bids > 0 && (asks === 0 || bidsAdd);
    const side = dropBid ? ladder.bids : ladder.asks;
    for (let layer = side.count - 1; layer >= 0; layer--) {
      if (side.size[layer]! > 0) { side.drop(layer, DROP['open-orders-limit']); break; }
    }
    if (dropBid) bids--;
    else asks--;
  }
}

function standing(side: LadderSide): number {
  let count = 0;
  for (let i = 0; i < side.count; i++) if (side.size[i]! > 0) count++;
  return count;
}
