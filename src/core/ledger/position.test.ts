import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MICROS, cash, complement, price, size } from '../domain/numbers.ts';
import type { Leg } from '../domain/order.ts';
import { direction, type Side } from '../domain/side.ts';
import { legOf } from '../orders/leg.ts';
import { Position } from './position.ts';

const c = (cents: number) => price(cents * 10_000);
const n = (shares: number) => size(Math.round(shares * 1_000_000));
const bought = (at: number): Leg => ({ outcome: 'yes', action: 'buy', price: c(at) });

type Step =
  | { readonly kind: 'fill'; readonly side: Side; readonly cents: number; readonly size: number; readonly fee: number }
  | { readonly kind: 'mark'; readonly mark: number }
  | { readonly kind: 'merge' };

const steps = (sizes: fc.Arbitrary<number>, marks: fc.Arbitrary<number>) => fc.array(fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('fill' as const), side: fc.constantFrom('bid' as const, 'ask' as const), cents: fc.integer({ min: 1, max: 99 }), size: sizes, fee: fc.nat(20_000) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('mark' as const), mark: marks }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'merge' as const }) },
), { maxLength: 40 });

const whole = fc.integer({ min: 1, max: 500 }).map((x) => x * MICROS);
const fractional = fc.integer({ min: 1, max: 500_000_000 });
const anyMark = fc.integer({ min: 1, max: 999_999 });

/** Runs the steps with cash in exact fractions of a micro-dollar (BigInt, × 1e6) kept beside. */
function run(position: Position, list: readonly Step[], pickLeg: (side: Side, cents: number, size: number) => Leg, each: (canonicalCash: bigint, tokenCash: bigint, fills: number) => void): void {
  let canonical = 0n;
  let tokens = 0n;
  let fills = 0;
  for (const step of list) {
    if (step.kind === 'mark') position.remark(step.mark);
    else if (step.kind === 'merge') tokens += BigInt(position.mergePairs()) * 1_000_000n;
    else {
      const leg = pickLeg(step.side, step.cents, step.size);
      position.applyFill(step.side, leg, c(step.cents), size(step.size), cash(step.fee));
      canonical -= BigInt(direction(step.side)) * BigInt(c(step.cents)) * BigInt(step.size);
      tokens -= BigInt(leg.action === 'buy' ? 1 : -1) * BigInt(leg.price) * BigInt(step.size);
      fills++;
    }
    each(canonical, tokens, fills);
  }
}

const heldBy = (position: Position) => (side: Side, cents: number, of: number): Leg => legOf(side, c(cents), of, position.yes, position.no);

describe('the money identity', () => {
  it('holds exactly at every step for whole shares: canonical cash + value = spread + inventory', () => {
    fc.assert(fc.property(steps(whole, anyMark), (list) => {
      const position = new Position();
      run(position, list, heldBy(position), (canonical) => {
        const mark = Number.isNaN(position.mark) ? 0n : BigInt(position.mark);
        const value = mark * BigInt(position.net);
        expect(BigInt(position.spread + position.inventory) * 1_000_000n).toBe(canonical + value);
        expect(position.pnl).toBe(position.spread + position.inventory - position.fees);
      });
    }), { numRuns: 300 });
  });

  it('holds for fractions of a share within a micro-dollar a fill', () => {
    // Truncation: each fill's price × size loses less than one; what is held and what it is worth lose less than one more.
    fc.assert(fc.property(steps(fractional, anyMark), (list) => {
      const position = new Position();
      run(position, list, heldBy(position), (canonical, _, fills) => {
        const mark = Number.isNaN(position.mark) ? 0n : BigInt(position.mark);
        const off = BigInt(position.spread + position.inventory) * 1_000_000n - canonical - mark * BigInt(position.net);
        expect(off < 0n ? -off : off).toBeLessThan(BigInt(fills + 1) * 1_000_000n);
      });
    }), { numRuns: 300 });
  });

  it('holds in tokens and dollars too: cash paid and pairs merged + YES and NO at the mark', () => {
    fc.assert(fc.property(steps(whole, anyMark), (list) => {
      const position = new Position();
      run(position, list, heldBy(position), (_, tokens) => {
        const mark = Number.isNaN(position.mark) ? 0n : BigInt(position.mark);
        const value = mark * BigInt(position.yes) + (1_000_000n - mark) * BigInt(position.no);
        expect(BigInt(position.spread + position.inventory) * 1_000_000n).toBe(tokens + value);
        expect(Math.min(position.yes, position.no)).toBeGreaterThanOrEqual(0);
      });
    }), { numRuns: 200 });
  });

  it('gives the same P&L whichever token an order travels as', () => {
    fc.assert(fc.property(steps(whole, anyMark), (list) => {
      const asHeld = new Position();
      const alwaysBuys = new Position();
      run(asHeld, list, heldBy(asHeld), () => undefined);
      run(alwaysBuys, list, (side, cents) => (side === 'bid' ? bought(cents) : { outcome: 'no', action: 'buy', price: complement(c(cents)) }), () => undefined);
      const view = ({ spread, inventory, fees, cost, net, mark }: Position) => ({ spread, inventory, fees, cost, net, mark });
      expect(view(alwaysBuys)).toEqual(view(asHeld));
    }));
  });
});

