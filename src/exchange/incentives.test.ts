import { describe, expect, test } from 'vitest';
import { NO_FEE, type FeeSchedule } from '../core/domain/fees.ts';
import { marketId } from '../core/domain/instrument.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { openExchange } from './tape-exchange.fixture.ts';
import { cents, shares } from './tape-market.fixture.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Taker pays 7 % × p (1 − p), of which a fifth is the maker's. */
const shared: FeeSchedule = { maker: NO_FEE, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 }, makerRebate: 0.2 };
const rewards = { maxSpread: cents(3), minSize: shares(10), daily: 14_400_000 } as const;

describe('rebates', () => {
  test('are a share of the taker\'s fee of each maker fill, paid by market at midnight into the account', () => {
    const e = openExchange({ fees: shared });
    e.place(2, 'a', 'bid', 49, 30);
    e.trade(3_000, 'ask', 49, 10);
    e.trade(6_000, 'ask', 49, 20);
    expect(e.exchange.nextAt()).toBe(DAY);
    const before = e.cash(7_000);
    e.pass(DAY);
    // 0.2 × 0.07 × 0.49 × 0.51 × 30 shares
    expect(e.all('IncentivePaid')).toEqual([{ type: 'IncentivePaid', ts: DAY, market: 0, paymentId: 'tape-p1', kind: 'rebate', amount: 104_958 }]);
    expect(e.cash(DAY)).toBe(before + 104_958);
    expect(e.exchange.nextAt()).toBe(Infinity);
  });

  test('are nothing for what we took, and nothing where the schedule has none', () => {
    const taking = openExchange({ fees: shared });
    taking.place(2, 'a', 'bid', 52, 10, { postOnly: false });
    const without = openExchange();
    without.place(2, 'a', 'bid', 49, 10);
    without.trade(3_000, 'ask', 49, 10);
    for (const e of [taking, without]) {
      e.exchange.finish(timestamp(DAY));
      expect(e.all('IncentivePaid')).toEqual([]);
    }
  });

  test('of an unfinished day are paid when the recording ends', () => {
    const e = openExchange({ fees: shared });
    e.place(2, 'a', 'bid', 49, 30);
    e.trade(3_000, 'ask', 49, 30);
    e.exchange.finish(timestamp(9_000));
    expect(e.last('IncentivePaid')).toMatchObject({ ts: 9_000, kind: 'rebate', amount: 104_958 });
    expect(e.exchange.nextAt()).toBe(Infinity);
  });
});

describe('liquidity rewards', () => {
  test('are our share of each minute\'s part of the pool while our orders rest, paid at midnight', () => {
    const e = openExchange({}, { rewards });
    e.place(2, 'a', 'bid', 49, 80);
    e.place(2, 'b', 'ask', 51, 80);
    expect(e.exchange.nextAt()).toBe(MINUTE);
    e.pass(10 * MINUTE);
    expect(e.exchange.nextAt()).toBe(11 * MINUTE);
    e.cancel(10 * MINUTE + 1, 'a');
    e.cancel(10 * MINUTE + 1, 'b');
    e.pass(DAY);
    // Midpoint 50. Ours: (2/3)² × 80 on both sides; others: (1/3)² × 100 and × 80, of which 80 are paired and a third of 20.
    const ours = (4 / 9) * 80;
    const others = (80 + 20 / 3) / 9;
    expect(e.all('IncentivePaid')).toEqual([{ type: 'IncentivePaid', ts: DAY, market: 0, paymentId: 'tape-p1', kind: 'reward', amount: Math.floor(((10 * ours) / (ours + others)) * 10_000) }]);
  });

  test('are sampled again once an order rests again, and not at all without one', () => {
    const e = openExchange({}, { rewards });
    expect(e.exchange.nextAt()).toBe(Infinity);
    e.place(90_000, 'a', 'bid', 49, 80);
    expect(e.exchange.nextAt()).toBe(2 * MINUTE);
    e.cancel(91_000, 'a');
    e.pass(2 * MINUTE);
    expect(e.exchange.nextAt()).toBe(Infinity);
    e.place(150_000, 'b', 'bid', 49, 80);
    expect(e.exchange.nextAt()).toBe(3 * MINUTE);
  });

  test('are nothing in a market that is paused or whose book is in doubt', () => {
    const e = openExchange({}, { rewards });
    e.place(2, 'a', 'bid', 49, 80);
    e.place(2, 'b', 'bid', 49, 80, { market: marketId(1) });
    e.hear({ type: 'InstrumentStatusChanged', ts: timestamp(3), market: marketId(0), status: 'paused' });
    e.hear({ type: 'BookInvalidated', ts: timestamp(3), market: marketId(1), reason: 'the recorded book is crossed' });
    e.exchange.finish(timestamp(5 * MINUTE));
    expect(e.all('IncentivePaid')).toEqual([]);
  });

  test('are nothing where only prices are known of the book: what others have there nobody knows', () => {
    const e = openExchange({ isUnsized: true }, { rewards });
    e.place(2, 'a', 'bid', 49, 80);
    e.place(2, 'b', 'ask', 51, 80);
    e.exchange.finish(timestamp(5 * MINUTE));
    expect(e.all('IncentivePaid')).toEqual([]);
  });

  test('and rebates of the last day are paid at the end, and nothing is sampled after it', () => {
    const e = openExchange({ fees: shared }, { rewards });
    e.place(2, 'a', 'bid', 49, 80);
    e.trade(3_000, 'ask', 49, 30);
    e.exchange.finish(timestamp(5 * MINUTE));
    expect(e.all('IncentivePaid').map(({ kind, ts }) => `${kind} ${ts}`)).toEqual([`rebate ${5 * MINUTE}`, `reward ${5 * MINUTE}`]);
    e.pass(2 * DAY);
    expect(e.all('IncentivePaid')).toHaveLength(2);
    expect(e.exchange.nextAt()).toBe(Infinity);
  });

  test('a day\'s last minute is in its payment', () => {
    const e = openExchange({}, { rewards });
    e.place(DAY - 30_000, 'a', 'bid', 49, 80);
    e.pass(DAY);
    expect(e.last('IncentivePaid')).toMatchObject({ ts: DAY, kind: 'reward' });
  });
});
