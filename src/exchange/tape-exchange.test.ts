import { describe, expect, test } from 'vitest';
import { NO_FEE, type FeeSchedule } from '../core/domain/fees.ts';
import { marketId } from '../core/domain/instrument.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { KIND, TapeColumns } from '../tape/columns.ts';
import { openExchange } from './tape-exchange.fixture.ts';
import { cents, shares, tapeInstrument } from './tape-market.fixture.ts';

const OTHER = { market: marketId(1) };
const MAY_TAKE = { postOnly: false } as const;
const openOrders = (at: number, e: ReturnType<typeof openExchange>) => {
  e.perform(at, { type: 'QueryOpenOrders', requestId: 1 });
  return e.last('OpenOrdersReported').orders;
};

describe('orders', () => {
  test('a resting fill costs its price and no fee, a taking fill its price and the fee, and both are in the holdings', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 49, 10);
    e.trade(3, 'ask', 49, 4);
    expect(e.last('OrderFilled')).toMatchObject({ ts: 3, clientId: 'a', market: 0, side: 'bid', price: cents(49), size: shares(4), fee: 0, liquidity: 'maker' });
    e.place(4, 'b', 'bid', 52, 10, MAY_TAKE);
    expect(e.last('OrderFilled')).toMatchObject({ ts: 4, clientId: 'b', price: cents(52), size: shares(10), fee: 174_720, liquidity: 'taker' });
    e.perform(5, { type: 'QueryHoldings' });
    expect(e.last('HoldingsReported')).toMatchObject({ cash: 100_000_000 - 4 * 490_000 - 10 * 520_000 - 174_720, holdings: [{ market: 0, yes: shares(14), no: 0 }] });
  });

  test('an amendment lowers an order that keeps its place; a venue without amendments refuses it', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 48, 10);
    e.trade(3, 'ask', 48, 95);
    e.perform(4, { type: 'AmendOrder', clientId: 'a', market: marketId(0), remaining: shares(3) });
    expect(e.last('OrderAmended')).toMatchObject({ ts: 4, remaining: shares(3) });
    e.trade(5, 'ask', 48, 20);
    expect(e.last('OrderFilled')).toMatchObject({ size: shares(3) });
    const fixed = openExchange({ canAmend: false });
    fixed.place(2, 'a', 'bid', 48, 10);
    fixed.perform(4, { type: 'AmendOrder', clientId: 'a', market: marketId(0), remaining: shares(3) });
    expect(fixed.last('CancelRejected')).toMatchObject({ gone: false });
  });

  test('a filled order is open no more, and a query says what became of it', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 49, 10);
    const report = () => {
      e.perform(4, { type: 'QueryOrder', clientId: 'a', market: marketId(0) });
      return e.last('OrderReported').found;
    };
    e.trade(3, 'ask', 49, 4);
    expect(report()).toEqual({ live: true, remaining: shares(6), filled: shares(4) });
    expect(e.exchange.hasOrders()).toBe(true);
    e.trade(4, 'ask', 49, 40);
    expect(report()).toEqual({ live: false, remaining: 0, filled: shares(10) });
    expect(openOrders(5, e)).toEqual([]);
    expect(e.exchange.hasOrders()).toBe(false);
  });

  test('a cancelled order is out of the market', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 49, 10);
    e.cancel(3, 'a');
    e.trade(4, 'ask', 49, 4);
    expect(e.said.map(({ type }) => type)).toEqual(['OrderAccepted', 'OrderCanceled']);
  });

  test('says where an order stood when it joined, also while its last fill or its end is told', () => {
    const places: unknown[] = [];
    const e = openExchange();
    const told = e.said.push.bind(e.said);
    e.said.push = (event) => {
      if ('clientId' in event) places.push([event.type, e.exchange.placeOf(event.clientId)]);
      return told(event);
    };
    e.place(20, 'a', 'bid', 48, 10);
    e.trade(30, 'ask', 48, 130);
    e.place(40, 'b', 'bid', 47, 5);
    e.cancel(50, 'b');
    e.place(60, 'c', 'bid', 52, 5, MAY_TAKE);
    expect(places).toEqual([
      ['OrderAccepted', null], ['OrderFilled', { aheadAtJoining: shares(100), joinedAt: 20, remaining: 0 }],
      ['OrderAccepted', null], ['OrderCanceled', { aheadAtJoining: null, joinedAt: 40, remaining: shares(5) }],
      ['OrderAccepted', null], ['OrderFilled', null],
    ]);
    expect(e.exchange.placeOf('a')).toBeNull();
  });

  test('an event of a market that the recording does not list is refused', () => {
    expect(() => openExchange().hear({ type: 'BookValidated', ts: timestamp(2), market: marketId(7) })).toThrow(/market 7/);
  });

  test('rows that are no event of a market pass by', () => {
    const e = openExchange();
    const columns = new TapeColumns();
    columns.gap({ ts: 5, market: -1, lengthMs: 10 });
    columns.reference({ ts: 6, reference: 3, price: 1 });
    columns.push({ type: 'FeedHeartbeat', ts: timestamp(7), venue: 'recorded' });
    for (let row = 0; row < columns.length; row++) e.exchange.hear(columns, row);
    expect(e.said).toEqual([]);
  });
});

