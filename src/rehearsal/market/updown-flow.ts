// The other participants of an up-or-down market: makers around the chance that the price ends above where it began, given
// how far it has come and how long is left, and takers who know nothing.

import { MICROS, PAR, type Price, type Size } from '../../core/domain/numbers.ts';
import { BackgroundMaker } from '../../exchange/background-maker.ts';
import { Random } from '../../exchange/random.ts';
import { SYNTHETIC_MAKERS } from '../../exchange/synthetic-markets.ts';
import { STEP_DEVIATION, type ReferencePrice } from '../reference/reference-price.ts';
import type { Participants, RehearsalMarket } from './market.ts';

const REQUOTE_MS = 1_000;
/** Share of the seconds in which a taker comes. */
const TAKES = 0.1;
const TAKER_SHARES = 12;
const REACH = 20_000;

export interface UpdownTerms { readonly startsAt: number; readonly endsAt: number; readonly seed: number; readonly now: number; readonly pace: number }

export class UpdownFlow implements Participants {
  readonly #market: RehearsalMarket;
  readonly #reference: ReferencePrice;
  readonly #terms: UpdownTerms;
  readonly #random: Random;
  readonly #makers: readonly BackgroundMaker[];
  #nextAt: number;
  /** The price to beat; null before the window. */
  opening: number | null = null;

  constructor(market: RehearsalMarket, reference: ReferencePrice, terms: UpdownTerms) {
    this.#market = market;
    this.#reference = reference;
    this.#terms = terms;
    this.#random = new Random(terms.seed, `${market.terms.slug}/takers`);
    const { engine, tick } = market;
    this.#makers = SYNTHETIC_MAKERS.map((maker, index) => new BackgroundMaker(maker, { engine, tick, random: new Random(terms.seed, `${market.terms.slug}/maker-${index}`) }));
    this.#nextAt = terms.now;
  }

  nextAt(): number { return this.#nextAt; }

  step(): void {
    const chance = this.#chance(this.#nextAt);
    for (const maker of this.#makers) maker.requote(chance);
    if (this.#random.chance(TAKES)) this.#take();
    this.#nextAt += REQUOTE_MS / this.#terms.pace;
  }

  #chance(now: number): number {
    const { endsAt } = this.#terms;
    if (this.opening === null) return 0.5;
    const deviation = STEP_DEVIATION * Math.sqrt(Math.max(1, (endsAt - now) / 1_000));
    const z = Math.log(this.#reference.price / this.opening) / deviation;
    // The logistic curve of the same slope at zero stands in for the normal one.
    return Math.max(0.01, Math.min(0.99, 1 / (1 + Math.exp(-1.6 * z))));
  }

  #take(): void {
    const side = this.#random.chance(0.5) ? 'bid' : 'ask';
    const touch = this.#market.engine.best(side === 'bid' ? 'ask' : 'bid');
    const size = (1 + Math.floor(this.#random.exponential(TAKER_SHARES))) * MICROS;
    if (touch === null) return;
    const limit = side === 'bid' ? Math.min(touch + REACH, PAR - this.#market.tick) : Math.max(touch - REACH, this.#market.tick);
    this.#market.engine.submit(null, side, limit as Price, size as Size, 'immediate');
  }
}
