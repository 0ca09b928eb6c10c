import { describe, expect, it } from 'vitest';
import { halfSpreadForFills } from './avellaneda-stoikov.ts';
import { inventorySlope } from './glft.ts';
import { optimalDistances, type MakerProblem } from './optimal-distances.fixture.ts';

/** The example of the paper (figure 1), in ticks and seconds: γ 0.01, k 0.3, A 0.9, σ 0.3, T 600. */
const PAPER: MakerProblem = { aversion: 0.01, decay: 0.3, arrivals: 0.9, sigma: 0.3, seconds: 600, limit: 30 };

const closed = ({ aversion, decay, arrivals, sigma }: MakerProblem, inventory: number): { readonly bid: number; readonly ask: number } => {
  const step = inventorySlope(aversion, decay, arrivals) * sigma;
  const fills = halfSpreadForFills(aversion, decay);
  return { bid: fills + ((2 * inventory + 1) / 2) * step, ask: fills - ((2 * inventory - 1) / 2) * step };
};

/** Errors of the closed form: of the centre as a share of where it goes, of the half-spread as a share of it. */
function errorsOf(problem: MakerProblem, inventory: number): { readonly centre: number; readonly half: number } {
  const numeric = optimalDistances(problem, inventory);
  const form = closed(problem, inventory);
  const centre = (numeric.ask - numeric.bid) / 2;
  const half = (numeric.ask + numeric.bid) / 2;
  return { centre: ((form.ask - form.bid) / 2 - centre) / centre, half: ((form.ask + form.bid) / 2 - half) / half };
}
const worst = (problem: MakerProblem, inventories: readonly number[]): { readonly centre: number; readonly half: number } => {
  const errors = inventories.map((inventory) => errorsOf(problem, inventory));
  return { centre: Math.max(...errors.map(({ centre }) => Math.abs(centre))), half: Math.max(...errors.map(({ half }) => Math.abs(half))) };
};

describe('the closed form, against the linear system of the paper integrated far from its horizon', () => {
  it('is within 1% for the paper\u2019s own numbers, ten quotes either way', () => {
    const { centre, half } = worst(PAPER, [-10, -4, -1, 1, 2, 5, 10]);
    expect(centre).toBeLessThan(0.01);
    expect(half).toBeLessThan(0.01);
  });
  it('is within 1% in the units of a prediction market: dollars, quotes of 50 shares', () => {
    // Tolerance $50, reach 1.5c, 12 takers a minute, 0.1c a root second.
    const market: MakerProblem = { aversion: 50 / 50, decay: 1 / 0.015, arrivals: 12 / 60, sigma: 0.001, seconds: 3_600, limit: 30 };
    const { centre, half } = worst(market, [-6, -1, 2, 6]);
    expect(centre).toBeLessThan(0.01);
    expect(half).toBeLessThan(0.01);
  });
  it('is within 5% where each quote held moves the centre by a quarter of the reach', () => {
    const { centre, half } = worst({ ...PAPER, aversion: 0.1, sigma: 1, seconds: 100, limit: 15 }, [-6, -3, 1, 2, 6]);
    expect(centre).toBeLessThan(0.05);
    expect(half).toBeLessThan(0.05);
  });
  it('moves too far where each moves it by more than the reach: too eager to be flat, never too slow', () => {
    const { centre, half } = errorsOf({ ...PAPER, aversion: 0.3, sigma: 3, seconds: 100, limit: 15 }, 6);
    expect(centre).toBeGreaterThan(0.5);
    expect(half).toBeGreaterThan(0.3);
  });
});

it('is \u221a(γe / 2kA) where inventory costs next to nothing', () => {
  expect(inventorySlope(1e-9, 2, 3)).toBeCloseTo(Math.sqrt((1e-9 * Math.E) / 12), 12);
});

it('moves the centre more for more risk aversion and for rarer takers', () => {
  expect(inventorySlope(0.02, 0.3, 0.9)).toBeGreaterThan(inventorySlope(0.01, 0.3, 0.9));
  expect(inventorySlope(0.01, 0.3, 0.1)).toBeGreaterThan(inventorySlope(0.01, 0.3, 0.9));
});
