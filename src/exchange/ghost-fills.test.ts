import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_FEE } from '../core/domain/fees.ts';
import { marketId } from '../core/domain/instrument.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { legFor } from './complement.ts';
import { openExchange } from './tape-exchange.fixture.ts';
import { cents, shares } from './tape-market.fixture.ts';

const always = { ghostFills: { share: 1, toldAfterMs: 5_000 } } as const;

describe('a match that fails to settle', () => {
  test('is told as a fill, and as failed when the venue finds out; cash, fee and tokens come back, the order does not', () => {
    const e = openExchange({}, always);
    e.place(2, 'a', 'bid', 52, 10, { postOnly: false });
    const fill = e.last('OrderFilled');
    expect(e.cash(3)).toBeLessThan(shares(100));
    expect(e.exchange.nextAt()).toBe(5_002);
    e.pass(5_002);
    const { clientId, market, fillId, side, price, size, fee } = fill;
    expect(e.last('FillFailed')).toEqual({ type: 'FillFailed', ts: 5_002, clientId, market, fillId, side, price, size, fee });
    expect(e.cash(5_003)).toBe(shares(100));
    expect(e.last('HoldingsReported').holdings).toEqual([]);
    expect(e.exchange.hasOrders()).toBe(false);
  });

  test('earns no rebate', () => {
    const e = openExchange({ fees: { maker: NO_FEE, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 }, makerRebate: 0.2 } }, always);
    e.place(2, 'a', 'bid', 49, 10);
    e.trade(3, 'ask', 49, 10);
    e.exchange.finish(timestamp(10_000));
    expect(e.all('IncentivePaid')).toEqual([]);
  });

  test.each([true, false])('whose tokens were sold on costs a dollar a pair to deliver, and cancels sales that have no tokens behind them (netting %s)', (netsPairs) => {
    const e = openExchange({ netsPairs }, { ghostFills: { share: 1, toldAfterMs: 5_000 } });
    e.place(2, 'a', 'bid', 49, 20);
    e.trade(3, 'ask', 49, 20);
    // That the sale fails too is told later.
    e.place(4_000, 'b', 'ask', 51, 20, { leg: legFor('ask', cents(51), 'sell') });
    e.trade(4_500, 'bid', 51, 15);
    e.pass(5_003);
    expect(e.last('FillFailed')).toMatchObject({ clientId: 'a', size: shares(20) });
    e.perform(5_004, { type: 'QueryHoldings' });
    const { cash, holdings } = e.last('HoldingsReported');
    // 15 sold at 51c, and 15 pairs bought to have them.
    expect([cash, holdings]).toEqual([shares(100) + 15 * 510_000 - shares(15), [{ market: 0, yes: 0, no: shares(15) }]]);
    const left = e.all('OrderCanceled');
    if (netsPairs) expect(left).toEqual([]);
    else expect(left).toMatchObject([{ clientId: 'b', remaining: shares(5), reason: 'no longer covered' }]);
  });

  test('in a market that has paid out takes the payout back', () => {
    const e = openExchange({}, always);
    e.place(2, 'a', 'bid', 49, 20);
    e.trade(3, 'ask', 49, 20);
    e.hear({ type: 'MarketResolved', ts: timestamp(4), market: marketId(0), yesPays: cents(100) });
    expect(e.cash(5)).toBe(shares(100) + 20 * 510_000);
    e.pass(6_000);
    expect(e.cash(6_001)).toBe(shares(100));
  });

  test('settles on a later try where the account could not bear the loss', () => {
    const e = openExchange({}, { ...always, cash: cents(1_000) });
    e.place(2, 'a', 'bid', 49, 20);
    e.trade(3, 'ask', 49, 20);
    e.hear({ type: 'MarketResolved', ts: timestamp(4), market: marketId(0), yesPays: cents(100) });
    e.place(5, 'b', 'bid', 48, 40, { market: marketId(1) });
    e.hear({ type: 'TradePrinted', ts: timestamp(6), market: marketId(1), price: cents(47), size: shares(40), taker: 'ask' });
    // $20.40 less $19.20: the payout of $20 less its price of $9.80 is not there any more.
    expect(e.cash(7)).toBe(1_000_000);
    e.pass(5_003);
    expect(e.all('FillFailed')).toEqual([]);
    expect(e.cash(5_004)).toBe(1_000_000);
  });
});

