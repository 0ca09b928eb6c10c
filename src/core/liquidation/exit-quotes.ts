// The orders that work a position off, by stage: a pure producer like the maker. Only the side that closes is quoted; what
// it may hold in all is the guard's to say.
//
//   passive     rests at or behind the midpoint, never below the least profit
//   skewed      rests as near to the other side as resting allows, never below a floor that falls with time
//   aggressive  takes a slice now and then, at most `cross` of the spread beyond the best price of the other side with fees
//               counted; the rest rests as near as it may
//   market      takes all of it, within the collar from the best price of the other side, again as the book fills up

import type { LiquidationSettings } from '../../config/compiled-config.ts';
import { feeFor } from '../domain/fees.ts';
import type { Instrument } from '../domain/instrument.ts';
import { MICROS, type Price, type Size } from '../domain/numbers.ts';
import type { Side } from '../domain/side.ts';
import { valueOn } from '../quoting/curve.ts';
import { DROP, REST_POST_ONLY, TAKE, type Ladder, type LadderSide } from '../quoting/ladder.ts';
import { clampPrice, toPrice, toSize } from '../quoting/rounding.ts';
import type { ExplanationStep } from '../views.ts';
import { exitFloor, type ExitCost } from './exit-floor.ts';
import { AGGRESSIVE, MARKET, PASSIVE, SKEWED, stageName, type StageRank } from './stages.ts';

/** Between two takes of the last stage: the book and our view of it need a moment. */
const MARKET_EVERY_MS = 1_000;

/** What the producer looks at. Reused between decisions. */
export interface ExitInput {
  instrument: Instrument;
  settings: LiquidationSettings;
  rank: StageRank;
  /** Milliseconds in the stage, and since something was last sent to take; Infinity when nothing was. */
  inStageMs: number;
  sinceTakeMs: number;
  /** Micro-shares held when the liquidation began, absolute. */
  startSize: number;
  position: ExitCost;
  /** Best prices of others, micro-dollars. */
  bestBid: number;
  bestAsk: number;
  toEndMs: number;
  /** What the collar of the last stage is measured from; −1 for the best price of the other side now. */
  anchor: number;
  /** What no order reaches beyond the best price of the other side, whatever its stage may cost; Infinity without such a bound. */
  collar: number;
  /** Micro-dollars a share of YES. */
  fairValue: number;
}

const shown = (micros: number): number => Number((micros / 10_000).toFixed(2));
const cents = (micros: number): number => Math.round(micros) / 10_000;

export function exitQuotes(input: ExitInput, ladder: Ladder, trace: ExplanationStep[] | null): void {
  const { position, instrument, rank, settings } = input;
  const isLong = position.net > 0;
  const side: Side = isLong ? 'ask' : 'bid';
  const out = isLong ? ladder.asks : ladder.bids;
  const held = toSize(Math.abs(position.net), instrument.lot);
  const say = trace === null ? null : (step: string, effect: string, values: ExplanationStep['values']): void => void trace.push({ step, effect, values });
  say?.('liquidation', `stage ${stageName(rank)}: ${held / MICROS} shares of ${isLong ? 'YES' : 'NO'} to go`, { stage: stageName(rank), shares: held / MICROS });
  if (isHeldToTheEnd(input)) {
    say?.('hold', `worth ${shown(isLong ? input.fairValue : MICROS - input.fairValue)}c a share, and the market ends in ${Math.round(input.toEndMs / 60_000)} min: held until it is paid`, {});
    return;
  }
  const { aggressive, market } = settings;
  const kept = rank === AGGRESSIVE && aggressive !== null ? slice(input, aggressive, side, out, held)
    : rank === MARKET && market !== null ? takeAll(input, Math.min(market.collar, input.collar), side, out, held) : 0;
  if (out.count > 0) say?.('take', `${kept / MICROS} shares, no worse than ${shown(out.price[0]!)}c`, { shares: kept / MICROS, limitCents: cents(out.price[0]!) });
  const left = held - kept;
  if (left === 0) return;
  const price = restingPrice(input, side);
  add(out, price, left, REST_POST_ONLY, instrument);
  // What a slice needs room for is cut off what rests to the last share: an order that is near enough in size would block it.
  out.wanted[out.count - 1] = held;
  say?.('rest', `${left / MICROS} shares at ${shown(price)}c`, { shares: left / MICROS, priceCents: cents(price) });
}

