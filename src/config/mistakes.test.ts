import { describe, expect, it } from 'vitest';
import { CONFIG_ERRORS } from '../errors/config.ts';
import { makerOf } from './maker-of.fixture.ts';
import { DEMO_PROFILE, load, loaded, mistakes, SMALL } from './test-files.fixture.ts';

const KEY = `0x${'a1'.repeat(32)}`;
const withRule = (rule: string): string => `${SMALL}rules:\n  - name: r\n    ${rule}\n`;
const when = (condition: string, scope = 'market'): string => withRule(`scope: ${scope}\n    when: ${condition}\n    then: [ { pull: both } ]`);
const quoting = (settings: string): string => SMALL.replace('quote: { halfSpread: 1.5c, size: 50 shares }', `quote: { halfSpread: 1.5c, size: 50 shares }\n    ${settings}`);

const TWAP = SMALL.replace('kind: market-maker', 'kind: twap').replace('quote: { halfSpread: 1.5c, size: 50 shares }', 'twap: { target: 100 shares, over: 1h, collar: 3c }');
const HEDGE = SMALL.replace('kind: market-maker', 'kind: hedge').replace('quote: { halfSpread: 1.5c, size: 50 shares }', 'hedge: { of: [sun], ratio: -1x, band: 20 shares, collar: 3c }');
const formula = (model: string, settings: string): string => quoting('volatility: { window: 60s }').replace('{ halfSpread', `{ model: ${model}, ${settings}, halfSpread`);

const PAPER = DEMO_PROFILE.replace('demo', 'paper');
const rehearsal = (polymarket: string): string => `${DEMO_PROFILE.replace('demo', 'rehearsal')}venues: { polymarket: ${polymarket} }\n`;
const HOSTS = (over: Readonly<Record<string, string | undefined>> = {}): string => JSON.stringify({
  clob: 'http://127.0.0.1:1', gamma: 'http://127.0.0.1:1', data: 'http://127.0.0.1:1', relayer: 'http://127.0.0.1:1',
  wsMarket: 'ws://127.0.0.1:2', wsUser: 'ws://127.0.0.1:2', polybolt: 'ws://127.0.0.1:2', rtds: 'ws://127.0.0.1:2', ...over,
});
const WALLET = 'wallet: { type: eoa, key: "${env:KEY}" }';
const ACCOUNT = (more: string): string => `{ wallet: { type: eoa, key: "\${env:KEY}" }, ${more} }`;
const live = (polymarket = '{ wallet: { type: eoa, key: "${env:KEY}" } }'): string => `mode: live
storage: { journal: ./data/live.db }
api: { listen: 127.0.0.1:8787, token: "\${env:TOKEN}" }
canary: { size: 25%, for: 15m }
gate: { paperHours: 24 }
venues: { polymarket: ${polymarket} }
limits: { grossNotional: $500, dailyLoss: $25, drawdown: { halt: $40 } }
`;

type Case = readonly [what: string, expected: string, strategies: string | Uint8Array<ArrayBuffer>, profiles?: Readonly<Record<string, string>>, profile?: string];

