import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Price } from '../core/domain/numbers.ts';
import { GoneBefore } from './gone-before.ts';
import { LevelMemory } from './level-memory.ts';
import { PRINT_LAG_MS, printWindow } from './print-window.ts';
import { cents } from './tape-market.fixture.ts';

const AT = 10 * PRINT_LAG_MS;
const joined = (recent: number, earlier: number): GoneBefore => {
  const gone = new GoneBefore(AT);
  gone.add(cents(48), recent, earlier);
  return gone;
};

test('what had left a level before the order came is printed first, once, and only there', () => {
  const gone = joined(40, 10);
  expect([gone.printed(cents(47), 30, AT), gone.printed(cents(48), 30, AT), gone.printed(cents(48), 30, AT), gone.printed(cents(48), 30, AT)]).toEqual([0, 30, 20, 0]);
});

test('it is remembered for as long as the level remembers it', () => {
  expect(joined(40, 10).printed(cents(48), 100, AT + PRINT_LAG_MS)).toBe(40);
  expect(joined(40, 10).printed(cents(48), 100, AT + 2 * PRINT_LAG_MS)).toBe(0);
});

const step = fc.record({ kind: fc.constantFrom('shrank', 'printed', 'joined'), size: fc.integer({ min: 1, max: 50 }), waitMs: fc.integer({ min: 0, max: 800 }) });

test('of each print every order misses exactly what a list of all losses, the oldest printed first, says had left before it came', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const memory = new LevelMemory(1);
    const losses: { left: number; readonly window: number; readonly number: number }[] = [];
    const orders: { readonly gone: GoneBefore; readonly number: number }[] = [];
    let now = 0;
    steps.forEach(({ kind, size, waitMs }, number) => {
      now += waitMs;
      if (kind === 'shrank') losses.push({ left: memory.shrank(0, size, 1_000, now), window: printWindow(now), number });
      if (kind === 'joined') {
        const gone = new GoneBefore(now);
        memory.losses(now, (level, recent, earlier) => gone.add(level as Price, recent, earlier));
        orders.push({ gone, number });
      }
      if (kind !== 'printed') return;
      const traded = memory.printed(0, size, 1_000, now);
      let left = traded;
      const printed = losses.filter(({ window }) => window >= printWindow(now) - 1).map((loss) => {
        const of = Math.min(loss.left, left);
        loss.left -= of;
        left -= of;
        return { of, number: loss.number };
      });
      expect(left).toBe(0);
      for (const { gone, number: joinedAs } of orders) {
        expect(gone.printed(0 as Price, traded, now)).toBe(printed.reduce((sum, { of, number: lostAs }) => sum + (lostAs < joinedAs ? of : 0), 0));
      }
    });
  }), { numRuns: 500 });
});