describe('orders that do not wait', () => {
  test('fill-and-kill takes what there is and the rest is cancelled, all of it where there is nothing', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 52, 90, { ...MAY_TAKE, timeInForce: 'fill-and-kill' });
    expect(e.last('OrderFilled')).toMatchObject({ clientId: 'a', size: shares(80), liquidity: 'taker' });
    expect(e.last('OrderCanceled')).toMatchObject({ clientId: 'a', remaining: shares(10), reason: 'fill-and-kill: nothing more to take' });
    e.place(3, 'b', 'bid', 52, 5, { ...MAY_TAKE, timeInForce: 'fill-and-kill' });
    expect(e.last('OrderCanceled')).toMatchObject({ clientId: 'b', remaining: shares(5) });
    expect(e.exchange.hasOrders()).toBe(false);
  });

  test('fill-or-kill takes all or is refused, and what was used up before does not count', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 52, 60, { ...MAY_TAKE, timeInForce: 'fill-or-kill' });
    expect(e.last('OrderFilled')).toMatchObject({ clientId: 'a', size: shares(60) });
    e.place(3, 'b', 'bid', 52, 21, { ...MAY_TAKE, timeInForce: 'fill-or-kill' });
    expect(e.last('OrderRejected')).toMatchObject({ clientId: 'b', reason: 'venue-error', detail: 'fill-or-kill of 21000000 at 520000 finds 20000000' });
    e.place(4, 'c', 'bid', 52, 20, { ...MAY_TAKE, timeInForce: 'fill-or-kill' });
    expect(e.last('OrderFilled')).toMatchObject({ clientId: 'c', size: shares(20) });
  });

  test('neither may be post-only or have an end', () => {
    for (const timeInForce of ['fill-or-kill', 'fill-and-kill'] as const) {
      const e = openExchange();
      e.place(2, 'a', 'bid', 48, 10, { timeInForce });
      e.place(2, 'b', 'bid', 52, 10, { ...MAY_TAKE, timeInForce, expiresAt: timestamp(100) });
      expect(e.all('OrderRejected').map(({ reason }) => reason)).toEqual(['venue-error', 'venue-error']);
    }
  });
});

describe('orders with an end', () => {
  test('are gone at that time with what is left, after what the market did at that very moment', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 49, 10, { expiresAt: timestamp(1_000) });
    expect(e.exchange.nextAt()).toBe(1_000);
    e.trade(1_000, 'ask', 49, 4);
    e.pass(1_000);
    expect(e.last('OrderCanceled')).toMatchObject({ ts: 1_000, clientId: 'a', remaining: shares(6), reason: 'expired' });
    expect([e.exchange.hasOrders(), e.exchange.nextAt()]).toEqual([false, Infinity]);
  });

  test('are gone before anything that is heard or asked later', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 49, 10, { expiresAt: timestamp(1_000) });
    e.trade(1_001, 'ask', 49, 4);
    expect(e.said.map(({ type, ts }) => `${type} ${ts}`)).toEqual(['OrderAccepted 2', 'OrderCanceled 1000']);
  });

  test('keep nobody waiting once the recording has ended, and are gone if time goes on all the same', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 49, 10, { expiresAt: timestamp(1_000) });
    e.exchange.finish(timestamp(5));
    expect([e.exchange.hasOrders(), e.exchange.nextAt()]).toEqual([true, Infinity]);
    e.cancel(1_001, 'b');
    expect(e.last('OrderCanceled')).toMatchObject({ ts: 1_000, clientId: 'a', reason: 'expired' });
  });

  test('are refused when they arrive too late', () => {
    const e = openExchange();
    e.place(1_000, 'a', 'bid', 49, 10, { expiresAt: timestamp(1_000) });
    expect(e.last('OrderRejected')).toMatchObject({ clientId: 'a', reason: 'venue-error' });
  });
});