test('the share of matches that fail is what the settings say, and the same seed fails the same ones', () => {
  const failed = (seed: number, share: number): readonly string[] => {
    const e = openExchange({}, { cash: shares(1_000_000), seed, ghostFills: { share, toldAfterMs: 0 } });
    for (let i = 0; i < 1_000; i++) {
      e.place(10 + i, `o${i}`, 'bid', 49, 1);
      e.trade(10 + i, 'ask', 49, 1);
    }
    e.pass(5_000);
    return e.all('FillFailed').map(({ fillId }) => fillId);
  };
  expect(failed(1, 0.1)).toEqual(failed(1, 0.1));
  expect(failed(1, 0.1)).not.toEqual(failed(2, 0.1));
  expect(Math.abs(failed(1, 0.1).length - 100)).toBeLessThan(30);
  expect(failed(1, 0)).toEqual([]);
});

const step = fc.record({
  kind: fc.constantFrom('place', 'place', 'trade', 'trade', 'cancel', 'wait', 'resolve'), side: fc.constantFrom('bid' as const, 'ask' as const),
  action: fc.constantFrom('buy' as const, 'sell' as const), at: fc.integer({ min: 44, max: 56 }), n: fc.integer({ min: 1, max: 40 }), market: fc.nat(1), postOnly: fc.boolean(), ms: fc.nat(2_000),
});

test('whatever fails and whenever, cash and tokens never fall below nothing, and what is held is what filled and did not fail', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), fc.integer(), (steps, netsPairs, seed) => {
    const e = openExchange({ netsPairs }, { cash: shares(30), seed, ghostFills: { share: 0.5, toldAfterMs: 1_500 } });
    let ts = 10;
    steps.forEach(({ kind, side, action, at, n, market, postOnly, ms }, i) => {
      ts += ms;
      e.pass(ts);
      const id = marketId(market);
      if (kind === 'place') e.place(ts, `o${i}`, side, at, n, { market: id, postOnly, leg: legFor(side, cents(at), action) });
      if (kind === 'trade') e.hear({ type: 'TradePrinted', ts: timestamp(ts), market: id, price: cents(at), size: shares(n), taker: side });
      if (kind === 'cancel') e.perform(ts, { type: 'CancelAll' });
      if (kind === 'resolve' && market === 1) e.hear({ type: 'MarketResolved', ts: timestamp(ts), market: id, yesPays: cents(at > 50 ? 100 : 0) });
      e.perform(ts, { type: 'QueryHoldings' });
      const { cash, holdings } = e.last('HoldingsReported');
      expect(cash).toBeGreaterThanOrEqual(0);
      for (const { yes, no } of holdings) expect(Math.min(yes, no)).toBeGreaterThanOrEqual(0);
    });
    // Net YES in the market that never resolves is what filled and did not fail.
    const signed = (events: readonly { readonly market: number; readonly side: string; readonly size: number }[]): number =>
      events.reduce((sum, { market, side, size }) => (market === 0 ? sum + (side === 'bid' ? size : -size) : sum), 0);
    e.perform(ts, { type: 'QueryHoldings' });
    const { yes, no } = e.last('HoldingsReported').holdings.find(({ market }) => market === 0) ?? { yes: 0, no: 0 };
    expect(yes - no).toBe(signed(e.all('OrderFilled')) - signed(e.all('FillFailed')));
    const filledIds = new Set(e.all('OrderFilled').map(({ fillId }) => fillId));
    const failedIds = e.all('FillFailed').map(({ fillId }) => fillId);
    expect(new Set(failedIds).size).toBe(failedIds.length);
    for (const id of failedIds) expect(filledIds.has(id)).toBe(true);
  }), { numRuns: 300 });
});
