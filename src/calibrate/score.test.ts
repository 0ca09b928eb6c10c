import { expect, test } from 'vitest';
import { Random } from '../exchange/random.ts';
import type { PolledLife } from './life.ts';
import { addScores, HORIZON_MINUTES, scoreLife, scoreOf, watchedCurve } from './score.ts';

const SECOND = 1_000;
const life = (seconds: number, end: PolledLife['end'] = 'canceled', ahead = 0): PolledLife =>
  ({ market: 'KXA-1-A', order: 'o', joinedAt: 0, endedAt: seconds * SECOND, end, polls: [{ at: 0, ahead }], first: { at: 0, ahead } });

test('knows the share still watched, as Kaplan and Meier count it', () => {
  // At 5 s one of four is lost to sight, at 10 s one is executed, at 20 s one of the two left is lost.
  const watched = watchedCurve([life(5), life(10, 'executed'), life(20), life(40)]);
  expect([5, 6, 10, 20, 21, 40].map((seconds) => watched(seconds * SECOND))).toEqual([1, 0.75, 0.75, 0.75, 0.375, 0.375]);
});

test('counts who is executed at a moment as still watched then', () => {
  // At 10 s one is executed before one of the three others is lost.
  expect(watchedCurve([life(10), life(10, 'executed'), life(40), life(40)])(20 * SECOND)).toBeCloseTo(2 / 3);
});

test('is the ordinary Brier score and log loss where nobody leaves early', () => {
  const lives = [life(10, 'executed'), life(40), life(50)];
  const watched = watchedCurve(lives);
  const { brier, logLoss } = scoreOf(addScores(lives.map((one) => scoreLife(one, 0.2, watched))));
  expect(brier).toBeCloseTo((0.64 + 0.04 + 0.04) / 3);
  expect(logLoss).toBeCloseTo(-(Math.log(0.2) + 2 * Math.log(0.8)) / 3);
});

test('says infinite where something happened that was given no chance', () => {
  const lives = [life(10, 'executed')];
  expect(scoreOf(addScores(lives.map((one) => scoreLife(one, 0, watchedCurve(lives))))).logLoss).toBe(Infinity);
});

test('scores as if nobody had been cancelled: the weights make up for those who were', () => {
  const random = new Random(3, 'weights');
  const all: PolledLife[] = [];
  const cut: PolledLife[] = [];
  for (let i = 0; i < 40_000; i++) {
    const executed = random.exponential(60);
    const leaves = random.exponential(40);
    all.push(life(Math.min(executed, 31), executed < 31 ? 'executed' : 'canceled'));
    cut.push(life(Math.min(executed, leaves, 31), executed < Math.min(leaves, 31) ? 'executed' : 'canceled'));
  }
  const brier = (lives: readonly PolledLife[]) => {
    const watched = watchedCurve(lives);
    return scoreOf(addScores(lives.map((one) => scoreLife(one, 0.3, watched)))).brier;
  };
  expect(HORIZON_MINUTES).toBe(0.5);
  expect(brier(cut)).toBeCloseTo(brier(all), 2);
  // Without weights those executed early would be too many.
  const seen = cut.filter(({ end, endedAt }) => end === 'executed' || endedAt >= 30 * SECOND);
  const naive = seen.reduce((sum, { end, endedAt }) => sum + ((end === 'executed' && endedAt <= 30 * SECOND ? 1 : 0) - 0.3) ** 2, 0) / seen.length;
  expect(Math.abs(naive - brier(all))).toBeGreaterThan(0.015);
});
