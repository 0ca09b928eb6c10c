import fc from 'fast-check';
import { expect, it } from 'vitest';
import { convertedLegs } from './converted-legs.ts';
import { Position } from './position.ts';

const mark = fc.oneof(fc.integer({ min: 10_000, max: 990_000 }), fc.constant(NaN));

it('splits a conversion into parts that add up to the cash that came with it, to the micro-dollar, whatever is priced', () => {
  fc.assert(fc.property(fc.array(mark, { minLength: 1, maxLength: 6 }), fc.array(mark, { maxLength: 6 }), fc.integer({ min: 1, max: 1e12 }), (givers, takers, size) => {
    const paid = (givers.length - 1) * size;
    const legs = convertedLegs({ givers, takers, size, paid });
    const all = [...legs.givers, ...legs.takers];
    for (const cost of all) expect(Number.isSafeInteger(cost)).toBe(true);
    expect(all.reduce((sum, cost) => sum + cost, 0)).toBe(0 - paid);
  }));
});

it('gives NO at its mark and takes YES for the rest, by the marks', () => {
  // NO at 60c and 70c bring 1.30; a dollar came in cash; 0.30 is left for YES marked at 20c and 12c.
  const { givers, takers } = convertedLegs({ givers: [400_000, 300_000], takers: [200_000, 120_000], size: 1_000_000, paid: 1_000_000 });
  expect(givers).toEqual([-600_000, -700_000]);
  expect(takers).toEqual([187_500, 112_500]);
});

it('lets what nothing has priced share what the others leave of a dollar', () => {
  expect(convertedLegs({ givers: [NaN], takers: [500_000, NaN], size: 1_000_000, paid: 0 })).toEqual({ givers: [-750_000], takers: [500_000, 250_000] });
});

it('holds what was set aside and taken back at what it is worth', () => {
  const position = Object.assign(new Position(), { yes: 10_000_000, mark: 400_000, cost: 3_000_000 });
  position.award(1_000_000 as never);
  expect([position.net, position.heldYes, position.claim, position.unrealised]).toEqual([0, 10_000_000, 10_000_000, 0]);
  position.recallClaim();
  expect([position.net, position.claim, position.notionalAtCost, position.unrealised]).toEqual([10_000_000, 0, 10_000_000, 0]);
});
