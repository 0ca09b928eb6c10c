// The keys of rules and conditions. Most rules here pull both sides, so that a rule in force shows as no orders.

import { marketId } from '../../src/core/domain/instrument.ts';
import { instrument, Script } from '../../src/core/engine.fixture.ts';
import { bookAt, firstOrders, long, stay } from './market-scripts.fixture.ts';
import { BASE, configOf, variantsOf, withKey, type Files, type KeyCase, type KeyCases, type Path, type Settings } from './variants.fixture.ts';

const ORDERS = ['bid 48c 10', 'ask 52c 10'];
const PULL = [{ pull: 'both' }];
/** Scripts begin at 12:00 UTC. */
const NOON = { fact: 'hourUtc', operator: 'equal', value: 12 };
const MORNING = { fact: 'hourUtc', operator: 'equal', value: 8 };

const RULE: Path = ['strategies', 'rules', 0];
const ruled = (rule: Settings): Files => withKey(BASE, ['strategies', 'rules'], [{ name: 'the rule', when: NOON, then: PULL, ...rule }]);
const orders = (files: Files): readonly string[] => firstOrders(configOf(files));
/** Variants of one key of the rule. */
const inRule = (rule: Settings, path: Path, values: readonly unknown[], sees: readonly unknown[], observe: (files: Files) => unknown = orders): KeyCase =>
  ({ variants: variantsOf(ruled(rule), [...RULE, ...path], values), observe, sees });

/** The best bids, in cents, at which the rule pulls: each in a session of its own. */
const pulledAt = (files: Files): readonly number[] => [47, 48, 49].filter((bid) => bookAt(Script.open(configOf(files)), bid).decide().asked().length === 0);
/** Orders placed after the best bid was at 70c, where the rule fires, and fell to 50c, where its condition ends. */
const afterFall = (files: Files): readonly string[] => bookAt(bookAt(Script.open(configOf(files)), 70).decide(), 50).decide(1_000).asked();
const HIGH = { fact: 'bestBid', operator: 'greaterThan', value: '60c' };
const AT_50 = ['bid 50c 10', 'ask 54c 10'];

/** Subjects the rule fires for, in a session with two markets of two strategies. */
function firedFor(files: Files): readonly unknown[] {
  const second = withKey(files, ['strategies', 'strategies', 'two'], {
    ...(BASE.strategies['strategies'] as Record<string, Settings>)['one'], markets: { venue: 'test', include: ['snow'] },
  });
  const apart = withKey(second, ['strategies', 'strategies', 'one', 'markets', 'exclude'], ['snow']);
  const script = Script.open(configOf(apart)).step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(1), name: 'snow' }) }).decide();
  return script.notices.flatMap((notice) => (notice.type === 'RuleChanged' && notice.firing ? [[notice.scope, notice.market]] : []));
}

/** With 10 shares held: what the market may still do, and the orders that are left alone. */
function withPosition(files: Files): unknown {
  const script = long(configOf(files)).decide();
  return { permission: script.market().permission, cancels: script.asked().filter((asked) => asked.startsWith('cancel')) };
}
const LADDER = { stages: { skewed: { floor: { '0s': '0c' } }, aggressive: {}, market: { collar: '5c' } } };
const BOUGHT = { fact: 'position', operator: 'greaterThan', value: '0 shares' };

/** Fair value moves by 4c, as much as the spread, after a minute of rest; then 20 s pass. When the rule fired and ended. */
function movedAWhileAgo(files: Files): readonly string[] {
  const script = stay(stay(bookAt(Script.open(configOf(files)), 48), 48, 65), 52, 20);
  return script.notices.flatMap((notice) => (notice.type === 'RuleChanged' ? [notice.firing ? 'fired' : 'ended'] : []));
}
/** Variants of a window: the move is over in the first and not in the second. */
const inWindow = (when: Settings, path: Path, values: readonly unknown[]): KeyCase =>
  inRule({ when, whenUnknown: 'skip', then: [{ alert: 'info' }] }, ['when', ...path], values, [['fired', 'ended'], ['fired']], movedAWhileAgo);

