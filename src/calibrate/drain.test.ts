import { expect, test } from 'vitest';
import { cellsOf } from './ahead-cells.ts';
import { halfLifeSeconds, measureDrain } from './drain.ts';
import type { RateCurve } from './execution-rate.ts';
import type { PolledLife } from './life.ts';

const NO_TRADES: RateCurve = { family: 'power-tail', perMinute: 0, alonePerMinute: 0, scale: 50, tail: 1, parameters: 3, logLikelihood: 0 };
const pair = (from: number, to: number, minutes = 0.25): PolledLife => {
  const polls = [{ at: 0, ahead: from }, { at: minutes * 60_000, ahead: to }];
  return { market: 'KXA-1-A', order: 'o', joinedAt: 0, endedAt: minutes * 60_000, end: 'canceled', polls, first: polls[0]! };
};

test('gives the half-life at which queues halve', () => {
  const left = 2 ** (-15 / 90);
  const drain = measureDrain(cellsOf([pair(1_000, 1_000 * left), pair(40, 40 * left)]), NO_TRADES);
  expect(halfLifeSeconds(drain.perMinute)).toBeCloseTo(90, 6);
  expect(drain).toMatchObject({ tradedPerMinute: 0, pairs: 2 });
});

test('counts each pair alike, also one that empties', () => {
  expect(measureDrain(cellsOf([pair(100, 0), pair(100, 100), pair(100_000, 100_000), pair(5, 5)]), NO_TRADES).perMinute).toBeCloseTo(-Math.log(0.75) / 0.25, 9);
});

test('knows no half-life of what does not leave', () => {
  expect(halfLifeSeconds(0)).toBeNull();
  expect(halfLifeSeconds(-0.1)).toBeNull();
});

test.each([
  ['power-tail', 50, 1.5], ['power-tail', 50, 1], ['power-tail-alone', 20, 0.7], ['exponential', 80, null],
] as const)('takes off what trades too small to reach us took (%s, scale %d, tail %d)', (family, scale, tail) => {
  const survival = (size: number): number => (tail === null ? Math.exp(-size / scale) : (1 + size / scale) ** -tail);
  const ahead = 100;
  let reached = 0;
  for (let x = 0.005; x < ahead; x += 0.01) reached += 0.01 * survival(x);
  const curve: RateCurve = { family, perMinute: 0.3, alonePerMinute: 0.3, scale, tail, parameters: 3, logLikelihood: 0 };
  const drain = measureDrain(cellsOf([pair(ahead, 90)]), curve);
  const expected = (0.3 * (reached - ahead * survival(ahead))) / ahead;
  // The middle of the cell is not exactly 100 contracts.
  expect(drain.tradedPerMinute / drain.perMinute / (expected / 0.4)).toBeCloseTo(1, 1);
  expect(drain.cancelledPerMinute).toBeCloseTo(drain.perMinute - drain.tradedPerMinute, 12);
});

test('finds nothing that trades took where every trade would have taken us', () => {
  expect(measureDrain(cellsOf([pair(100, 90)]), { ...NO_TRADES, family: 'constant', perMinute: 5, scale: null, tail: null }).tradedPerMinute).toBe(0);
});
