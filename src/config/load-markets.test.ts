import { describe, expect, it } from 'vitest';
import { planChanges } from './plan.ts';
import { load, loaded, mistakes, SMALL } from './test-files.fixture.ts';

const MARKETS = '    markets: { venue: demo, include: ["*"] }\n';
const withMarkets = (markets: string, strategy = ''): string => SMALL.replace(MARKETS, `    markets: ${markets}\n${strategy}`);
const WHERE = '{ fact: spread, operator: lessThanInclusive, value: 4c }';
const selecting = (select: string, strategy = '    active: 3\n'): string => withMarkets(`{ venue: demo, select: ${select} }`, strategy);
const compiled = (text: string) => loaded(load(text)).config.strategies[0]!;
const classes = (from: string, to: string): readonly string[] => planChanges(loaded(load(from)), loaded(load(to))).map((change) => `${change.class}: ${change.words}`);

describe('which markets a strategy trades', () => {
  it('is everything included where nothing is selected', () => {
    const { markets, active } = compiled(SMALL);
    expect([markets, active]).toEqual([{ venue: 'demo', include: ['*'], exclude: [] }, undefined]);
  });

  it('is selected by a condition over facts and a rank, with defaults that keep it calm', () => {
    const { markets, active } = compiled(selecting(`{ where: ${WHERE}, rankBy: spread }`));
    expect(active).toBe(3);
    expect(markets).toEqual({
      venue: 'demo', include: ['*'], exclude: [],
      select: { where: { kind: 'compare', left: { fact: 'spread', windowMs: null }, operator: 'lessThanInclusive', right: 40_000 }, rankBy: 'spread', dwellMs: 600_000, betterBy: 0.2 },
    });
  });

  it('may be narrowed by patterns, and its condition may be one by name', () => {
    const text = `${withMarkets('{ venue: demo, include: ["rain*"], exclude: [rain-b], select: { where: { condition: tight } } }')}conditions:\n  tight: ${WHERE}\n`;
    expect(compiled(text).markets).toMatchObject({ include: ['rain*'], exclude: ['rain-b'], select: { where: { kind: 'compare' }, rankBy: null } });
    expect(loaded(load(text)).warnings).toEqual([]);
  });

  it('may be a series, whose successor is watched a minute ahead', () => {
    expect(compiled(withMarkets('{ venue: demo, series: btc-updown-15m }')).markets).toEqual({ venue: 'demo', include: ['*'], exclude: [], series: { name: 'btc-updown-15m', warmUpMs: 60_000 } });
  });

  it('is shown with the place of each value', () => {
    const shown = loaded(load(selecting(`{ where: ${WHERE}, rankBy: spread }`))).effective.filter(({ path }) => /select|active/.test(path)).map(({ path, value, origin }) => `${path} ${value} ${origin}`);
    expect(shown).toEqual([
      'strategies.one.active 3 strategies.yaml:6:13',
      'strategies.one.markets.select.where spread lessThanInclusive 4c strategies.yaml:5:46',
      'strategies.one.markets.select.rankBy spread strategies.yaml:5:112',
      'strategies.one.markets.select.dwell 10m schema default',
      'strategies.one.markets.select.betterBy 20% schema default',
    ]);
  });

  it.each([
    ['no markets at all', '{ venue: demo }', '', 'MM_CONFIG_MISSING'],
    ['a series beside patterns', '{ venue: demo, series: a, include: ["*"] }', '', 'MM_CONFIG_CONTRADICTION'],
    ['slots of a series', '{ venue: demo, series: a }', '    active: 2\n', 'MM_CONFIG_CONTRADICTION'],
    ['a warm-up without a series', '{ venue: demo, include: ["*"], warmUp: 5m }', '', 'MM_CONFIG_CONTRADICTION'],
    ['a rank without slots', '{ venue: demo, select: { rankBy: spread } }', '', 'MM_CONFIG_CONTRADICTION'],
    ['a margin without a rank', `{ venue: demo, select: { where: ${WHERE}, betterBy: 5% } }`, '    active: 2\n', 'MM_CONFIG_CONTRADICTION'],
    ['an unknown fact', '{ venue: demo, select: { where: { fact: sprad, operator: lessThan, value: 4c } } }', '', 'MM_CONFIG_FACT'],
    ['no slot', '{ venue: demo, include: ["*"] }', '    active: 0\n', 'MM_CONFIG_RANGE'],
  ])('is refused with %s', (_what, markets, strategy, code) => {
    expect(mistakes(load(withMarkets(markets, strategy))).map((mistake) => mistake.split(' ')[1])).toEqual([code]);
  });

  it('is refused where another strategy has the series, or all markets, already', () => {
    const second = (markets: string): string => `  two:\n    kind: market-maker\n    markets: ${markets}\n    quote: { halfSpread: 1.5c, size: 50 shares }\n    limits: { position: 500 shares }\n`;
    const series = '{ venue: demo, series: a }';
    expect(mistakes(load(withMarkets(series) + second(series)))).toEqual(['strategies.yaml:10:29 MM_CONFIG_SAME_MARKETS']);
    expect(mistakes(load(SMALL + second(series)))).toEqual(['strategies.yaml:10:29 MM_CONFIG_SAME_MARKETS']);
    expect(mistakes(load(withMarkets('{ venue: demo, include: ["*"], exclude: ["a-*"] }') + second(series)))).toEqual([]);
    expect(mistakes(load(SMALL + second(`{ venue: demo, select: { where: ${WHERE} } }`)))).toEqual(['strategies.yaml:10:29 MM_CONFIG_SAME_MARKETS']);
  });
});

describe('the plan of a changed selection', () => {
  const base = selecting(`{ where: ${WHERE}, rankBy: spread }`);
  it.each([
    ['active: 3', 'active: 2', 'tighten'], ['active: 3', 'active: 4', 'loosen'], ['value: 4c', 'value: 5c', 'immediate'], ['fact: spread, operator', 'fact: fairValue, operator', 'loosen'],
    ['rankBy: spread', 'rankBy: hoursToResolution', 'immediate'], ['rankBy: spread', 'rankBy: spread, dwell: 1h', 'immediate'], [`where: ${WHERE}, `, '', 'loosen'],
  ])('%s → %s is classed as %s', (from, to, expected) => {
    const changes = classes(base, base.replace(from, to));
    expect(changes).toHaveLength(1);
    expect(changes[0]!.split(':')[0]).toBe(expected);
  });
  it('tells a changed series', () => {
    expect(classes(withMarkets('{ venue: demo, series: a }'), withMarkets('{ venue: demo, series: b, warmUp: 2m }'))).toEqual([
      'tighten: one: markets.series a → b (strategies.yaml:5)', 'immediate: one: markets.warmUp 1m → 2m (strategies.yaml:5)',
    ]);
  });
});
