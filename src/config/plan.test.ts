import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsPattern } from '../core/market/market-pattern.ts';
import type { LoadedConfig } from './load.ts';
import { planChanges } from './plan.ts';
import { DEMO_PROFILE, load, loaded } from './test-files.fixture.ts';

const BASE = `profile: demo
presets:
  calm:
    quote: { halfSpread: 1.5c, size: 50 shares }
    skew: { curve: { 0%: 0c, 100%: -2c } }
    volatility: { window: 30s, pullAbove: 8c }
    extremes: { within: 10c, stopWithin: 3c }
    limits: { position: 500 shares, notional: $250 }
    stopLoss: { loss: $10, then: reduce-only }
strategies:
  one: { kind: market-maker, use: [calm], markets: { venue: demo, include: ["a*", "b*"], override: { a1: { quote: { size: 20 shares } } } } }
  two: { kind: market-maker, use: [calm], markets: { venue: demo, include: ["c*"] }, quote: { halfSpread: 2c } }
rules:
  - { name: fast, when: { fact: velocity, operator: greaterThan, value: 3c per 1s }, for: 1s, cooldown: 30s, then: [ { pull: both }, { alert: warning } ] }
  - { name: tell, when: { fact: dailyPnl, operator: lessThan, value: -$40 }, then: [ { alert: info } ] }
`;
const PROFILE = `${DEMO_PROFILE}limits: { grossNotional: $1000, dailyLoss: $50 }\n`;
const of = (strategies: string, profile = PROFILE) => loaded(load(strategies, { demo: profile, paper: profile.replace('mode: demo', 'mode: paper') }));
const edit = (from: string, to: string): readonly string[] => {
  if (!BASE.includes(from) && !PROFILE.includes(from)) throw new Error(`nothing to edit: ${from}`);
  return planChanges(of(BASE), of(BASE.replace(from, to), PROFILE.replace(from, to))).map((change) => `${change.class}: ${change.words}`);
};