const CASES: readonly Case[] = [
  ['a missing profile', 'strategies.yaml:1:10 MM_CONFIG_UNKNOWN_PROFILE', SMALL, {}],
  ['text that is not UTF-8', 'strategies.yaml:1:1 MM_CONFIG_ENCODING', new Uint8Array([0x61, 0xff, 0xfe, 0x0a])],
  ['control characters', 'strategies.yaml:1:11 MM_CONFIG_ENCODING', SMALL.replace('demo', 'd\u0000mo')],
  ['an empty file', 'strategies.yaml:1:1 MM_CONFIG_HALF_WRITTEN', ''],
  ['no final newline', 'strategies.yaml:7:37 MM_CONFIG_HALF_WRITTEN', SMALL.trimEnd()],
  ['a document opened and not closed', 'strategies.yaml:8:37 MM_CONFIG_HALF_WRITTEN', `---\n${SMALL}`],
  ['a tab as indentation', 'strategies.yaml:7:1 MM_CONFIG_YAML', SMALL.replace('    limits', '\tlimits')],
  ['an unquoted star', 'strategies.yaml:5:39 MM_CONFIG_YAML', SMALL.replace('"*"', '*')],
  ['an alias', 'strategies.yaml:6:26 MM_CONFIG_YAML_FEATURE', SMALL.replace('1.5c', '*x').replace('halfSpread: *x', 'halfSpread: *x')],
  ['an anchor', 'strategies.yaml:6:29 MM_CONFIG_YAML_FEATURE', SMALL.replace('1.5c', '&x 1.5c')],
  ['a merge key', 'strategies.yaml:6:14 MM_CONFIG_YAML_FEATURE', SMALL.replace('{ halfSpread', '{ <<: {}, halfSpread')],
  ['a second document', 'strategies.yaml:8:1 MM_CONFIG_YAML_FEATURE', `${SMALL}---\n${SMALL}`],
  ['a key written twice', 'strategies.yaml:6:32 MM_CONFIG_DUPLICATE_KEY', SMALL.replace('1.5c, ', '1.5c, halfSpread: 2c, ')],
  ['an unknown key', 'strategies.yaml:7:15 MM_CONFIG_UNKNOWN_KEY', SMALL.replace('position', 'positon')],
  ['comma thousands in a map', 'strategies.yaml:7:51 MM_CONFIG_UNKNOWN_KEY', SMALL.replace('500 shares }', '500 shares, notional: $50,000 }')],
  ['a stage that begins before the one below it', 'strategies.yaml:7:93 MM_CONFIG_CONTRADICTION', quoting('liquidation: { stages: { skewed: { after: 5m, floor: { 0m: 0c } }, aggressive: { after: 1m } } }')],
  ['a last stage that reaches beyond the collar of every order', 'strategies.yaml:7:48 MM_CONFIG_CONTRADICTION', quoting('liquidation: { stages: { market: { collar: 10.1c } } }')],
  ['a reference of an unknown feed', 'strategies.yaml:6:33 MM_CONFIG_CHOICE', SMALL.replace('{ halfSpread', '{ reference: { feed: x }, halfSpread')],
  ['a selection of nothing', 'strategies.yaml:5:45 MM_CONFIG_CONTRADICTION', SMALL.replace('["*"] }', '["*"], select: {} }')],
  ['a stop-loss that liquidates and does not say how', 'strategies.yaml:7:34 MM_CONFIG_CONTRADICTION', quoting('stopLoss: { loss: $10, then: liquidate }')],
  ['a stage that there is not', 'strategies.yaml:11:26 MM_CONFIG_CHOICE', withRule('when: { fact: dailyPnl, operator: lessThan, value: $0 }\n    then: [ { liquidate: all } ]')],
  ['venues of a demo', 'profiles/demo.yaml:4:1 MM_CONFIG_CONTRADICTION', SMALL, { demo: `${DEMO_PROFILE}venues: { polymarket: {} }\n` }],
  ['a wallet of a paper session', 'profiles/demo.yaml:4:25 MM_CONFIG_CONTRADICTION', SMALL, { demo: `${PAPER}venues: { polymarket: { wallet: { type: eoa, key: "\${env:KEY}" } } }\n` }],
  ['a node of the chain where nothing is signed', 'profiles/demo.yaml:4:25 MM_CONFIG_CONTRADICTION', SMALL, { demo: `${PAPER}venues: { polymarket: { rpc: "http://127.0.0.1:8545" } }\n` }],
  ['a canary of a paper session', 'profiles/demo.yaml:4:1 MM_CONFIG_CONTRADICTION', SMALL, { demo: `${PAPER}canary: { size: 25%, for: 15m }\n` }],
  ['a canary of the whole size', 'profiles/demo.yaml:4:17 MM_CONFIG_RANGE', SMALL, { demo: live().replace('25%', '100%') }],
  ['a gate that asks for nothing', 'profiles/demo.yaml:5:21 MM_CONFIG_RANGE', SMALL, { demo: live().replace('24', '0') }],
  ['live without a limit of what is held', 'profiles/demo.yaml:1:7 MM_CONFIG_MISSING', SMALL, { demo: live().replace('grossNotional: $500, ', '') }],
  ['live without a limit of the day', 'profiles/demo.yaml:1:7 MM_CONFIG_MISSING', SMALL, { demo: live().replace('dailyLoss: $25, ', '') }],
  ['live that never halts', 'profiles/demo.yaml:1:7 MM_CONFIG_MISSING', SMALL, { demo: live().replace('halt: $40', 'warn: $40') }],
  ['live without a token', 'profiles/demo.yaml:1:7 MM_CONFIG_MISSING', SMALL, { demo: live().replace(', token: "${env:TOKEN}"', '') }],
  ['live without a wallet', 'profiles/demo.yaml:1:7 MM_CONFIG_MISSING', SMALL, { demo: live('{ heartbeat: 5s }') }],
  ['a key written out', 'profiles/demo.yaml:6:52 MM_CONFIG_KEY_IN_FILE', SMALL, { demo: live(`{ wallet: { type: eoa, key: "${KEY}" } }`) }],
  ['a passphrase written out', 'profiles/demo.yaml:6:134 MM_CONFIG_PLAIN_SECRET', SMALL, { demo: live(ACCOUNT('credentials: { apiKey: "${env:A}", secret: "${env:B}", passphrase: hunter2 }')) }],
  ['a deposit wallet without its address', 'profiles/demo.yaml:6:41 MM_CONFIG_MISSING', SMALL, { demo: live('{ wallet: { type: deposit-wallet, key: "${env:KEY}" } }') }],
  ['an address that is none', 'profiles/demo.yaml:6:56 MM_CONFIG_SHAPE', SMALL, { demo: live('{ wallet: { type: safe, address: "0x12", key: "${env:KEY}" } }') }],
  ['a heartbeat that comes too late', 'profiles/demo.yaml:6:78 MM_CONFIG_RANGE', SMALL, { demo: live(ACCOUNT('heartbeat: 12s')) }],
  ['orders over the network in plain text', 'profiles/demo.yaml:6:82 MM_CONFIG_RANGE', SMALL, { demo: live(ACCOUNT('hosts: { clob: "http://clob.polymarket.com" }')) }],
  ['a socket that is none', 'profiles/demo.yaml:6:86 MM_CONFIG_SHAPE', SMALL, { demo: live(ACCOUNT('hosts: { wsMarket: "https://x.y" }')) }],
  ['a node whose address may hold a key', 'profiles/demo.yaml:6:72 MM_CONFIG_SHAPE', SMALL, { demo: live(ACCOUNT('rpc: "https://polygon.example/v2/abcdef"')) }],
  ['a rehearsal of nothing', 'profiles/demo.yaml:1:7 MM_CONFIG_MISSING', SMALL, { demo: DEMO_PROFILE.replace('demo', 'rehearsal') }],
  ['a rehearsal beyond this machine', 'profiles/demo.yaml:4:40 MM_CONFIG_CONTRADICTION', SMALL, { demo: rehearsal(`{ hosts: ${HOSTS({ clob: 'https://clob.polymarket.com' })}, ${WALLET} }`) }],
  ['a rehearsal of which a part would be the venue', 'profiles/demo.yaml:4:25 MM_CONFIG_MISSING', SMALL, { demo: rehearsal(`{ hosts: ${HOSTS({ data: undefined, rtds: undefined })}, ${WALLET} }`) }],
  ['a rehearsal that names no host of its simulator', 'profiles/demo.yaml:4:25 MM_CONFIG_MISSING', SMALL, { demo: rehearsal(`{ hosts: {}, ${WALLET} }`) }],
  ['a rehearsal without the account of its simulator', 'profiles/demo.yaml:4:25 MM_CONFIG_CONTRADICTION', SMALL, { demo: rehearsal(`{ hosts: ${HOSTS()} }`) }],
  ['a rehearsal on the chain itself', 'profiles/demo.yaml:4:30 MM_CONFIG_CONTRADICTION', SMALL, { demo: rehearsal(`{ rpc: "https://polygon.example", hosts: ${HOSTS()}, ${WALLET} }`) }],
  ['a rehearsal with an account that its simulator does not know', 'profiles/demo.yaml:4:25 MM_CONFIG_CONTRADICTION', SMALL, { demo: rehearsal(`{ ${WALLET} }`) }],
  ['a rehearsal with a node that its simulator does not have', 'profiles/demo.yaml:4:25 MM_CONFIG_CONTRADICTION', SMALL, { demo: rehearsal('{ rpc: "http://127.0.0.1:8545" }') }],
  ['a postgres journal', 'profiles/demo.yaml:2:21 MM_CONFIG_NOT_YET', SMALL, { demo: DEMO_PROFILE.replace('./data/demo.db', 'postgres://x/y') }],
  ['a section of another kind', 'strategies.yaml:7:5 MM_CONFIG_OTHER_KIND', quoting('twap: { target: 1 shares, over: 1m, collar: 1c }')],
  ['a section of another kind in an override', 'strategies.yaml:5:65 MM_CONFIG_OTHER_KIND', SMALL.replace('["*"] }', '["*"], override: { rain: { hedge: { band: 5 shares } } } }')],
  ['a section of another kind in an overlay', 'profiles/demo.yaml:4:22 MM_CONFIG_OTHER_KIND', SMALL, { demo: `${DEMO_PROFILE}strategies: { one: { twap: { over: 1h } } }\n` }],
  ['a TWAP that quotes', 'strategies.yaml:6:5 MM_CONFIG_OTHER_KIND', SMALL.replace('kind: market-maker', 'kind: twap').replace('    limits', '    twap: { target: 1 shares, over: 1m, collar: 1c }\n    limits')],
  ['a TWAP that says nothing', 'strategies.yaml:3:3 MM_CONFIG_MISSING', TWAP.replace('    twap: { target: 100 shares, over: 1h, collar: 3c }\n', '')],
  ['a slice longer than its TWAP', 'strategies.yaml:6:50 MM_CONFIG_CONTRADICTION', TWAP.replace('collar', 'every: 2h, collar')],
  ['a target beyond the limit', 'strategies.yaml:6:21 MM_CONFIG_CONTRADICTION', TWAP.replace('100 shares', '900 shares')],
  ['a target that its own liquidation would undo', 'strategies.yaml:6:21 MM_CONFIG_CONTRADICTION', TWAP.replace('100 shares', '400 shares').replace('    limits', '    liquidation: { startAt: 80% }\n    limits')],
  ['a TWAP that liquidates and does not say how', 'strategies.yaml:7:34 MM_CONFIG_CONTRADICTION', TWAP.replace('    limits', '    stopLoss: { loss: $10, then: liquidate }\n    limits')],
  ['a TWAP of the best markets', 'strategies.yaml:5:45 MM_CONFIG_OTHER_KIND', TWAP.replace('["*"] }', '["*"], select: { where: { fact: spread, operator: lessThan, value: 5c } } }')],
  ['a TWAP of some markets at a time', 'strategies.yaml:5:5 MM_CONFIG_OTHER_KIND', TWAP.replace('    markets', '    active: 2\n    markets')],
  ['a hedge of a series', 'strategies.yaml:5:29 MM_CONFIG_OTHER_KIND', HEDGE.replace('include: ["*"]', 'series: btc')],
  ['a hedge for rewards', 'strategies.yaml:7:5 MM_CONFIG_OTHER_KIND', HEDGE.replace('    limits', '    rewards: { target: 50% }\n    limits')],
  ['a band that its own liquidation leaves no room for', 'strategies.yaml:6:43 MM_CONFIG_CONTRADICTION', HEDGE.replace('20 shares', '400 shares').replace('    limits', '    liquidation: { startAt: 80% }\n    limits')],
  ['a hedge of nothing', 'strategies.yaml:6:32 MM_CONFIG_CONTRADICTION', HEDGE.replace('-1x', '0x')],
  ['a hedge that may be off by less than its band', 'strategies.yaml:6:84 MM_CONFIG_CONTRADICTION', HEDGE.replace('collar: 3c', 'collar: 3c, unhedged: { most: 5 shares, then: reduce-only }')],
  ['a missing setting', 'strategies.yaml:6:5 MM_CONFIG_MISSING', SMALL.replace(', size: 50 shares', '')],
  ['missing limits', 'strategies.yaml:3:3 MM_CONFIG_MISSING', SMALL.replace('    limits: { position: 500 shares }\n', '')],
  ['missing strategies', 'strategies.yaml:1:1 MM_CONFIG_MISSING', 'profile: demo\n'],
  ['a setting without value', 'strategies.yaml:7:5 MM_CONFIG_SHAPE', SMALL.replace('limits: { position: 500 shares }', 'limits:')],
  ['a map where a value is needed', 'strategies.yaml:6:32 MM_CONFIG_SHAPE', SMALL.replace('50 shares', '{ a: b }')],
  ['a word that is not a choice', 'strategies.yaml:6:25 MM_CONFIG_CHOICE', SMALL.replace('{ halfSpread', '{ fairValue: midd, halfSpread')],
  ['a value without unit', 'strategies.yaml:6:38 MM_CONFIG_UNIT', SMALL.replace('50 shares', '50')],
  ['a half-spread of nothing', 'strategies.yaml:6:26 MM_CONFIG_RANGE', SMALL.replace('1.5c', '0c')],
  ['a half-spread of half a dollar', 'strategies.yaml:6:26 MM_CONFIG_RANGE', SMALL.replace('1.5c', '0.5')],
  ['eleven layers', 'strategies.yaml:6:66 MM_CONFIG_RANGE', SMALL.replace('50 shares', '50 shares, layers: { count: 11 }')],
  ['a rule that narrows', 'strategies.yaml:11:22 MM_CONFIG_RANGE', withRule('when: { fact: dailyPnl, operator: lessThan, value: $0 }\n    then: [ { widen: 0.9x } ]')],
  ['an extreme that enlarges', 'strategies.yaml:7:37 MM_CONFIG_RANGE', quoting('extremes: { within: 5c, shrink: 150% }')],
  ['an inverted skew', 'strategies.yaml:7:40 MM_CONFIG_CURVE', quoting('skew: { curve: { -100%: -1c, 100%: 1c } }')],
  ['a point given twice', 'strategies.yaml:7:31 MM_CONFIG_CURVE', quoting('skew: { curve: { 50%: 0c, 50.0%: 0c } }')],
  ['a point off the curve', 'strategies.yaml:7:22 MM_CONFIG_RANGE', quoting('skew: { curve: { 150%: -1c } }')],
  ['a volatility curve that narrows', 'strategies.yaml:7:52 MM_CONFIG_CURVE', quoting('volatility: { window: 1m, widen: { 0c: 2x, 5c: 1x } }')],
  ['a fair value of no reference', 'strategies.yaml:6:25 MM_CONFIG_MISSING', SMALL.replace('{ halfSpread', '{ fairValue: reference, halfSpread')],
  ['a divergence from no reference', 'strategies.yaml:7:25 MM_CONFIG_MISSING', quoting('divergence: { from: reference, window: 5s, above: 5c }')],
  ['a divergence of a hedge from a reference', 'strategies.yaml:7:25 MM_CONFIG_CONTRADICTION', HEDGE.replace('    limits', '    divergence: { from: reference, window: 5s, above: 5c }\n    limits')],
  ['a reference that is no price in dollars', 'strategies.yaml:6:49 MM_CONFIG_UNIT', SMALL.replace('{ halfSpread', '{ reference: { feed: kraken, symbol: BTC/EUR }, halfSpread')],
  ['a formula without its risk', 'strategies.yaml:6:21 MM_CONFIG_MISSING', formula('glft', 'arrivals: { rate: 9 per 1m, reach: 2c }')],
  ['a formula without a horizon', 'strategies.yaml:6:21 MM_CONFIG_MISSING', formula('avellaneda-stoikov', 'arrivals: { reach: 2c }, risk: { tolerance: $9 }')],
  ['a formula without arrivals', 'strategies.yaml:6:21 MM_CONFIG_MISSING', formula('glft', 'risk: { tolerance: $9 }')],
  ['a formula without a rate', 'strategies.yaml:6:21 MM_CONFIG_MISSING', formula('glft', 'arrivals: { reach: 2c }, risk: { tolerance: $9 }')],
  ['a formula without volatility', 'strategies.yaml:6:21 MM_CONFIG_MISSING', formula('glft', 'arrivals: { rate: 9 per 1m, reach: 2c }, risk: { tolerance: $9 }').replace(/\n +volatility.*\n/, '\n')],
  ['a volatility that nothing uses', 'strategies.yaml:7:5 MM_CONFIG_CONTRADICTION', quoting('volatility: { window: 60s }')],
  ['a rate of nothing', 'strategies.yaml:6:45 MM_CONFIG_RANGE', formula('glft', 'arrivals: { rate: 0 per 1m, reach: 2c }, risk: { tolerance: $9 }')],
  ['a reward at its farthest', 'strategies.yaml:7:24 MM_CONFIG_RANGE', quoting('rewards: { target: 100% }')],
  ['a name that is none', 'strategies.yaml:3:3 MM_CONFIG_NAME', SMALL.replace('  one:', '  1one:')],
  ['two rules of one name', 'strategies.yaml:12:13 MM_CONFIG_DUPLICATE_NAME', `${when('{ fact: dailyPnl, operator: lessThan, value: $0 }')}  - { name: r, when: { fact: dailyPnl, operator: lessThan, value: $0 }, then: [ { pull: bid } ] }\n`.replace('scope: market\n    ', '')],
  ['an unknown preset', 'strategies.yaml:7:11 MM_CONFIG_UNKNOWN_PRESET', quoting('use: [calm]')],
  ['an overlay on an unknown strategy', 'profiles/demo.yaml:4:15 MM_CONFIG_UNKNOWN_STRATEGY', SMALL, { demo: `${DEMO_PROFILE}strategies: { won: { quote: { size: 1 shares } } }\n` }],
  ['an unknown profile asked for', 'profiles/dmo.yaml:1:1 MM_CONFIG_UNKNOWN_PROFILE', SMALL, { demo: DEMO_PROFILE }, 'dmo'],
  ['an unknown profile extended', 'profiles/demo.yaml:4:10 MM_CONFIG_UNKNOWN_PROFILE', SMALL, { demo: `${DEMO_PROFILE}extends: bse\n`, base: DEMO_PROFILE }],
  ['an unknown condition', 'strategies.yaml:11:24 MM_CONFIG_UNKNOWN_CONDITION', when('{ condition: fast }')],
  ['a circle of profiles', 'profiles/demo.yaml:4:10 MM_CONFIG_CYCLE', SMALL, { demo: `${DEMO_PROFILE}extends: demo\n` }],
  ['a circle of conditions', 'strategies.yaml:9:19 MM_CONFIG_CYCLE', `${SMALL}conditions:\n  a: { condition: a }\nrules: []\n`],
  ['an override nobody reaches', 'strategies.yaml:5:58 MM_CONFIG_UNREACHABLE_OVERRIDE', SMALL.replace('["*"] }', '["a*"], override: { b: {} } }')],
  ['an override of an excluded market', 'strategies.yaml:5:71 MM_CONFIG_UNREACHABLE_OVERRIDE', SMALL.replace('["*"] }', '["*"], exclude: [b], override: { b: {} } }')],
  ['two strategies for the same markets', 'strategies.yaml:10:39 MM_CONFIG_SAME_MARKETS', SMALL + SMALL.split('\n').slice(2).join('\n').replace('one', 'two')],
  ['an unknown fact', 'strategies.yaml:11:19 MM_CONFIG_FACT', when('{ fact: velocty, operator: lessThan, value: 1c }')],
  ['a market fact in an account rule', 'strategies.yaml:11:19 MM_CONFIG_FACT_SCOPE', when('{ fact: velocity, operator: lessThan, value: 1c }', 'account')],
  ['an order of texts', 'strategies.yaml:11:37 MM_CONFIG_FACT_OPERATOR', when('{ fact: market, operator: lessThan, value: a }')],
  ['a list where one value is compared', 'strategies.yaml:11:52 MM_CONFIG_FACT_OPERATOR', when('{ fact: hourUtc, operator: equal, value: [2, 3] }')],
  ['facts of two units', 'strategies.yaml:11:62 MM_CONFIG_FACT_OPERATOR', when('{ fact: spread, operator: lessThan, value: { fact: dailyPnl } }')],
  ['a value in the wrong unit', 'strategies.yaml:11:56 MM_CONFIG_UNIT', when('{ fact: dailyPnl, operator: lessThan, value: -40 }')],
  ['a window on a fact without one', 'strategies.yaml:11:54 MM_CONFIG_FACT_WINDOW', when('{ fact: spread, operator: lessThan, value: 3c per 1s }')],
  ['two windows that disagree', 'strategies.yaml:11:56 MM_CONFIG_FACT_WINDOW', when('{ fact: velocity, operator: lessThan, value: 3c per 1s, params: { window: 2s } }')],
  ['a condition of two forms', 'strategies.yaml:11:36 MM_CONFIG_CONDITION', when('{ all: [ { condition: a, fact: velocity } ] }')],
  ['two outcomes in one item', 'strategies.yaml:11:27 MM_CONFIG_OUTCOME', withRule('when: { fact: dailyPnl, operator: lessThan, value: $0 }\n    then: [ { pull: both, alert: info } ]')],
  ['a stop beyond its caution', 'strategies.yaml:7:41 MM_CONFIG_CONTRADICTION', quoting('extremes: { within: 3c, stopWithin: 5c }')],
  ['a first quote beyond the limit', 'strategies.yaml:6:38 MM_CONFIG_CONTRADICTION', SMALL.replace('50 shares', '501 shares')],
  ['a halt before the warning', 'profiles/demo.yaml:4:40 MM_CONFIG_CONTRADICTION', SMALL, { demo: `${DEMO_PROFILE}limits: { drawdown: { warn: $50, halt: $40 } }\n` }],
  ['a group that nothing caps', 'profiles/demo.yaml:4:21 MM_CONFIG_CONTRADICTION', SMALL, { demo: `${DEMO_PROFILE}limits: { groups: { a: { markets: [x] } } }\n` }],
  ['correlation that nothing caps', 'profiles/demo.yaml:4:11 MM_CONFIG_CONTRADICTION', SMALL, { demo: `${DEMO_PROFILE}limits: { correlation: { window: 1h, above: 50% } }\n` }],
  ['a degradation that counts nothing', 'profiles/demo.yaml:4:11 MM_CONFIG_CONTRADICTION', SMALL, { demo: `${DEMO_PROFILE}limits: { degradation: { shrinkTo: 50% } }\n` }],
  ['capital of nothing', 'strategies.yaml:7:14 MM_CONFIG_RANGE', quoting('capital: $0')],
  ['an open API without token', 'profiles/demo.yaml:3:16 MM_CONFIG_CONTRADICTION', SMALL, { demo: DEMO_PROFILE.replace('127.0.0.1', '0.0.0.0') }],
  ['a token written out', 'profiles/demo.yaml:3:39 MM_CONFIG_PLAIN_SECRET', SMALL, { demo: DEMO_PROFILE.replace('8787 }', '8787, token: hunter22 }') }],
  ['a private key', 'strategies.yaml:8:3 MM_CONFIG_KEY_IN_FILE', `${SMALL}# ${KEY}\n`],
];

