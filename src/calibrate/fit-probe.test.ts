import { beforeAll, describe, expect, test } from 'vitest';
import { fitProbe } from './fit-probe.ts';
import { readProbe } from './probe-window.ts';
import { ABSENT, isAbsent, PROBE } from './real-calibration-data.fixture.ts';
import { simulatedProbe } from './simulated-probe.fixture.ts';

const fit = (filledWhenTouched: (ahead: number) => number, seed: number) =>
  fitProbe(simulatedProbe({ touched: (price) => 1 - 0.8 * price, filledWhenTouched }, { seed, windows: 300 }), { seed, rounds: 200 });
const coefficient = (fitted: ReturnType<typeof fit>, name: string) => fitted.fill.coefficients.find((one) => one.name === name)?.value ?? { value: 0, low: 0, high: 0 };

test.each([1, 2, 3, 4])('finds that more ahead means fewer fills where it does (seed %i)', (seed) => {
  const fitted = fit((ahead) => 1 / (1 + ahead / 60), seed);
  expect(fitted.isQueueIdentified).toBe(true);
  expect(coefficient(fitted, 'ten times more ahead').high).toBeLessThan(0);
  expect(coefficient(fitted, 'quoted 10c higher').value).toBeLessThan(0);
  expect(fitted.fill.gain.value).toBeGreaterThan(0.05);
});

test('says that nothing can be told of the queue where every touched quote is filled', () => {
  const fits = Array.from({ length: 10 }, (_, seed) => fit(() => 1, seed));
  expect(fits.every(({ isQueueIdentified }) => !isQueueIdentified)).toBe(true);
  const covered = fits.map((fitted) => coefficient(fitted, 'ten times more ahead')).filter(({ low, high }) => low <= 0 && high >= 0);
  expect(covered.length).toBeGreaterThanOrEqual(8);
});

test('predicts on the right scale the quotes it did not see', () => {
  const { rows } = fit((ahead) => 1 / (1 + ahead / 60), 7);
  const filled = rows.reduce((sum, row) => sum + row.heldOutFilled, 0);
  expect(rows.reduce((sum, row) => sum + row.predicted, 0) / filled).toBeCloseTo(1, 0);
  expect(rows.reduce((sum, row) => sum + row.heldOutQuotes, 0)).toBe(180);
});

describe.skipIf(isAbsent)(`the probe of 130 windows on Polymarket${ABSENT}`, () => {
  let real: ReturnType<typeof fit>;
  beforeAll(async () => { real = fitProbe(await readProbe(PROBE), { seed: 1, rounds: 300 }); });

  test('loses on quotes filled on one side, which is always the losing one', () => {
    expect(real.outcomes).toMatchObject({ both: { windows: 49 }, one: { windows: 68, filledOnLosingSide: 68 }, none: { windows: 13 } });
    expect(real.outcomes.both.pnlPerShare?.value).toBeCloseTo(0.0133, 4);
    expect(real.outcomes.one.pnlPerShare).toEqual({ value: expect.closeTo(-0.1806, 4) as number, low: expect.closeTo(-0.237, 1) as number, high: expect.closeTo(-0.134, 1) as number });
    expect(real.pnlPerWindow.high).toBeLessThan(-0.04);
  });

  test('cannot tell queue models apart: all 166 touched quotes that joined a queue count as filled', () => {
    expect(real).toMatchObject({ isQueueIdentified: false, touched: { quotes: 166, filled: 166 }, filledAtTouchOnly: 45, improved: { touched: 9, filled: 0 } });
    const { low, high } = coefficient(real, 'ten times more ahead');
    expect([low < 0, high > 0]).toEqual([true, true]);
  });

  test('is predicted by price and time better than by its base rate, on the later windows', () => {
    expect(real.fill).toMatchObject({ trainedOn: 159, testedOn: 72, heldOut: { logLoss: expect.closeTo(0.367, 3) as number }, baseRate: { logLoss: expect.closeTo(0.579, 3) as number } });
    expect(real.fill.gain.low).toBeGreaterThan(0);
  });
});
