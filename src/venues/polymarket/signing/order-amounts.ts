// What an order offers and asks for, in the micro-units that are signed. All by integers. A price off the grid is refused and
// not rounded: an order at another price, or of another size, than was decided is another order.

import { notional, PAR, type Price, type Size } from '../../../core/domain/numbers.ts';
import type { RejectReason } from '../../../core/domain/order.ts';

export interface UnsignableOrder { readonly kind: 'refused'; readonly reason: RejectReason; readonly detail: string }

export interface OrderAmounts {
  readonly kind: 'amounts';
  /** What the maker of the order gives: micro-dollars of a buy, micro-shares of a sale. */
  readonly maker: number;
  /** What the maker of the order gets at least. */
  readonly taker: number;
}

export interface AmountsWish {
  readonly action: 'buy' | 'sell';
  /** Of the token that is traded. */
  readonly price: Price;
  readonly size: Size;
  readonly tick: Price;
  readonly timeInForce?: 'fill-or-kill' | 'fill-and-kill';
}

/** Orders are in hundredths of a share, whatever the tick. */
const ORDER_LOT = 10_000;
const CENT = 10_000;

/**
 * The venue's ticks, and the grid of what an order that is filled at once may ask for. The official client allows as many
 * decimals as price and size have together (3 to 6), the venue has refused more than four ("taker amount a max of 4 decimals").
 */
const TAKER_UNITS: ReadonlyMap<number, number> = new Map([[100_000, 1_000], [10_000, 100], [5_000, 100], [2_500, 100], [1_000, 100], [100, 100]]);

export const unsignable = (reason: RejectReason, detail: string): UnsignableOrder => ({ kind: 'refused', reason, detail });

export function orderAmounts(wish: AmountsWish): OrderAmounts | UnsignableOrder {
  const { action, price, size, tick } = wish;
  const unit = TAKER_UNITS.get(tick);
  if (unit === undefined) return unsignable('off-tick', `${tick} is no tick of the venue`);
  if (!(price >= tick && price <= PAR - tick)) return unsignable('price-out-of-range', `${price} is not within ${tick} … ${PAR - tick}`);
  if (price % tick !== 0) return unsignable('off-tick', `${price} is not a multiple of ${tick}`);
  if (!Number.isSafeInteger(size) || size % ORDER_LOT !== 0) return unsignable('off-lot', `${size} is not a multiple of ${ORDER_LOT}`);
  if (size <= 0) return unsignable('too-small', `${size} is no size`);
  // Exact: a price is a multiple of 100 and a size of 10,000, so the product is one of a million.
  const value = notional(price, size);
  if (wish.timeInForce === undefined) return action === 'buy' ? amounts(value, size) : amounts(size, value);
  const taken = action === 'buy' ? takingBuy(price, value, unit) : amounts(size, value - (value % unit));
  return keepsPrice(wish, taken) ? taken : unsignable('too-small', `${size} at ${price} cannot be stated in the decimals that the venue takes`);
}

const amounts = (maker: number, taker: number): OrderAmounts => ({ kind: 'amounts', maker, taker });

/**
 * A buy that fills at once is a spend: price × size, down to the cent, so never more than that. At better prices the venue gives
 * more shares for it than `size`. What is asked for is rounded down as the official client does, of a buy and of a sale. That lets
 * the price of the two amounts give way to `price`, by less than a tick: the grid prices in reach are the same, up to `price` itself.
 * Rounded up, as newer clients do, the order would not reach another at `price`.
 */
function takingBuy(price: Price, value: number, unit: number): OrderAmounts {
  const spend = value - (value % CENT);
  const shares = wholeShares(spend, price);
  return amounts(spend, shares - (shares % unit));
}

/** Whether the amounts stay within a tick of the price, as those of dust do not. */
function keepsPrice({ action, price, tick }: AmountsWish, { maker, taker }: OrderAmounts): boolean {
  const [given, taken] = [BigInt(maker), BigInt(taker)];
  return action === 'buy' ? given * BigInt(PAR) < BigInt(price + tick) * taken : taken * BigInt(PAR) > BigInt(price - tick) * given;
}

/** spend ÷ price in micro-shares, down, without passing 2^53 on the way. */
function wholeShares(spend: number, price: Price): number {
  const whole = Math.floor(spend / price);
  return whole * PAR + Math.floor(((spend - whole * price) * PAR) / price);
}