export const RULE_CASES: KeyCases = {
  'strategies.yaml conditions.*': [{
    variants: variantsOf(ruled({ when: { condition: 'quiet' } }), ['strategies', 'conditions', 'quiet'], [NOON, MORNING]), observe: orders, sees: [[], ORDERS],
  }],
  'strategies.yaml rules[].name': [inRule({}, ['name'], ['lunch', 'siesta'], [['lunch'], ['siesta']], (files) => {
    const { notices } = bookAt(Script.open(configOf(files)), 48).decide();
    return notices.flatMap((notice) => (notice.type === 'RuleChanged' ? [notice.rule] : []));
  })],
  'strategies.yaml rules[].scope': [inRule({}, ['scope'], ['market', 'strategy', 'account'], [
    [['market', 0], ['market', 1]], [['strategy', null], ['strategy', null]], [['account', null]],
  ], firedFor)],
  'strategies.yaml rules[].when': [inRule({}, ['when'], [NOON, MORNING], [[], ORDERS])],
  'strategies.yaml rules[].until': [inRule({ when: HIGH }, ['until'], [
    { fact: 'bestBid', operator: 'lessThan', value: '40c' }, { fact: 'bestBid', operator: 'lessThan', value: '55c' },
  ], [[], AT_50], afterFall)],
  'strategies.yaml rules[].for': [inRule({}, ['for'], ['0s', '10s'], [[], ORDERS])],
  'strategies.yaml rules[].cooldown': [inRule({ when: HIGH }, ['cooldown'], ['0s', '10s'], [AT_50, []], afterFall)],
  // At the first decision velocity is not known yet.
  'strategies.yaml rules[].whenUnknown': [inRule({ when: { fact: 'velocity', operator: 'greaterThan', value: '3c' } }, ['whenUnknown'], ['fire', 'skip'], [[], ORDERS])],
  'strategies.yaml rules[].when.all': [inRule({ when: {} }, ['when', 'all'], [[NOON, NOON], [NOON, MORNING]], [[], ORDERS])],
  'strategies.yaml rules[].when.any': [inRule({ when: {} }, ['when', 'any'], [[MORNING, NOON], [MORNING, MORNING]], [[], ORDERS])],
  'strategies.yaml rules[].when.not': [inRule({ when: {} }, ['when', 'not'], [MORNING, NOON], [[], ORDERS])],
  'strategies.yaml rules[].when.condition': [{
    variants: variantsOf(withKey(ruled({ when: {} }), ['strategies', 'conditions'], { noon: NOON, morning: MORNING }), [...RULE, 'when', 'condition'], ['noon', 'morning']),
    observe: orders, sees: [[], ORDERS],
  }],
  'strategies.yaml rules[].when.fact': [inRule({ when: { operator: 'greaterThan', value: '50c' } }, ['when', 'fact'], ['bestAsk', 'bestBid'], [[], ORDERS])],
  'strategies.yaml rules[].when.operator': [
    inRule({ when: { fact: 'bestBid', value: '48c' } }, ['when', 'operator'],
      ['lessThan', 'lessThanInclusive', 'equal', 'notEqual', 'greaterThanInclusive', 'greaterThan'],
      [[47], [47, 48], [48], [47, 49], [48, 49], [49]], pulledAt),
    inRule({ when: { fact: 'bestBid', value: ['47c', '49c'] } }, ['when', 'operator'], ['in', 'notIn'], [[47, 49], [48]], pulledAt),
  ],
  'strategies.yaml rules[].when.value': [
    inRule({ when: { fact: 'bestBid', operator: 'lessThan' } }, ['when', 'value'], ['48c', '49c', { fact: 'bestAsk' }], [[47], [47, 48], [47, 48, 49]], pulledAt),
    inRule({ when: { fact: 'bestBid', operator: 'in' } }, ['when', 'value'], [['47c'], ['47c', '48c']], [[47], [47, 48]], pulledAt),
    inWindow({ fact: 'velocity', operator: 'greaterThan' }, ['value'], ['3c per 10s', '3c per 60s']),
  ],
  'strategies.yaml rules[].when.params.window': [
    inWindow({ fact: 'velocity', operator: 'greaterThan', value: '3c' }, ['params', 'window'], ['10s', '60s']),
    inWindow({ fact: 'velocity', operator: 'greaterThanInclusive', value: { fact: 'spread' } }, ['params', 'window'], ['10s', '60s']),
    inWindow({ fact: 'spread', operator: 'lessThanInclusive', value: { fact: 'velocity' } }, ['value', 'params', 'window'], ['10s', '60s']),
  ],
  'strategies.yaml rules[].then[].permission': [inRule({ when: BOUGHT, then: [{}] }, ['then', 0, 'permission'], ['reduce-only', 'cancel-only', 'halted'], [
    { permission: 'reduce-only', cancels: [] }, { permission: 'cancel-only', cancels: ['cancel s-2'] }, { permission: 'halted', cancels: ['cancel s-2'] },
  ], withPosition)],
  'strategies.yaml rules[].then[].pull': [inRule({ then: [{}] }, ['then', 0, 'pull'], ['bid', 'ask', 'both'], [['ask 52c 10'], ['bid 48c 10'], []])],
  'strategies.yaml rules[].then[].widen': [inRule({ then: [{}] }, ['then', 0, 'widen'], ['1x', '2x'], [ORDERS, ['bid 46c 10', 'ask 54c 10']])],
  'strategies.yaml rules[].then[].shrink': [inRule({ then: [{}] }, ['then', 0, 'shrink'], ['100%', '50%'], [ORDERS, ['bid 48c 5', 'ask 52c 5']])],
  'strategies.yaml rules[].then[].shift': [inRule({ then: [{}] }, ['then', 0, 'shift'], ['1c', '-2 ticks'], [['bid 49c 10', 'ask 53c 10'], ['bid 46c 10', 'ask 50c 10']])],
  'strategies.yaml rules[].then[].liquidate': [{
    variants: variantsOf(withKey(ruled({ when: BOUGHT, then: [{}] }), ['strategies', 'strategies', 'one', 'liquidation'], LADDER), [...RULE, 'then', 0, 'liquidate'], ['passive', 'skewed', 'aggressive', 'market']),
    observe: (files) => long(configOf(files)).decide().market().stage, sees: ['passive', 'skewed', 'aggressive', 'market'],
  }],
  'strategies.yaml rules[].then[].alert': [inRule({ then: [{}] }, ['then', 0, 'alert'], ['info', 'warning', 'critical'], [['info'], ['warning'], ['critical']], (files) => {
    const { notices } = bookAt(Script.open(configOf(files)), 48).decide();
    return notices.flatMap((notice) => (notice.type === 'Alert' ? [notice.severity] : []));
  })],
};
