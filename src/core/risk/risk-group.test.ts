// The worst case of a group against every outcome and every subset and order of fills, worked out by hand and by brute force.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MICROS, cash, price, size, type Price } from '../domain/numbers.ts';
import { Position } from '../ledger/position.ts';
import { ownOrder } from '../orders/order.fixture.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import { addedNotionalWith, measureExposure, noExposure, unitCost, type Exposure } from './exposure.ts';
import { RiskGroup, type GroupMember } from './risk-group.ts';

const c = (cents: number): Price => price(cents * 10_000);
const n = (shares: number) => size(shares * MICROS);

interface Legs { readonly position: Position; readonly orders: readonly OwnOrder[]; readonly exposure: Exposure; readonly member: GroupMember & { worstNotional: number; lossIfYes: number; lossIfNo: number } }

function legs(position: Position, orders: readonly OwnOrder[], name = 'm'): Legs {
  const exposure = noExposure();
  measureExposure(exposure, position.net, position.notionalAtCost, orders);
  const { worstNotional, lossIfYes, lossIfNo } = exposure;
  return { position, orders, exposure, member: { instrument: { name }, worstNotional, lossIfYes, lossIfNo } };
}

function fill(position: Position, side: 'bid' | 'ask', at: number, micros: number): void {
  position.applyFill(side, side === 'bid' ? { outcome: 'yes', action: 'buy', price: price(at) } : { outcome: 'no', action: 'buy', price: price(1_000_000 - at) }, price(at), size(micros), cash(0));
}

/** Bought (positive) or sold (negative) shares at a price in cents. */
function held(shares: number, cents: number): Position {
  const position = new Position();
  if (shares !== 0) fill(position, shares > 0 ? 'bid' : 'ask', c(cents), n(Math.abs(shares)));
  return position;
}

function groupOf(all: readonly Legs[], isExclusive: boolean, limit = 1e12): RiskGroup {
  const group = new RiskGroup('g', 'event', limit, isExclusive);
  for (const { member } of all) group.join(member, isExclusive);
  return group;
}

/** What is lost of what was paid for holdings that pay nothing; what others win is not counted. */
const lostAtCost = (position: Position, paysYes: boolean): number => ((paysYes ? position.net < 0 : position.net > 0) ? position.notionalAtCost : 0);

