// What venues may say late, twice, out of order or against what they said before: limits must hold all the same.

import { describe, expect, it } from 'vitest';
import { cash, price } from '../domain/numbers.ts';
import { marketId } from '../domain/instrument.ts';
import { carriedWithoutOrders, config, instrument, Script, settings, shares, usd } from '../engine.fixture.ts';

const TIGHT: Parameters<Script['book']> = [[[48, 100]], [[52, 100]]];
const limited = (n: number): ReturnType<typeof config> => config({ settings: settings({ limits: { position: shares(n) } }) });
const quoting = (script: Script): Script => script.book(...TIGHT).decide();
const pass = (script: Script, ms: number, each = 1_000): void => {
  for (let t = 0; t < ms; t += each) script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide(each);
};

describe('a confirmation that overtakes the fills', () => {
  it('of a cancel keeps what must have filled in the exposure until the fills come', () => {
    const script = quoting(Script.open(limited(10))).accept('s-1', 's-2');
    script.take();
    script.canceled('s-1', 4).decide();
    expect(script.asked()).toEqual([]);
    script.fill('s-1', 'bid', 48, 6).decide();
    expect(script.market().position).toBe(6);
    expect(script.asked()).toContain('bid 48c 4');
  });
  it('of an amend leaves what still rests counted when the fills come', () => {
    const script = quoting(Script.open(limited(20), { canAmend: true })).accept('s-1', 's-2');
    script.step({ type: 'OrderAmended', clientId: 's-1', remaining: shares(5), filled: shares(5) });
    script.fill('s-1', 'bid', 48, 5);
    expect(script.market().orders.find((o) => o.clientId === 's-1')?.remaining).toBe(5);
  });
});

describe('an order that was proved never to have been', () => {
  const lost = (): Script => {
    const script = quoting(Script.open(limited(10))).accept('s-2').step({ type: 'OutcomeUnknown', clientId: 's-1', of: 'place', detail: 'timeout' });
    script.step({ type: 'OrderReported', clientId: 's-1', found: null });
    pass(script, 3_000);
    script.step({ type: 'OrderReported', clientId: 's-1', found: null });
    expect(script.market().openOrders).toBe(1);
    script.take();
    return script;
  };
  it.each([
    ['is accepted after all', (s: Script) => s.accept('s-1')],
    ['is reported live', (s: Script) => s.step({ type: 'OrderReported', clientId: 's-1', found: { live: true, remaining: shares(10), filled: shares(0) } })],
  ])('counts again at once and is cancelled when it %s', (_, happen) => {
    const script = happen(lost());
    expect(script.asked()).toEqual(['cancel s-1']);
    expect(script.alerts()).toContain('ORDER_REVIVED');
    script.decide();
    expect(script.asked()).toEqual([]);
  });
  it('counts again when it stands among the open orders', () => {
    const script = lost();
    pass(script, 60_000);
    expect(script.sent.some((c) => c.type === 'QueryOpenOrders')).toBe(true);
    script.answerOpenOrders(['s-1', 's-2']);
    expect(script.asked()).toContain('cancel s-1');
  });
});

describe('missing fills', () => {
  const gone = (): Script => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    return script.step({ type: 'OrderReported', clientId: 's-1', found: { live: false, remaining: shares(0), filled: shares(10) } });
  };
  it('do not keep a halt from being proved', () => {
    const script = gone().operator({ kind: 'halt', reason: 'drill' }).canceled('s-2').decide();
    script.answerOpenOrders([]).decide(300).answerOpenOrders([]);
    expect(script.engine.haltProof().zeroOpenProved).toBe(true);
  });
  it('are settled by the holdings that contain them, and count no more when they come late', () => {
    const script = gone();
    pass(script, 61_000);
    const report = (): Script => script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(995.2)), holdings: [{ market: marketId(0), yes: shares(10), no: shares(0) }] });
    report();
    pass(script, 6_000);
    report();
    expect(script.market().position).toBe(10);
    script.fill('s-1', 'bid', 48, 10);
    expect(script.market().position).toBe(10);
  });
  it('are not settled by the answer to a question from before the order was gone, though another was asked since', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    pass(script, 60_500);
    expect(script.take().some((c) => c.type === 'QueryHoldings')).toBe(true);
    script.step({ type: 'OrderReported', clientId: 's-1', found: { live: false, remaining: shares(0), filled: shares(10) } });
    pass(script, 1_500);
    // What was held when it was first asked.
    script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(1_000)), holdings: [] });
    script.fill('s-1', 'bid', 48, 10);
    expect(script.market().position).toBe(10);
  });
});

describe('losses and latches', () => {
  const guarded = config({ limits: { drawdown: { warn: usd(1), reduceOnly: usd(2), halt: usd(3) } } });
  it('a resume while only warned does not move the peak', () => {
    const script = quoting(Script.open(guarded)).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide();
    script.book([[36, 100]], [[40, 100]]).decide().operator({ kind: 'halt', reason: 'drill' }).operator({ kind: 'resume', market: null }).decide();
    script.book([[24, 100]], [[28, 100]]).decide();
    expect(script.engine.status().reasons).toEqual(['DRAWDOWN_REDUCE']);
  });
});

