import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { halfSpreadForFills, halfSpreadUntil, reservationShift } from './avellaneda-stoikov.ts';
import { optimalDistances, type MakerProblem } from './optimal-distances.fixture.ts';

const REFERENCE = join(process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'option-reference/avellaneda_stoikov.json');
const ABSENT = existsSync(REFERENCE) ? '' : ' (skipped: no reference data; set EVENKEEL_DATA to its folder)';

interface Row {
  readonly mid: number; readonly q: number; readonly gamma: number; readonly sigma: number; readonly tau: number; readonly k: number;
  readonly reservation: string; readonly total_spread: string; readonly bid: string; readonly ask: string;
}

it.skipIf(ABSENT !== '')(`agrees with values worked out to sixty digits${ABSENT}`, () => {
  const { rows } = JSON.parse(readFileSync(REFERENCE, 'utf8')) as { readonly rows: readonly Row[] };
  expect(rows.length).toBeGreaterThan(50);
  for (const { mid, q, gamma, sigma, tau, k, ...expected } of rows) {
    const variance = sigma * sigma * tau;
    const reservation = mid + reservationShift(q, gamma, variance);
    const half = halfSpreadUntil(gamma, k, variance);
    // A few units in the last place of a dollar.
    expect(Math.abs(reservation - Number(expected.reservation))).toBeLessThan(1e-15);
    expect(Math.abs(2 * half - Number(expected.total_spread)) / Number(expected.total_spread)).toBeLessThan(2e-15);
    expect(Math.abs(reservation - half - Number(expected.bid))).toBeLessThan(2e-15);
    expect(Math.abs(reservation + half - Number(expected.ask))).toBeLessThan(2e-15);
  }
});

it('wants 1/k where inventory costs next to nothing, less the more it costs, and never more', () => {
  expect(halfSpreadForFills(1e-12, 50)).toBeCloseTo(1 / 50, 12);
  expect(halfSpreadForFills(50, 50)).toBeCloseTo(Math.log(2) / 50, 12);
  expect(halfSpreadForFills(500, 50)).toBeLessThan(halfSpreadForFills(50, 50));
});

describe('the reservation prices of somebody who does not trade any more', () => {
  /** E[−exp(−γ (cash + q S))] over S ~ N(s, σ²τ), by Simpson's rule out to ten deviations. */
  function utility(gamma: number, cash: number, q: number, s: number, deviation: number): number {
    const steps = 2_000;
    let sum = 0;
    for (let i = 0; i <= steps; i++) {
      const z = -10 + (20 * i) / steps;
      const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * Math.exp(-(z ** 2) / 2 - gamma * (cash + q * (s + deviation * z)));
    }
    return (-sum * (20 / steps)) / 3 / Math.sqrt(2 * Math.PI);
  }
  /** The price at which one quote more changes nothing; by bisection. */
  function indifference(gamma: number, q: number, s: number, deviation: number, bought: 1 | -1): number {
    const now = utility(gamma, 0, q, s, deviation);
    let [low, high] = [s - 1, s + 1];
    for (let i = 0; i < 60; i++) {
      const price = (low + high) / 2;
      const isWorth = utility(gamma, -bought * price, q + bought, s, deviation) > now;
      if (isWorth === (bought === 1)) low = price; else high = price;
    }
    return (low + high) / 2;
  }
  it('have the shifted centre in their middle, and γσ²τ between them', () => {
    for (const [gamma, q, deviation] of [[0.1, 0, 0.05], [0.1, 3, 0.05], [2, -2, 0.04], [1, 5, 0.1]] as const) {
      const bid = indifference(gamma, q, 0.5, deviation, 1);
      const ask = indifference(gamma, q, 0.5, deviation, -1);
      expect((bid + ask) / 2 - 0.5).toBeCloseTo(reservationShift(q, gamma, deviation ** 2), 8);
      expect((ask - bid) / 2).toBeCloseTo(halfSpreadUntil(gamma, 1, deviation ** 2) - halfSpreadForFills(gamma, 1), 8);
    }
  });
});

// Of the optimal quotes themselves the formula is an expansion: it holds while few fills are expected before the horizon.
describe('the optimal quotes of the whole problem, integrated numerically', () => {
  const problem: MakerProblem = { aversion: 0.2, decay: 1.5, arrivals: 1, sigma: 0.3, seconds: 1, limit: 20 };
  const errorOf = (of: MakerProblem, inventory: number): { readonly centre: number; readonly half: number } => {
    const { bid, ask } = optimalDistances(of, inventory);
    const variance = of.sigma ** 2 * of.seconds;
    const shift = reservationShift(inventory, of.aversion, variance);
    return { centre: Math.abs((ask - bid) / 2 - shift) / Math.abs(shift), half: Math.abs((ask + bid) / 2 - halfSpreadUntil(of.aversion, of.decay, variance)) / ((ask + bid) / 2) };
  };
  it('are met to a tenth of a percent where a twentieth of a taker is expected before the horizon, to one where one is', () => {
    for (const [arrivals, most] of [[0.05, 0.001], [1, 0.01]] as const) for (const inventory of [-5, -1, 1, 3, 8]) {
      const { centre, half } = errorOf({ ...problem, arrivals }, inventory);
      expect(centre).toBeLessThan(most);
      expect(half).toBeLessThan(most);
    }
  });
  it('are met the better, the less time is left', () => {
    const errors = [4, 2, 1, 0.5, 0.1].map((seconds) => errorOf({ ...problem, seconds }, 3).centre);
    expect(errors).toEqual(errors.toSorted((a, b) => b - a));
  });
  it('are overstated by far where many fills are: there the formula sells too eagerly', () => {
    const { bid, ask } = optimalDistances({ ...problem, seconds: 60 }, 3);
    const [optimal, formula] = [(ask - bid) / 2, reservationShift(3, problem.aversion, problem.sigma ** 2 * 60)];
    expect(optimal).toBeLessThan(0);
    expect(formula / optimal).toBeGreaterThan(5);
  });
});