describe('a market that changes', () => {
  test('cancels our orders when it closes and takes no more; the other goes on', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 48, 10);
    e.place(2, 'b', 'bid', 48, 10, OTHER);
    e.hear({ type: 'InstrumentStatusChanged', ts: timestamp(3), market: marketId(0), status: 'closed' });
    expect(e.said.at(-1)).toMatchObject({ type: 'OrderCanceled', ts: 3, clientId: 'a', remaining: shares(10) });
    e.place(4, 'c', 'bid', 48, 10);
    expect(e.last('OrderRejected')).toMatchObject({ clientId: 'c', reason: 'market-closed' });
    e.place(4, 'd', 'bid', 48, 10, OTHER);
    expect(e.said.at(-1)).toMatchObject({ type: 'OrderAccepted', clientId: 'd' });
  });

  test('pays what is held in it when it resolves', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 52, 10, MAY_TAKE);
    e.place(2, 'b', 'bid', 48, 10);
    const before = e.cash(3);
    e.hear({ type: 'MarketResolved', ts: timestamp(4), market: marketId(0), yesPays: cents(100) });
    expect(e.cash(5)).toBe(before + 10_000_000);
    expect(e.last('HoldingsReported').holdings).toEqual([]);
    expect(e.last('OrderCanceled')).toMatchObject({ clientId: 'b' });
  });

  test('keeps our orders in a pause: none fills, none comes, none changes but by a cancel, and then trading goes on', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 49, 10);
    e.place(2, 'b', 'bid', 48, 10);
    e.hear({ type: 'InstrumentStatusChanged', ts: timestamp(3), market: marketId(0), status: 'paused' });
    e.place(4, 'c', 'bid', 47, 10);
    expect(e.last('OrderRejected')).toMatchObject({ clientId: 'c', reason: 'market-closed' });
    e.perform(4, { type: 'AmendOrder', clientId: 'a', market: marketId(0), remaining: shares(3) });
    expect(e.last('CancelRejected')).toMatchObject({ clientId: 'a', gone: false });
    e.trade(5, 'ask', 47, 10);
    e.cancel(6, 'b');
    expect(openOrders(7, e)).toMatchObject([{ clientId: 'a', remaining: shares(10) }]);
    e.hear({ type: 'InstrumentStatusChanged', ts: timestamp(8), market: marketId(0), status: 'open' });
    e.trade(3_000, 'ask', 49, 10);
    expect(e.last('OrderFilled')).toMatchObject({ clientId: 'a', ts: 3_000, size: shares(10) });
  });

  const dearer: FeeSchedule = { maker: { rate: 0.5, exponent: 0, roundUpTo: 1 }, taker: NO_FEE };
  test('charges its new fees from then on, and cancels what cash no longer covers, the latest first', () => {
    const e = openExchange({}, { cash: shares(10) }, [{ tick: cents(1), fees: dearer }]);
    e.place(2, 'a', 'bid', 48, 10);
    e.place(3, 'b', 'bid', 47, 10);
    e.hearTerms(4, 0);
    expect(e.all('OrderCanceled')).toMatchObject([{ ts: 4, clientId: 'b', reason: 'no longer covered' }]);
    e.trade(3_000, 'ask', 47, 10);
    expect(e.last('OrderFilled')).toMatchObject({ clientId: 'a', fee: shares(5) });
  });

  test('cancels our orders that are off its new tick', () => {
    const e = openExchange({}, {}, [{ tick: cents(2), fees: tapeInstrument.fees }]);
    e.place(2, 'a', 'bid', 48, 10);
    e.place(2, 'b', 'bid', 47, 10);
    e.hearTerms(3, 0);
    expect(e.all('OrderCanceled')).toMatchObject([{ clientId: 'b', reason: 'off the new tick of 20000' }]);
    e.place(4, 'c', 'bid', 47, 10);
    expect(e.last('OrderRejected')).toMatchObject({ clientId: 'c', reason: 'off-tick' });
    expect(() => e.hearTerms(5, 3)).toThrow(/points at terms 3/);
  });

  test('takes prices of its finer tick', () => {
    const e = openExchange({}, {}, [{ tick: cents(0.1), fees: tapeInstrument.fees }]);
    e.hearTerms(3, 0);
    e.place(4, 'a', 'bid', 48.1, 10);
    e.trade(5, 'ask', 48.1, 4);
    expect(e.last('OrderFilled')).toMatchObject({ clientId: 'a', size: shares(4) });
  });

  test('fills nothing from quotes while the recording is blind to it', () => {
    const e = openExchange();
    e.place(2, 'a', 'bid', 50, 10);
    e.exchange.doubt(marketId(0), timestamp(3));
    e.level(4, 'ask', 50, 5);
    expect(e.all('OrderFilled')).toEqual([]);
    e.hear({ type: 'BookValidated', ts: timestamp(5), market: marketId(0) });
    expect(e.last('OrderFilled')).toMatchObject({ clientId: 'a', ts: 5, size: shares(5) });
  });
});

test('the kinds of a tape are these', () => {
  // A new kind has to be thought of in `hear`.
  expect(Object.keys(KIND)).toEqual(['delta', 'trade', 'snapshot', 'level', 'invalid', 'valid', 'heartbeat', 'status', 'resolved', 'terms', 'gap', 'reference', 'facts']);
});