describe('after a gap in the feed', () => {
  it('a cut connection makes the book and the reconciliation count for nothing until they are confirmed', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2').step({ type: 'FeedStatusChanged', venue: 'test', up: false, reason: 'cut' }).decide();
    script.canceled('s-1').canceled('s-2').step({ type: 'FeedStatusChanged', venue: 'test', up: true, reason: '' }).decide(5_000);
    script.take();
    script.decide(100);
    expect(script.asked()).toEqual([]);
    expect(script.market().reasons).toEqual(expect.arrayContaining(['BOOK_INVALID', 'NOT_RECONCILED']));
  });
  it('a heartbeat alone does not bring back a book that was silent for too long', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    for (let i = 0; i < 12; i++) script.decide(1_000);
    script.canceled('s-1').canceled('s-2').step({ type: 'FeedHeartbeat', venue: 'test' }).decide();
    script.take();
    expect(script.decide(10).asked()).toEqual([]);
    expect(script.book(...TIGHT).decide().asked()).toHaveLength(2);
  });
  it('volatility of before the gap is not forgotten', () => {
    const volatility = { windowMs: 60_000, widen: null, pullAbove: 30_000, trend: null };
    const script = Script.open(config({ settings: settings({ volatility }) }));
    for (let i = 0; i < 30; i++) script.book([[i % 2 === 0 ? 48 : 38, 100]], [[i % 2 === 0 ? 52 : 42, 100]]).decide(1_000);
    expect(script.market().reasons).toEqual(['VOLATILITY_PULL']);
    script.book([], []).decide();
    for (let i = 0; i < 70; i++) script.book([], []).decide(1_000);
    script.book([[28, 100]], [[32, 100]]).decide();
    expect(script.market().reasons).toEqual(['VOLATILITY_PULL']);
  });
});

describe('the books against the venue', () => {
  it('a difference in cash alone leaves the cost of positions as it was', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide().book([[8, 100]], [[12, 100]]).decide();
    const off = (): Script => script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(995.2) + 1), holdings: [{ market: marketId(0), yes: shares(10), no: shares(0) }] });
    off();
    off();
    expect(script.market().holdings.averageCost).toBe(0.48);
  });
  it('what an unlisted market holds counts against the gross limit', () => {
    const before = quoting(Script.open(config(), { name: 'sun' })).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide();
    const script = quoting(Script.open(config({ limits: { grossNotional: usd(7.2) } }), {}, carriedWithoutOrders(before)));
    expect(script.asked()).toEqual(['bid 48c 5', 'ask 52c 5']);
    expect(script.engine.status().exposure.grossNotional).toBe(4.8);
  });
  it('a fill of an order of ours that is long forgotten is asked about, not counted', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.fill('s-0', 'bid', 48, 10, 'old');
    expect(script.market().position).toBe(0);
    expect(script.alerts()).toContain('FILL_FORGOTTEN');
  });
  it('one stranger among the open orders is said once, and is not answered with a storm', () => {
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
    script.step({ type: 'ConfigSwapped', generation: 1, config: config() });
    script.step({ type: 'InstrumentListed', instrument: instrument() }).decide();
    let cancels = 0;
    for (let i = 0; i < 300; i++) {
      if (script.sent.some((c) => c.type === 'QueryOpenOrders')) { script.answerOpenOrders(['stranger']); cancels += script.take().filter((c) => c.type === 'CancelAll').length; }
      script.decide(10);
    }
    expect(cancels).toBeLessThanOrEqual(5);
    expect(script.alerts().filter((code) => code === 'ORDERS_NOT_OURS')).toHaveLength(1);
  });
});

describe('a resolved market', () => {
  it('pays a late fill at once and never trades again', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2').step({ type: 'MarketResolved', market: marketId(0), yesPays: price(1_000_000) });
    script.fill('s-1', 'bid', 48, 10).step({ type: 'InstrumentStatusChanged', market: marketId(0), status: 'open' }).book(...TIGHT).decide(5_000);
    expect(script.market()).toMatchObject({ position: 0, pnl: { total: 5.2 }, permission: 'cancel-only' });
    script.step({ type: 'MarketResolved', market: marketId(0), yesPays: price(0) });
    expect(script.market().pnl.total).toBe(5.2);
  });
});

describe('a rule that holds until something else', () => {
  it('is still in force in the next session', () => {
    const never = { kind: 'compare' as const, left: { fact: 'spread', windowMs: null }, operator: 'lessThan' as const, right: 0 };
    const wide = { kind: 'compare' as const, left: { fact: 'spread', windowMs: null }, operator: 'greaterThan' as const, right: 50_000 };
    const using = config({ rules: [{ name: 'tripwire', scope: 'market', when: wide, until: never, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [{ kind: 'pull', side: 'both' }] }] });
    const before = Script.open(using).book([[46, 100]], [[54, 100]]).decide().book(...TIGHT).decide();
    expect(before.asked()).toEqual([]);
    const after = quoting(Script.open(using, {}, JSON.parse(JSON.stringify(before.engine.carry()))));
    expect(after.asked()).toEqual([]);
  });
});
