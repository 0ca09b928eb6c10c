import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complement, PAR, price, type Price } from '../core/domain/numbers.ts';
import { canonicalOrder, legContradiction, legFor, legPrice } from './complement.ts';

const prices = fc.integer({ min: 1, max: PAR - 1 }).map(price);
const sides = fc.constantFrom('bid' as const, 'ask' as const);
const actions = fc.constantFrom('buy' as const, 'sell' as const);

describe('the YES/NO complement', () => {
  it('knows the four ways an order can travel', () => {
    const p = price(380_000);
    expect(legFor('bid', p, 'buy')).toEqual({ outcome: 'yes', action: 'buy', price: 380_000 });
    expect(legFor('bid', p, 'sell')).toEqual({ outcome: 'no', action: 'sell', price: 620_000 });
    expect(legFor('ask', p, 'sell')).toEqual({ outcome: 'yes', action: 'sell', price: 380_000 });
    expect(legFor('ask', p, 'buy')).toEqual({ outcome: 'no', action: 'buy', price: 620_000 });
  });

  it('brings every order back to the side and price it started from', () => {
    fc.assert(fc.property(sides, prices, actions, (side, p, action) => {
      const leg = legFor(side, p, action);
      expect(leg.action).toBe(action);
      expect(canonicalOrder(leg)).toEqual({ side, price: p });
      expect(legContradiction(side, p, leg)).toBeNull();
    }));
  });

  it('mirrors: the same leg on the other outcome is the other side at the complement', () => {
    fc.assert(fc.property(sides, prices, actions, (side, p, action) => {
      const leg = legFor(side, p, action);
      const mirrored = canonicalOrder({ ...leg, outcome: leg.outcome === 'yes' ? 'no' : 'yes' });
      expect(mirrored).toEqual({ side: side === 'bid' ? 'ask' : 'bid', price: complement(p) });
    }));
  });

  it('costs a buyer of YES and a buyer of NO exactly par together', () => {
    fc.assert(fc.property(prices, (p) => {
      expect(legPrice(legFor('bid', p, 'buy'), p) + legPrice(legFor('ask', p, 'buy'), p)).toBe(PAR);
    }));
  });

  it('finds every leg that says something else than its order', () => {
    fc.assert(fc.property(sides, prices, actions, fc.integer({ min: 1, max: 1000 }), (side, p, action, off) => {
      const leg = legFor(side, p, action);
      expect(legContradiction(side === 'bid' ? 'ask' : 'bid', p, leg)).not.toBeNull();
      expect(legContradiction(side, p, { ...leg, price: (leg.price + off) as Price })).not.toBeNull();
      expect(legContradiction(side, p, { ...leg, action: action === 'buy' ? 'sell' : 'buy' })).not.toBeNull();
    }));
  });
});
