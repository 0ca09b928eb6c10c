import { beforeAll, describe, expect, test } from 'vitest';
import type { Estimate } from './intervals.ts';
import { fitOrders, tooLittle } from './fit-orders.ts';
import { LifeBuilder } from './life-builder.ts';
import { readOrderLog } from './read-order-log.ts';
import { ABSENT, isAbsent, ORDERS } from './real-calibration-data.fixture.ts';
import { LAWS, simulatedOrders, type Laws } from './simulated-orders.fixture.ts';

const quiet = (): void => {};
function logOf(laws: Laws, size: { readonly seed: number; readonly events: number; readonly ordersEach: number }) {
  const builder = new LifeBuilder();
  for (const event of simulatedOrders(laws, size)) builder.add(event);
  return builder.finish();
}
const fitted = (laws: Laws, seed: number, rounds = 100) => fitOrders(logOf(laws, { seed, events: 30, ordersEach: 150 }), { seed, rounds, progress: quiet });

describe('orders whose laws are known', () => {
  let fits: readonly ReturnType<typeof fitOrders>[] = [];
  beforeAll(() => { fits = Array.from({ length: 20 }, (_, i) => fitted(LAWS, i + 1)); });
  const TRUTHS = [
    ['executionsPerMinute', LAWS.tradesPerMinute, 0.1], ['alonePerMinute', LAWS.alonePerMinute, 0.1],
    // Scale and tail do nearly the same to the curve; neither is known well, both together are.
    ['scaleContracts', LAWS.scale, 0.35], ['tail', LAWS.tail, 0.15], ['cancelledPerMinute', LAWS.cancelsPerMinute / 2, 0.1],
  ] as const;

  test.each(TRUTHS)('%s is recovered, and its interval holds the truth in nearly all cases', (name, truth, tolerance) => {
    const estimates = fits.map(({ parameters }) => parameters[name]).filter((estimate): estimate is Estimate => estimate !== null);
    const middle = estimates.map(({ value }) => value).toSorted((a, b) => a - b)[estimates.length >> 1];
    expect(Math.abs((middle ?? 0) / truth - 1)).toBeLessThan(tolerance);
    // 95 % intervals, of a bootstrap over 30 events.
    expect(estimates.filter(({ low, high }) => low <= truth && truth <= high).length / estimates.length).toBeGreaterThanOrEqual(0.8);
  });

  test('the family that made them is chosen', () => {
    expect(fits.filter(({ chosen }) => chosen === 'power-tail-alone').length).toBeGreaterThanOrEqual(18);
  });

  test('on events the fit did not see, it beats knowing nothing of the queue, and counts what happened', () => {
    for (const { families, heldOut } of fits) {
      const [constant] = families;
      const best = families.find(({ family }) => family === 'power-tail-alone');
      expect(best?.heldOut.logLoss).toBeLessThan(constant?.heldOut.logLoss ?? 0);
      expect(heldOut.predicted / heldOut.executed).toBeGreaterThan(0.8);
      expect(heldOut.predicted / heldOut.executed).toBeLessThan(1.25);
    }
    const rows = fits.flatMap(({ heldOut }) => heldOut.rows.filter(({ executed }) => executed > 5));
    expect(rows.filter(({ isWithin }) => isWithin).length / rows.length).toBeGreaterThan(0.85);
  });
});

test('finds no half-life where nobody cancels', () => {
  const { cancelledPerMinute, halfLifeSeconds } = fitted({ ...LAWS, cancelsPerMinute: 0 }, 3).parameters;
  expect(cancelledPerMinute.low).toBeLessThan(0.01);
  expect(halfLifeSeconds?.high ?? null).toBeNull();
});

test('gives the same numbers for the same seed', () => {
  expect(fitted(LAWS, 5)).toEqual(fitted(LAWS, 5));
});

test('tells how far the resampling is', () => {
  const told: number[] = [];
  fitOrders(logOf(LAWS, { seed: 1, events: 12, ordersEach: 60 }), { seed: 1, rounds: 5, progress: (done, of) => { told.push(done / of); } });
  expect(told).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
});

test.each([
  [{ events: 30, ordersEach: 3 }, 'executed orders whose queue position was polled, and at least 30 are needed'],
  [{ events: 4, ordersEach: 200 }, 'orders of 4 events, and at least 10 are needed'],
])('says what is missing where there is too little (%o)', (size, words) => {
  expect(tooLittle(logOf(LAWS, { seed: 1, ...size }))).toContain(words);
});

describe.skipIf(isAbsent)(`the log of a real market maker on Kalshi${ABSENT}`, () => {
  let fit: ReturnType<typeof fitOrders>;
  beforeAll(async () => {
    const log = await readOrderLog(ORDERS);
    expect(tooLittle(log)).toBeNull();
    fit = fitOrders(log, { seed: 1, rounds: 300, progress: quiet });
  });

  test('is read as its statistics are told: 11, 15, 8.6, 4.3 and 0.3 % executed by contracts ahead when first seen', () => {
    expect(fit.orders.map(({ orders, executed }) => [orders, executed])).toEqual([[2734, 300], [1885, 280], [2065, 177], [2053, 88], [2551, 8]]);
    expect(fit.orders.map(({ share }) => Number((100 * (share?.value ?? 0)).toFixed(1)))).toEqual([11, 14.9, 8.6, 4.3, 0.3]);
    expect(fit).toMatchObject({ markets: 96, marketEvents: 53, lives: { executed: 1268, executedPolled: 469 } });
  });

  test('is predicted within its intervals in every range, on events held out', () => {
    expect(fit.heldOut.rows.map(({ isWithin }) => isWithin)).toEqual([true, true, true, true, true]);
    expect(fit.heldOut.predicted).toBeCloseTo(459, 0);
    const chosen = fit.families.find(({ family }) => family === fit.chosen);
    expect(chosen).toMatchObject({ family: 'power-tail-alone', heldOut: { logLoss: expect.closeTo(0.1297, 3) as number, brier: expect.closeTo(0.0312, 3) as number } });
    expect(chosen?.gain.low).toBeGreaterThan(0.05);
  });

  test('halves by itself in about five minutes, within a factor of less than two', () => {
    expect(fit.parameters.halfLifeSeconds?.value).toBeCloseTo(308.5, 0);
    expect(fit.parameters.halfLifeSeconds?.low).toBeGreaterThan(200);
    expect(fit.parameters.halfLifeSeconds?.high).toBeLessThan(520);
  });

  test('shows that one half-life flatters orders behind deep queues', () => {
    const deep = fit.heldOut.queue.at(-1);
    expect(deep?.predicted).toBeLessThan(deep?.stillAhead?.low ?? 0);
  });
});
