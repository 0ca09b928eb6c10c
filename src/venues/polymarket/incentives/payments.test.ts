import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Payments, type Statement } from './payments.ts';

const RAIN = `0x${'a1'.repeat(32)}`;
const SUN = `0x${'b2'.repeat(32)}`;
const DAY = '2026-11-20';
const of = (conditionId: string, amount: number): Statement => ({ conditionId, amount });
const booked = (payments: Payments, kind: 'reward' | 'rebate', statements: readonly Statement[], date = DAY) => payments.due(kind, date, statements).map((payment) => {
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
  it('that falls back takes nothing back', () => {
    const payments = new Payments();
    booked(payments, 'reward', [of(RAIN, 3_000_000)]);
    expect(booked(payments, 'reward', [of(RAIN, 2_000_000)])).toEqual([]);
    expect(booked(payments, 'reward', [of(RAIN, 3_000_001)]).map(({ amount }) => amount)).toEqual([1]);
  });
});

it('books what a market was stated at most, whatever is told twice, grows, and is read by the next session', () => {
  fc.assert(fc.property(fc.array(fc.record({ amount: fc.integer({ min: 1_000_000, max: 9_000_000 }), isRestart: fc.boolean() }), { minLength: 1 }), (told) => {
    const ids: string[] = [];
    let payments = new Payments();
    let sum = 0;
    for (const { amount, isRestart } of told) {
      if (isRestart) payments = new Payments(ids);
      for (const payment of booked(payments, 'reward', [of(RAIN, amount)])) {
        expect(ids).not.toContain(payment.paymentId);
        ids.push(payment.paymentId);
        sum += payment.amount;
      }
    }
    expect(sum).toBe(Math.max(...told.map(({ amount }) => amount)));
  }));
});

it('knows ids of other venues for no statement', () => {
  const payments = new Payments(['paper-1-p1', `reward ${DAY} ${RAIN} 2000000`, `reward ${DAY} ${RAIN} 1500000`, 'reward yesterday 0x1 x']);
  expect(payments.booked('reward', DAY)).toBe(2_000_000);
});
