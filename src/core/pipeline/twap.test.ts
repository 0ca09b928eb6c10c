import { describe, expect, it } from 'vitest';
import { Engine } from '../engine.ts';
import { carriedWithoutOrders, cents, config, Script, shares, START } from '../engine.fixture.ts';
import type { Instrument } from '../domain/instrument.ts';
import { twapConfig } from '../producers.fixture.ts';

const book = (script: Script, bid = 48): Script => script.book([[bid, 100]], [[bid + 4, 100]]);
/** The first slice rests. */
const begun = (using = twapConfig(), over: Partial<Instrument> = {}): Script => { const script = book(Script.open(using, over)).decide().accept('s-1'); script.take(); return script; };
const slot = (script: Script): Script => book(script).decide(10_000);
const steps = (script: Script): readonly string[] => script.engine.explain('rain')!.steps.map(({ effect }) => effect);

describe('a TWAP', () => {
  it('rests the slice of the slot, and says what it does', () => {
    const script = book(Script.open(twapConfig())).decide();
    expect(script.take().filter((c) => c.type === 'PlaceOrder')).toMatchObject([{ side: 'bid', price: cents(48), size: shares(10), postOnly: true }]);
    expect(steps(script)).toEqual([
      '50c by micro-price', 'slot 1 from 0 to 60 shares: 0 done of 10 due by its end', 'buys 10 shares, resting', 'bids from 48c',
    ]);
    expect(script.engine.explain('rain')).toMatchObject({ noAskBecause: 'not-wanted' });
    expect(script.notices.flatMap((n) => (n.type === 'Alert' ? [n.text] : []))).toEqual(['rain: from 0 to 60 shares over 60 s']);
  });

  it('takes what a slot left undone, one taker at a time, and lets the rest rest', () => {
    const script = slot(begun());
    expect(script.take().filter((c) => c.type === 'PlaceOrder')).toMatchObject([{ side: 'bid', price: cents(52), size: shares(10), postOnly: false, timeInForce: 'fill-and-kill' }]);
    expect(steps(script).slice(1, 3)).toEqual([
      'slot 2 from 0 to 60 shares: 0 done of 20 due by its end', 'buys 20 shares, of which 10 behind schedule are taken at most 5c beyond fair value, fee included',
    ]);
    // No answer: nothing more is taken.
    expect(book(script).decide(1_000).asked()).toEqual([]);
    script.accept('s-2').fill('s-2', 'bid', 52, 10);
    expect(book(script).decide(1_000).asked()).toEqual([]);
    expect(script.market()).toMatchObject({ position: 10, openOrders: 1 });
  });

  it('takes no more than its part of what is behind, and once a slot', () => {
    const script = slot(begun(twapConfig({ cross: 0.5 })));
    expect(script.asked()).toEqual(['bid 52c 5']);
    script.accept('s-2').fill('s-2', 'bid', 52, 5);
    for (let i = 0; i < 5; i++) expect(book(script).decide(1_000).asked()).toEqual([]);
    // Five of the twenty due by the third slot are done: half of the rest.
    expect(book(script).decide(5_000).asked()).toEqual(['bid 52c 7']);
  });

  it('rests nothing ahead of its schedule, and wakes for the next slot by itself', () => {
    const script = begun().fill('s-1', 'bid', 48, 10).decide(500);
    expect(script.asked()).toEqual([]);
    for (let at = 1_500; at < 10_000; at += 1_000) expect(book(script).decide(1_000).asked()).toEqual([]);
    // It is asked for at the slot, not only once a second.
    expect(script.engine.wakeAt()).toBe(START + 10_000);
    expect(script.decide(500).asked()).toEqual(['bid 48c 10']);
  });

  it('ends at the target, says so, and stays there', () => {
    const script = begun(twapConfig({ target: shares(20), overMs: 20_000 })).fill('s-1', 'bid', 48, 10);
    expect(slot(script).asked()).toEqual(['bid 48c 10']);
    slot(script.accept('s-2').fill('s-2', 'bid', 48, 10));
    expect(script.alerts()).toEqual(['TWAP_STARTED', 'TWAP_DONE']);
    for (let i = 0; i < 20; i++) expect(slot(script).asked()).toEqual([]);
    expect(steps(script)[1]).toBe('20 shares held, the target is 20: reached');
  });

  it('sells towards a target below, through nothing held to short', () => {
    const script = begun(twapConfig({ target: -shares(20), overMs: 20_000 }));
    expect(script.engine.market('rain')!.orders.map(({ side, price, size }) => [side, price, size])).toEqual([['ask', 0.52, 10]]);
    expect(slot(script).asked()).toEqual(['ask 48c 10']);
  });

  it('goes on where it was when it is not asked for less than it has', () => {
    const script = begun(twapConfig({ target: shares(20), overMs: 60_000 })).fill('s-1', 'bid', 48, 3);
    expect(script.market().position).toBe(3);
    expect(slot(script).asked()).toEqual(['bid 48c 3']);
  });

  it('begins a new schedule, and says so, when the target or the time changes, and only then', () => {
    const script = begun().fill('s-1', 'bid', 48, 10);
    book(script).decide(10_000).take();
    script.swap(2, twapConfig({ everyMs: 5_000, cross: 0.5 }));
    slot(script);
    expect(script.alerts()).toEqual(['TWAP_STARTED']);
    script.swap(3, twapConfig({ target: shares(70) })).decide();
    expect(script.notices.flatMap((n) => (n.type === 'Alert' ? [n.text] : [])).slice(1)).toEqual(['rain: from 10 to 70 shares over 60 s, in place of 60 over 60 s']);
  });

  it('goes on with its schedule after a restart, and begins anew once another kind had the market', () => {
    const before = slot(begun());
    const carried = carriedWithoutOrders(before);
    expect(carried.markets['rain']!.twap).toEqual({ target: shares(60), overMs: 60_000, startedAt: START, from: 0, slot: 1, progressAtSlot: 0, isDone: false, isOver: false });
    const after = Script.open(twapConfig(), {}, carried);
    after.now = START + 30_000;
    book(after).decide();
    expect(after.alerts()).toEqual([]);
    // Three slots of 10 are behind.
    expect(after.asked()).toEqual(['bid 52c 30', 'bid 48c 10']);
    after.swap(2, config()).decide().swap(3, twapConfig()).decide();
    expect(after.alerts()).toEqual(['TWAP_STARTED']);
  });

  it('restored from a snapshot it decides the same', () => {
    const one = slot(begun());
    const two = new Script(Engine.restore(JSON.parse(JSON.stringify(one.engine.snapshot()))));
    two.now = one.now;
    one.take();
    for (const script of [one, two]) { script.accept('s-2').fill('s-2', 'bid', 52, 4); slot(script); }
    expect(two.asked()).toEqual(one.asked());
    expect(two.engine.snapshot()).toEqual(one.engine.snapshot());
  });

  it('does not begin while it may not trade, so that it has not all to take at once', () => {
    const script = Script.open(twapConfig()).operator({ kind: 'halt', reason: 'x' });
    book(script).decide();
    for (let i = 0; i < 3; i++) slot(script);
    expect(script.alerts()).toEqual([]);
    expect(script.engine.carry().markets['rain']!.twap).toBeUndefined();
  });

  it('obeys limits, guards and rules like any strategy', () => {
    expect(book(Script.open(twapConfig({ overMs: 10_000 }, { limits: { position: shares(25), notional: null, openOrders: null } }))).decide().asked()).toEqual(['bid 48c 25']);
    const stopped = begun(twapConfig({}, { stopLoss: { loss: 1_000_000, drawdownFromPeak: null, then: 'reduce-only' } })).fill('s-1', 'bid', 48, 10);
    book(stopped, 20).decide(10_000);
    expect(stopped.asked()).toEqual([]);
    expect(stopped.market().reasons).toEqual(['STOP_LOSS']);
  });

  it('leaves nothing under the minimum where it can, and ends within it where it cannot', () => {
    const using = twapConfig({ target: shares(23), overMs: 20_000 });
    const min = { minSize: shares(5) };
    // 11 and 12 of 23.
    expect(book(Script.open(using, min)).decide().asked()).toEqual(['bid 48c 11']);
    const script = begun(using, min).fill('s-1', 'bid', 48, 9);
    // 2 left of the first slice: they would be too little alone.
    expect(book(script).decide(2_000).asked()).toEqual(['cancel s-1']);
    slot(script.canceled('s-1', 2));
    expect(script.asked()).toEqual(['bid 48c 14']);
    slot(script.accept('s-2').fill('s-2', 'bid', 48, 11));
    expect(script.alerts()).toEqual(['TWAP_STARTED', 'TWAP_DONE']);
    expect(steps(script)[1]).toBe('20 shares held, the target is 23: what is left is under the venue\'s minimum');
  });
});
