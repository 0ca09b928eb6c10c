// The other participants of one synthetic market: makers who keep ladders around a lagged estimate of a hidden true value,
// noise takers who do not know it, informed takers who do. All drawn from the seed; the path of the true value and the times
// of arrival do not depend on what anyone does in the book.

import { MICROS, PAR, type Price, type Size } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { BackgroundMaker } from './background-maker.ts';
import { hiddenValue, type HiddenValue } from './hidden-value.ts';
import type { MatchingEngine } from './matching-engine.ts';
import { Random } from './random.ts';
import type { SyntheticMarket } from './synthetic-markets.ts';

const MINUTE = 60_000;
/** A taker reaches at most this many ticks beyond the touch. */
const NOISE_REACH_TICKS = 2;

export class SyntheticFlow {
  readonly #market: SyntheticMarket;
  readonly #engine: MatchingEngine;
  readonly #tick: Price;
  readonly #arrivals: Random;
  readonly #value: HiddenValue;
  readonly #takers: Random;
  readonly #makers: readonly BackgroundMaker[];
  readonly #startAt: number;
  /** When the market ends; Infinity where it does not. */
  readonly #endsAt: number;
  /** What the makers believe, as a price fraction. */
  #estimate: number;
  #at: number;
  #nextAt: number;
  #nextArrival: 'maker' | 'noise' | 'informed' = 'maker';

  constructor(market: SyntheticMarket, options: { readonly seed: number; readonly startAt: number; readonly tick: Price; readonly engine: MatchingEngine }) {
    this.#market = market;
    this.#engine = options.engine;
    this.#tick = options.tick;
    this.#arrivals = new Random(options.seed, `${market.name}/arrivals`);
    this.#value = hiddenValue(market, new Random(options.seed, `${market.name}/value`));
    this.#takers = new Random(options.seed, `${market.name}/takers`);
    this.#makers = market.makers.map((maker, index) =>
      new BackgroundMaker(maker, { engine: options.engine, tick: options.tick, random: new Random(options.seed, `${market.name}/maker-${index}`) }));
    this.#startAt = options.startAt;
    this.#endsAt = market.course?.kind === 'resolving' ? options.startAt + market.course.afterMs : Infinity;
    this.#estimate = market.startPrice;
    this.#at = options.startAt;
    this.#nextAt = options.startAt;
    for (const maker of this.#makers) maker.requote(this.#estimate);
    this.#schedule();
  }

  /** When somebody does something next; Infinity once the market has ended. */
  nextAt(): number { return this.#nextAt; }

  /** The hidden value as a price fraction. What a test may know and a trader may not. */
  trueValue(): number { return this.#value.now(); }

  /** What a YES share pays at `endsAt`; null where there is no end. */
  get pays(): 0 | 1 | null { return this.#value.pays; }
  get endsAt(): number { return this.#endsAt; }

  /** Nobody does anything from now on. */
  end(): void { this.#nextAt = Infinity; }

  /** Does what is due at `nextAt`. At the end of the market nothing is: it is the venue's to end it. */
  step(): void {
    this.#moveValue(this.#nextAt - this.#at);
    this.#at = this.#nextAt;
    if (this.#nextArrival === 'maker') this.#makers[this.#takers.between(0, this.#makers.length - 1)]?.requote(this.#estimate);
    else if (this.#nextArrival === 'noise') this.#tradeOnNothing();
    else this.#tradeOnKnowledge();
    this.#schedule();
  }

  #schedule(): void {
    const { requotesPerMinute, noisePerMinute, informedPerMinute } = this.#market;
    const perMinute = requotesPerMinute + noisePerMinute + informedPerMinute;
    this.#nextAt = Math.min(this.#at + Math.ceil(this.#arrivals.exponential(MINUTE / perMinute)), this.#endsAt);
    const pick = this.#arrivals.uniform() * perMinute;
    this.#nextArrival = pick < requotesPerMinute ? 'maker' : pick < requotesPerMinute + noisePerMinute ? 'noise' : 'informed';
  }

  #moveValue(elapsedMs: number): void {
    this.#value.move(elapsedMs);
    this.#estimate += (this.trueValue() - this.#estimate) * (1 - Math.exp(-elapsedMs / this.#market.estimateLagMs));
  }

  /** Share of noise takers who buy now. */
  #buying(): number {
    const { lean } = this.#market;
    if (lean === undefined) return 0.5;
    return Math.floor((this.#at - this.#startAt) / lean.turnsEveryMs) % 2 === 0 ? lean.buyers : 1 - lean.buyers;
  }

  #tradeOnNothing(): void {
    const side: Side = this.#takers.chance(this.#buying()) ? 'bid' : 'ask';
    const size = 1 + Math.floor(this.#takers.exponential(this.#market.noiseShares));
    const touch = this.#engine.best(side === 'bid' ? 'ask' : 'bid');
    if (touch === null) return;
    const reach = NOISE_REACH_TICKS * this.#tick;
    this.#take(side, side === 'bid' ? Math.min(touch + reach, PAR - this.#tick) : Math.max(touch - reach, this.#tick), size);
  }

  #tradeOnKnowledge(): void {
    const value = this.trueValue() * MICROS;
    const size = this.#takers.between(this.#market.informedShares, 3 * this.#market.informedShares);
    const most = Math.floor((value - this.#market.informedEdge) / this.#tick) * this.#tick;
    const least = Math.ceil((value + this.#market.informedEdge) / this.#tick) * this.#tick;
    const ask = this.#engine.best('ask');
    const bid = this.#engine.best('bid');
    if (ask !== null && ask <= most) this.#take('bid', most, size);
    else if (bid !== null && bid >= least) this.#take('ask', least, size);
  }

  #take(side: Side, limit: number, shares: number): void {
    this.#engine.submit(null, side, limit as Price, (shares * MICROS) as Size, 'immediate');
  }
}
