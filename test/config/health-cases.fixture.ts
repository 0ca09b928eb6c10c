// What a profile says of venues, feeds, the clock and order traffic, proved on the engine.

import { marketId } from '../../src/core/domain/instrument.ts';
import { cash } from '../../src/core/domain/numbers.ts';
import { shares, usd, type Script } from '../../src/core/engine.fixture.ts';
import { bookAt, firstOrders, quoting, resting, stay } from './market-scripts.fixture.ts';
import { BASE, configOf, variantsOf, withKey, type Files, type KeyCases, type Path } from './variants.fixture.ts';

const inDemo = (...path: string[]): Path => ['profiles', 'demo', ...path];
const reasons = (script: Script): readonly string[] => script.market().reasons;

function heartbeats(files: Files): readonly string[] {
  const script = quoting(configOf(files));
  for (let second = 0; second < 8; second++) script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide(1_000);
  return reasons(script);
}
/** Both first orders got no usable answer. */
function lost(files: Files): Script {
  const script = quoting(configOf(files));
  script.take();
  for (const clientId of ['s-1', 's-2']) script.step({ type: 'OutcomeUnknown', clientId, of: 'place', detail: 'timeout' });
  return script.decide(300);
}
const refused = (files: Files): readonly string[] => reasons(quoting(configOf(files)).reject('s-1').reject('s-2').decide(10));
/** Twice the venue says that we hold what our books do not have. */
function differing(files: Files): readonly string[] {
  const script = quoting(configOf(files));
  for (let told = 0; told < 2; told++) script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(1_000)), holdings: [{ market: marketId(0), yes: shares(5), no: shares(0) }] });
  return reasons(script.decide(10));
}

export const HEALTH_CASES: KeyCases = {
  'profiles/*.yaml health.dataMaxAge': [{ variants: variantsOf(BASE, inDemo('health', 'dataMaxAge'), ['3s', '60s']), observe: heartbeats, sees: [['DATA_SILENT'], []] }],
  'profiles/*.yaml health.answerMaxAge': [{
    variants: variantsOf(BASE, inDemo('health', 'answerMaxAge'), ['2s', '60s']), observe: (files) => reasons(stay(quoting(configOf(files)), 48, 4)),
    sees: [['USER_FEED_STALE'], []],
  }],
  'profiles/*.yaml health.clockJump': [{
    variants: variantsOf(BASE, inDemo('health', 'clockJump'), ['3s', '60s']), observe: (files) => reasons(resting(configOf(files)).decide(8_000)),
    sees: [['NOT_RECONCILED', 'FEED_STALE', 'CLOCK_JUMP'], []],
  }],
  'profiles/*.yaml health.rejects': [{ variants: variantsOf(BASE, inDemo('health', 'rejects'), ['2 over 1m', '3 over 1m']), observe: refused, sees: [['REJECT_RATE'], []] }],
  'profiles/*.yaml health.errors': [{ variants: variantsOf(BASE, inDemo('health', 'errors'), ['2 over 1m', '3 over 1m']), observe: (files) => reasons(lost(files)), sees: [['ERROR_RATE'], []] }],
  'profiles/*.yaml health.for': [{
    variants: variantsOf(withKey(BASE, inDemo('health', 'errors'), '2 over 2s'), inDemo('health', 'for'), ['1s', '60s']), observe: (files) => reasons(stay(lost(files), 48, 5)),
    sees: [[], ['ERROR_RATE']],
  }],
  'profiles/*.yaml health.unknownOrders': [{ variants: variantsOf(BASE, inDemo('health', 'unknownOrders'), [1, 2]), observe: (files) => reasons(lost(files)), sees: [['UNKNOWN_ORDERS'], []] }],
  'profiles/*.yaml health.cleanReports': [{ variants: variantsOf(BASE, inDemo('health', 'cleanReports'), [0, 1]), observe: differing, sees: [[], ['RECONCILE_DIFFERS']] }],
  // A sixth of a minute's requests may go at once.
  'profiles/*.yaml limits.rates.places': [{
    variants: variantsOf(BASE, inDemo('limits', 'rates', 'places'), [60, 6]), observe: (files) => firstOrders(configOf(files)),
    sees: [['bid 48c 10', 'ask 52c 10'], ['bid 48c 10']],
  }],
  'profiles/*.yaml limits.rates.cancels': [{
    variants: variantsOf(BASE, inDemo('limits', 'rates', 'cancels'), [600, 6]), observe: (files) => bookAt(resting(configOf(files)), 50).decide(2_000).asked(),
    sees: [['cancel s-1', 'cancel s-2', 'bid 50c 10', 'ask 54c 10'], ['cancel s-1', 'cancel s-2']],
  }],
  'profiles/*.yaml limits.rates.queries': [{
    variants: variantsOf(BASE, inDemo('limits', 'rates', 'queries'), [60, 6]), observe: (files) => lost(files).take().flatMap((c) => (c.type === 'QueryOrder' ? [c.clientId] : [])),
    sees: [['s-1', 's-2'], ['s-1']],
  }],
};
