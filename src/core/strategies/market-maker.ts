// The market maker: a pure producer of desired quotes. From fair value to a ladder on each side, in this order:
// half-spread (of the settings, a formula or rewards; × volatility × extremes × rules) around fair → inventory and rule shift
// move the centre → sizes → clamp and round → stay behind the opposite touch → drop what has too little edge. It knows no
// orders, and of limits the position's alone.
// Extremes come before skew: the other way round the inventory bias would grow with the widening.

import { MICROS, type Size } from '../domain/numbers.ts';
import { feeFor } from '../domain/fees.ts';
import type { Instrument, RewardTerms } from '../domain/instrument.ts';
import type { Side } from '../domain/side.ts';
import { valueOn } from '../quoting/curve.ts';
import { DROP, REST, REST_POST_ONLY, type Ladder, type LadderSide } from '../quoting/ladder.ts';
import { modelHalfSpread, modelShift, type QuotingModel } from '../quoting/quoting-model.ts';
import type { ResolvedSettings } from '../quoting/resolve-settings.ts';
import { rewardHalfSpread, rewardShare, rewardSize } from '../quoting/reward-placement.ts';
import { clampPrice, toPrice, toSize } from '../quoting/rounding.ts';
import type { ExplanationStep } from '../views.ts';

/** What the maker looks at. Reused between decisions. */
export interface MakerInput {
  instrument: Instrument;
  settings: ResolvedSettings;
  /** Whole micro-dollars. */
  fairValue: number;
  /** Micro-dollars; NaN when no `volatility` is configured. */
  volatility: number;
  /** For a formula: σ, micro-dollars per √second, and the seconds that count. NaN while not known, or without a formula. */
  wander: number;
  secondsLeft: number;
  /** Micro-shares, signed. */
  position: number;
  /** Best prices of others, micro-dollars. */
  bestBid: number;
  bestAsk: number;
  /** From rules: factor on the half-spread, factor on sizes, micro-dollars added to the centre. */
  ruleWiden: number;
  ruleShrink: number;
  /** Part of the sizes that a canary leaves; 1 without one. */
  canary: number;
  ruleShift: number;
}

const cents = (micros: number): number => Math.round(micros) / 10_000;
/** For the sentence: finer than any tick that is traded. */
const shown = (micros: number): number => Number((micros / 10_000).toFixed(2));

