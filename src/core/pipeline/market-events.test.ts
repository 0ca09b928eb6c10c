// Feeds that fail and markets that stop, in scripts: what takes the quotes out and what brings them back.

import { describe, expect, it } from 'vitest';
import { marketId, type InstrumentStatus } from '../domain/instrument.ts';
import { price, size } from '../domain/numbers.ts';
import { Engine } from '../engine.ts';
import { cents, config, instrument, Script, settings, shares } from '../engine.fixture.ts';

function working(script = Script.open()): Script {
  script.book([[48, 100]], [[52, 100]]).decide().accept('s-1', 's-2').take();
  return script;
}
const BOTH_OUT = ['cancel s-1', 'cancel s-2'];
const BOTH_BACK = ['bid 48c 10', 'ask 52c 10'];
const out = (script: Script): Script => script.canceled('s-1').canceled('s-2').decide();

describe('a feed', () => {
  const status = (script: Script, up: boolean): Script => script.step({ type: 'FeedStatusChanged', venue: 'test', up, reason: 'cut' });
  it('that is down takes the quotes out until it is up, and is said aloud once', () => {
    const script = status(working(), false).decide();
    expect(script.asked()).toEqual(BOTH_OUT);
    expect(script.market()).toMatchObject({ permission: 'cancel-only', reasons: ['NOT_RECONCILED', 'FEED_DOWN', 'BOOK_INVALID'] });
    expect(script.alerts()).toEqual(['FEED_DOWN']);
    status(out(script), true).decide(1_100);
    expect(script.sent.some((c) => c.type === 'PlaceOrder')).toBe(false);
    script.book([[48, 100]], [[52, 100]]).decide().reconcile(1_000).decide();
    expect(script.asked()).toEqual(BOTH_BACK);
  });
  it('that fell silent is back with the book, not with a heartbeat alone', () => {
    const script = working().decide(10_001);
    expect(script.asked()).toEqual(BOTH_OUT);
    expect(script.market().reasons).toEqual(['FEED_STALE']);
    out(script).step({ type: 'FeedHeartbeat', venue: 'test' }).decide();
    expect(script.asked()).toEqual([]);
    script.book([[48, 100]], [[52, 100]]).decide();
    expect(script.asked()).toEqual(BOTH_BACK);
  });
  it('of another venue changes nothing here', () => {
    const script = working().step({ type: 'FeedStatusChanged', venue: 'test', up: true, reason: '' });
    script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide();
    expect(script.asked()).toEqual([]);
  });
});

describe('a market', () => {
  const status = (script: Script, to: InstrumentStatus): Script => script.step({ type: 'InstrumentStatusChanged', market: marketId(0), status: to });
  it.each(['paused', 'closed'] as const)('that is %s has no quotes until it is open', (to) => {
    const script = status(working(), to).decide();
    expect(script.asked()).toEqual(BOTH_OUT);
    expect(script.market()).toMatchObject({ status: to, permission: 'cancel-only', reasons: ['MARKET_CLOSED'] });
    status(out(script), 'open').decide();
    expect(script.asked()).toEqual(BOTH_BACK);
  });
  it('that is resolved pays once, whatever is said after', () => {
    const script = working().fill('s-1', 'bid', 48, 10);
    for (const yesPays of [1_000_000, 1_000_000, 0]) script.step({ type: 'MarketResolved', market: marketId(0), yesPays: price(yesPays) }).decide();
    expect(script.market()).toMatchObject({ position: 0, pnl: { total: 5.2 }, status: 'closed' });
    expect(script.engine.status().exposure.cash).toBeCloseTo(1_005.2, 6);
    expect(script.engine.status().exposure.grossNotional).toBe(0);
  });
  it('that was never listed is a fault of the source', () => {
    expect(() => working().step({ type: 'BookValidated', market: marketId(3) })).toThrow(/no market 3 is listed/);
    expect(() => working().step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(1) }) })).toThrow(/two instruments are called rain/);
    expect(() => working().step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(2), name: 'sun' }) })).toThrow(/has id 2, expected 1/);
  });
});

