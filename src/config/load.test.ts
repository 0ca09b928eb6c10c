import { describe, expect, it } from 'vitest';
import type { LoadedConfig } from './load.ts';
import { DEMO_PROFILE, load, loaded, SHIPPED, shippedText, SMALL } from './test-files.fixture.ts';
import { makerOf } from './maker-of.fixture.ts';

const value = (config: LoadedConfig, path: string): string => {
  const leaf = config.effective.find((entry) => entry.path === path);
  return leaf === undefined ? 'absent' : `${leaf.value} @ ${leaf.origin}`;
};

const LAYERED = `profile: demo
presets:
  calm:
    quote: { halfSpread: 1c, size: 10 shares, minEdge: 0.5c }
    skew: { curve: { -100%: 2c, 100%: -2c } }
    limits: { position: 100 shares }
  wide:
    quote: { halfSpread: 3c }
    skew: { curve: { 0%: 0c } }
strategies:
  one:
    kind: market-maker
    use: [calm, wide]
    markets:
      venue: demo
      include: ["rain-*"]
      override:
        rain-london: { quote: { size: 7 shares, halfSpread: 4c } }
    quote: { size: 20 shares }
`;

describe('loading a configuration', () => {
  it('loads the shipped files in both profiles', () => {
    const profiles = Object.fromEntries(SHIPPED.slice(1).map((file) => [file.slice('profiles/'.length, -'.yaml'.length), shippedText(file)]));
    const demo = loaded(load(shippedText('strategies.yaml'), profiles));
    expect(demo.config.mode).toBe('demo');
    expect(demo.warnings).toEqual([]);
    expect(demo.config.strategies.map((strategy) => strategy.name)).toEqual(['demo-markets', 'polymarket-tapes', 'kalshi-tapes']);
    const paper = loaded(load(shippedText('strategies.yaml'), profiles, 'paper'));
    expect(paper.config.profile).toBe('paper');
    expect(paper.config.mode).toBe('paper');
    expect(paper.profileNamed).toBe('demo');
  });

  it('fills defaults from the schema and names them as such', () => {
    const config = loaded(load(SMALL));
    expect(makerOf(config.config).quote).toEqual({
      fairValue: 'micro-price', halfSpread: { micros: 15_000, ticks: 0 }, size: 50_000_000,
      layers: { count: 1, step: { micros: 0, ticks: 1 }, sizeGrowth: 1 },
      refresh: { tolerance: { micros: 0, ticks: 1 }, minRestMs: 1_000 }, minEdge: { micros: 0, ticks: 0 }, postOnly: true,
    });
    expect(config.config.strategies[0]?.settings).toMatchObject({ skew: null, volatility: null, extremes: null, stopLoss: null });
    expect(value(config, 'strategies.one.quote.layers.step')).toBe('1 tick @ schema default');
    expect(value(config, 'strategies.one.quote.size')).toBe('50 shares @ strategies.yaml:6:38');
  });

  it('lets later layers win: presets in order, strategy, override, overlay', () => {
    const config = loaded(load(LAYERED, { base: `${DEMO_PROFILE}strategies: { one: { quote: { minEdge: 1c, halfSpread: 9c } } }\n`, demo: 'extends: base\nstrategies:\n  one: { quote: { halfSpread: 5c } }\n' }));
    expect(value(config, 'strategies.one.quote.halfSpread')).toBe('5c @ profiles/demo.yaml:3:31');
    expect(value(config, 'strategies.one.quote.minEdge')).toBe('1c @ profiles/base.yaml:4:40');
    expect(value(config, 'strategies.one.quote.size')).toBe('20 shares @ strategies.yaml:19:20');
    expect(value(config, 'strategies.one.override.rain-london.quote.size')).toBe('7 shares @ strategies.yaml:18:39');
    expect(value(config, 'strategies.one.override.rain-london.quote.halfSpread')).toBe('5c @ profiles/demo.yaml:3:31');
    expect(config.config.strategies[0]?.overrides['rain-london']?.limits.position).toBe(100_000_000);
  });

  it('replaces curves whole', () => {
    expect(makerOf(loaded(load(LAYERED)).config).skew?.curve).toEqual({ x: [0], y: [0] });
  });

  it('takes the nearest profile of a chain, and the profile asked for over the one named', () => {
    const profiles = { demo: DEMO_PROFILE, base: `${DEMO_PROFILE}limits: { dailyLoss: $5, grossNotional: $9 }\n`, paper: 'extends: base\nmode: paper\nlimits: { dailyLoss: $7 }\n' };
    const { config } = loaded(load(SMALL, profiles, 'paper'));
    expect(config).toMatchObject({ profile: 'paper', mode: 'paper', limits: { dailyLoss: 7_000_000, grossNotional: 9_000_000, drawdown: null } });
  });

  it('hashes meaning, not spelling', () => {
    const hash = loaded(load(SMALL)).hash;
    const respelled = loaded(load(SMALL.replace('1.5c', '0.015').replace('profile: demo', '# a comment\nprofile: demo')));
    expect(respelled.hash).toBe(hash);
    expect(respelled.sourceHash).not.toBe(loaded(load(SMALL)).sourceHash);
    expect(loaded(load(SMALL.replace('1.5c', '1.6c'))).hash).not.toBe(hash);
  });

  it('reads CRLF and a byte order mark as the same configuration', () => {
    expect(loaded(load(`\ufeff${SMALL.replaceAll('\n', '\r\n')}`)).hash).toBe(loaded(load(SMALL)).hash);
  });

  it('is plain data that survives the journal and a thread', () => {
    const config = loaded(load(LAYERED));
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(structuredClone(config)).toEqual(config);
  });

  it('puts named conditions in place and reads values in the unit of their fact', () => {
    const { rules } = loaded(load(`${SMALL}conditions:
  fast: { fact: velocity, operator: greaterThan, value: 3c per 2s }
  lopsided: { fact: flowImbalance, operator: greaterThan, value: 80%, params: { window: 10s } }
rules:
  - name: news
    when: { any: [ { condition: fast }, { not: { condition: lopsided } }, { fact: bestBid, operator: lessThan, value: { fact: fairValue } } ] }
    until: { fact: velocity, operator: lessThan, value: 1c }
    then: [ { shift: -1 tick }, { widen: 2x } ]
  - name: named
    when: { fact: market, operator: in, value: [a, b] }
    then: [ { pull: bid } ]
`)).config;
    expect(rules[0]).toEqual({
      name: 'news', scope: 'market', forMs: 0, cooldownMs: 0, whenUnknown: 'skip',
      when: { kind: 'any', of: [
        { kind: 'compare', left: { fact: 'velocity', windowMs: 2_000 }, operator: 'greaterThan', right: 30_000 },
        { kind: 'not', of: { kind: 'compare', left: { fact: 'flowImbalance', windowMs: 10_000 }, operator: 'greaterThan', right: 0.8 } },
        { kind: 'compare', left: { fact: 'bestBid', windowMs: null }, operator: 'lessThan', right: { fact: 'fairValue', windowMs: null } },
      ] },
      until: { kind: 'compare', left: { fact: 'velocity', windowMs: 1_000 }, operator: 'lessThan', right: 10_000 },
      then: [{ kind: 'shift', by: { micros: 0, ticks: -1 } }, { kind: 'widen', factor: 2 }],
    });
    expect(rules[1]).toMatchObject({ whenUnknown: 'fire', when: { right: ['a', 'b'] } });
  });

  it('warns of what stands in the files and does nothing', () => {
    const { warnings } = loaded(load(SMALL.replace('strategies:', 'presets:\n  spare: { quote: { minEdge: 1c } }\nstrategies:').replace('position: 500', 'position: 60').replace('size: 50 shares', 'size: 50 shares, layers: { count: 2 }')));
    expect(warnings).toEqual([
      'strategies.yaml:8:38  the layers of one side come to 100 shares, more than limits.position; the outer ones will be cut',
      'strategies.yaml:3:3  preset `spare` is used by no strategy',
    ]);
  });

  it('prints a mistake with place, excerpt, caret, remedy, code and reason', () => {
    const result = load(SMALL.replace('halfSpread', 'halfSpred'));
    expect(result.ok ? '' : result.problems[0]?.text).toBe([
      'strategies.yaml:6:14  quote.halfSpred is not a setting of `quote`',
      '    5 |     markets: { venue: demo, include: ["*"] }',
      '    6 |     quote: { halfSpred: 1.5c, size: 50 shares }',
      '      |              ^^^^^^^^^ did you mean `halfSpread`?',
      '    7 |     limits: { position: 500 shares }',
      '  MM_CONFIG_UNKNOWN_KEY · unknown keys are refused so that a typo cannot switch off a limit',
    ].join('\n'));
  });
});
