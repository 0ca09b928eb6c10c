// The hidden true value of a synthetic market, as it moves with time alone: nothing that happens in a book changes it. All
// of it is drawn from the seed, so what a market comes to is settled before its first trade.

import type { Random } from './random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Where a course does not say otherwise: home within hours, so that a market of many days stays one that can be traded. */
const REVERSION_MS = 3 * HOUR;
/** Beyond these log-odds a price is 0 or 1 to a millionth. */
const MOST_ODDS = 16;

export type ValueCourse =
  /** Drifts back to a home that itself swings to and fro: up by `swing` log-odds in the first quarter of the period, down by twice that in the next two. A negative swing begins downwards. */
  | { readonly kind: 'homing'; readonly reversionMs: number; readonly swing: number; readonly periodMs: number }
  /** The chance of YES given what leaks out about it, until the market pays 0 or 1: a martingale. `leak` is how much is known before the end comes near (the information rate of Brody, Hughston & Macrina 2008, over the life of the market). */
  | { readonly kind: 'resolving'; readonly afterMs: number; readonly leak: number };

export interface ValueSettings {
  /** Price fraction at the start. */
  readonly startPrice: number;
  /** Standard deviation of the log-odds over a minute. */
  readonly volatility: number;
  readonly jumpsPerHour: number;
  readonly jump: number;
  /** Absent: home is the price at the start. */
  readonly course?: ValueCourse;
}

export interface HiddenValue {
  /** As a price fraction. */
  now(): number;
  move(elapsedMs: number): void;
  /** What a YES share pays at the end, 0 or 1; null where there is no end. */
  readonly pays: 0 | 1 | null;
}

export function hiddenValue(settings: ValueSettings, random: Random): HiddenValue {
  const { course } = settings;
  if (course?.kind === 'resolving') return new ResolvingValue(settings, course, random);
  return new HomingValue(settings, course ?? { kind: 'homing', reversionMs: REVERSION_MS, swing: 0, periodMs: HOUR }, random);
}

const logit = (p: number): number => Math.log(p / (1 - p));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

class HomingValue implements HiddenValue {
  readonly pays = null;
  readonly #settings: ValueSettings;
  readonly #course: ValueCourse & { readonly kind: 'homing' };
  readonly #random: Random;
  readonly #home: number;
  #odds: number;
  #elapsedMs = 0;

  constructor(settings: ValueSettings, course: ValueCourse & { readonly kind: 'homing' }, random: Random) {
    this.#settings = settings;
    this.#course = course;
    this.#random = random;
    this.#home = logit(settings.startPrice);
    this.#odds = this.#home;
  }

  now(): number { return logistic(this.#odds); }

  move(elapsedMs: number): void {
    const { volatility, jumpsPerHour, jump } = this.#settings;
    const { swing, periodMs, reversionMs } = this.#course;
    const random = this.#random;
    const diffusion = volatility * Math.sqrt(elapsedMs / MINUTE) * random.normal();
    const size = jump * (0.5 + random.uniform()) * (random.chance(0.5) ? 1 : -1);
    const jumps = random.chance(1 - Math.exp((-jumpsPerHour * elapsedMs) / HOUR));
    this.#elapsedMs += elapsedMs;
    const home = this.#home + swing * triangle(this.#elapsedMs / periodMs);
    this.#odds += (home - this.#odds) * (1 - Math.exp(-elapsedMs / reversionMs)) + diffusion + (jumps ? size : 0);
  }
}

class ResolvingValue implements HiddenValue {
  readonly pays: 0 | 1;
  readonly #afterMs: number;
  readonly #leak: number;
  readonly #random: Random;
  readonly #prior: number;
  /** Share of the market's life that is over, and the noise around what leaks: a Brownian bridge that ends at 0. */
  #elapsed = 0;
  #noise = 0;

  constructor({ startPrice }: ValueSettings, { afterMs, leak }: ValueCourse & { readonly kind: 'resolving' }, random: Random) {
    this.#afterMs = afterMs;
    this.#leak = leak;
    this.#random = random;
    this.#prior = logit(startPrice);
    this.pays = random.chance(startPrice) ? 1 : 0;
  }

  now(): number {
    const left = 1 - this.#elapsed;
    if (left <= 0) return this.pays;
    const seen = this.#leak * this.pays * this.#elapsed + this.#noise;
    const odds = this.#prior + (this.#leak * seen - (this.#leak ** 2 * this.#elapsed) / 2) / left;
    return logistic(Math.max(-MOST_ODDS, Math.min(MOST_ODDS, odds)));
  }

  move(elapsedMs: number): void {
    const left = 1 - this.#elapsed;
    const step = Math.min(left, elapsedMs / this.#afterMs);
    if (step <= 0) return;
    const after = (left - step) / left;
    this.#noise = this.#noise * after + Math.sqrt(step * after) * this.#random.normal();
    this.#elapsed = left - step <= 1e-12 ? 1 : this.#elapsed + step;
  }
}

/** Period 1: 0, up to 1 at a quarter, down to −1 at three quarters, back to 0. */
function triangle(at: number): number {
  const x = at - Math.floor(at);
  return x < 0.25 ? 4 * x : x < 0.75 ? 2 - 4 * x : 4 * x - 4;
}