describe('the plan of a change', () => {
  it('says nothing for the same configuration, however it is spelt', () => {
    expect(edit('1.5c', '0.015')).toEqual([]);
    expect(edit('["a*", "b*"]', '["b*", "a*"]')).toEqual([]);
  });

  it('shows an edit of a preset at each strategy it reaches', () => {
    expect(edit('1.5c', '1c')).toEqual(['immediate: one: quote.halfSpread 1.5c → 1c (strategies.yaml:4)']);
    expect(edit('size: 50 shares', 'size: 40 shares')).toEqual([
      'immediate: one: quote.size 50 shares → 40 shares (strategies.yaml:4)', 'immediate: two: quote.size 50 shares → 40 shares (strategies.yaml:4)',
    ]);
  });

  it('shows the settings of one market as its own', () => {
    expect(edit('20 shares', '25 shares')).toEqual(['immediate: one a1: quote.size 20 shares → 25 shares (strategies.yaml:11)']);
    expect(edit(', override: { a1: { quote: { size: 20 shares } } }', '')).toEqual([
      'immediate: one a1: quote.size 20 shares → 50 shares (strategies.yaml:4)', 'immediate: one: override for a1 removed',
    ]);
  });

  it('holds another kind of strategy, and a hedge that is guarded less, until it is looked at', () => {
    const hedge = (unhedged: string): string => BASE.replace('kind: market-maker, use: [calm], markets: { venue: demo, include: ["c*"] }, quote: { halfSpread: 2c }', `kind: hedge, use: [calm], markets: { venue: demo, include: ["c*"] }, hedge: { of: ["a*"], ratio: 1x, band: 9 shares, collar: 2c${unhedged} }`);
    const changes = (from: string, to: string): readonly string[] => planChanges(of(from), of(to)).map((change) => `${change.class}: ${change.words}`);
    expect(changes(BASE, hedge('')).slice(0, 1)).toEqual(['loosen: two: kind market-maker → hedge (strategies.yaml:12)']);
    const guarded = hedge(', unhedged: { most: 20 shares, then: cancel-only }');
    expect(changes(guarded, guarded.replace('20 shares, then: cancel-only', '30 shares, then: reduce-only'))).toEqual([
      'loosen: two: hedge.unhedged.most 20 shares → 30 shares (strategies.yaml:12)', 'loosen: two: hedge.unhedged.then cancel-only → reduce-only (strategies.yaml:12)',
    ]);
    expect(changes(guarded, hedge('')).map((words) => words.split(':')[0])).toEqual(['loosen', 'loosen', 'loosen']);
  });

  it('tells an override that repeats what its strategy says', () => {
    expect(edit('include: ["c*"]', 'include: ["c*"], override: { c1: {} }')).toEqual(['immediate: two: override for c1 added']);
  });

  it.each([
    ['', ', groupNotional: $500', 'tighten'], [', groupNotional: $500', '', 'loosen'], [', groupNotional: $500', ', groupNotional: $400', 'tighten'],
    [', groups: { g: { markets: [a, b], notional: $9 } }', ', groups: { g: { markets: [a, b, c], notional: $8 }, h: { markets: [a], notional: $9 } }', 'tighten'],
    [', groups: { g: { markets: [a, b], notional: $9 } }', ', groups: { g: { markets: [a], notional: $9 } }', 'loosen'],
    [', groups: { g: { markets: [a, b], notional: $9 } }', ', groups: { g: { markets: [a, b], notional: $10 } }', 'loosen'],
    [', groups: { g: { markets: [a, b], notional: $9 } }', ', groups: { h: { markets: [a, b], notional: $9 } }', 'loosen'],
    [', groupNotional: $9, correlation: { window: 1h, above: 50% }', ', groupNotional: $9, correlation: { window: 1h, above: 60% }', 'loosen'],
    [', degradation: { feedDrops: 3, shrinkTo: 50% }', ', degradation: { feedDrops: 3, shrinkTo: 40% }', 'tighten'],
    [', degradation: { feedDrops: 3, hold: 1m }', ', degradation: { feedDrops: 3, hold: 30s }', 'loosen'],
  ])('of limits over markets, from "%s" to "%s", is to %s', (from, to, cls) => {
    const limited = (more: string) => of(BASE, PROFILE.replace('dailyLoss: $50', `dailyLoss: $50${more}`));
    expect(planChanges(limited(from), limited(to)).map((change) => change.class)).toEqual([cls]);
  });
  it('says what became of the capital of a strategy', () => {
    expect(edit('kind: market-maker, use: [calm], markets: { venue: demo, include: ["c*"]', 'kind: market-maker, capital: $20, use: [calm], markets: { venue: demo, include: ["c*"]')).toEqual(['tighten: two: capital $20 added (strategies.yaml:12)']);
  });

  it.each([
    ['position: 500 shares', 'position: 400 shares', 'tighten'], ['position: 500 shares', 'position: 600 shares', 'loosen'],
    [', notional: $250', '', 'loosen'], [', notional: $250', ', notional: $250, openOrders: 9', 'tighten'],
    ['loss: $10', 'loss: $20', 'loosen'], ['loss: $10', 'loss: $5', 'tighten'], ['then: reduce-only', 'then: cancel-only', 'tighten'],
    ['    stopLoss: { loss: $10, then: reduce-only }\n', '', 'loosen'], ['    extremes: { within: 10c, stopWithin: 3c }\n', '', 'loosen'],
    ['pullAbove: 8c', 'pullAbove: 9c', 'loosen'], ['pullAbove: 8c', 'pullAbove: 8c, trend: { window: 5m, pullAbove: 3c }', 'tighten'],
    ['stopWithin: 3c', 'stopWithin: 4c', 'tighten'], ['100%: -2c', '100%: -3c', 'immediate'], ['window: 30s', 'window: 40s', 'immediate'],
    ['halfSpread: 2c', 'halfSpread: 2c, risk: { tolerance: $50 }', 'tighten'],
    ['"a*", "b*"', '"a*"', 'tighten'], ['"a*", "b*"', '"a*", "b*", "d*"', 'immediate'], ['grossNotional: $1000', 'grossNotional: $900', 'tighten'],
    ['dailyLoss: $50', 'dailyLoss: $60', 'loosen'], [', dailyLoss: $50', '', 'loosen'], ['dailyLoss: $50', 'dailyLoss: $50, drawdown: { halt: $9 }', 'tighten'],
    ['profile: demo', 'profile: paper', 'session'], ['mode: demo', 'mode: paper', 'session'], ['8787', '8788', 'restart'], ['demo.db', 'other.db', 'restart'],
    ['8787 }', '8787, token: "${env:T}" }', 'restart'],
    ['3c per 1s', '4c per 1s', 'immediate'], ['for: 1s', 'for: 2s', 'loosen'], ['cooldown: 30s', 'cooldown: 60s', 'tighten'], ['{ pull: both }', '{ pull: bid }', 'loosen'],
    ['{ pull: both }', '{ widen: 2x }', 'loosen'], ['{ alert: info }', '{ pull: bid }', 'tighten'], ['{ alert: warning }', '{ widen: 2x }', 'tighten'],
    ['for: 1s', 'whenUnknown: skip, for: 1s', 'loosen'], ['fact: velocity', 'fact: trend', 'loosen'], ['name: tell', 'name: say', 'immediate'],
  ] as const)('classes %s → %s as %s', (from, to, expected) => {
    const classes = new Set(edit(from, to).map((line) => line.split(':')[0]));
    expect(classes.has(expected)).toBe(true);
    if (expected !== 'session') expect([...classes].filter((found) => found !== expected && found !== 'immediate')).toEqual([]);
  });

  it('tells added and removed strategies and rules', () => {
    const without = BASE.replace(/ {2}two: .*\n/, '').replace(/ {2}- \{ name: fast.*\n/, '');
    expect(planChanges(of(BASE), of(without)).map((change) => `${change.class}: ${change.words}`)).toEqual([
      'tighten: strategy two removed: its markets retire', 'loosen: rule "fast" removed',
    ]);
    expect(planChanges(of(without), of(BASE)).map((change) => `${change.class}: ${change.words}`)).toEqual([
      'immediate: strategy two added (strategies.yaml:12)', 'tighten: rule "fast" added (strategies.yaml:14)',
    ]);
  });

  it('is empty exactly where the compiled configurations are equal', () => {
    const edits: readonly (readonly [string, readonly string[]])[] = [
      ['1.5c', ['1.5c', '0.015', '2 ticks', '3c']], ['100%: -2c', ['100%: -2c', '100%: -1c']], ['pullAbove: 8c', ['pullAbove: 8c', 'widen: { 0c: 1x }']],
      ['notional: $250', ['notional: $250', 'openOrders: 20', 'notional: $250.00']], ['20 shares', ['20 shares', '50 shares']],
      ['override: { a1', ['override: { a1', 'override: { b2']], ['include: ["c*"]', ['include: ["c*"]', 'include: ["c*"], exclude: [cc]', 'include: ["c*"], override: { c1: {} }']],
      ['1s', ['1s', '1000ms', '2s']], ['{ pull: both }', ['{ pull: both }', '{ shift: 1c }']], ['scope: market, ', ['', 'scope: account, ']], ['name: tell', ['name: tell', 'name: told']],
      ['  two:', ['  two:', '  duo:']], ['quote: { halfSpread: 2c }', ['quote: { halfSpread: 2c }', 'quote: { postOnly: false }']], ['info', ['info', 'critical']],
    ];
    const variant = fc.tuple(...edits.map(([from, to]) => fc.constantFrom(...to).map((text) => [from, text] as const))).map((chosen) => chosen.reduce((text, [from, to]) => text.replace(from, to), BASE));
    const profile = fc.constantFrom(PROFILE, PROFILE.replace('$50', '$60'), PROFILE.replace('limits: {', 'limits: { drawdown: {},'), PROFILE.replace('8787', '1234'));
    fc.assert(fc.property(variant, variant, profile, profile, (a, b, pa, pb) => {
      const [from, to] = [of(a, pa), of(b, pb)];
      expect(planChanges(from, to).length === 0).toBe(from.hash === to.hash);
    }), { numRuns: 150 });
  });

  it('tells another order of strategies and rules', () => {
    const lines = BASE.split('\n');
    const swapped = [...lines.slice(0, 10), lines[11], lines[10], lines[12], lines[14], lines[13], ''].join('\n');
    expect(planChanges(of(BASE), of(swapped)).map((change) => change.words)).toEqual(['strategies in another order: one, two → two, one', 'rules in another order: fast, tell → tell, fast']);
  });

  describe('where markets can pass to another strategy', () => {
    const strategies = (...lines: readonly string[]) => of(`${BASE.slice(0, BASE.indexOf('strategies:'))}strategies:\n${lines.map((line) => `  ${line}\n`).join('')}rules: []\n`);
    const taking = (name: string, include: string, exclude = '', venue = 'demo'): string =>
      `${name}: { kind: market-maker, use: [calm], markets: { venue: ${venue}, include: [${include}]${exclude === '' ? '' : `, exclude: [${exclude}]`} } }`;
    const [narrow, wide] = [taking('narrow', '"btc-*"'), taking('wide', '"*"')];
    const classes = (from: readonly string[], to: readonly string[]): readonly string[] => planChanges(strategies(...from), strategies(...to)).map((change) => change.class);

    it.each([
      ['strategies with overlapping patterns change places', [narrow, wide], [wide, narrow]],
      ['a strategy goes whose markets another takes', [narrow, wide], [wide]],
      ['a strategy comes before one that has its markets', [wide], [narrow, wide]],
      ['an exclude gives markets to another', [narrow, wide], [taking('narrow', '"btc-*"', '"btc-5*"'), wide]],
      ['a narrower include gives markets to another', [taking('narrow', '"btc-*", eth'), wide], [narrow, wide]],
      ['a wider include takes markets from another', [narrow, wide], [taking('narrow', '"btc-*", eth'), wide]],
      ['a dropped exclude takes markets from another', [taking('narrow', '"btc-*"', 'btc-5'), wide], [narrow, wide]],
      ['another venue takes markets from another', [taking('narrow', '"btc-*"', '', 'second'), wide], [narrow, wide]],
      ['a venue left leaves markets to another', [narrow, wide], [taking('narrow', '"btc-*"', '', 'second'), wide]],
      ['patterns overlap in the middle', [taking('narrow', '"btc-*-up"'), taking('wide', '"*-2026-*"')], [taking('wide', '"*-2026-*"')]],
      ['the other drops its exclude as well', [narrow, taking('wide', '"*"', '"btc-*"')], [wide]],
    ])('loosens when %s', (_what, from, to) => {
      expect(classes(from, to)).toContain('loosen');
    });

    it.each([
      ['strategies of other patterns change places', [narrow, taking('wide', '"eth-*"')], [taking('wide', '"eth-*"'), narrow], 'immediate'],
      ['strategies of two venues change places', [narrow, taking('wide', '"*"', '', 'second')], [taking('wide', '"*"', '', 'second'), narrow], 'immediate'],
      ['a strategy goes whose markets the other excludes', [narrow, taking('wide', '"*"', '"btc-*"')], [taking('wide', '"*"', '"btc-*"')], 'tighten'],
      ['a strategy goes after one that had first choice', [narrow, wide], [narrow], 'tighten'],
      ['a strategy comes after one that keeps first choice', [narrow], [narrow, wide], 'immediate'],
      ['an exclude takes markets that no other takes', [narrow, wide], [narrow, taking('wide', '"*"', '"eth-*"')], 'tighten'],
      ['an include grows by markets of nobody', [narrow], [taking('narrow', '"btc-*", eth')], 'immediate'],
    ])('does not loosen when %s', (_what, from, to, expected) => {
      expect(classes(from, to)).toEqual([expected]);
    });

    it('says with whom', () => {
      const words = (from: readonly string[], to: readonly string[]) => planChanges(strategies(...from), strategies(...to)).map((change) => change.words);
      expect(words([narrow, wide], [wide])).toEqual(['strategy narrow removed: its markets retire where no other strategy takes them; markets may move to wide']);
      expect(words([wide], [narrow, wide])).toEqual([expect.stringMatching(/^strategy narrow added .*; markets may move from wide$/)]);
      expect(words([narrow, wide], [wide, narrow])).toEqual(['strategies in another order: narrow, wide → wide, narrow; markets may move between narrow and wide']);
    });

    it('never misses a market that changes hands', () => {
      const pattern = fc.constantFrom('"*"', '"a*"', '"*b"', '"a*b"', 'ab', '"b*"', 'aab', '"*a*"');
      const lists = fc.tuple(fc.uniqueArray(pattern, { minLength: 1, maxLength: 2 }), fc.uniqueArray(pattern, { maxLength: 1 }), fc.constantFrom('demo', 'second'));
      const config = fc.shuffledSubarray(['x', 'y', 'z'], { minLength: 1 }).chain((names) => fc.tuple(...names.map((name) => lists.map(([include, exclude, venue]) => taking(name, include.join(', '), exclude.join(', '), venue)))));
      const attempt = (lines: readonly string[]) => { try { return strategies(...lines); } catch { return null; } };
      const markets = ['a', 'b', 'ab', 'aab', 'ba', 'bb', 'acb', 'c'].flatMap((name) => [{ name, venue: 'demo' }, { name, venue: 'second' }]);
      fc.assert(fc.property(config, config, (a, b) => {
        const [from, to] = [attempt(a), attempt(b)];
        fc.pre(from !== null && to !== null);
        const ownerIn = ({ config: { strategies: all } }: LoadedConfig, { name, venue }: (typeof markets)[number]) => all.find(({ markets: own }) =>
          own.venue === venue && own.include.some((glob) => fitsPattern(glob, name)) && !own.exclude.some((glob) => fitsPattern(glob, name)))?.name;
        const isHanded = markets.some((market) => { const [was, is] = [ownerIn(from, market), ownerIn(to, market)]; return was !== undefined && is !== undefined && was !== is; });
        if (isHanded) expect(planChanges(from, to).map((change) => change.class)).toContain('loosen');
      }), { numRuns: 400 });
    });
  });
});
