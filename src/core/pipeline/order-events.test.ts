// What venues say of our orders, in scripts: late, twice, in the wrong order, or of orders that are not ours.

import { describe, expect, it } from 'vitest';
import { marketId } from '../domain/instrument.ts';
import { cash } from '../domain/numbers.ts';
import { Engine } from '../engine.ts';
import { cents, config, instrument, Script, settings, shares, usd } from '../engine.fixture.ts';

const quoting = (script = Script.open()): Script => script.book([[48, 100]], [[52, 100]]).decide();
/** A working order on each side, s-1 and s-2, and nothing left to look at. */
function working(script = Script.open()): Script {
  quoting(script).accept('s-1', 's-2').take();
  return script;
}
/** Lets time pass in steps, with a feed that lives. */
function pass(script: Script, ms: number, step = 250): Script {
  for (let left = ms; left > 0; left -= step) script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide(Math.min(step, left));
  return script;
}
const absent = (script: Script, clientId: string): Script => script.step({ type: 'OrderReported', clientId, found: null });
const critical = (script: Script): string[] => script.notices.flatMap((n) => (n.type === 'Alert' && n.severity === 'critical' ? [n.code] : []));

describe('fills', () => {
  it('beyond what was left of an order are counted and said aloud', () => {
    const script = working().fill('s-1', 'bid', 48, 12);
    expect(script.market().position).toBe(12);
    expect(critical(script)).toEqual(['OVERFILL']);
  });
  it('beyond the size of an order that is done are said aloud too', () => {
    const script = working().fill('s-1', 'bid', 48, 10);
    expect(critical(script)).toEqual([]);
    script.fill('s-1', 'bid', 48, 1);
    expect(script.market().position).toBe(11);
    expect(critical(script)).toEqual(['OVERFILL']);
  });
  it('of an order that was cancelled with something left are no overfill', () => {
    const script = working().fill('s-1', 'bid', 48, 4).canceled('s-1').fill('s-1', 'bid', 48, 6);
    expect(script.market().position).toBe(10);
    expect(critical(script)).toEqual([]);
  });
  it('for an order that is not ours count and are said aloud', () => {
    const script = working().fill('someone', 'ask', 52, 3);
    expect(script.market().position).toBe(-3);
    expect(script.engine.status().exposure.cash).toBeCloseTo(1_000 - 3 * 0.48, 6);
    expect(critical(script)).toEqual(['FILL_NOT_OURS']);
  });
  it('for an order that is not ours count once, across a snapshot too', () => {
    const script = working().fill('someone', 'ask', 52, 3, 'x').fill('someone', 'ask', 52, 3, 'x');
    const again = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
    again.now = script.now;
    again.fill('someone', 'ask', 52, 3, 'x');
    expect(script.market().position).toBe(-3);
    expect(again.market().position).toBe(-3);
    expect(again.engine.statistics().duplicateFills).toBe(2);
  });
  it('pay their fee out of cash and P&L', () => {
    const script = working();
    script.step({ type: 'OrderFilled', clientId: 's-1', market: marketId(0), fillId: 'f', side: 'bid', price: cents(48), size: shares(10), fee: cash(usd(0.05)), liquidity: 'taker' });
    expect(script.engine.status()).toMatchObject({ pnl: { total: 0.15, spread: 0.2, fees: 0.05 }, exposure: { cash: 995.15 } });
  });
  it('that complete a pair free a dollar where the venue nets pairs', () => {
    const script = working(Script.open(config(), { netsPairs: true })).fill('s-1', 'bid', 48, 10).fill('s-2', 'ask', 52, 10);
    expect(script.market()).toMatchObject({ position: 0, holdings: { yes: 0, no: 0 } });
    expect(script.engine.status().exposure.cash).toBeCloseTo(1_000.4, 6);
    const apart = working().fill('s-1', 'bid', 48, 10).fill('s-2', 'ask', 52, 10);
    expect(apart.market()).toMatchObject({ position: 0, holdings: { yes: 10, no: 10 } });
    expect(apart.engine.status().exposure.cash).toBeCloseTo(990.4, 6);
  });
  it('before the acknowledgement leave an order that is done where it is', () => {
    const script = quoting().fill('s-1', 'bid', 48, 10).accept('s-1');
    expect(script.market()).toMatchObject({ position: 10, openOrders: 1 });
    expect(critical(script)).toEqual([]);
  });
});