describe('average cost', () => {
  it('is what was paid a share, kept while reducing, and begins anew beyond flat', () => {
    const position = new Position();
    position.applyFill('bid', bought(40), c(40), n(10), cash(0));
    position.applyFill('bid', bought(50), c(50), n(30), cash(0));
    expect(position.averageCost).toBe(475_000);
    expect(position.notionalAtCost).toBe(19_000_000);
    position.applyFill('ask', { outcome: 'yes', action: 'sell', price: c(60) }, c(60), n(25), cash(0));
    expect(position.averageCost).toBe(475_000);
    position.applyFill('ask', { outcome: 'no', action: 'buy', price: c(30) }, c(70), n(20), cash(0));
    expect(position.net).toBe(-5_000_000);
    expect(position.averageCost).toBe(700_000);
    // Five sold at 70c: 30c each are at stake.
    expect(position.notionalAtCost).toBe(1_500_000);
    position.applyFill('bid', { outcome: 'no', action: 'sell', price: c(20) }, c(80), n(5), cash(0));
    expect(position.averageCost).toBeNaN();
    expect(position.cost).toBeCloseTo(0, 9);
  });

  it('never leaves more at stake than a dollar a share held, nor less than nothing', () => {
    fc.assert(fc.property(steps(fractional, anyMark), (list) => {
      const position = new Position();
      run(position, list, heldBy(position), (_, __, fills) => {
        expect(position.notionalAtCost).toBeGreaterThanOrEqual(-fills);
        expect(position.notionalAtCost).toBeLessThanOrEqual(Math.abs(position.net) + fills);
      });
    }));
  });
});