function permutations<T>(of: readonly T[]): T[][] {
  return of.length === 0 ? [[]] : of.flatMap((first, i) => permutations(of.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

/** Per outcome of the market, the most that any start of any order of fills leaves to lose. */
function worstOf({ position, orders }: Legs): { readonly yes: number; readonly no: number } {
  let yes = lostAtCost(position, true);
  let no = lostAtCost(position, false);
  for (const sequence of permutations(orders)) {
    const now = Position.fromJSON(position.toJSON());
    for (const o of sequence) {
      fill(now, o.side, o.price, o.remaining);
      yes = Math.max(yes, lostAtCost(now, true));
      no = Math.max(no, lostAtCost(now, false));
    }
  }
  return { yes, no };
}

const side = fc.constantFrom('bid' as const, 'ask' as const);
const trade = fc.record({ side, cents: fc.integer({ min: 1, max: 99 }), shares: fc.integer({ min: 1, max: 30 }) });
const market = fc.record({ history: fc.array(trade, { maxLength: 3 }), live: fc.array(trade, { maxLength: 3 }) }).map(({ history, live }) => {
  const position = new Position();
  for (const t of history) fill(position, t.side, c(t.cents), n(t.shares));
  return legs(position, live.map((t) => ownOrder({ side: t.side, price: c(t.cents), size: n(t.shares) })));
});
const markets = fc.array(market, { minLength: 1, maxLength: 4 });
/** A reduction rounds the cost of what stays, by half a micro-dollar a fill. */
const ROUNDING = 20;

describe('the worst case of an exclusive event', () => {
  it('counts the collateral of complementary legs once: of three sold, at most one pays', () => {
    expect(groupOf([legs(held(-100, 40), [], 'a'), legs(held(-100, 30), [], 'b'), legs(held(-100, 20), [], 'c')], true).worst).toBe(80 * MICROS);
  });
  it('adds up what is bought, since none of those listed may pay', () => {
    expect(groupOf([legs(held(100, 40), [], 'a'), legs(held(100, 30), [], 'b')], true).worst).toBe(70 * MICROS);
  });
  it('loses a bought and a sold leg together when the sold one pays', () => {
    expect(groupOf([legs(held(100, 40), [], 'a'), legs(held(-100, 30), [], 'b')], true).worst).toBe(110 * MICROS);
  });
  it('is a sum as soon as one of its markets may pay besides another', () => {
    const group = groupOf([legs(held(-100, 40), [], 'a'), legs(held(-100, 30), [], 'b')], true);
    group.join(legs(held(0, 50), [], 'c').member, false);
    expect(group.worst).toBe(130 * MICROS);
  });
  it('is never below the worst over all outcomes, all subsets and all orders of fills, nor above the plain sum', () => {
    fc.assert(fc.property(markets, (all) => {
      const worst = all.map(worstOf);
      const none = worst.reduce((sum, { no }) => sum + no, 0);
      const brute = Math.max(none, ...worst.map(({ yes, no }) => none - no + yes));
      const { worst: bound } = groupOf(all, true);
      expect(brute).toBeLessThanOrEqual(bound + ROUNDING);
      expect(bound).toBeLessThanOrEqual(groupOf(all, false).worst);
    }), { numRuns: 150 });
  });
  it('is exact for what is held, and for orders of one side on top of it', () => {
    fc.assert(fc.property(fc.array(fc.record({ shares: fc.integer({ min: -30, max: 30 }), cents: fc.integer({ min: 1, max: 99 }), more: fc.integer({ min: 0, max: 20 }) }), { minLength: 1, maxLength: 4 }), (drawn) => {
      const all = drawn.map(({ shares, cents, more }) => legs(held(shares, cents), more === 0 ? [] : [ownOrder({ side: shares >= 0 ? 'bid' : 'ask', price: c(cents), size: n(more) })]));
      const worst = all.map(worstOf);
      const none = worst.reduce((sum, { no }) => sum + no, 0);
      expect(groupOf(all, true).worst).toBe(Math.max(none, ...worst.map(({ yes, no }) => none - no + yes)));
    }), { numRuns: 150 });
  });
  it('does not rise when anything held is reduced', () => {
    fc.assert(fc.property(markets, fc.nat(), fc.double({ min: 0.1, max: 1, noNaN: true }), fc.integer({ min: 1, max: 99 }), fc.boolean(), (all, pick, share, cents, isExclusive) => {
      const index = pick % all.length;
      const { position, orders } = all[index]!;
      const less = Position.fromJSON(position.toJSON());
      const sold = Math.floor((Math.abs(less.net) / MICROS) * share);
      if (sold === 0) return;
      fill(less, less.net > 0 ? 'ask' : 'bid', c(cents), n(sold));
      const before = groupOf(all.map((one, i) => (i === index ? legs(position, []) : one)), isExclusive).worst;
      expect(groupOf(all.map((one, i) => (i === index ? legs(less, []) : one)), isExclusive).worst).toBeLessThanOrEqual(before + ROUNDING);
      expect(orders.length).toBeGreaterThanOrEqual(0);
    }), { numRuns: 150 });
  });
});

describe('the room that a group leaves', () => {
  it('keeps the worst case within the cap when it is used up on both sides, and closing needs none', () => {
    fc.assert(fc.property(markets, fc.nat(), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 60 }), fc.boolean(), (all, pick, cents, capDollars, isExclusive) => {
      const index = pick % all.length;
      const others = all.map((one, i) => (i === index ? one : legs(one.position, one.orders, `m${i}`)));
      const limit = capDollars * MICROS;
      const { position, exposure, orders, member } = others[index]!;
      const group = groupOf(others, isExclusive, limit);
      const before = group.worst;
      const placed = [...orders];
      for (const on of ['bid', 'ask'] as const) {
        const unit = unitCost(on, c(cents));
        const room = Math.max(0, group.roomFor(member, on, position.net, exposure.heldNotional));
        const closes = on === 'bid' ? Math.max(0, -position.net) : Math.max(0, position.net);
        let most = 0;
        for (let shares = 1; shares <= 80; shares++) if (addedNotionalWith(exposure[on], unit, n(shares)) <= room) most = shares;
        // What only closes fits under any cap, when nothing of the side is out yet.
        if (exposure[on].live === 0) expect(most).toBeGreaterThanOrEqual(Math.min(80, Math.floor(closes / MICROS)));
        if (most > 0) placed.push(ownOrder({ side: on, price: c(cents), size: n(most) }));
      }
      const after = groupOf(others.map((one, i) => (i === index ? legs(position, placed) : one)), isExclusive, limit).worst;
      expect(after).toBeLessThanOrEqual(Math.max(before, limit) + ROUNDING);
    }), { numRuns: 300 });
  });
});

it('keeps its sums while members change one by one', () => {
  fc.assert(fc.property(fc.array(fc.tuple(market, market), { minLength: 1, maxLength: 4 }), fc.boolean(), (pairs, isExclusive) => {
    const now = pairs.map(([before]) => before);
    const group = groupOf(now, isExclusive);
    for (const [before, later] of pairs) {
      const { member } = before;
      const from = { ...member };
      Object.assign(member, { worstNotional: later.exposure.worstNotional, lossIfYes: later.exposure.lossIfYes, lossIfNo: later.exposure.lossIfNo });
      group.note(member.worstNotional - from.worstNotional, member.lossIfYes - from.lossIfYes, member.lossIfNo - from.lossIfNo);
    }
    expect(group.worst).toBe(groupOf(pairs.map(([, later]) => later), isExclusive).worst);
  }));
});