describe('answers out of order', () => {
  it('a cancel confirmed before the place was acknowledged ends the order, and the late acknowledgement does not revive it', () => {
    const script = quoting().canceled('s-1');
    expect(script.market().openOrders).toBe(1);
    script.accept('s-1');
    expect(script.market()).toMatchObject({ openOrders: 1, bid: null });
    expect(critical(script)).toEqual([]);
  });
  it('an answer the order\'s life has no place for is said aloud and not applied', () => {
    const script = working().reject('s-1');
    expect(critical(script)).toEqual(['ILLEGAL_ORDER_EDGE']);
    expect(script.market()).toMatchObject({ openOrders: 2, bid: 0.48 });
  });
  it('the same end said twice is no news', () => {
    const script = quoting().reject('s-1').reject('s-1').canceled('s-2').canceled('s-2');
    expect(script.engine.statistics().refusals).toEqual({ 'would-cross': 1 });
    expect(script.alerts()).toEqual([]);
  });
  it('an answer for an order this session did not place is said aloud', () => {
    expect(working().accept('someone').alerts()).toEqual(['ORDER_NOT_OURS']);
  });
});

describe('a cancel that is refused', () => {
  const refuse = (script: Script, gone: boolean): Script => script.step({ type: 'CancelRejected', clientId: 's-1', gone, detail: 'busy' });
  const leaving = (): Script => {
    const script = working().book([[40, 100]], [[44, 100]]).decide();
    expect(script.asked()).toEqual(['cancel s-1', 'bid 40c 10']);
    return script;
  };

  it('is asked again after 250 ms and not sooner', () => {
    const script = leaving();
    script.now += 30;
    refuse(script, false).decide().decide(249);
    expect(script.asked()).toEqual([]);
    expect(script.engine.wakeAt()).toBe(script.now + 1);
    script.decide(1);
    expect(script.asked()).toEqual(['cancel s-1']);
  });
  it('because the order is gone is looked into, not believed', () => {
    const script = leaving();
    refuse(script, true);
    expect(script.take()).toMatchObject([{ type: 'QueryOrder', clientId: 's-1' }]);
    expect(script.engine.status().orders.open).toBe(3);
    script.step({ type: 'OrderReported', clientId: 's-1', found: { live: false, remaining: shares(0), filled: shares(0) } });
    expect(script.engine.status().orders.open).toBe(2);
  });
  it('because a fill came first needs no question', () => {
    const script = leaving().fill('s-1', 'bid', 48, 10);
    script.take();
    refuse(script, true);
    expect(script.take()).toEqual([]);
  });
});

describe('an amend', () => {
  const amending = (): Script => {
    const script = working(Script.open(config(), { canAmend: true }));
    script.swap(2, config({ settings: settings({ quote: { size: shares(4) } }) })).decide();
    expect(script.asked()).toEqual(['amend s-1 to 4', 'amend s-2 to 4']);
    return script;
  };
  it('counts the larger size until the venue confirms the smaller', () => {
    const script = amending();
    expect(script.market().orders.map((o) => o.remaining)).toEqual([10, 10]);
    script.decide(100);
    expect(script.asked()).toEqual([]);
    script.step({ type: 'OrderAmended', clientId: 's-1', remaining: shares(4), filled: shares(0) });
    expect(script.market().orders.map((o) => o.remaining)).toEqual([4, 10]);
  });
  it('that is refused is asked again after 250 ms and not sooner', () => {
    const script = amending().step({ type: 'CancelRejected', clientId: 's-1', gone: false, detail: 'busy' }).decide().decide(249);
    expect(script.asked()).toEqual([]);
    script.decide(1);
    expect(script.asked()).toEqual(['amend s-1 to 4']);
  });
  it('without an answer for five seconds is looked into', () => {
    const script = amending().step({ type: 'OrderAmended', clientId: 's-2', remaining: shares(4), filled: shares(0) });
    pass(script, 5_250);
    expect(script.take()).toContainEqual(expect.objectContaining({ type: 'QueryOrder', clientId: 's-1' }));
  });
});

