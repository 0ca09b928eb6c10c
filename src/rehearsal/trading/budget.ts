// What a wallet still has for a new order: the order book's view of its balance less what its open orders hold, and what
// it has allowed the exchange to move.

import { notional } from '../../core/domain/numbers.ts';
import type { Wallet } from '../accounts/wallet.ts';
import { exchangeOf } from '../market/terms.ts';
import { openShares, spendsCollateral, type Order } from './order.ts';
import type { OrderRegister } from './order-register.ts';
import { takerFee } from './taker-fee.ts';

export const TOO_POOR = 'not enough balance / allowance';

type Wanted = Pick<Order, 'wallet' | 'market' | 'outcome' | 'side' | 'price' | 'size' | 'type'>;

export function isCovered(order: Wanted, orders: OrderRegister, mayTake: boolean): boolean {
  const { wallet, market, outcome, side } = order;
  const exchange = exchangeOf(market.terms);
  if (side === 'BUY') return wallet.known.spenders.has(exchange) && cost(order, mayTake) <= wallet.known.cash - reservedCash(wallet, orders);
  const tokenId = market.tokenIds[outcome];
  return wallet.known.operators.has(exchange) && order.size <= wallet.known.token(tokenId) - reservedTokens(wallet, tokenId, orders);
}

function cost(order: Wanted, mayTake: boolean): number {
  const { price, size, market: { terms } } = order;
  const value = spendsCollateral(order) ? size : notional(price, size);
  const shares = spendsCollateral(order) ? Math.floor((size / price) * 1e6) : size;
  return mayTake ? value + takerFee(terms.fee, price, shares as Order['size']) : value;
}

export function reservedCash(wallet: Wallet, orders: OrderRegister): number {
  let reserved = 0;
  for (const order of orders.openOf(wallet)) if (order.side === 'BUY') reserved += notional(order.price, openShares(order));
  return reserved;
}

function reservedTokens(wallet: Wallet, tokenId: string, orders: OrderRegister): number {
  let reserved = 0;
  for (const order of orders.openOf(wallet)) if (order.side === 'SELL' && order.market.tokenIds[order.outcome] === tokenId) reserved += openShares(order);
  return reserved;
}
