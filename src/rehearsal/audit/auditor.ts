// What a checker wants to know from the venue's side, kept from what happened and never from what a client says: every
// order's life, what stood open, the worst exposure ever seen, matches with oneself, attempts at prices off the tick.

import type { Wallet } from '../accounts/wallet.ts';
import type { RehearsalMarket } from '../market/market.ts';
import { decimalNumber } from '../micros.ts';
import { reservedCash } from '../trading/budget.ts';
import type { Exchange } from '../trading/exchange.ts';
import type { ExchangeObserver } from '../trading/observer.ts';
import { canonical } from '../trading/order-terms.ts';
import { openShares, type Order } from '../trading/order.ts';
import type { Trade } from '../trading/trade.ts';

export interface OrderAudit {
  readonly id: string; readonly wallet: string; readonly owner: string; readonly market: string; readonly outcome: 0 | 1; readonly side: 'BUY' | 'SELL'; readonly price: number; readonly size: number;
  readonly type: string; readonly postOnly: boolean; readonly status: string; readonly matched: number;
  readonly life: readonly { readonly at: number; readonly what: string; readonly matched: number }[];
}
export interface ExposureAudit { readonly wallet: string; readonly market: string; readonly worst: number; readonly now: number }
export interface Audit {
  readonly at: number;
  readonly orders: readonly OrderAudit[];
  /** Ids by wallet. */
  readonly open: Readonly<Record<string, readonly string[]>>;
  /** Shares: |position + resting on its side| at the worst moment, and now. Position is first outcome less second. */
  readonly exposure: readonly ExposureAudit[];
  readonly wallets: readonly { readonly wallet: string; readonly cash: number; readonly reserved: number; readonly leastFree: number; readonly tokens: Readonly<Record<string, number>> }[];
  readonly trades: readonly { readonly id: string; readonly market: string; readonly status: string; readonly price: number; readonly size: number; readonly takerOrder: string; readonly makerOrders: readonly string[] }[];
  readonly selfMatches: readonly { readonly at: number; readonly trade: string; readonly wallet: string }[];
  readonly offTick: readonly { readonly at: number; readonly wallet: string; readonly error: string }[];
  readonly struck: readonly { readonly at: number; readonly kind: string; readonly where: string }[];
  /** Requests to place orders that came while the engine takes none. */
  readonly turnedAway: readonly { readonly at: number; readonly mode: string }[];
}

export class Auditor implements ExchangeObserver {
  readonly #exchange: Exchange;
  readonly #worst = new Map<string, { readonly wallet: Wallet; readonly market: RehearsalMarket; worst: number }>();
  readonly #leastFree = new Map<Wallet, number>();
  readonly #selfMatches: { at: number; trade: string; wallet: string }[] = [];
  readonly #offTick: { at: number; wallet: string; error: string }[] = [];

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    exchange.observers.push(this);
  }

  orderChanged({ wallet, market }: Order): void { this.#look(wallet, market); }

  tradeChanged(trade: Trade): void {
    const { taker, makers, market } = trade;
    for (const { wallet } of [taker, ...makers]) if (wallet !== null) this.#look(wallet, market);
    if (trade.status !== 'MATCHED' || taker.wallet === null || !makers.some(({ wallet }) => wallet === taker.wallet)) return;
    this.#selfMatches.push({ at: this.#exchange.now(), trade: trade.id, wallet: taker.wallet.address });
  }

  triedOffTick(wallet: string, error: string): void { this.#offTick.push({ at: this.#exchange.now(), wallet, error }); }

  report(): Audit {
    const { orders, accounts, settlement, faults, mode } = this.#exchange;
    return {
      at: this.#exchange.now(), orders: [...orders.all()].map(orderAudit),
      open: Object.fromEntries(accounts.all().map((wallet) => [wallet.address, [...orders.openOf(wallet)].map(({ id }) => id)])),
      exposure: [...this.#worst.values()].map(({ wallet, market, worst }) => ({ wallet: wallet.address, market: market.terms.slug, worst: decimalNumber(worst), now: decimalNumber(this.#exposure(wallet, market)) })),
      wallets: accounts.all().map((wallet) => ({
        wallet: wallet.address, cash: decimalNumber(wallet.onChain.cash), reserved: decimalNumber(reservedCash(wallet, orders)), leastFree: decimalNumber(this.#leastFree.get(wallet) ?? wallet.known.cash),
        tokens: Object.fromEntries([...wallet.onChain.tokens].filter(([, size]) => size !== 0).map(([tokenId, size]) => [tokenId, decimalNumber(size)])),
      })),
      trades: [...settlement.all()].map(({ id, market, status, taker, makers }) => ({
        id, market: market.terms.slug, status, price: decimalNumber(taker.price), size: decimalNumber(taker.size), takerOrder: taker.orderId, makerOrders: makers.map(({ orderId }) => orderId),
      })),
      selfMatches: this.#selfMatches, offTick: this.#offTick, struck: faults.struck, turnedAway: mode.turnedAway,
    };
  }

  #look(wallet: Wallet, market: RehearsalMarket): void {
    const key = `${wallet.address}/${market.terms.ids.conditionId}`;
    const seen = this.#worst.get(key) ?? { wallet, market, worst: 0 };
    seen.worst = Math.max(seen.worst, this.#exposure(wallet, market));
    this.#worst.set(key, seen);
    const free = wallet.known.cash - reservedCash(wallet, this.#exchange.orders);
    this.#leastFree.set(wallet, Math.min(free, this.#leastFree.get(wallet) ?? free));
  }

  #exposure(wallet: Wallet, market: RehearsalMarket): number {
    const position = wallet.onChain.token(market.tokenIds[0]) - wallet.onChain.token(market.tokenIds[1]);
    const resting = { bid: 0, ask: 0 };
    for (const order of this.#exchange.orders.openOf(wallet)) if (order.market === market) resting[canonical(order).side] += openShares(order);
    return Math.max(position + resting.bid, resting.ask - position);
  }
}

const orderAudit = (order: Order): OrderAudit => ({
  id: order.id, wallet: order.wallet.address, owner: order.owner, market: order.market.terms.slug, outcome: order.outcome, side: order.side, price: decimalNumber(order.price), size: decimalNumber(order.size),
  type: order.type, postOnly: order.postOnly, status: order.status, matched: decimalNumber(order.matched), life: order.life.map(({ at, what, matched }) => ({ at, what, matched: decimalNumber(matched) })),
});
