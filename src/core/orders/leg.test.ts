import fc from 'fast-check';
import { expect, it } from 'vitest';
import { price } from '../domain/numbers.ts';
import { legOf } from './leg.ts';

it('sells what is held, and buys the complement when that is too little', () => {
  expect(legOf('ask', price(600_000), 10, 10, 0)).toEqual({ outcome: 'yes', action: 'sell', price: 600_000 });
  expect(legOf('ask', price(600_000), 10, 9, 0)).toEqual({ outcome: 'no', action: 'buy', price: 400_000 });
  expect(legOf('bid', price(600_000), 10, 0, 10)).toEqual({ outcome: 'no', action: 'sell', price: 400_000 });
  expect(legOf('bid', price(600_000), 10, 0, 9)).toEqual({ outcome: 'yes', action: 'buy', price: 600_000 });
});

it('never sells more than is free, and moves YES less NO the way the side says', () => {
  const tokens = fc.nat(100);
  fc.assert(fc.property(fc.constantFrom('bid' as const, 'ask' as const), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 100 }), tokens, tokens, (side, cents, size, yes, no) => {
    const leg = legOf(side, price(cents * 10_000), size, yes, no);
    if (leg.action === 'sell') expect(leg.outcome === 'yes' ? yes : no).toBeGreaterThanOrEqual(size);
    expect(leg.outcome === 'yes' ? leg.price : 1_000_000 - leg.price).toBe(cents * 10_000);
    expect((leg.action === 'buy') === (leg.outcome === 'yes')).toBe(side === 'bid');
  }));
});
