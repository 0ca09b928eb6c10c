// Limits over several markets, proved on scripts with two of them: who shares a cap, and what a venue that gets worse leaves.

import { marketId } from '../../src/core/domain/instrument.ts';
import { cents, instrument, Script, shares } from '../../src/core/engine.fixture.ts';
import { bookAt } from './market-scripts.fixture.ts';
import { BASE, configOf, variantsOf, withKey, type Files, type KeyCase, type KeyCases } from './variants.fixture.ts';

const inLimits = (...path: string[]): readonly string[] => ['profiles', 'demo', 'limits', ...path];

/** The second market, of the event of the first. */
const two = (files: Files): Script => Script.open(configOf(files), { event: 'sky' })
  .step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(1), name: 'sun', event: 'sky' }) });
const both = (script: Script, bid: number): Script =>
  bookAt(script, bid).step({ type: 'BookSnapshot', market: marketId(1), bids: [cents(bid), shares(100)], asks: [cents(bid + 4), shares(100)] });
/** Each side of each market costs $4.80. */
const ordersInBoth = (files: Files): readonly string[] => both(two(files), 48).decide().asked();
const RAIN = ['bid 48c 10', 'ask 52c 10'];

const CORRELATED = withKey(withKey(BASE, inLimits('groupNotional'), '$7'), inLimits('correlation'), { window: '10m', above: '50%' });
/** When two markets of different events, the second moving with the first in most steps, are found to move together. */
function foundAfter(files: Files): number | null {
  const script = Script.open(configOf(files)).step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(1), name: 'sun' }) });
  for (let i = 0; i < 240; i++) {
    const own = 40 + ((i * i * 7) % 5);
    bookAt(script, own).step({ type: 'BookSnapshot', market: marketId(1), bids: [cents(i % 10 === 0 ? own + 2 : own), shares(100)], asks: [cents(49), shares(100)] }).decide(10_000);
    for (const command of script.take()) {
      if (command.type === 'PlaceOrder') script.accept(command.clientId);
      if (command.type === 'CancelOrder') script.canceled(command.clientId);
    }
    if (script.alerts().includes('CORRELATED')) return i;
  }
  return null;
}

const DEGRADATION = { window: '60s', feedDrops: 2 };
/** A venue whose feed is cut at these seconds; the part of its limits that its market has at the end. */
function factorAfter(files: Files, cutAt: readonly number[], seconds: number): number {
  const script = Script.open(configOf(files));
  for (let second = 0; second <= seconds; second++) {
    if (cutAt.includes(second)) script.step({ type: 'FeedStatusChanged', venue: 'test', up: false, reason: 'cut' }).step({ type: 'FeedStatusChanged', venue: 'test', up: true, reason: 'back' });
    bookAt(script, 48).decide(1_000);
  }
  return script.engine.status().degraded[0]?.limitFactor ?? 1;
}
const degrading = (leaf: string, values: readonly unknown[], sees: readonly unknown[], observe: (files: Files) => unknown, beside: object = DEGRADATION): KeyCase =>
  ({ variants: variantsOf(withKey(BASE, inLimits('degradation'), beside), inLimits('degradation', leaf), values), observe, sees });
const twoCuts = (files: Files): number => factorAfter(files, [5, 25], 40);

/** Both orders answered after `ms` with what `answer` says. */
function answeredAfter(files: Files, ms: number, answer: (script: Script) => Script): number {
  const script = bookAt(Script.open(configOf(files)), 48).decide();
  script.now += ms;
  return answer(script).decide().engine.status().degraded.length;
}

export const PORTFOLIO_CASES: KeyCases = {
  'strategies.yaml strategies.*.capital': [{
    variants: variantsOf(BASE, ['strategies', 'strategies', 'one', 'capital'], ['$100', '$7', '$3']), observe: ordersInBoth,
    sees: [[...RAIN, ...RAIN], [...RAIN, 'bid 48c 4', 'ask 52c 4'], ['bid 48c 6', 'ask 52c 6']],
  }],
  'profiles/*.yaml limits.groupNotional': [{
    variants: variantsOf(BASE, inLimits('groupNotional'), ['$100', '$7']), observe: ordersInBoth, sees: [[...RAIN, ...RAIN], [...RAIN, 'bid 48c 4', 'ask 52c 4']],
  }],
  'profiles/*.yaml limits.groups.*.markets': [{
    variants: variantsOf(withKey(BASE, inLimits('groups', 'weather'), { notional: '$7' }), inLimits('groups', 'weather', 'markets'), [['rain', 's*'], ['rain', 'snow']]),
    observe: ordersInBoth, sees: [[...RAIN, 'bid 48c 4', 'ask 52c 4'], [...RAIN, ...RAIN]],
  }],
  'profiles/*.yaml limits.groups.*.notional': [{
    variants: variantsOf(withKey(BASE, inLimits('groups', 'weather'), { markets: ['*'] }), inLimits('groups', 'weather', 'notional'), ['$100', '$3']),
    observe: ordersInBoth, sees: [[...RAIN, ...RAIN], ['bid 48c 6', 'ask 52c 6']],
  }],
  'profiles/*.yaml limits.correlation.window': [{ variants: variantsOf(CORRELATED, inLimits('correlation', 'window'), ['10m', '30m']), observe: foundAfter, sees: [35, 95] }],
  'profiles/*.yaml limits.correlation.above': [{ variants: variantsOf(CORRELATED, inLimits('correlation', 'above'), ['50%', '99%']), observe: foundAfter, sees: [35, null] }],
  'profiles/*.yaml limits.degradation.window': [degrading('window', ['60s', '12s'], [0.5, 1], twoCuts)],
  'profiles/*.yaml limits.degradation.feedDrops': [degrading('feedDrops', [2, 3], [0.5, 1], twoCuts)],
  'profiles/*.yaml limits.degradation.shrinkTo': [degrading('shrinkTo', ['50%', '20%'], [0.5, 0.2], twoCuts)],
  // Over a minute after the first cut, the count falls below its number, and the time to hold begins.
  'profiles/*.yaml limits.degradation.hold': [degrading('hold', ['10m', '10s'], [0.5, 1], (files) => factorAfter(files, [5, 25], 90))],
  'profiles/*.yaml limits.degradation.refusals': [degrading('refusals', [2, 3], [1, 0], (files) => answeredAfter(files, 0, (script) => script.reject('s-1', 'venue-error').reject('s-2', 'rate-limited')), {})],
  'profiles/*.yaml limits.degradation.lateAnswers': [degrading('lateAnswers', [2, 3], [1, 0], (files) => answeredAfter(files, 2_500, (script) => script.accept('s-1', 's-2')), {})],
  'profiles/*.yaml limits.degradation.lateAfter': [degrading('lateAfter', ['2s', '3s'], [1, 0], (files) => answeredAfter(files, 2_500, (script) => script.accept('s-1', 's-2')), { lateAnswers: 2 })],
};
