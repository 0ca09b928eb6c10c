import { expect, test } from 'vitest';
import { MetQuotes, SAME_QUOTE_MS } from './met-quotes.ts';

test('each meeting is remembered for its own ten seconds, whatever is met after it', () => {
  const met = new MetQuotes();
  met.add(30, 1_000);
  met.add(50, 6_000);
  expect(met.size(1_000 + SAME_QUOTE_MS)).toBe(80);
  met.add(5, 1_001 + SAME_QUOTE_MS);
  expect(met.size(1_001 + SAME_QUOTE_MS)).toBe(55);
  expect(met.size(2_000 + 2 * SAME_QUOTE_MS)).toBe(0);
});
