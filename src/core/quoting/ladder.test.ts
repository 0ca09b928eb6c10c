import { expect, it } from 'vitest';
import { DROP, DROP_REASONS, LadderSide } from './ladder.ts';

function side(...sizes: readonly number[]): LadderSide {
  const out = new LadderSide();
  out.count = sizes.length;
  sizes.forEach((size, i) => { out.price[i] = 50 - i; out.size[i] = size; });
  return out;
}

it('is best where the nearest layer stands', () => {
  expect(side(1, 1).best()).toBe(50);
  expect(side(0, 1).best()).toBe(49);
  expect(side(0, 0).best()).toBeNaN();
  expect(side().best()).toBeNaN();
});

it('gives each reason its own code', () => {
  DROP_REASONS.forEach((reason, code) => { expect(DROP[reason]).toBe(code); });
});
