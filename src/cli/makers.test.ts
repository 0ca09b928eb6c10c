import { describe, expect, it } from 'vitest';
import type { MakerFigures } from '../backtest/comparisons/makers.ts';
import { verdict } from './makers.ts';

const figures = (pnl: number, low: number, high: number, fills = 10): MakerFigures => ({ fills, volume: 100, pnl, low, high, by: 'time', traded: 1, markout: null });
const said = (...all: readonly (MakerFigures | string)[]): string =>
  verdict({ name: 'r', venue: 'v', markets: 1, from: 0, to: 1, rows: all.map((one, i) => ({ recording: 'r', maker: 'abc'[i]!, figures: one })) });

describe('what a recording says of the makers', () => {
  it('is nothing where nobody was filled', () => expect(said(figures(0, 0, 0, 0), 'not in this version')).toMatch(/Nobody was filled/));
  it('is plain where all of them lose', () => expect(said(figures(-5, -9, -1), figures(-3, -4, -2))).toBe('All of them lose, beyond the interval.'));
  it('names who earns and who loses beyond the interval', () => {
    expect(said(figures(5, 1, 9), figures(-3, -4, -2), figures(1, -4, 6))).toBe('Beyond the interval, a earns. Beyond the interval, b loses.');
  });
  it('says so where every interval holds zero', () => {
    expect(said(figures(5, -1, 9), figures(-3, -4, 2))).toMatch(/does not tell them from luck/);
    expect(said(figures(-5, -9, 1), figures(-3, -4, 2))).toMatch(/All of them lose \(from −\$5\.00 to −\$3\.00\), though/);
  });
  it('does not count makers that this version has not', () => expect(said(figures(-5, -9, -1), 'not in this version')).toBe('It loses, beyond the interval.'));
});
