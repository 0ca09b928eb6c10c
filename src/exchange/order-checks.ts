// Everything a venue refuses before an order reaches its book, as a reason and a sentence. Pure: it looks at the order,
// the market, the ids already used and the account, and changes none of them.

import type { PlaceOrder } from '../core/domain/commands.ts';
import type { Instrument, InstrumentStatus } from '../core/domain/instrument.ts';
import { PAR, type Price } from '../core/domain/numbers.ts';
import type { ClientOrderId, RejectReason } from '../core/domain/order.ts';
import { opposite } from '../core/domain/side.ts';
import type { Side } from '../core/domain/side.ts';
import type { ExchangeAccount, OrderTerms } from './account.ts';
import { legContradiction } from './complement.ts';

export interface Refusal { readonly reason: RejectReason; readonly detail: string }

/** What the checks need to see of a market. Prices are canonical; null where the side is empty. */
export interface MarketUnderCheck {
  readonly instrument: Instrument;
  readonly status: InstrumentStatus;
  /** Best price of the whole book, our orders included. */
  best(side: Side): Price | null;
  /** Best price among our own live orders. */
  bestOwn(side: Side): Price | null;
}

export const orderTerms = (order: PlaceOrder, instrument: Instrument): OrderTerms => ({
  clientId: order.clientId, market: order.market, leg: order.leg, size: order.size, postOnly: order.postOnly,
  fees: instrument.fees, lot: instrument.lot,
});

const reaches = (side: Side, price: Price, other: Price | null): other is Price =>
  other !== null && (side === 'bid' ? price >= other : price <= other);

/** Null when the venue takes the order. `market` is null for one it does not know. */
export function checkOrder(
  order: PlaceOrder, market: MarketUnderCheck | null, usedIds: { has(clientId: ClientOrderId): boolean }, account: ExchangeAccount,
): Refusal | null {
  if (usedIds.has(order.clientId)) return { reason: 'duplicate-client-id', detail: `${order.clientId} was used before` };
  if (market === null) return { reason: 'unknown-market', detail: `no market ${order.market}` };
  const { instrument } = market;
  if (market.status !== 'open') return { reason: 'market-closed', detail: `${instrument.name} is ${market.status}` };
  return checkShape(order, instrument) ?? checkBook(order, market) ?? checkBalance(order, instrument, account);
}

function checkShape({ side, price, size, leg }: PlaceOrder, { tick, lot, minSize }: Instrument): Refusal | null {
  if (!(price >= tick && price <= PAR - tick)) return { reason: 'price-out-of-range', detail: `${price} is not within ${tick} … ${PAR - tick}` };
  if (price % tick !== 0) return { reason: 'off-tick', detail: `${price} is not a multiple of ${tick}` };
  if (!(size >= minSize)) return { reason: 'too-small', detail: `${size} is below the minimum of ${minSize}` };
  if (size % lot !== 0) return { reason: 'off-lot', detail: `${size} is not a multiple of ${lot}` };
  const contradiction = legContradiction(side, price, leg);
  return contradiction === null ? null : { reason: 'venue-error', detail: contradiction };
}

/** On the canonical book an order across the YES/NO mirror is an order on the same book, so self-trade needs no second look. */
function checkBook({ side, price, postOnly }: PlaceOrder, market: MarketUnderCheck): Refusal | null {
  const own = market.bestOwn(opposite(side));
  if (reaches(side, price, own)) return { reason: 'self-trade', detail: `${side} ${price} reaches our own ${opposite(side)} at ${own}` };
  const touch = market.best(opposite(side));
  if (postOnly && reaches(side, price, touch)) return { reason: 'would-cross', detail: `post-only ${side} ${price} reaches the ${opposite(side)} at ${touch}` };
  return null;
}

function checkBalance(order: PlaceOrder, instrument: Instrument, account: ExchangeAccount): Refusal | null {
  const missing = account.shortage(orderTerms(order, instrument));
  return missing === null ? null : { reason: 'insufficient-balance', detail: missing };
}