describe('a book', () => {
  it.each([
    ['delta', { type: 'BookDelta', market: marketId(0), side: 'bid', price: price(485_000), size: size(5_000_000) }],
    ['snapshot', { type: 'BookSnapshot', market: marketId(0), bids: [480_000, 1_000_000, 475_500, 1_000_000], asks: [520_000, 1_000_000] }],
  ] as const)('with a level off the tick in a %s is not trusted until it is seen whole', (_, event) => {
    const script = working().step(event).decide();
    expect(script.asked()).toEqual(BOTH_OUT);
    expect(script.market()).toMatchObject({ reasons: ['BOOK_INVALID'], fairValue: null, book: { valid: false } });
    expect(script.engine.explain('rain')!.permission.constraints[0]!.why).toContain('off the 10000 tick');
    out(script).step({ type: 'BookDelta', market: marketId(0), side: 'bid', price: cents(47), size: shares(5) }).decide();
    expect(script.asked()).toEqual([]);
    script.book([[48, 100]], [[52, 100]]).decide();
    expect(script.asked()).toEqual(BOTH_BACK);
  });
  it('that was only doubted is good again when its source says so', () => {
    const script = working().step({ type: 'BookInvalidated', market: marketId(0), reason: 'gap' }).decide();
    out(script).take();
    script.step({ type: 'BookValidated', market: marketId(0) }).decide();
    expect(script.asked()).toEqual(BOTH_BACK);
  });
  it('keeps the position valued as it was while it prices nothing', () => {
    const script = working().fill('s-1', 'bid', 48, 10).decide();
    const before = script.market().pnl;
    script.book([], []).decide();
    expect(script.market()).toMatchObject({ pnl: before, fairValue: null });
  });
});

describe('volatility', () => {
  const volatile = config({ settings: settings({ volatility: { windowMs: 60_000, widen: { x: [0, 20_000], y: [1, 2] }, pullAbove: 30_000, trend: { windowMs: 60_000, pullAbove: 40_000 } } }) });
  const at = (script: Script, mid: number): Script => script.book([[mid - 2, 100]], [[mid + 2, 100]]);
  it('that is not known yet quotes nothing, and is known after a twelfth of its window', () => {
    const script = at(Script.open(volatile), 50).decide();
    expect(script.market().reasons).toEqual(['VOLATILITY_UNKNOWN']);
    script.decide(5_000);
    expect(script.asked()).toEqual(BOTH_BACK);
  });
  it('pulls both sides when it is above its limit, and a trend does before that', () => {
    const script = at(Script.open(volatile), 50).decide();
    for (let i = 0; i < 10; i++) at(script, 50).decide(1_000);
    at(script, 55).decide(1_000);
    expect(script.market().reasons).toEqual(['TREND_PULL']);
    for (let i = 0; i < 30; i++) at(script, i % 2 === 0 ? 42 : 58).decide(1_000);
    expect(script.market().reasons).toContain('VOLATILITY_PULL');
  });
});

describe('trades while the feed was away', () => {
  const careful = config({ settings: settings({ adverseSelection: { velocity: null, flowImbalance: { value: 0.8, windowMs: 30_000 }, markout: null, fillRate: null, oneSidedFills: null, then: 'pull', forMs: 30_000 } }) });
  const watched = (): Script => {
    const script = Script.open(careful).book([[48, 100]], [[52, 100]]).decide();
    for (let i = 0; i < 40; i++) script.book([[48, 100]], [[52, 100]]).decide(1_000);
    expect(script.market().reasons).toEqual([]);
    return script;
  };
  it('are not known: behind a cut their flow is watched anew from the first word of the book', () => {
    const script = watched().step({ type: 'FeedStatusChanged', venue: 'test', up: false, reason: 'cut' }).decide();
    script.decide(5_000);
    const copy = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
    copy.now = script.now;
    copy.sent.push(...script.sent);
    for (const one of [script, copy]) {
      one.step({ type: 'FeedStatusChanged', venue: 'test', up: true, reason: '' }).decide().reconcile(1_000);
      one.book([[48, 100]], [[52, 100]]).decide();
      expect(one.market().reasons).toEqual(['ADVERSE_UNKNOWN']);
    }
    for (let i = 0; i < 30; i++) script.book([[48, 100]], [[52, 100]]).decide(1_000);
    expect(script.market().reasons).toEqual([]);
  });
  it('nor behind a silence', () => {
    const script = watched();
    for (let i = 0; i < 40; i++) script.decide(1_000);
    script.book([[48, 100]], [[52, 100]]).decide();
    expect(script.market().reasons).toEqual(['ADVERSE_UNKNOWN']);
  });
});
