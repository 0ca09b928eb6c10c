import { expect, test } from 'vitest';
import { feeFor } from '../core/domain/fees.ts';
import { price, size } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_FEES_UNKNOWN } from '../errors/tape.ts';
import { changesWithin, feesAt, type FeeTable } from './fee-tables.ts';

const at = (day: string): number => Date.parse(day);
const takerFee = (table: FeeTable, day: string, p: number, shares: number): number =>
  feeFor(feesAt(table, at(day)).taker, price(Math.round(p * 1e6)), size(Math.round(shares * 1e6))) / 1e6;

test('every table lists its days in order, from a day that exists', () => {
  const categories = ['crypto', 'sports', 'finance', 'politics', 'mentions', 'tech', 'economics', 'culture', 'weather', 'other', 'geopolitics'] as const;
  const tables: readonly FeeTable[] = [...categories.map((category) => `polymarket/${category}` as const), 'polymarket-us', 'kalshi/general', 'kalshi/index', 'kalshi/maker-fees', 'binance/spot-vip0', 'binance/usdm-vip0'];
  for (const table of tables) {
    const stamps = changesWithin(table, -Infinity, Infinity).map(({ ts }) => ts);
    expect([table, stamps.length > 0 && stamps.every((ts) => Number.isSafeInteger(ts))]).toEqual([table, true]);
    expect([table, stamps.toSorted((a, b) => a - b)]).toEqual([table, [...new Set(stamps)]]);
  }
});

test('charges what the venue charged on the day: nothing, the curve of January 2026, the categories of March 2026', () => {
  expect(takerFee('polymarket/crypto', '2025-12-11', 0.5, 100)).toBe(0);
  // At 50 c a buyer was charged half of this, since the fee was on the value; a schedule cannot say so.
  expect(takerFee('polymarket/crypto', '2026-02-21', 0.5, 100)).toBe(1.5625);
  expect(takerFee('polymarket/crypto', '2026-11-20', 0.5, 100)).toBe(1.75);
  expect(takerFee('polymarket/politics', '2026-03-29T23:59:59Z', 0.5, 100)).toBe(0);
  expect(takerFee('polymarket/politics', '2026-03-30', 0.5, 100)).toBe(1);
  expect(takerFee('polymarket/geopolitics', '2026-11-20', 0.5, 100)).toBe(0);
});

test('the maker gets the share of the category, and none where the share of the fee is not known', () => {
  const rebate = (table: FeeTable, day: string): number | undefined => feesAt(table, at(day)).makerRebate;
  expect([rebate('polymarket/sports', '2026-06-07'), rebate('polymarket/sports', '2026-07-10'), rebate('polymarket/crypto', '2026-11-20')]).toEqual([0.25, 0.15, 0.2]);
  expect([rebate('polymarket/crypto', '2026-02-21'), rebate('polymarket-us', '2026-07-11'), rebate('kalshi/general', '2026-05-16')]).toEqual([undefined, undefined, undefined]);
});

test('fits the fills observed at Kalshi to $0.0001', () => {
  expect(takerFee('kalshi/general', '2026-07-01', 0.17, 5.52)).toBe(0.0546);
  expect(takerFee('kalshi/general', '2026-07-01', 0.16, 1.16)).toBe(0.011);
});

test('before the finer rounding Kalshi is rounded up to the next cent', () => {
  expect(takerFee('kalshi/general', '2026-05-16', 0.5, 1)).toBe(0.02);
  expect(takerFee('kalshi/index', '2026-01-02', 0.5, 100)).toBe(0.88);
  // The half rate is not documented that early.
  expect(takerFee('kalshi/index', '2023-04-10', 0.5, 100)).toBe(1.75);
});

test('a fee on value starts at the low end of the range', () => {
  const { maker, taker } = feesAt('binance/usdm-vip0', at('2024-08-08'), 5);
  // A share of a range from 50,000 to 60,000 dollars at 0.5 stands for 55,000 / 10,000 of it.
  expect([feeFor(taker, price(500_000), size(1_000_000)), feeFor(maker, price(500_000), size(1_000_000))]).toEqual([2_750, 1_100]);
});

test('a time before the first known day has no fees, and the error says from when they are known', () => {
  const refused = (): unknown => feesAt('polymarket-us', at('2026-06-30'));
  expect(refused).toThrow('the fees of polymarket-us are known from 2026-07-01 on, the recording begins at 2026-06-30T00:00:00.000Z');
  try {
    refused();
  } catch (error) {
    expect(error).toBeInstanceOf(EvenkeelError);
    expect((error as EvenkeelError).spec).toBe(TAPE_FEES_UNKNOWN);
  }
});

test('changes within a recording are those after its first moment, up to its last', () => {
  const day = at('2026-07-10');
  expect(changesWithin('polymarket/sports', day - 1, day)).toEqual([{ ts: day, fees: feesAt('polymarket/sports', day) }]);
  expect(changesWithin('polymarket/sports', day, day + 86_400_000)).toEqual([]);
  expect(changesWithin('polymarket-us', at('2026-09-01'), at('2026-10-01')).map(({ ts }) => new Date(ts).toISOString())).toEqual(['2026-09-17T03:59:00.000Z']);
});
