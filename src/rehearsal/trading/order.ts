// An order as the venue keeps it, from the moment it was accepted to long after it is over.

import type { Price, Size } from '../../core/domain/numbers.ts';
import type { BookOrder } from '../../exchange/matching-engine.ts';
import type { Wallet } from '../accounts/wallet.ts';
import type { OutcomeIndex, RehearsalMarket } from '../market/market.ts';

export type OrderSide = 'BUY' | 'SELL';
export type OrderType = 'GTC' | 'GTD' | 'FOK' | 'FAK';
/** DELAYED: held back before it meets the book. */
export type OrderStatus = 'LIVE' | 'MATCHED' | 'CANCELED' | 'CANCELED_MARKET_RESOLVED' | 'DELAYED' | 'INVALID';

export interface LifeStep { readonly at: number; readonly what: string; readonly matched: Size }

export interface Order {
  readonly id: string;
  readonly wallet: Wallet;
  /** The API key that placed it. */
  readonly owner: string;
  readonly market: RehearsalMarket;
  readonly outcome: OutcomeIndex;
  readonly side: OrderSide;
  /** In the outcome's own price. */
  readonly price: Price;
  /** Shares; of a FOK or FAK that buys, the collateral to spend. */
  readonly size: Size;
  readonly type: OrderType;
  readonly postOnly: boolean;
  /** Unix seconds, 0 without. */
  readonly expiration: number;
  readonly createdAt: number;
  status: OrderStatus;
  /** Shares. */
  matched: Size;
  resting: BookOrder | null;
  readonly trades: string[];
  readonly life: LifeStep[];
}

export const isOpen = ({ status }: Order): boolean => status === 'LIVE' || status === 'DELAYED';

/** Whether its size is collateral rather than shares. */
export const spendsCollateral = ({ type, side }: Pick<Order, 'type' | 'side'>): boolean => side === 'BUY' && (type === 'FOK' || type === 'FAK');

/** Shares that may still trade; of an order that spends collateral, as many as its limit buys. */
export function openShares(order: Order): Size {
  if (!isOpen(order)) return 0 as Size;
  const shares = spendsCollateral(order) ? Math.floor((order.size / order.price) * 1e6) : order.size;
  return Math.max(0, shares - order.matched) as Size;
}
