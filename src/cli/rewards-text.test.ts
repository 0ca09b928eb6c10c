import { expect, test } from 'vitest';
import type { EngineStatus, RewardsView } from '../core/views.ts';
import { rewardsText } from './rewards-text.ts';

const DAY = 86_400_000;
const day = (over: Partial<RewardsView>): RewardsView => ({ venue: 'polymarket', day: 100 * DAY, estimated: 1.2, stated: 0.95, paid: 0, orders: 4, scoring: 3, unanswered: 0, ...over });
const said = (...rewards: RewardsView[]): readonly string[] => rewardsText({ rewards, now: 100 * DAY + 5 } as unknown as EngineStatus);

test('says what is estimated beside what the venue counts and paid, and how many orders score', () => {
  expect(said()).toEqual([]);
  expect(said(day({}), day({ day: 99 * DAY, estimated: 2, paid: 1.8 }))).toEqual([
    'rewards at polymarket: today estimated $1.20, counted by the venue $0.95, 3 of 4 orders scoring; yesterday estimated $2.00, paid $1.80',
  ]);
});

test('does not hide what is not known', () => {
  expect(said(day({ stated: null, scoring: null, unanswered: 2 }))).toEqual(['rewards at polymarket: today estimated $1.20, not known which of 4 orders score; 2 questions unanswered']);
});

test('says that nothing rests where rewards are paid', () => {
  expect(said(day({ orders: 0, scoring: 0 }))).toEqual(['rewards at polymarket: today estimated $1.20, counted by the venue $0.95, no order rests where they are paid']);
});
