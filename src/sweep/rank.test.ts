import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../exchange/random.ts';
import { madeUpJob, madeUpResult } from './made-up-job.fixture.ts';
import { outcomeOf } from './outcome.ts';
import { rankingOf, verdictOnBest, type Measured } from './rank.ts';

const measured = (key: string, pnl: readonly number[], name = key): Measured =>
  ({ parameters: { name }, outcome: outcomeOf(key, madeUpResult(madeUpJob('a', { models: [{ model: 'pessimistic' }, { model: 'trade-through' }] }), pnl)) });
const noise = (seed: number, mean: number, length = 300): readonly number[] => {
  const random = new Random(seed, 'rank');
  return Array.from({ length }, () => mean + random.normal());
};

describe('ranking', () => {
  it('is by what was asked for, under the first model, with the others beside it', () => {
    const even = measured('even', noise(1, 0.5, 50));
    const large = measured('large', noise(2, 0.5, 50).map((gain) => gain * 100 + (gain > 1 ? 500 : 0)));
    expect(rankingOf([even, large], 'pnl').rows.map(({ key }) => key)).toEqual(['large', 'even']);
    const { rows } = rankingOf([large, even], 'sharpe');
    expect((rows[0]?.sharpe ?? 0) >= (rows[1]?.sharpe ?? 0)).toBe(true);
    expect(rows[0]).toMatchObject({ model: 'pessimistic', otherModels: [{ model: 'trade-through' }] });
  });

  it('keeps what has no Sharpe ratio, last where that is asked for', () => {
    const rows = rankingOf([measured('few', [900]), measured('loses', noise(3, -1))], 'sharpe').rows;
    expect(rows.map(({ key, sharpe }) => [key, sharpe === null])).toEqual([['loses', false], ['few', true]]);
  });

  it('counts combinations that are one configuration as one trial', () => {
    const ranking = rankingOf([measured('same', noise(1, 0)), measured('same', noise(1, 0), 'written otherwise'), measured('other', noise(2, 0))], 'pnl');
    expect([ranking.rows.length, ranking.trials.count]).toEqual([3, 2]);
  });

  it('holds every combination once, whatever their order', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 12 }), (seeds) => {
      const entries = seeds.map((seed) => measured(String(seed), noise(seed, 0, 20)));
      const { rows } = rankingOf(entries, 'pnl');
      expect(rows.map(({ key }) => key).toSorted()).toEqual(seeds.map(String).toSorted());
      expect(rankingOf(entries.toReversed(), 'pnl').rows.map(({ pnl }) => pnl)).toEqual(rows.map(({ pnl }) => pnl));
    }), { numRuns: 20 });
  });
});

describe('verdict', () => {
  const said = (...entries: readonly Measured[]): string => {
    const { tone, text } = verdictOnBest(rankingOf(entries, 'pnl'));
    return `${tone}: ${text}`;
  };

  it('takes skill for skill and the best of much noise for luck', () => {
    const lucky = Array.from({ length: 60 }, (_, i) => measured(`noise ${i}`, noise(i + 10, 0)));
    expect(said(...lucky)).toMatch(/^unclear: The best is not distinguishable from luck, .*60 configurations/);
    expect(said(...lucky, measured('skill', noise(9, 0.5)))).toMatch(/^gain: The best is more than the luck of the best of 61 configurations/);
  });

  it('says when even the best loses, and when nothing was measured or can be told', () => {
    expect(said(measured('a', noise(1, -1)))).toBe('loss: Even the best of one configuration loses money.');
    expect(said(measured('a', [1]))).toContain('too few or too even');
    expect(said()).toBe('unclear: Nothing was measured.');
  });
});