describe('a position', () => {
  it('claims no edge on a fill before there was a fair value', () => {
    const position = new Position();
    expect(position.applyFill('bid', bought(40), c(40), n(10), cash(30))).toBe(-30);
    expect([position.spread, position.inventory, position.fees]).toEqual([0, 0, 30]);
    expect(position.remark(c(45))).toBe(500_000);
  });

  it('is paid once at settlement, at what YES and NO are worth', () => {
    const position = new Position();
    position.remark(c(50));
    position.applyFill('bid', bought(40), c(40), n(10), cash(0));
    position.applyFill('ask', { outcome: 'no', action: 'buy', price: c(45) }, c(55), n(4), cash(0));
    expect(position.settle(price(1_000_000))).toEqual({ cash: 10_000_000, change: 3_000_000 });
    expect(position.pnl).toBe(6_000_000 - 4_000_000 + 2_200_000);
    expect(position.settle(price(1_000_000))).toEqual({ cash: 0, change: 0 });
    expect([position.yes, position.no, position.cost]).toEqual([0, 0, 0]);
  });

  it('settles to the cash that its P&L says, for any fills', () => {
    fc.assert(fc.property(steps(whole, anyMark), fc.constantFrom(0, 500_000, 1_000_000), (list, yesPays) => {
      const position = new Position();
      let paid = 0n;
      run(position, list, heldBy(position), (_, tokens) => { paid = tokens; });
      const settled = position.settle(price(yesPays));
      expect(BigInt(position.spread + position.inventory) * 1_000_000n).toBe(paid + BigInt(settled.cash) * 1_000_000n);
    }));
  });

  it('turns pairs into a dollar each and nothing else', () => {
    const position = new Position();
    position.applyFill('bid', bought(40), c(40), n(10), cash(0));
    position.applyFill('ask', { outcome: 'no', action: 'buy', price: c(45) }, c(55), n(4), cash(0));
    const { pnl, cost, net } = position;
    expect(position.mergePairs()).toBe(4_000_000);
    expect([position.yes, position.no]).toEqual([6_000_000, 0]);
    expect([position.pnl, position.cost, position.net]).toEqual([pnl, cost, net]);
    expect(position.mergePairs()).toBe(0);
  });

  it('moves what is realised only when something trades, and splits the total exactly', () => {
    fc.assert(fc.property(steps(fractional, anyMark), fc.integer({ min: 0, max: 1_000_000 }), (list, yesPays) => {
      const position = new Position();
      for (const step of list) {
        const { realised, pnl } = position;
        if (step.kind === 'fill') {
          const before = position.averageCost;
          const held = position.net;
          const edgeless = position.mark;
          position.applyFill(step.side, legOf(step.side, c(step.cents), step.size, position.yes, position.no), c(step.cents), size(step.size), cash(step.fee));
          const sign = direction(step.side);
          const closed = Math.sign(held) === -sign ? Math.min(Math.abs(held), step.size) : 0;
          // What closes realises its price against what it cost; what opens realises nothing but its fee.
          const expected = closed === 0 ? 0 : (-sign * (c(step.cents) - before) * closed) / MICROS;
          expect(Math.abs(position.realised - realised - expected + step.fee)).toBeLessThan(4);
          if (Number.isNaN(edgeless)) expect(position.unrealised).toBe(0);
        } else if (step.kind === 'mark') {
          position.remark(step.mark);
          expect(position.realised).toBe(realised);
        } else {
          position.mergePairs();
          expect([position.realised, position.pnl]).toEqual([realised, pnl]);
        }
        expect(position.realised + position.unrealised).toBe(position.pnl);
        const again = Position.fromJSON(JSON.parse(JSON.stringify(position)));
        expect([again.realised, again.unrealised]).toEqual([position.realised, position.unrealised]);
      }
      position.settle(price(yesPays));
      expect([position.unrealised, position.realised]).toEqual([0, position.pnl]);
    }), { numRuns: 300 });
  });

  it('takes what the venue said it held before any price to have cost the price of the first fill', () => {
    const position = new Position();
    position.correct(n(10), n(0));
    expect([position.unrealised, position.realised]).toEqual([0, 0]);
    position.applyFill('bid', bought(40), c(40), n(5), cash(0));
    expect([position.averageCost, position.unrealised, position.realised]).toEqual([c(40), 0, 0]);
  });

  it('takes the venue\'s word for what is held and leaves P&L alone', () => {
    fc.assert(fc.property(steps(whole, anyMark), fc.nat(500), fc.nat(500), (list, yes, no) => {
      const position = new Position();
      position.remark(c(50));
      run(position, list, heldBy(position), () => undefined);
      const { spread, inventory, fees, averageCost, net } = position;
      position.correct(n(yes), n(no));
      expect([position.spread, position.inventory, position.fees]).toEqual([spread, inventory, fees]);
      expect([position.yes, position.no]).toEqual([n(yes), n(no)]);
      // What stays keeps its cost; what is new comes in at the mark.
      const now = position.net;
      if (now === 0) return;
      const kept = Math.sign(now) === Math.sign(net) ? Math.min(Math.abs(now), Math.abs(net)) / Math.abs(now) : 0;
      const expected = (kept === 0 ? 0 : kept * averageCost) + (1 - kept) * position.mark;
      expect(Math.abs(position.averageCost - expected)).toBeLessThan(1);
    }));
  });

  it('is the same after JSON, before and after it had a mark', () => {
    const position = new Position();
    expect(Position.fromJSON(JSON.parse(JSON.stringify(position)))).toEqual(position);
    position.applyFill('bid', bought(40), c(40), n(10), cash(7));
    position.remark(c(44));
    expect(Position.fromJSON(JSON.parse(JSON.stringify(position)))).toEqual(position);
  });
});
