import { expect, test } from 'vitest';
import type { Command } from '../core/domain/commands.ts';
import type { MarketDataEvent, OrderEvent } from '../core/domain/events.ts';
import { marketId, type Instrument } from '../core/domain/instrument.ts';
import { timestamp } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { legFor } from './complement.ts';
import { TapeExchange } from './tape-exchange.ts';
import { cents, shares, tapeInstrument } from './tape-market.fixture.ts';

function open(over: Partial<Instrument> = {}) {
  const said: OrderEvent[] = [];
  const exchange = new TapeExchange({
    venue: 'recorded', name: 'tape', cash: shares(100) as never, emit: (event) => said.push(event),
    instruments: [{ ...tapeInstrument, ...over }, { ...tapeInstrument, ...over, id: marketId(1), name: 'other' }],
  });
  const issued = { ts: timestamp(0), generation: 1, venue: 'recorded' };
  const place = (clientId: string, side: Side, at: number, n: number, rest: { market?: number; postOnly?: boolean } = {}): Command => ({
    type: 'PlaceOrder', ...issued, clientId, market: marketId(rest.market ?? 0), side, price: cents(at), size: shares(n), postOnly: rest.postOnly ?? true, leg: legFor(side, cents(at), 'buy'),
  });
  const hear = (event: MarketDataEvent): void => exchange.hear(event);
  for (const market of [marketId(0), marketId(1)]) hear({ type: 'BookSnapshot', ts: timestamp(1), market, bids: [cents(48), shares(100)], asks: [cents(52), shares(80)] });
  const last = <T extends OrderEvent['type']>(type: T): Extract<OrderEvent, { type: T }> => said.findLast((event): event is Extract<OrderEvent, { type: T }> => event.type === type)!;
  return { said, exchange, issued, place, hear, last };
}

test('a resting fill costs its price and no fee, a taking fill its price and the fee, and both are in the holdings', () => {
  const { exchange, place, hear, last, issued } = open();
  exchange.perform(place('a', 'bid', 49, 10), timestamp(2));
  hear({ type: 'TradePrinted', ts: timestamp(3), market: marketId(0), price: cents(49), size: shares(4), taker: 'ask' });
  expect(last('OrderFilled')).toMatchObject({ ts: 3, clientId: 'a', market: 0, side: 'bid', price: cents(49), size: shares(4), fee: 0, liquidity: 'maker' });
  exchange.perform(place('b', 'bid', 52, 10, { postOnly: false }), timestamp(4));
  expect(last('OrderFilled')).toMatchObject({ ts: 4, clientId: 'b', price: cents(52), size: shares(10), fee: 174_720, liquidity: 'taker' });
  exchange.perform({ type: 'QueryHoldings', ...issued }, timestamp(5));
  expect(last('HoldingsReported')).toMatchObject({ cash: 100_000_000 - 4 * 490_000 - 10 * 520_000 - 174_720, holdings: [{ market: 0, yes: shares(14), no: 0 }] });
});

test('an amendment lowers an order that keeps its place; a venue without amendments refuses it', () => {
  const { exchange, place, hear, last, issued } = open();
  exchange.perform(place('a', 'bid', 48, 10), timestamp(2));
  hear({ type: 'TradePrinted', ts: timestamp(3), market: marketId(0), price: cents(48), size: shares(95), taker: 'ask' });
  exchange.perform({ type: 'AmendOrder', ...issued, clientId: 'a', market: marketId(0), remaining: shares(3) }, timestamp(4));
  expect(last('OrderAmended')).toMatchObject({ ts: 4, remaining: shares(3) });
  hear({ type: 'TradePrinted', ts: timestamp(5), market: marketId(0), price: cents(48), size: shares(20), taker: 'ask' });
  expect(last('OrderFilled')).toMatchObject({ size: shares(3) });
  const fixed = open({ canAmend: false });
  fixed.exchange.perform(fixed.place('a', 'bid', 48, 10), timestamp(2));
  fixed.exchange.perform({ type: 'AmendOrder', ...fixed.issued, clientId: 'a', market: marketId(0), remaining: shares(3) }, timestamp(4));
  expect(fixed.last('CancelRejected')).toMatchObject({ gone: false });
});

