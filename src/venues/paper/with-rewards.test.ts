import { expect, test } from 'vitest';
import { instrument } from './market-tape.fixture.ts';
import { SETTINGS } from './paper-venue.fixture.ts';
import { withRewards } from './with-rewards.ts';

const rewards = { maxSpread: 30_000, minSize: 50_000_000, daily: 100_000_000 };
const paying = { ...SETTINGS, rewards };

test('tells of what the profile says the venue pays, and of nothing a recording says', () => {
  expect(withRewards([instrument], paying)).toEqual([{ ...instrument, rewards }]);
  expect(withRewards([{ ...instrument, rewards: { ...rewards, daily: 1 } }], paying)).toEqual([{ ...instrument, rewards }]);
  expect(withRewards([{ ...instrument, rewards }], SETTINGS)).toEqual([instrument]);
});

test('tells of none where only prices are known of the book, since none is paid there', () => {
  const unsized = { ...instrument, isUnsized: true };
  expect(withRewards([unsized], paying)).toEqual([unsized]);
});
