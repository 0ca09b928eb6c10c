// What the venue pays makers: liquidity rewards sampled once a minute, and the share of the taker fees on their fills.
// Booked by day and market for the reward endpoints; what a wallet has of an ended day is paid on the chain some minutes later,
// where it is worth paying.

import { MICROS } from '../../core/domain/numbers.ts';
import type { Wallet } from '../accounts/wallet.ts';
import type { RehearsalMarket } from '../market/market.ts';
import type { Exchange } from './exchange.ts';
import { rewardShare } from './reward-score.ts';
import { takerFee } from './taker-fee.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** From the end of a day until it is paid. */
const PAID_AFTER = 5 * MINUTE;
/** Dollars, of one kind and day over all markets. */
const LEAST_PAID = 1;
const MINUTES_A_DAY = 1_440;

export interface Earning { readonly date: string; readonly market: RehearsalMarket; readonly wallet: Wallet; dollars: number }

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export class Incentives {
  readonly #rewards = new Map<string, Earning>();
  readonly #rebates = new Map<string, Earning>();

  constructor(exchange: Exchange) {
    exchange.agenda.every(MINUTE, () => {
      for (const wallet of exchange.accounts.all()) {
        const markets = new Set([...exchange.orders.openOf(wallet)].map(({ market }) => market));
        for (const market of markets) {
          const share = rewardShare(wallet, market, exchange);
          if (share > 0) book(this.#rewards, exchange.now(), market, wallet, (share * (market.terms.rewards?.daily ?? 0)) / MINUTES_A_DAY);
        }
      }
    });
    this.#payLater(exchange);
    exchange.observers.push({
      tradeChanged: ({ status, makers, market }) => {
        if (status !== 'CONFIRMED') return;
        for (const { wallet, price, size } of makers) {
          if (wallet !== null) book(this.#rebates, exchange.now(), market, wallet, (takerFee(market.terms.fee, price, size) / 1e6) * market.terms.fee.rebateRate);
        }
      },
    });
  }

  #payLater(exchange: Exchange): void {
    const { agenda, accounts } = exchange;
    const ended = Math.floor((agenda.now() + DAY) / DAY) * DAY;
    agenda.at(ended + PAID_AFTER, () => {
      const date = dayOf(ended - 1);
      for (const wallet of accounts.all()) {
        for (const earnings of [this.rewards(date, [wallet]), this.rebates(date, [wallet])]) {
          const dollars = earnings.reduce((sum, earning) => sum + earning.dollars, 0);
          if (dollars >= LEAST_PAID) wallet.onChain.addCash(Math.floor(dollars * MICROS));
        }
      }
      this.#payLater(exchange);
    });
  }

  rewards(date: string, wallets: readonly Wallet[]): readonly Earning[] { return select(this.#rewards, date, wallets); }
  rebates(date: string, wallets: readonly Wallet[]): readonly Earning[] { return select(this.#rebates, date, wallets); }
}

function book(into: Map<string, Earning>, now: number, market: RehearsalMarket, wallet: Wallet, dollars: number): void {
  const date = dayOf(now);
  const key = `${date}/${market.terms.ids.conditionId}/${wallet.address}`;
  const earning = into.get(key) ?? { date, market, wallet, dollars: 0 };
  earning.dollars += dollars;
  into.set(key, earning);
}

const select = (from: ReadonlyMap<string, Earning>, date: string, wallets: readonly Wallet[]): readonly Earning[] =>
  [...from.values()].filter((earning) => earning.date === date && wallets.includes(earning.wallet));
