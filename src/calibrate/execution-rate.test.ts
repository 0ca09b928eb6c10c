import { expect, test } from 'vitest';
import { Random } from '../exchange/random.ts';
import { cellsOf, type AheadCells } from './ahead-cells.ts';
import { fitRate, rateAt, reachOf } from './execution-rate.ts';
import type { PolledLife } from './life.ts';

const MINUTE = 60_000;
const life = (polls: readonly (readonly [minute: number, ahead: number])[], endedAt: number, end: PolledLife['end']): PolledLife => {
  const all = polls.map(([minute, ahead]) => ({ at: minute * MINUTE, ahead }));
  return { market: 'KXA-1-A', order: 'o', joinedAt: 0, endedAt: endedAt * MINUTE, end, polls: all, first: all[0]! };
};

/** Orders that stand still behind what is ahead for a while, and are executed at a rate of our choosing. */
function standing(rate: (ahead: number) => number, seed: number, count: number): AheadCells {
  const random = new Random(seed, 'standing');
  return cellsOf(Array.from({ length: count }, () => {
    const ahead = random.chance(0.2) ? 0 : 10 ** (4 * random.uniform());
    const until = random.exponential(1 / rate(ahead));
    return until < 2 ? life([[0, ahead]], until, 'executed') : life([[0, ahead]], 2, 'canceled');
  }));
}

test('adds up the time at risk with what each poll found ahead', () => {
  const cells = cellsOf([life([[0, 100], [1, 60], [2, 0]], 5, 'executed'), life([[0, 0]], 2, 'canceled')]);
  expect(cells.map(({ minutes, executed, pairs }) => ({ minutes, executed, pairs }))).toEqual([
    { minutes: 5, executed: 1, pairs: 0 }, { minutes: 1, executed: 0, pairs: 1 }, { minutes: 1, executed: 0, pairs: 1 },
  ]);
  expect(cells[2]?.ahead).toBeCloseTo(100, -1);
  expect(cells[2]?.left).toBeCloseTo(0.4);
});

test('gives executions over time where the queue makes no difference', () => {
  const cells = cellsOf([life([[0, 10]], 4, 'executed'), life([[0, 1_000]], 6, 'canceled')]);
  expect(fitRate('constant', cells)).toMatchObject({ perMinute: 0.1, scale: null, tail: null, parameters: 1, logLikelihood: expect.closeTo(Math.log(0.1) - 1) as number });
});

test.each([1, 2, 3])('recovers the curve that made the data (seed %i)', (seed) => {
  const truth = { family: 'power-tail-alone', perMinute: 0.8, alonePerMinute: 0.3, scale: 60, tail: 1.1, parameters: 4, logLikelihood: 0 } as const;
  const fitted = fitRate('power-tail-alone', standing((ahead) => rateAt(truth, ahead), seed, 20_000));
  expect(fitted.alonePerMinute / 0.3).toBeCloseTo(1, 1);
  for (const ahead of [1, 10, 100, 1_000]) expect(Math.abs(rateAt(fitted, ahead) / rateAt(truth, ahead) - 1), `at ${ahead}`).toBeLessThan(0.25);
  expect(fitted.tail).toBeGreaterThan(0.8);
  expect(fitted.tail).toBeLessThan(1.4);
});

test('prefers the family that made the data by its likelihood', () => {
  const cells = standing((ahead) => 0.8 * Math.exp(-ahead / 50), 4, 10_000);
  const aic = (name: 'constant' | 'exponential' | 'power-tail') => {
    const { parameters, logLikelihood } = fitRate(name, cells);
    return 2 * parameters - 2 * logLikelihood;
  };
  expect(aic('exponential')).toBeLessThan(aic('power-tail'));
  expect(aic('power-tail')).toBeLessThan(aic('constant'));
});

test('gains next to nothing from a rate of its own for nobody ahead where that is no case of its own', () => {
  const cells = standing((ahead) => 0.8 / (1 + ahead / 50), 6, 10_000);
  const gain = fitRate('power-tail-alone', cells).logLikelihood - fitRate('power-tail', cells).logLikelihood;
  expect(gain).toBeGreaterThanOrEqual(0);
  expect(gain).toBeLessThan(4);
});

test('never lets more ahead be reached more often', () => {
  const fitted = fitRate('power-tail', standing((ahead) => 0.5 / (1 + ahead / 20), 5, 3_000));
  const reaches = [0, 1, 5, 50, 500, 50_000].map((ahead) => reachOf(fitted, ahead));
  expect(reaches).toEqual(reaches.toSorted((a, b) => b - a));
  expect(reaches[0]).toBe(1);
});
