import { describe, expect, it } from 'vitest';
import { madeUpJob, madeUpResult } from '../made-up-job.fixture.ts';
import { outcomeOf } from '../outcome.ts';
import type { Parameters } from '../plan-sweep.ts';
import { rankingOf, verdictOnBest, type Measured } from '../rank.ts';
import type { SweepResult } from '../run-sweep.ts';
import { notesOn, shortNames, walkForwardText } from '../words.ts';
import { walkForwardOf, type FoldResult } from '../walk-forward.ts';
import { heatMaps } from './heat-map.ts';
import { rankingCsv } from './ranking-csv.ts';
import { sweepHtml } from './sweep-page.ts';

const measured = (parameters: Parameters, pnl: readonly number[]): Measured => ({ parameters, outcome: outcomeOf(Object.values(parameters).join(' '), madeUpResult(madeUpJob('a'), pnl)) });
const SPREAD = { path: 'presets.calm.quote.halfSpread', values: ['1c', '2c', '10c'] };
const SIZE = { path: 'presets.calm.quote.size', values: ['<10>', '20'] };

function resultOf(entries: readonly Measured[], changes: Partial<SweepResult> = {}): SweepResult {
  const ranking = rankingOf(entries, 'pnl');
  return {
    version: 1, parameters: [SPREAD, SIZE], gridSize: 6, tape: 'made-up', span: { from: 0, to: 3_600_000 }, assumptions: [], findings: [], unsettled: 0, ranking, verdict: verdictOnBest(ranking),
    walkForward: null, refused: [], failed: [], jobs: entries.length, done: entries.length, reused: 0, isPartial: false, seconds: 1, ...changes,
  };
}
const grid = [['1c', '<10>', 1], ['1c', '20', 3], ['2c', '<10>', -4], ['10c', '20', 5]] as const;
const entries = grid.map(([spread, size, pnl]) => measured({ [SPREAD.path]: spread, [SIZE.path]: size }, [pnl]));

describe('heat map', () => {
  it('has the mean over all other parameters, and no value where nothing was measured', () => {
    const [map] = heatMaps([SPREAD, SIZE], resultOf(entries).ranking.rows, 'pnl');
    expect(map).toMatchObject({ columnPath: SPREAD.path, rowPath: SIZE.path });
    expect(map?.cells.map((row) => row.map((cell) => cell?.mean ?? null))).toEqual([[1, -4, null], [3, null, 5]]);
    const third = { path: 'seed', values: ['1', '2'] };
    const twice = ['1', '2'].flatMap((seed) => grid.map(([spread, size, pnl]) => measured({ [SPREAD.path]: spread, [SIZE.path]: size, seed }, [seed === '1' ? pnl : pnl + 2])));
    const maps = heatMaps([third, SIZE, SPREAD], rankingOf(twice, 'pnl').rows, 'pnl');
    expect(maps.map(({ columnPath, rowPath }) => [columnPath, rowPath])).toEqual([[SPREAD.path, 'seed'], [SPREAD.path, SIZE.path], ['seed', SIZE.path]]);
    expect(maps[1]?.cells[0]?.[0]).toEqual({ mean: 2, best: 3, count: 2 });
  });

  it('of one parameter is one row, and of none there is none', () => {
    expect(heatMaps([SPREAD, { path: 'x', values: ['1'] }], resultOf(entries).ranking.rows, 'pnl').map(({ rows, columns }) => [rows.length, columns.length])).toEqual([[1, 3]]);
    expect(heatMaps([], resultOf(entries).ranking.rows, 'pnl')).toEqual([]);
  });
});

describe('report of a sweep', () => {
  it('sorts values in the order in which they were given and lets no value be markup', () => {
    const page = sweepHtml(resultOf(entries), 'strategies.yaml');
    expect(page).toContain('&lt;10&gt;');
    expect(page).not.toContain('<10>');
    expect(page).toContain('data-value="2">10c<');
  });

  it('says what was refused, what failed and that it is partial', () => {
    const page = sweepHtml(resultOf(entries, { isPartial: true, refused: [{ parameters: { [SPREAD.path]: '-1c' }, message: 'too low' }], failed: [{ parameters: {}, message: 'a hole' }] }), 'strategies.yaml');
    for (const said of ['Partial result', 'too low', 'a hole']) expect(page).toContain(said);
    expect(sweepHtml(resultOf([]), 'strategies.yaml')).toContain('Nothing was measured.');
  });

  it('has a row for each combination in the CSV, the unmeasured at the end without figures', () => {
    const rows = rankingCsv(resultOf(entries, { refused: [{ parameters: { [SPREAD.path]: '3c', [SIZE.path]: '20' }, message: 'too wide' }] })).trimEnd().split('\r\n');
    expect(rows).toHaveLength(6);
    expect(rows[1]).toMatch(/^measured,1,10c,20,pessimistic,5,/);
    expect(rows[5]).toMatch(/^refused,,3c,20,,+too wide$/);
    expect(new Set(rows.map((row) => row.split(',').length)).size).toBe(1);
  });
});

describe('words', () => {
  it('name paths by the fewest steps that tell them apart', () => {
    expect(shortNames(['presets.calm.quote.size', 'presets.calm.skew.size', 'rules[0].cooldown'])).toEqual(['quote.size', 'skew.size', 'cooldown']);
    expect(shortNames(['presets.calm.quote.size', 'presets.wild.quote.size'])).toEqual(['calm.quote.size', 'wild.quote.size']);
  });

  it('warn of varied assumptions and of combinations that are one configuration', () => {
    const same = [measured({ [SPREAD.path]: '1c' }, [1]), { ...measured({ [SPREAD.path]: '1c' }, [1]), parameters: { [SPREAD.path]: '1.0c' } }];
    const notes = notesOn(resultOf(same, { parameters: [SPREAD, { path: 'profile.exchange.queue', values: ['a', 'b'] }], unsettled: 2 }));
    expect(notes).toEqual([expect.stringContaining('profile.exchange.queue is an assumption'), expect.stringContaining('1 of the combinations means the same'), expect.stringContaining('outcome of 2 markets')]);
    expect(notesOn(resultOf(entries))).toEqual([]);
  });

  it('say of a walk-forward what was left of the gain', () => {
    const HOUR = 3_600_000;
    const side = (pnl: number) => ({ pnl, pnlPerHour: pnl, sharpe: null, fills: 1 });
    const fold = (before: number, after: number): FoldResult => ({ train: { from: 0, to: HOUR }, test: { from: HOUR, to: 2 * HOUR }, chosen: { parameters: {}, inSample: side(before), outOfSample: side(after) } });
    const said = (...folds: readonly FoldResult[]): string => walkForwardText(walkForwardOf(folds));
    expect(said(fold(4, 1), fold(4, 3))).toContain('+$2.00 an hour against +$4.00 an hour where it was chosen. 50 % of the gain was not there');
    expect(said(fold(4, -1))).toContain('Nothing of the gain was left, and more.');
    expect(said(fold(-4, -1))).not.toContain('gain was');
    expect(said()).toBe('Walk-forward: nothing could be measured.');
  });
});