/** Fills `ladder`. With `trace` it also says what each step did; without, it allocates nothing. */
export function makerQuotes(input: MakerInput, ladder: Ladder, trace: ExplanationStep[] | null): void {
  const { instrument, settings, fairValue } = input;
  const { quote, skew, extremes, limits, model } = settings;
  const say: Say | null = trace === null ? null : (step, effect, values) => void trace.push({ step, effect, values });
  if (model !== null && Number.isNaN(input.wander)) {
    say?.('half-spread', `${model.settings.kind} needs the volatility, which is not known yet: nothing is quoted`, {});
    return;
  }

  let halfSpread = settings.halfSpread;
  if (model === null) say?.('half-spread', `${shown(halfSpread)}c to each side of fair value ${shown(fairValue)}c`, { fairValueCents: cents(fairValue), halfSpreadCents: cents(halfSpread) });
  else {
    const ofModel = modelHalfSpread(model, input.wander, input.secondsLeft);
    halfSpread = Math.max(halfSpread, ofModel);
    if (say !== null) sayModel(say, input, model, ofModel, halfSpread);
  }
  if (settings.rewards !== undefined) {
    const { rewards } = instrument;
    if (rewards === undefined) say?.('rewards', 'this market pays none: they move nothing', {});
    else {
      const before = halfSpread;
      halfSpread = rewardHalfSpread(settings.rewards, rewards);
      say?.('rewards', `first layer at ${percent(settings.rewards.target)} of the ${shown(rewards.maxSpread)}c that count: half-spread ${shown(halfSpread)}c in place of ${shown(before)}c`, { halfSpreadCents: cents(halfSpread), maxSpreadCents: cents(rewards.maxSpread) });
    }
  }

  const widening = settings.volatility?.widen;
  if (widening) {
    const factor = valueOn(widening, input.volatility);
    halfSpread *= factor;
    say?.('volatility', `fair value varies by ${shown(input.volatility)}c: half-spread × ${factor.toFixed(2)} = ${shown(halfSpread)}c`, { deviationCents: cents(input.volatility), factor, halfSpreadCents: cents(halfSpread) });
  }

  let sizeFactor = 1;
  if (extremes !== null && Math.min(fairValue, MICROS - fairValue) < extremes.within) {
    halfSpread *= extremes.widen;
    sizeFactor *= extremes.shrink;
    say?.('extremes', `within ${shown(extremes.within)}c of an end: half-spread × ${extremes.widen} = ${shown(halfSpread)}c, size × ${extremes.shrink}`, { widen: extremes.widen, shrink: extremes.shrink, halfSpreadCents: cents(halfSpread) });
  }

  if (input.ruleWiden !== 1 || input.ruleShrink !== 1) {
    halfSpread *= input.ruleWiden;
    sizeFactor *= input.ruleShrink;
    say?.('rules', `half-spread × ${input.ruleWiden} = ${shown(halfSpread)}c, size × ${input.ruleShrink}`, { widen: input.ruleWiden, shrink: input.ruleShrink, halfSpreadCents: cents(halfSpread) });
  }

  if (input.canary !== 1) {
    sizeFactor *= input.canary;
    say?.('canary', `size × ${input.canary} at the start of the session`, { canary: input.canary });
  }

  let centre = fairValue + input.ruleShift;
  if (input.ruleShift !== 0) say?.('rule shift', `centre moves by ${shown(input.ruleShift)}c to ${shown(centre)}c`, { shiftCents: cents(input.ruleShift), centreCents: cents(centre) });
  let bidSizeFactor = sizeFactor;
  let askSizeFactor = sizeFactor;
  const excess = input.position - (skew?.target ?? 0);
  if (model !== null) {
    const shift = modelShift(model, excess, input.wander, input.secondsLeft);
    centre += shift;
    say?.('inventory', `${model.settings.kind}: ${(excess / model.quoteSize).toFixed(1)} quotes beyond target move the centre by ${shown(shift)}c to ${shown(centre)}c (at most ${shown(model.settings.maxShift)}c)`, { inventoryQuotes: excess / model.quoteSize, shiftCents: cents(shift), centreCents: cents(centre) });
  }
  if (skew !== null) {
    const share = excess / limits.position;
    if (model === null) {
      const shift = valueOn(skew.curve, share);
      centre += shift;
      say?.('skew', `inventory ${(share * 100).toFixed(1)}% of the limit beyond target: centre moves by ${shown(shift)}c to ${shown(centre)}c`, { inventoryShare: share, shiftCents: cents(shift), centreCents: cents(centre) });
    }
    if (skew.size !== null && excess !== 0) {
      const factor = valueOn(skew.size, Math.abs(share));
      if (excess > 0) bidSizeFactor *= factor;
      else askSizeFactor *= factor;
      say?.('skew size', `the ${excess > 0 ? 'bid' : 'ask'} adds to inventory: its size × ${factor.toFixed(2)}`, { factor });
    }
  }

  layOut('bid', ladder.bids, input, centre, halfSpread, bidSizeFactor);
  layOut('ask', ladder.asks, input, centre, halfSpread, askSizeFactor);
  if (ladder.bids.best() >= ladder.asks.best()) separate(ladder, input.position);
  say?.('ladder', `bids from ${describe(ladder.bids)}, asks from ${describe(ladder.asks)} (rounded to the ${shown(instrument.tick)}c tick, bids down, asks up)`, {
    bidCents: nullable(ladder.bids.best()), askCents: nullable(ladder.asks.best()), layers: quote.layers.count,
  });
  if (say !== null && settings.rewards !== undefined && instrument.rewards !== undefined) sayScores(say, input, instrument.rewards, ladder);
}

type Say = (step: string, effect: string, values: ExplanationStep['values']) => void;

function sayModel(say: Say, { settings, fairValue, wander, secondsLeft }: MakerInput, { settings: { kind, tolerance, reach } }: QuotingModel, ofModel: number, halfSpread: number): void {
  const horizon = kind === 'glft' ? '' : ` over ${Math.round(secondsLeft)} s`;
  const least = halfSpread > ofModel ? `, less than quote.halfSpread, so ${shown(halfSpread)}c` : '';
  say('half-spread', `${kind}: ${shown(ofModel)}c to each side of fair value ${shown(fairValue)}c, for a volatility of ${shown(wander)}c a \u221asecond${horizon}, a tolerance of $${tolerance / MICROS} and takers who reach ${shown(reach)}c${least}`, {
    model: kind, fairValueCents: cents(fairValue), wanderCents: cents(wander), modelHalfSpreadCents: cents(ofModel), leastHalfSpreadCents: cents(settings.halfSpread), halfSpreadCents: cents(halfSpread),
  });
}

