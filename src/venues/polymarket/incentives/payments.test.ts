import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Payments, type Statement } from './payments.ts';

const RAIN = `0x${'a1'.repeat(32)}`;
const SUN = `0x${'b2'.repeat(32)}`;
const DAY = '2026-11-20';
const of = (conditionId: string, amount: number): Statement => ({ conditionId, amount });
const booked = (payments: Payments, kind: 'reward' | 'rebate', statements: readonly Statement[], date = DAY, isWhole = true) => payments.due(kind, date, statements, isWhole).map((payment) => {
  payments.note(payment);
  return payment;
});

describe('a statement', () => {
  it('is booked by market once, the parts of one market together', () => {
    const payments = new Payments();
    const found = booked(payments, 'reward', [of(RAIN, 700_000), of(SUN, 400_000), of(RAIN.toUpperCase().replace('0X', '0x'), 50_000)]);
    expect(found.map(({ conditionId, amount }) => [conditionId, amount])).toEqual([[RAIN, 750_000], [SUN, 400_000]]);
    expect(booked(payments, 'reward', [of(RAIN, 750_000), of(SUN, 400_000)])).toEqual([]);
    expect(payments.booked('reward', DAY)).toBe(1_150_000);
  });
  it('of another kind or day is another one', () => {
    const payments = new Payments();
    booked(payments, 'reward', [of(RAIN, 2_000_000)]);
    expect(booked(payments, 'rebate', [of(RAIN, 2_000_000)])).toHaveLength(1);
    expect(booked(payments, 'reward', [of(RAIN, 2_000_000)], '2026-11-21')).toHaveLength(1);
    expect(payments.booked('reward', DAY)).toBe(2_000_000);
  });
  it('of less than a dollar over all markets is not paid', () => {
    const payments = new Payments();
    expect(booked(payments, 'reward', [of(RAIN, 600_000), of(SUN, 399_999)])).toEqual([]);
    expect(booked(payments, 'reward', [of(RAIN, 600_000), of(SUN, 400_000)])).toHaveLength(2);
  });
  it('that is corrected comes to what it says now, more or less', () => {
    const payments = new Payments();
    booked(payments, 'reward', [of(RAIN, 3_000_000)]);
    expect(booked(payments, 'reward', [of(RAIN, 2_000_000)]).map(({ amount }) => amount)).toEqual([2_000_000]);
    expect(booked(payments, 'reward', [of(RAIN, 3_000_001), of(RAIN, -500_000)]).map(({ amount }) => amount)).toEqual([2_500_001]);
    expect(payments.booked('reward', DAY)).toBe(2_500_001);
    // Below a dollar a day is not paid.
    expect(booked(payments, 'reward', [of(RAIN, 900_000)]).map(({ amount }) => amount)).toEqual([0]);
  });
  it('that was not read whole, or leaves a market out, takes nothing back', () => {
    const payments = new Payments();
    booked(payments, 'reward', [of(RAIN, 3_000_000), of(SUN, 2_000_000)]);
    expect(booked(payments, 'reward', [of(RAIN, 1_000_000), of(SUN, 2_500_000)], DAY, false).map(({ conditionId, amount }) => [conditionId, amount])).toEqual([[SUN, 2_500_000]]);
    expect(booked(payments, 'reward', [of(RAIN, 3_000_000)])).toEqual([]);
    expect(booked(payments, 'reward', [])).toEqual([]);
    expect(payments.booked('reward', DAY)).toBe(5_500_000);
    // What is told of the day is below a dollar while one of its markets cannot be listed.
    expect(new Payments([[`reward ${DAY} ${RAIN}`, 600_000, 0]]).due('reward', DAY, [], true)).toEqual([]);
  });
  it('is known until its day is not asked for any more, whatever number of markets there are', () => {
    const payments = new Payments();
    const many = Array.from({ length: 5_000 }, (_, i) => of(`0x${i.toString(16).padStart(64, '0')}`, 50_000));
    for (const date of ['2026-11-18', '2026-11-19', DAY]) booked(payments, 'rebate', many, date);
    payments.forget('2026-11-19');
    expect(['2026-11-18', '2026-11-19', DAY].map((date) => payments.due('rebate', date, many, true).length)).toEqual([5_000, 0, 0]);
  });
});

it('tells what adds up to the newest statement, whatever is told twice, grows, is corrected, and is read by the next session', () => {
  fc.assert(fc.property(fc.array(fc.record({ amount: fc.integer({ min: 0, max: 9_000_000 }), isRestart: fc.boolean() }), { minLength: 1 }), (told) => {
    const core = new Map<string, number>();
    let payments = new Payments();
    for (const { amount, isRestart } of told) {
      if (isRestart) payments = new Payments([...core].map(([id, sum]) => [id, sum, 0]));
      for (const payment of booked(payments, 'reward', [of(RAIN, amount)])) {
        expect(core.get(payment.paymentId)).not.toBe(payment.amount);
        core.set(payment.paymentId, payment.amount);
      }
      const [sum = 0, ...others] = core.values();
      expect(others).toEqual([]);
      expect(sum).toBe(amount < 1_000_000 ? 0 : amount);
      expect(payments.booked('reward', DAY)).toBe(sum);
    }
  }));
});

it('knows payments of other venues for no statement', () => {
  const payments = new Payments([['paper-1-p1', 1, 0], [`reward ${DAY} ${RAIN}`, 2_000_000, 0], [`reward yesterday ${SUN}`, 1_500_000, 0]]);
  expect(payments.booked('reward', DAY)).toBe(2_000_000);
});