test('a filled order is open no more, and a query says what became of it', () => {
  const { exchange, place, hear, last, issued } = open();
  exchange.perform(place('a', 'bid', 49, 10), timestamp(2));
  const sell = (n: number): void => hear({ type: 'TradePrinted', ts: timestamp(3), market: marketId(0), price: cents(49), size: shares(n), taker: 'ask' });
  const report = () => {
    exchange.perform({ type: 'QueryOrder', ...issued, clientId: 'a', market: marketId(0) }, timestamp(4));
    return last('OrderReported').found;
  };
  sell(4);
  expect(report()).toEqual({ live: true, remaining: shares(6), filled: shares(4) });
  sell(40);
  expect(report()).toEqual({ live: false, remaining: 0, filled: shares(10) });
  exchange.perform({ type: 'QueryOpenOrders', ...issued, requestId: 1 }, timestamp(5));
  expect(last('OpenOrdersReported').orders).toEqual([]);
});

test('a cancelled order is out of the market', () => {
  const { said, exchange, place, hear, issued } = open();
  exchange.perform(place('a', 'bid', 49, 10), timestamp(2));
  exchange.perform({ type: 'CancelOrder', ...issued, clientId: 'a', market: marketId(0) }, timestamp(3));
  hear({ type: 'TradePrinted', ts: timestamp(4), market: marketId(0), price: cents(49), size: shares(4), taker: 'ask' });
  expect(said.map(({ type }) => type)).toEqual(['OrderAccepted', 'OrderCanceled']);
});

test('a market that closes cancels our orders in it and takes no more; the other goes on', () => {
  const { said, exchange, place, hear, last } = open();
  exchange.perform(place('a', 'bid', 48, 10), timestamp(2));
  exchange.perform(place('b', 'bid', 48, 10, { market: 1 }), timestamp(2));
  hear({ type: 'InstrumentStatusChanged', ts: timestamp(3), market: marketId(0), status: 'closed' });
  expect(said.at(-1)).toMatchObject({ type: 'OrderCanceled', ts: 3, clientId: 'a', remaining: shares(10) });
  exchange.perform(place('c', 'bid', 48, 10), timestamp(4));
  expect(last('OrderRejected')).toMatchObject({ clientId: 'c', reason: 'market-closed' });
  exchange.perform(place('d', 'bid', 48, 10, { market: 1 }), timestamp(4));
  expect(said.at(-1)).toMatchObject({ type: 'OrderAccepted', clientId: 'd' });
});

test('a resolved market pays what is held in it', () => {
  const { exchange, place, hear, last, issued } = open();
  exchange.perform(place('a', 'bid', 52, 10, { postOnly: false }), timestamp(2));
  exchange.perform(place('b', 'bid', 48, 10), timestamp(2));
  exchange.perform({ type: 'QueryHoldings', ...issued }, timestamp(3));
  const { cash } = last('HoldingsReported');
  hear({ type: 'MarketResolved', ts: timestamp(4), market: marketId(0), yesPays: cents(100) });
  exchange.perform({ type: 'QueryHoldings', ...issued }, timestamp(5));
  expect(last('HoldingsReported')).toMatchObject({ cash: cash + 10_000_000, holdings: [] });
  expect(last('OrderCanceled')).toMatchObject({ clientId: 'b' });
});

test('a paused market keeps our orders and takes no new ones', () => {
  const { exchange, place, hear, last, issued } = open();
  exchange.perform(place('a', 'bid', 48, 10), timestamp(2));
  hear({ type: 'InstrumentStatusChanged', ts: timestamp(3), market: marketId(0), status: 'paused' });
  exchange.perform(place('b', 'bid', 47, 10), timestamp(4));
  expect(last('OrderRejected')).toMatchObject({ clientId: 'b', reason: 'market-closed' });
  exchange.perform({ type: 'QueryOpenOrders', ...issued, requestId: 1 }, timestamp(5));
  expect(last('OpenOrdersReported').orders).toMatchObject([{ clientId: 'a', remaining: shares(10) }]);
});

test('an event of a market that the recording does not list is refused', () => {
  expect(() => open().hear({ type: 'BookValidated', ts: timestamp(2), market: marketId(7) })).toThrow(/market 7/);
});