describe('mistakes of a configuration', () => {
  it.each(CASES.map((each) => ({ what: each[0], each })))('$what is refused at its place', ({ each }) => {
    const [, expected, strategies, profiles = { demo: DEMO_PROFILE }, profile] = each;
    expect(mistakes(load(strategies, profiles, profile)).join('\n')).toContain(expected);
  });

  it('shows each code of the catalogue in an example, but for files the system refuses to read', () => {
    const shown = new Set(CASES.map(([, expected]) => expected.split(' ')[1]));
    const all = Object.values(CONFIG_ERRORS).map((spec) => spec.code);
    expect(all.filter((code) => !shown.has(code))).toEqual(['MM_CONFIG_UNREADABLE']);
  });

  it('lists the mistakes of all files at once, each once', () => {
    const twice = SMALL.replace('strategies:', 'presets:\n  p: { quote: { size: 5 } }\nstrategies:').replace('kind: market-maker', 'kind: market-maker\n    use: [p, q]');
    expect(mistakes(load(twice, { demo: `${DEMO_PROFILE}alerts: 1\n` }))).toEqual([
      'strategies.yaml:3:23 MM_CONFIG_UNIT', 'strategies.yaml:7:14 MM_CONFIG_UNKNOWN_PRESET', 'profiles/demo.yaml:4:1 MM_CONFIG_NOT_YET',
    ]);
  });

  it('lists a mistake of a preset once, however many strategies it reaches', () => {
    const shared = `profile: demo
presets:
  p: { quote: { halfSpread: 1c, size: 9 shares }, limits: { position: 5 shares } }
strategies:
  one: { kind: market-maker, use: [p], markets: { venue: demo, include: [a] } }
  two: { kind: market-maker, use: [p], markets: { venue: demo, include: [b] } }
`;
    expect(mistakes(load(shared))).toEqual(['strategies.yaml:3:39 MM_CONFIG_CONTRADICTION']);
  });

  it('shows no excerpt of a file that is not there', () => {
    const text = (result: ReturnType<typeof load>): string | undefined => (result.ok ? undefined : result.problems[0]?.text);
    expect(text(load(SMALL, { base: '', demo: DEMO_PROFILE, paper: 'extends: base\nmode: paper\n' }, 'live'))).toBe([
      // `base` has no mode, so it could not be run.
      'profiles/live.yaml  there is no profile `live`', '      known: `demo`, `paper`', '  MM_CONFIG_UNKNOWN_PROFILE · a profile is a file profiles/<name>.yaml',
    ].join('\n'));
  });

  it('names the hosts of a rehearsal that would be the venue itself, and what to write for them', () => {
    const result = load(SMALL, { demo: rehearsal(`{ hosts: ${HOSTS({ data: undefined, rtds: undefined })}, ${WALLET} }`) });
    expect(result.ok ? [] : result.problems.map(({ message, remedy }) => [message, remedy])).toEqual([[
      "venues.polymarket.hosts: without `data`, `rtds` this rehearsal would ask the venue's own servers",
      'add what `evenkeel rehearse --json` prints under these names, or remove `hosts` and `wallet`: a simulator then starts with the session',
    ]]);
  });

  it('finds the fact whose name was cut short, and of many facts sends to the page that lists them', () => {
    const remedy = (fact: string): string | undefined => {
      const result = load(when(`{ fact: ${fact}, operator: lessThan, value: 1 }`));
      return result.ok ? undefined : result.problems[0]?.remedy;
    };
    expect(remedy('hour')).toBe('did you mean `hourUtc`?');
    expect(remedy('temperature')).toBe('docs/reference/facts.md lists them all');
  });

  it('says which kind a section is of, and leaves what a preset has for other kinds aside', () => {
    const problem = load(quoting('twap: { target: 1 shares, over: 1m, collar: 1c }'));
    expect(problem.ok ? [] : problem.problems.map(({ message, remedy }) => [message, remedy])).toEqual([['`twap` is not a setting of a market-maker', 'remove it, or write `kind: twap`']]);
    const shared = `${SMALL.replace('strategies:', 'presets:\n  any: { quote: { size: 9 shares }, twap: { over: 1h }, volatility: { window: 1m, widen: { 0c: 1x } } }\nstrategies:')}`;
    expect(loaded(load(shared.replace('kind: market-maker', 'kind: market-maker\n    use: [any]'))).warnings).toEqual([]);
    expect(loaded(load(TWAP.replace('strategies:', 'presets:\n  any: { volatility: { window: 1m, widen: { 0c: 1x } } }\nstrategies:').replace('kind: twap', 'kind: twap\n    use: [any]'))).warnings).toEqual([
      'strategies.yaml:3:43  volatility.widen does nothing for a twap, which has no spread',
    ]);
  });

  it('warns of an override at the override, by the name of its market, and only of what is its own', () => {
    const layered = SMALL.replace('size: 50 shares', 'size: 50 shares, layers: { count: 3 }');
    const warnings = (override: string): readonly string[] => loaded(load(layered.replace('["*"] }', `["*"], override: { rain: ${override} } }`))).warnings;
    expect(warnings('{ limits: { position: 60 shares } }')).toEqual([
      'strategies.yaml:5:57  market rain of `one`: the layers of one side come to 150 shares, more than limits.position; the outer ones will be cut',
    ]);
    const general = layered.replace('position: 500', 'position: 60').replace('["*"] }', '["*"], override: { rain: { quote: { halfSpread: 2c } } } }');
    expect(loaded(load(general)).warnings.map((warning) => warning.split('  ')[0])).toEqual(['strategies.yaml:6:38']);
  });

  it('never prints a secret, neither its own nor a neighbour of another mistake', () => {
    const secrets = [KEY, 'a1'.repeat(32), '5KYZdUEo39z3FPrtuX2QbbwGnNP5zTd7yyr2SC1j299sBCnWjss', 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg=='];
    for (const secret of secrets) {
      for (const text of [`token: ${secret}\nhalfSpred: 3`, `key: "${secret}"`, `- token: '${secret}'`, `a: [ token: ${secret}`, `wrong: 1\n# ${secret}`, `- ${secret}`, `wrong: [${secret}]`]) {
        const result = load(SMALL, { demo: `${DEMO_PROFILE.replace('8787 }', `8787, token: ${secret} }`)}${text}\n` });
        expect(result.ok).toBe(false);
        expect(JSON.stringify(result)).not.toContain(secret);
      }
    }
  });

  it('never prints a short token either, where the key names it', () => {
    for (const text of ['token: hunter22\nhalfSpred: 3', 'api_key: "hunter22"', 'a: { secret: hunter22, b: 1 }', 'password: [hunter22']) {
      expect(JSON.stringify(load(SMALL, { demo: `${DEMO_PROFILE.replace('8787 }', '8787, token: hunter22 }')}${text}\n` }))).not.toContain('hunter22');
    }
  });

  it('names a file the system refuses to read', async () => {
    const { loadSources } = await import('./load.ts');
    expect(mistakes(loadSources(new Map([['strategies.yaml', 'EACCES']]), undefined))).toEqual(['strategies.yaml:1:1 MM_CONFIG_UNREADABLE']);
    expect(mistakes(loadSources(new Map(), undefined))).toEqual(['strategies.yaml:1:1 MM_CONFIG_UNREADABLE']);
  });
});

it('takes a formula with what it needs, and lets what another needs stand by', () => {
  const complete = (model: string): string => formula(model, 'arrivals: { rate: 12 per 1m, reach: 1.5c }, risk: { tolerance: $50, horizon: 5m }');
  const modelOf = (model: string): unknown => makerOf(loaded(load(complete(model))).config).quote.model;
  expect(modelOf('glft')).toEqual({ kind: 'glft', tolerance: 50e6, maxShift: 100_000, reach: 15_000, perSecond: 0.2 });
  expect(modelOf('avellaneda-stoikov')).toEqual({ kind: 'avellaneda-stoikov', tolerance: 50e6, maxShift: 100_000, reach: 15_000, horizonMs: 300_000 });
  expect(makerOf(loaded(load(complete('curve').replace('60s', '60s, pullAbove: 8c'))).config).quote).not.toHaveProperty('model');
});