/** As good as won: par is soon, and any price before it is less. */
function isHeldToTheEnd({ settings: { hold }, rank, toEndMs, fairValue, position }: Pick<ExitInput, 'settings' | 'rank' | 'toEndMs' | 'fairValue' | 'position'>): boolean {
  if (hold === null || rank === MARKET || toEndMs > hold.withinMs) return false;
  return (position.net > 0 ? fairValue : MICROS - fairValue) >= hold.above;
}

function restingPrice(input: ExitInput, side: Side): Price {
  const { instrument: { tick, fees }, settings, rank, position, bestBid, bestAsk } = input;
  const isAsk = side === 'ask';
  /** The nearest price that does not take. */
  const nearest = clampPrice(isAsk ? bestBid + tick : bestAsk - tick, tick);
  const outer = (a: number, b: number): Price => (isAsk ? Math.max(a, b) : Math.min(a, b)) as Price;
  if (rank === PASSIVE) {
    const middle = toPrice(side, (bestBid + bestAsk) / 2, tick);
    return outer(outer(nearest, middle), exitFloor(position, settings.minProfit, fees.maker, tick));
  }
  if (rank === SKEWED && settings.skewed !== null) {
    return outer(nearest, exitFloor(position, valueOn(settings.skewed.floor, input.inStageMs), fees.maker, tick));
  }
  return nearest;
}

/** Puts in a slice when its time has come. Returns its size, which is kept free of resting orders until then. */
function slice(input: ExitInput, { cross, slice: part, everyMs }: NonNullable<LiquidationSettings['aggressive']>, side: Side, out: LadderSide, held: Size): number {
  const { instrument } = input;
  const size = sliceSize(toSize(part * input.startSize, instrument.lot), held, instrument);
  if (input.sinceTakeMs >= everyMs) add(out, sliceLimit(input, cross, side), size, TAKE, instrument);
  return size;
}

/** No slice below the least size that the venue takes, and none that leaves a rest below it. */
export function sliceSize(wanted: number, held: number, { minSize }: Pick<Instrument, 'minSize'>): number {
  const size = Math.min(held, Math.max(wanted, minSize));
  return held - size < minSize ? held : size;
}

/**
 * The worst price of a slice: the best price of the other side is always allowed, and beyond it as far as price and fee
 * together cost no more than the bound.
 */
function sliceLimit({ instrument: { tick, fees }, settings, bestBid, bestAsk, collar }: ExitInput, cross: number, side: Side): Price {
  const sign = side === 'ask' ? 1 : -1;
  const touch = (side === 'ask' ? bestBid : bestAsk) as Price;
  // A spread that one stray order made wide is no reason to go further than the last stage would.
  const bound = Math.min(cross * (bestAsk - bestBid), settings.market?.collar ?? Infinity);
  const feeAt = (price: Price): number => feeFor(fees.taker, price, MICROS as Size);
  const feeAtTouch = feeAt(touch);
  let limit = touch;
  for (;;) {
    const next = clampPrice(limit - sign * tick, tick);
    // A fee that falls on the way is no reason to give away more.
    if (next === limit || sign * (touch - next) > collar || sign * (touch - next) + Math.max(0, feeAt(next) - feeAtTouch) > bound) return limit;
    limit = next;
  }
}

/** Nothing rests in between: it would have to be cancelled before the next take. */
function takeAll({ instrument, sinceTakeMs, bestBid, bestAsk, anchor }: ExitInput, collar: number, side: Side, out: LadderSide, held: Size): number {
  if (sinceTakeMs < MARKET_EVERY_MS) return held;
  const touch = side === 'ask' ? bestBid : bestAsk;
  const from = anchor < 0 ? touch : anchor;
  // Rounded towards the touch: not a fraction of a tick beyond the collar.
  const limit = toPrice(side, side === 'ask' ? Math.max(from - collar, 0) : Math.min(from + collar, MICROS), instrument.tick);
  // Beyond the collar there is nothing to take for now; an order there would only tell others what we want.
  if (side === 'ask' ? limit <= touch : limit >= touch) add(out, limit, held, TAKE, instrument);
  return held;
}

function add(out: LadderSide, price: Price, size: number, style: number, { minSize }: Instrument): void {
  const layer = out.count++;
  out.price[layer] = price;
  out.wanted[layer] = out.size[layer] = size;
  out.style[layer] = style;
  out.reason[layer] = DROP.quoted;
  if (size < minSize) out.drop(layer, DROP['below-minimum-size']);
}