describe('an order of unknown outcome', () => {
  const unknown = (): Script => quoting().step({ type: 'OutcomeUnknown', clientId: 's-1', of: 'place', detail: 'timeout' });
  const stillCounts = (script: Script): boolean => script.engine.status().orders.unknown === 1;

  it('is believed absent only when the venue says so again at least two seconds later', () => {
    const script = absent(unknown(), 's-1');
    expect(stillCounts(script)).toBe(true);
    script.now += 1_999;
    expect(stillCounts(absent(script, 's-1'))).toBe(true);
    script.now += 1;
    expect(stillCounts(absent(script, 's-1'))).toBe(false);
  });
  it('is asked about until the second answer can come', () => {
    const script = absent(unknown(), 's-1');
    script.take();
    pass(script, 2_000);
    expect(script.take().filter((c) => c.type === 'QueryOrder').length).toBeGreaterThan(0);
  });
  it('that shows up in between begins its proof anew', () => {
    const script = absent(unknown(), 's-1').step({ type: 'OrderReported', clientId: 's-1', found: { live: true, remaining: shares(10), filled: shares(0) } });
    script.now += 3_000;
    absent(script, 's-1');
    expect(script.market().openOrders).toBe(2);
    script.now += 2_000;
    absent(script, 's-1');
    expect(script.market().openOrders).toBe(1);
  });
  it('is asked about less and less often', () => {
    const script = unknown();
    script.take();
    const at: number[] = [];
    for (let s = 0; s < 100; s++) {
      script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide(1_000);
      if (script.take().some((c) => c.type === 'QueryOrder' && c.clientId === 's-1')) at.push(s + 1);
    }
    expect(at).toEqual([2, 6, 14, 30, 60, 90]);
  });
  it('whose cancel got no answer stays counted as a cancel of unknown outcome', () => {
    const script = working().book([[40, 100]], [[44, 100]]).decide().step({ type: 'OutcomeUnknown', clientId: 's-1', of: 'cancel', detail: 'timeout' });
    expect(script.market().orders.find((o) => o.clientId === 's-1')!.state).toBe('cancel-unknown');
    script.take();
    script.step({ type: 'OrderReported', clientId: 's-1', found: { live: true, remaining: shares(10), filled: shares(0) } }).decide(250);
    expect(script.asked()).toEqual(['cancel s-1']);
  });
});

it('an acknowledgement that comes after the order is proved gone does not make it rest again', () => {
  const script = Script.open().book([[48, 100]], [[52, 100]]).decide();
  script.step({ type: 'OrderReported', clientId: 's-1', found: { live: false, remaining: shares(0), filled: shares(10) } }).accept('s-1');
  expect(script.market().orders.find(({ clientId }) => clientId === 's-1')?.state).not.toBe('working');
});

describe('reconciliation', () => {
  const questions = (script: Script): string[] => script.take().flatMap((c) => (c.type === 'QueryOpenOrders' || c.type === 'QueryHoldings' ? [c.type] : []));

  it('asks again every minute', () => {
    const script = pass(working(), 59_750);
    expect(questions(script)).toEqual([]);
    pass(script, 250);
    expect(questions(script)).toEqual(['QueryOpenOrders', 'QueryHoldings']);
    pass(script, 59_750);
    expect(questions(script)).toEqual([]);
  });
  it('asks again when the feed comes back, and not when it only says that it is up', () => {
    const script = working();
    script.step({ type: 'FeedStatusChanged', venue: 'test', up: true, reason: '' }).decide(2_000);
    expect(questions(script)).toEqual([]);
    script.step({ type: 'FeedStatusChanged', venue: 'test', up: false, reason: 'cut' }).decide(10);
    script.step({ type: 'FeedStatusChanged', venue: 'test', up: true, reason: '' }).decide(10);
    expect(questions(script)).toEqual(['QueryOpenOrders', 'QueryHoldings']);
  });
  it('asks about a working order that the venue does not list, and places nothing in its stead', () => {
    const script = pass(working(), 60_000);
    expect(script.answerOpenOrders(['s-2']).take().at(-1)).toMatchObject({ type: 'QueryOrder', clientId: 's-1' });
    script.decide();
    expect(script.asked()).toEqual([]);
    expect(script.market().openOrders).toBe(2);
  });
  it('takes an answer to an older question for nothing', () => {
    const script = pass(working(), 60_000);
    script.step({ type: 'OpenOrdersReported', venue: 'test', requestId: 1, orders: [] });
    expect(script.take().filter((c) => c.type === 'QueryOrder')).toEqual([]);
  });
  it('only alerts of strangers\' orders while trading', () => {
    const script = pass(working(), 60_000).answerOpenOrders(['s-1', 's-2', 'stranger']).decide();
    expect(critical(script)).toEqual(['ORDERS_NOT_OURS']);
    expect(script.asked()).toEqual([]);
    expect(script.market().permission).toBe('full');
  });
  it('values a position found before there was a price at the first price there is', () => {
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
    script.step({ type: 'ConfigSwapped', generation: 1, config: config({ settings: settings({ limits: { notional: usd(12) } }) }) });
    script.step({ type: 'InstrumentListed', instrument: instrument() }).decide().reconcile(1_000, { yes: shares(20), no: shares(0) });
    quoting(script);
    expect(script.engine.status().exposure.grossNotional).toBe(10);
    expect(script.market().pnl.total).toBe(0);
    expect(script.asked()).toEqual(['ask 52c 10', 'bid 48c 4']);
  });
});
