import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../exchange/random.ts';
import { CONFIDENCE, deflatedSharpe, luckOfTheBest, probabilisticSharpe, trialsOf } from './deflated-sharpe.ts';
import { normalBelow } from '../../core/math/normal-below.ts';
import { normalQuantile } from './normal-quantile.ts';
import { sharpeOf } from './sharpe.ts';

/** The worked example of the paper: 2.5 a year over 1,250 daily returns, the variance of the trials' Sharpes ½ a year. */
const DAYS = 250;
const PAPER = { ratio: 2.5 / Math.sqrt(DAYS), length: 1_250, skew: -3, kurtosis: 10 };
const PAPER_VARIANCE = 0.5 / DAYS;

describe('deflated Sharpe ratio', () => {
  it('agrees with the worked example of Bailey and López de Prado', () => {
    expect(luckOfTheBest(100, PAPER_VARIANCE)).toBeCloseTo(0.1132, 4);
    expect(deflatedSharpe(PAPER, { count: 100, variance: PAPER_VARIANCE })).toBeCloseTo(0.9004, 3);
    expect(deflatedSharpe(PAPER, { count: 46, variance: PAPER_VARIANCE })).toBeCloseTo(0.9505, 3);
  });

  it('calls the best of a hundred coin-tossers lucky nearly always', () => {
    const random = new Random(11, 'noise');
    const sweeps = 60;
    let taken = 0;
    let takenWithoutDeflation = 0;
    for (let sweep = 0; sweep < sweeps; sweep++) {
      const sharpes = Array.from({ length: 100 }, () => sharpeOf(Array.from({ length: 120 }, () => random.normal())));
      const best = sharpes.reduce((a, b) => ((b?.ratio ?? 0) > (a?.ratio ?? 0) ? b : a), null);
      if ((deflatedSharpe(best, trialsOf(sharpes)) ?? 0) >= CONFIDENCE) taken++;
      if (best !== null && (probabilisticSharpe(best, 0) ?? 0) >= CONFIDENCE) takenWithoutDeflation++;
    }
    expect(taken / sweeps).toBeLessThan(0.05);
    expect(takenWithoutDeflation / sweeps).toBeGreaterThan(0.9);
  });

  it('finds the one of a hundred that has skill', () => {
    const random = new Random(12, 'skill');
    const sharpes = Array.from({ length: 100 }, (_, trial) => sharpeOf(Array.from({ length: 400 }, () => random.normal() + (trial === 42 ? 0.5 : 0))));
    expect(deflatedSharpe(sharpes[42] ?? null, trialsOf(sharpes)) ?? 0).toBeGreaterThan(CONFIDENCE);
  });

  it('falls with every further trial and is the probabilistic one for a single trial', () => {
    expect(deflatedSharpe(PAPER, trialsOf([PAPER]))).toBe(probabilisticSharpe(PAPER, 0));
    fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), (count) => {
      const of = (trials: number): number => deflatedSharpe(PAPER, { count: trials, variance: PAPER_VARIANCE }) ?? Number.NaN;
      return of(count + 1) <= of(count);
    }));
  });

  it('counts trials that never filled as trials', () => {
    expect(trialsOf([PAPER, null, null]).count).toBe(3);
    expect(trialsOf([PAPER, null]).variance).toBeCloseTo(PAPER.ratio ** 2 / 2, 12);
  });
});

describe('Sharpe ratio', () => {
  it('is mean over standard deviation with the moments of the series', () => {
    const sharpe = sharpeOf([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
    expect(sharpe?.ratio).toBeCloseTo(2.5 / Math.sqrt((1.25 * 12) / 11), 12);
    expect(sharpe?.skew).toBeCloseTo(0, 12);
    expect(sharpe?.kurtosis).toBeCloseTo(1.64, 12);
  });

  it('is unknown for a handful of buckets and for buckets that never differ', () => {
    expect(sharpeOf([1, 2, 3])).toBeNull();
    expect(sharpeOf(Array.from({ length: 50 }, () => 0))).toBeNull();
    expect(sharpeOf(Array.from({ length: 50 }, () => 0.1))).toBeNull();
  });
});

describe('normal distribution', () => {
  it('agrees with tables', () => {
    expect(normalBelow(0)).toBeCloseTo(0.5, 15);
    expect(normalBelow(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalBelow(-8)).toBeCloseTo(6.22096057427178e-16, 22);
    expect(normalQuantile(0.99)).toBeCloseTo(2.3263478740408408, 12);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 10);
  });

  it('is inverted by its quantile', () => {
    fc.assert(fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => Math.abs(normalBelow(normalQuantile(share)) - share) < 1e-12));
  });
});
