// One market of the venue and orders of ours in it, for tests of what the account is told.

import type { Instrument } from '../../../core/domain/instrument.ts';
import { marketId } from '../../../core/domain/instrument.ts';
import { price, size, timestamp, type Price, type Size } from '../../../core/domain/numbers.ts';
import { conditionKey } from '../condition-key.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import type { MakerFill, UserTrade } from '../wire/user-message.ts';
import { OurOrders, type JournaledIds } from './our-orders.ts';
import { TradeBook, type ListedMarket } from './trade-book.ts';

export const cents = (c: number): Price => price(Math.round(c * 10_000));
export const shares = (n: number): Size => size(Math.round(n * 1_000_000));

export const MARKET: PolymarketMarket = { conditionId: `0x${'c0'.repeat(32)}`, slug: 'rain', yesId: '11', noId: '22', version: 'v1', negRisk: false, tick: cents(1), minSize: shares(5) };
export const INSTRUMENT: Instrument = {
  id: marketId(0), name: 'rain', venue: 'polymarket', tick: cents(1), lot: size(10_000), minSize: shares(5),
  fees: { maker: { rate: 0, exponent: 1, roundUpTo: 1 }, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 } },
  endsAt: null, showsOwnOrders: true, canAmend: false, netsPairs: false,
};
export const LISTED: ListedMarket = { market: MARKET, instrument: INSTRUMENT };
export const KEY = 'our-key';
export const WALLET = '0xAbC0000000000000000000000000000000000001';
export const START = timestamp(1_790_000_000_000);

/** `0x` and the name as hex digits: ids differ where the venue's do. */
export const orderId = (name: string): string => `0x${Buffer.from(name).toString('hex').padEnd(64, '0')}`;
export const NONE_JOURNALED: JournaledIds = { clientIdOf: () => null, venueOrderIdOf: () => null };

export function book(journaled: JournaledIds = NONE_JOURNALED): { orders: OurOrders; trades: TradeBook } {
  const orders = new OurOrders(journaled);
  return { orders, trades: new TradeBook({ orders, listed: (id) => (conditionKey(id) === MARKET.conditionId ? LISTED : null), apiKey: KEY, maker: WALLET, startedAt: START }) };
}
export const ours = (orders: OurOrders, name: string, n = 100): void => orders.add({ orderId: orderId(name), clientId: name, market: INSTRUMENT.id, size: shares(n) });

export const makerFill = (name: string, over: Partial<MakerFill> = {}): MakerFill => ({
  orderId: orderId(name), token: MARKET.yesId, action: 'sell', price: cents(52), size: shares(10), owner: 'their-key', makerAddress: '0x01', ...over,
});
/** Somebody buys ten YES at 52c from `their`. */
export const trade = (over: Partial<UserTrade> = {}): UserTrade => ({
  kind: 'trade', id: 't1', market: MARKET.conditionId, status: 'matched', detail: '', takerOrderId: orderId('taker'), token: MARKET.yesId, action: 'buy', price: cents(52), size: shares(10),
  owner: 'their-key', makers: [makerFill('their')], ourPart: null, transaction: null, matchedAt: timestamp(START + 1_000), updatedAt: timestamp(START + 1_000), ...over,
});
