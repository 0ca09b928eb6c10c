import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MICROS, PAR, price, size } from '../../../core/domain/numbers.ts';
import { officialAmounts } from './official-client.fixture.ts';
import { orderAmounts, type AmountsWish, type OrderAmounts } from './order-amounts.ts';

const TICKS = [100_000, 10_000, 5_000, 2_500, 1_000, 100] as const;

function amountsOf(wish: AmountsWish): OrderAmounts {
  const amounts = orderAmounts(wish);
  if (amounts.kind === 'refused') throw new Error(amounts.detail);
  return amounts;
}

/** On the grid of price and size, up to 100,000 shares. */
const wishes = fc.record({
  action: fc.constantFrom('buy' as const, 'sell' as const), tick: fc.constantFrom(...TICKS), at: fc.double({ min: 0, max: 1, noNaN: true }), lots: fc.oneof(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 300 })),
}).map(({ action, tick, at, lots }): AmountsWish => {
  const steps = MICROS / tick - 1;
  return { action, tick: price(tick), price: price((1 + Math.min(steps - 1, Math.floor(at * steps))) * tick), size: size(lots * 10_000) };
});
const takingWishes = wishes.map((wish): AmountsWish => ({ ...wish, timeInForce: 'fill-and-kill' }));

describe('the amounts of a resting order', () => {
  it('are what the official client makes of the same price and size', () => {
    fc.assert(fc.property(wishes, (wish) => {
      expect(amountsOf(wish)).toEqual(officialAmounts('limit', wish.action, wish.size, wish.price, wish.tick));
    }), { numRuns: 20_000 });
  });

  it('have the price that was decided, exactly', () => {
    fc.assert(fc.property(wishes, (wish) => {
      const { maker, taker } = amountsOf(wish);
      const [dollars, shares] = wish.action === 'buy' ? [maker, taker] : [taker, maker];
      expect(BigInt(dollars) * BigInt(MICROS)).toBe(BigInt(wish.price) * BigInt(shares));
      expect(shares).toBe(wish.size);
    }));
  });

  it('are refused off the grid, and never rounded onto it', () => {
    const wish: AmountsWish = { action: 'buy', tick: price(10_000), price: price(520_000), size: size(10_000_000) };
    const refused = (changes: Partial<AmountsWish>): unknown => { const given = orderAmounts({ ...wish, ...changes }); return given.kind === 'refused' ? given.reason : given; };
    expect(refused({ price: price(521_000) })).toBe('off-tick');
    expect(refused({ tick: price(20_000) })).toBe('off-tick');
    expect(refused({ price: price(0) })).toBe('price-out-of-range');
    expect(refused({ price: price(995_000) })).toBe('price-out-of-range');
    expect(refused({ price: price(Number.NaN) })).toBe('price-out-of-range');
    expect(refused({ size: size(10_001_000) })).toBe('off-lot');
    expect(refused({ size: size(Number.NaN) })).toBe('off-lot');
    expect(refused({ size: size(0) })).toBe('too-small');
    expect(refused({ size: size(-10_000) })).toBe('too-small');
  });
});

describe('the amounts of an order that fills at once', () => {
  it('are what the official client makes of the same dollars and shares, with four decimals asked for at most', () => {
    fc.assert(fc.property(takingWishes, (wish) => {
      const given = orderAmounts(wish);
      if (given.kind === 'refused') return;
      const { maker, taker } = officialAmounts('market', wish.action, wish.action === 'buy' ? given.maker : wish.size, wish.price, wish.tick);
      expect(given).toEqual({ kind: 'amounts', maker, taker: taker - (taker % 100) });
    }), { numRuns: 20_000 });
  });

  it('never spend more than price × size, nor sell more than the size', () => {
    fc.assert(fc.property(takingWishes, (wish) => {
      const given = orderAmounts(wish);
      if (given.kind === 'refused') return;
      if (wish.action === 'sell') expect(given.maker).toBe(wish.size);
      else {
        expect(BigInt(given.maker) * BigInt(MICROS) <= BigInt(wish.price) * BigInt(wish.size)).toBe(true);
        expect(given.taker).toBeLessThanOrEqual(wish.size);
      }
    }));
  });

  it('have decimals that the venue takes: two offered, four asked for', () => {
    fc.assert(fc.property(takingWishes, (wish) => {
      const given = orderAmounts(wish);
      if (given.kind === 'refused') return;
      expect([given.maker % 10_000, given.taker % 100]).toEqual([0, 0]);
    }));
  });

  it('reach the price that was decided, and no price of the grid beyond it', () => {
    fc.assert(fc.property(takingWishes, (wish) => {
      const given = orderAmounts(wish);
      if (given.kind === 'refused') return;
      const [dollars, shares] = (wish.action === 'buy' ? [given.maker, given.taker] : [given.taker, given.maker]).map(BigInt) as [bigint, bigint];
      const [at, beyond] = [BigInt(wish.price), BigInt(wish.action === 'buy' ? wish.price + wish.tick : wish.price - wish.tick)];
      const scaled = dollars * BigInt(MICROS);
      expect(wish.action === 'buy' ? scaled >= at * shares && scaled < beyond * shares : scaled <= at * shares && scaled > beyond * shares).toBe(true);
    }), { numRuns: 20_000 });
  });

  it('are refused of dust alone: never of what is worth a dollar', () => {
    fc.assert(fc.property(takingWishes, (wish) => {
      if (BigInt(wish.price) * BigInt(wish.size) >= BigInt(PAR + 10_000) * BigInt(MICROS)) expect(orderAmounts(wish)).toMatchObject({ kind: 'amounts' });
    }), { numRuns: 20_000 });
  });

  it('keep the price of a dust sale rather than sell it for nothing', () => {
    const dust: AmountsWish = { action: 'sell', tick: price(100), price: price(15_500), size: size(10_000), timeInForce: 'fill-and-kill' };
    expect(orderAmounts(dust)).toMatchObject({ kind: 'refused', reason: 'too-small' });
    expect(orderAmounts({ ...dust, price: price(100) })).toMatchObject({ kind: 'refused', reason: 'too-small' });
    expect(orderAmounts({ ...dust, size: size(1_000_000) })).toEqual({ kind: 'amounts', maker: 1_000_000, taker: 15_500 });
  });

  it('are refused where there is not a cent to spend', () => {
    expect(orderAmounts({ action: 'buy', tick: price(10_000), price: price(10_000), size: size(990_000), timeInForce: 'fill-or-kill' })).toMatchObject({ reason: 'too-small' });
  });
});
