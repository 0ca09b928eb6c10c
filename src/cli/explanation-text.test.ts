import { expect, test } from 'vitest';
import { FakeController } from '../server/controller.fake.ts';
import { explanationText } from './explanation-text.ts';

const explained = new FakeController().explain('rain-in-london')!;
const sections = (text: string): readonly string[] => text.split('\n\n');

test('explains why a market is not chosen, with its rank and what the condition saw', () => {
  const text = explanationText({
    ...explained, lifecycle: 'candidate', choice: { since: 0, rankBy: 'volume24h', score: 1_250.5, why: 'where does not hold' },
    where: { kind: 'compare', result: 'false', fact: 'spread', windowMs: null, operator: 'lessThanInclusive', actual: 60_000, actualText: '6c', expected: 40_000, expectedText: '4c' },
  }, false);
  expect(sections(text)[1]).toBe(`CHOICE  candidate since 1970-01-01 00:00:00 UTC
  where does not hold
  ranked by volume24h: $1_250.50
  where
    ✗ spread is 6c, asked: ≤ 4c`);
});

test('says nothing of the choice where a strategy takes all', () => {
  expect(sections(explanationText(explained, false))[1]).toMatch(/^PERMISSION/);
});
