import { expect, it } from 'vitest';
import { cash } from '../domain/numbers.ts';
import { marketId } from '../domain/instrument.ts';
import { Engine } from '../engine.ts';
import { cents, config, instrument, Script, settings, shares } from '../engine.fixture.ts';

const quoting = (script = Script.open()): Script => script.book([[48, 100]], [[52, 100]]).decide().accept('s-1', 's-2');
/** Time passes with a feed that lives. */
function wait(script: Script, ms: number): Script {
  for (let left = ms; left > 0; left -= 5_000) {
    script.now += Math.min(left, 5_000);
    script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide();
  }
  return script;
}
const restored = (script: Script): Script => {
  const again = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
  again.now = script.now;
  return again;
};

it('counts of orders that have ended how much of them filled, and no order that still works', () => {
  const script = quoting();
  expect(script.engine.status().quality.fillRate).toBeNull();
  script.fill('s-1', 'bid', 48, 4);
  expect(script.market().quality.fillRate).toBeNull();
  script.canceled('s-1');
  expect(script.market().quality.fillRate).toBe(0.4);
  script.fill('s-2', 'ask', 52, 10);
  expect(script.market().quality.fillRate).toBe(0.7);
  // One that comes after the end of its order counts too.
  script.fill('s-1', 'bid', 48, 2);
  expect(script.market().quality.fillRate).toBe(0.8);
  expect(restored(script).engine.status().quality).toEqual(script.engine.status().quality);
});

it('counts nothing of an order that the venue refused, nor twice one that was taken to have ended', () => {
  const script = quoting().reject('s-2').canceled('s-1').step({ type: 'OrderReported', clientId: 's-1', found: { live: true, remaining: shares(10), filled: shares(0) } });
  expect(script.alerts()).toContain('ORDER_REVIVED');
  expect(script.market().quality.fillRate).toBeNull();
  script.fill('s-1', 'bid', 48, 10);
  expect(script.market().quality.fillRate).toBe(1);
});

it('tells what fills as the maker were worth a minute later, and not those as the taker', () => {
  const script = quoting().fill('s-1', 'bid', 48, 10).decide();
  script.step({ type: 'OrderFilled', clientId: 's-2', market: marketId(0), fillId: 'taken', side: 'ask', price: cents(40), size: shares(10), fee: cash(0), liquidity: 'taker' });
  wait(wait(script, 30_000).book([[46, 100]], [[50, 100]]).decide(), 29_500);
  expect(script.market().quality.realisedSpread).toEqual({ perShare: null, lastHour: null, fills: 0, unknownFills: 0 });
  const again = restored(script);
  for (const one of [script, again]) {
    wait(one, 1_000);
    expect(one.engine.status().quality.realisedSpread).toEqual({ perShare: 0, lastHour: 0, fills: 1, unknownFills: 0 });
  }
});

it('does not know what a fill was worth while the book is not known', () => {
  const script = quoting().fill('s-1', 'bid', 48, 10).decide();
  script.step({ type: 'BookInvalidated', market: marketId(0), reason: 'gap' }).decide(60_000);
  expect(script.market().quality.realisedSpread).toEqual({ perShare: null, lastHour: null, fills: 0, unknownFills: 1 });
});

it('takes what a market paid for the worth of its last fills', () => {
  const script = quoting().fill('s-1', 'bid', 48, 10).step({ type: 'MarketResolved', market: marketId(0), yesPays: cents(100) }).decide(120_000);
  expect(script.market().quality.realisedSpread.perShare).toBe(0.52);
});

const strategy = (script: Script) => script.engine.status().strategies[0]!;

it('counts a strategy as earning while one of its markets is quoted on both sides', () => {
  const script = Script.open();
  script.step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(1), name: 'snow' }) });
  script.book([[48, 100]], [[52, 100]]).decide();
  expect(strategy(script).earningUptime).toBeNull();
  script.decide(1_000).accept('s-1', 's-2').decide(0).decide(3_000);
  expect(strategy(script).earningUptime).toBe(0.75);
  // The other market opens and is not quoted: the first one still earns.
  script.step({ type: 'BookSnapshot', market: marketId(1), bids: [cents(48), shares(9)], asks: [] }).decide(0).decide(4_000);
  expect(strategy(script).earningUptime).toBe(0.875);
  script.step({ type: 'InstrumentStatusChanged', market: marketId(0), status: 'paused' }).decide(0).decide(2_000);
  expect(strategy(script).earningUptime).toBe(0.7);
  expect(script.engine.statistics().earningUptime).toBe(0.7);
});

it('does not count time in which the account may not trade, or no market is open', () => {
  const script = quoting().decide(0).decide(1_000);
  expect(strategy(script).earningUptime).toBe(1);
  script.operator({ kind: 'halt', reason: 'x' }).decide(0).decide(5_000);
  expect(strategy(script).earningUptime).toBe(1);
  script.operator({ kind: 'resume', market: null }).step({ type: 'InstrumentStatusChanged', market: marketId(0), status: 'closed' }).decide(0).decide(5_000);
  expect(strategy(script).earningUptime).toBe(1);
});

it('goes on counting through a reload and a restored snapshot', () => {
  const script = quoting().decide(0).decide(1_000);
  script.now += 1_000;
  script.swap(2, config({ settings: settings({ quote: { size: shares(9) } }) })).decide(0).decide(2_000);
  const again = restored(script);
  for (const one of [script, again]) {
    expect(strategy(one).earningUptime).toBe(1);
    one.decide(4_000);
    one.step({ type: 'BookInvalidated', market: marketId(0), reason: 'gap' }).decide(0);
    one.canceled('s-1').canceled('s-2').decide(0).decide(8_000);
    expect(strategy(one).earningUptime).toBe(0.5);
  }
});

it('keeps how long exits took, by market and strategy', () => {
  const script = quoting();
  const [market] = script.engine.marketStates();
  market!.noteExit(60_000);
  market!.noteExit(180_000);
  const exits = { count: 2, meanMs: 120_000, longestMs: 180_000 };
  script.swap(2, config());
  for (const one of [script, restored(script)]) {
    expect([one.market().quality.exits, strategy(one).exits, one.engine.status().quality.exits]).toEqual([exits, exits, exits]);
  }
  expect(quoting().market().quality.exits).toEqual({ count: 0, meanMs: null, longestMs: null });
});