/** What the nearest layers score, seen from the middle of the others' best prices. */
function sayScores(say: Say, { bestBid, bestAsk }: MakerInput, terms: RewardTerms, { bids, asks }: Ladder): void {
  const mid = (bestBid + bestAsk) / 2;
  const share = (side: LadderSide): number => {
    const layer = side.nearest();
    return layer < 0 ? 0 : rewardShare(terms, side.price[layer]!, mid, side.size[layer]!);
  };
  say('reward score', `the nearest bid scores ${percent(share(bids))} of an order at the midpoint ${shown(mid)}c, the nearest ask ${percent(share(asks))}; from ${terms.minSize / MICROS} shares`, { bidScore: share(bids), askScore: share(asks), midCents: cents(mid) });
}

const percent = (share: number): string => `${Number((share * 100).toFixed(1))}%`;

const nullable = (micros: number): number | null => (Number.isNaN(micros) ? null : cents(micros));
const describe = (side: LadderSide): string => (Number.isNaN(side.best()) ? 'nowhere' : `${shown(side.best())}c`);

function layOut(side: Side, out: LadderSide, input: MakerInput, centre: number, halfSpread: number, sizeFactor: number): void {
  const { instrument, settings } = input;
  const { quote } = settings;
  const { tick, lot, minSize, fees } = instrument;
  const sign = side === 'bid' ? -1 : 1;
  // A side that reduces is measured against the skewed centre: the operator's curve says what getting rid of it is worth.
  const reduces = side === 'bid' ? input.position < 0 : input.position > 0;
  const reference = reduces ? centre : input.fairValue + input.ruleShift;
  let sizeMicros = quote.size * sizeFactor;
  const first = settings.rewards === undefined || instrument.rewards === undefined ? sizeMicros
    : sizeFactor * rewardSize(settings.rewards, instrument.rewards, quote.size, side === 'bid' ? settings.limits.position - input.position : settings.limits.position + input.position, lot);
  let previous = NaN;
  out.count = quote.layers.count;
  for (let layer = 0; layer < out.count; layer++) {
    let price = toPrice(side, centre + sign * (halfSpread + layer * settings.step), tick);
    let isTaker = false;
    if (side === 'bid' ? price >= input.bestAsk : price <= input.bestBid) {
      if (quote.postOnly) price = clampPrice(side === 'bid' ? input.bestAsk - tick : input.bestBid + tick, tick);
      else isTaker = true;
    }
    const size = toSize(layer === 0 ? first : sizeMicros, lot);
    sizeMicros *= quote.layers.sizeGrowth;
    out.price[layer] = price;
    out.wanted[layer] = size;
    out.size[layer] = size;
    out.reason[layer] = DROP.quoted;
    out.style[layer] = quote.postOnly ? REST_POST_ONLY : REST;
    const crosses = side === 'bid' ? price >= input.bestAsk : price <= input.bestBid;
    if (price === previous) out.drop(layer, DROP['same-price']);
    else if (crosses && quote.postOnly) out.drop(layer, DROP['would-cross']);
    else if (size < minSize) out.drop(layer, DROP['below-minimum-size']);
    else {
      const fee = feeFor(isTaker ? fees.taker : fees.maker, price, MICROS as Size);
      if (sign * (price - reference) - fee < settings.minEdge) out.drop(layer, DROP['below-minimum-edge']);
    }
    previous = price;
  }
}

/** A centre leaned beyond the range clamps both sides to its last tick: the side that reduces stands. */
function separate(ladder: Ladder, position: number): void {
  const { bids, asks } = ladder;
  const bid = bids.best();
  const ask = asks.best();
  const yields = position > 0 ? bids : asks;
  for (let layer = 0; layer < yields.count; layer++) {
    const crosses = yields === bids ? yields.price[layer]! >= ask : yields.price[layer]! <= bid;
    if (crosses && yields.size[layer]! > 0) yields.drop(layer, DROP['own-cross']);
  }
}
