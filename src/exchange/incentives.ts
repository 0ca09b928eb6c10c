// What the venue pays for making: a share of the taker's fee of each of our maker fills, and our share of a pool, sampled once
// a minute over the displayed book and our resting orders. Both accrue by market and are paid at 00:00 UTC. Smallest payouts
// and the competition for the pools of others are the venue's; see docs/explanation/fill-model.md.

import type { IncentivePaid } from '../core/domain/events.ts';
import type { RewardTerms } from '../core/domain/instrument.ts';
import type { Cash } from '../core/domain/numbers.ts';
import { poolShare } from '../core/market/reward-score.ts';
import type { TapeMarket } from './tape-market.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MINUTES_A_DAY = 1_440;

export type PayListener = (market: TapeMarket, kind: IncentivePaid['kind'], amount: Cash) => void;

export class Incentives {
  readonly #rewards: RewardTerms | null;
  readonly #markets: readonly TapeMarket[];
  readonly #pay: PayListener;
  /** Micro-dollars accrued by market, fractions and all. */
  readonly #accrued: Readonly<Record<IncentivePaid['kind'], Map<number, number>>> = { rebate: new Map(), reward: new Map() };
  #sampleAt = Infinity;
  #payAt = Infinity;
  #hasFinished = false;

  /** `markets` may grow. */
  constructor(rewards: RewardTerms | null, markets: readonly TapeMarket[], pay: PayListener) {
    this.#rewards = rewards;
    this.#markets = markets;
    this.#pay = pay;
  }

  /** Infinity while nothing is to be sampled or paid. */
  get nextAt(): number { return Math.min(this.#sampleAt, this.#payAt); }

  /** An order of ours rests from now on. */
  orderRests(now: number): void {
    if (this.#rewards !== null && !this.#hasFinished && this.#sampleAt === Infinity) this.#sampleAt = following(now, MINUTE_MS);
  }

  addRebate(market: TapeMarket, amount: number, now: number): void { this.#accrue('rebate', market.instrument.id, amount, now); }

  /** Does what is due at `at`: samples first, so that a day's last minute is in its payment. */
  pass(at: number): void {
    if (this.#sampleAt <= at) this.#sample(at);
    if (this.#payAt <= at) this.payAll();
  }

  /** The last payment; nothing is sampled any more. */
  finish(): void {
    this.#hasFinished = true;
    this.#sampleAt = Infinity;
    this.payAll();
  }

  /** What has accrued in whole micro-dollars; the rest stays. */
  payAll(): void {
    this.#payAt = Infinity;
    for (const kind of ['rebate', 'reward'] as const) {
      const accrued = this.#accrued[kind];
      for (const market of this.#markets) {
        const { id } = market.instrument;
        const owed = accrued.get(id) ?? 0;
        const amount = Math.floor(owed);
        if (amount <= 0) continue;
        accrued.set(id, owed - amount);
        this.#pay(market, kind, amount as Cash);
      }
    }
  }

  #accrue(kind: IncentivePaid['kind'], market: number, amount: number, now: number): void {
    if (!(amount > 0)) return;
    this.#accrued[kind].set(market, (this.#accrued[kind].get(market) ?? 0) + amount);
    if (this.#payAt === Infinity && !this.#hasFinished) this.#payAt = following(now - 1, DAY_MS);
  }

  #sample(at: number): void {
    const rewards = this.#rewards as RewardTerms;
    let hasOrders = false;
    for (const market of this.#markets) {
      if (market.orders('bid').length === 0 && market.orders('ask').length === 0) continue;
      hasOrders = true;
      // Where only prices are known, what others have there is not, and the least of it would leave us nearly the whole pool.
      if (market.status === 'open' && market.book.isTradable && market.instrument.isUnsized !== true) this.#accrue('reward', market.instrument.id, (shareOf(market, rewards) * rewards.daily) / MINUTES_A_DAY, at);
    }
    this.#sampleAt = hasOrders ? at + MINUTE_MS : Infinity;
  }
}

const shareOf = (market: TapeMarket, settings: RewardTerms): number => poolShare({
  bids: market.book.levels('bid'), asks: market.book.levels('ask'), settings,
  own: [...market.orders('bid'), ...market.orders('ask')].map(({ side, price, remaining }) => ({ side, price, size: remaining })),
});

/** The first multiple of `step` after `now`. */
const following = (now: number, step: number): number => (Math.floor(now / step) + 1) * step;
