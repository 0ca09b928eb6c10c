// From the fills of one request to trades: one for each taker and price, with a row for every maker.

import { complement, type Price, type Size } from '../../core/domain/numbers.ts';
import type { BookOrder } from '../../exchange/matching-engine.ts';
import type { Fill, RehearsalMarket } from '../market/market.ts';
import type { House } from './house.ts';
import type { Order } from './order.ts';
import type { OrderRegister } from './order-register.ts';
import { takerFee } from './taker-fee.ts';
import type { Party, Trade } from './trade.ts';

export interface MatchContext { readonly orders: OrderRegister; readonly house: House; readonly nextId: () => string; readonly now: number }

export function tradesOf(market: RehearsalMarket, fills: readonly Fill[], context: MatchContext): readonly Trade[] {
  const groups: { readonly taker: BookOrder; readonly price: Price; readonly fills: Fill[] }[] = [];
  for (const fill of fills) {
    const last = groups.at(-1);
    if (last !== undefined && last.taker === fill.taker && last.price === fill.price) last.fills.push(fill);
    else groups.push({ taker: fill.taker, price: fill.price, fills: [fill] });
  }
  return groups.map(({ taker, price, fills: together }): Trade => {
    const size = together.reduce((sum, fill) => sum + fill.size, 0) as Size;
    const party = partyOf(taker, price, size, context);
    return {
      id: context.nextId(), market, taker: party, makers: together.map((fill) => partyOf(fill.maker, price, fill.size, context)), fee: takerFee(market.terms.fee, party.price, size),
      matchedAt: context.now, status: 'MATCHED', updatedAt: context.now, transactionHash: '',
    };
  });
}

function partyOf(entry: BookOrder, price: Price, size: Size, { orders, house }: MatchContext): Party {
  const order: Order | null = entry.owner === null ? null : orders.find(entry.owner);
  if (order === null) return house.party(entry, price, size);
  return {
    orderId: order.id, wallet: order.wallet, owner: order.owner, address: order.wallet.address, outcome: order.outcome, side: order.side,
    price: order.outcome === 0 ? price : complement(price), size,
  };
}
