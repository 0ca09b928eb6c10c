// From the signed amounts to a price and a size, and the checks that need nothing but the order and its market.

import { MICROS, PAR, notional, type Price, type Size } from '../../core/domain/numbers.ts';
import { canonicalOrder } from '../../exchange/complement.ts';
import type { OutcomeIndex, RehearsalMarket } from '../market/market.ts';
import { baseUnits, decimalText } from '../micros.ts';
import { INVALID_PAYLOAD, type OrderRequest } from './order-body.ts';
import { spendsCollateral, type Order } from './order.ts';

export interface OrderTerms { readonly price: Price; readonly size: Size; readonly outcome: OutcomeIndex }
export interface Refused { readonly status: number; readonly error: string; readonly isOffTick?: true }

const GTD_LEAD_S = 180;
/** A GTD order leaves the book so long before the time it states. */
export const GTD_EARLY_S = 60;
const LEAST_MARKETABLE = MICROS;
/** How far the amounts of an order for collateral may be off its price: its shares are rounded to the fourth decimal. */
const ROUNDING = 100n;
const AMOUNT_DECIMALS: Readonly<Record<string, number>> = { '0.1': 3, '0.01': 4, '0.005': 5, '0.0025': 6, '0.001': 5, '0.0001': 6 };

const refused = (error: string): Refused => ({ status: 400, error });

export function orderTerms(id: string, { fields, type, expiration, postOnly }: OrderRequest, market: RehearsalMarket, nowMs: number): OrderTerms | Refused {
  const side = fields.side === 0 ? 'BUY' : 'SELL';
  const making = baseUnits(fields.makerAmount);
  const taking = baseUnits(fields.takerAmount);
  if (making === null || taking === null || making === 0 || taking === 0) return refused(INVALID_PAYLOAD);
  const isImmediate = type === 'FOK' || type === 'FAK';
  if (isImmediate && postOnly) return refused(INVALID_PAYLOAD);
  const [collateral, shares] = side === 'BUY' ? [making, taking] : [taking, making];
  const spends = spendsCollateral({ type, side });
  const exact = Number((BigInt(collateral) * BigInt(MICROS)) / BigInt(shares));
  const price = (Math.round(exact / market.tick) * market.tick) as Price;
  const off = BigInt(price) * BigInt(shares) - BigInt(collateral) * BigInt(MICROS);
  const mayBeOff = spends ? ROUNDING * BigInt(MICROS) : 0n;
  if (off > mayBeOff || off < -mayBeOff || price < market.tick || price > PAR - market.tick) {
    return { ...refused(`order ${id} is invalid. Price (${decimalText(exact)}) breaks minimum tick size rule: ${decimalText(market.tick)}`), isOffTick: true };
  }
  if (spends && !isRounded(collateral, shares, market)) {
    return refused(`invalid amounts, the market buy orders maker amount supports a max accuracy of 2 decimals, taker amount a max of ${AMOUNT_DECIMALS[decimalText(market.tick)]} decimals`);
  }
  if (!isImmediate && shares < market.terms.minSize) {
    return refused(`order ${id} is invalid. Size (${decimalText(shares)}) lower than the minimum: ${decimalText(market.terms.minSize)}`);
  }
  if (type === 'GTD' ? expiration < nowMs / 1_000 + GTD_LEAD_S : expiration !== 0) return refused('invalid expiration');
  return { price, size: (spends ? collateral : shares) as Size, outcome: market.outcomeOf(fields.tokenId) };
}

function isRounded(collateral: number, shares: number, market: RehearsalMarket): boolean {
  const decimals = AMOUNT_DECIMALS[decimalText(market.tick)] ?? 6;
  return collateral % 10_000 === 0 && shares % 10 ** (6 - decimals) === 0;
}

/** Where the order stands on the book of the first outcome. */
export const canonical = ({ outcome, side, price }: Pick<Order, 'outcome' | 'side' | 'price'>): ReturnType<typeof canonicalOrder> =>
  canonicalOrder({ outcome: outcome === 0 ? 'yes' : 'no', action: side === 'BUY' ? 'buy' : 'sell', price });

/** A price that equals the other side's crosses it. */
export function crosses(order: Pick<Order, 'outcome' | 'side' | 'price' | 'market'>): boolean {
  const { side, price } = canonical(order);
  const touch = order.market.engine.best(side === 'bid' ? 'ask' : 'bid');
  return touch !== null && (side === 'bid' ? price >= touch : price <= touch);
}

/** Null where an order that takes is large enough. */
export function tooSmallToTake(order: Pick<Order, 'type' | 'side' | 'price' | 'size'>): string | null {
  const value = spendsCollateral(order) ? order.size : notional(order.price, order.size);
  return order.side === 'BUY' && value < LEAST_MARKETABLE ? `invalid amount for a marketable BUY order ($${decimalText(value)}), min size: $1` : null;
}
