// A TWAP and a hedge whose market is liquidated: the ladder works the position off, and neither builds it up again meanwhile.

import { describe, expect, it } from 'vitest';
import type { CompiledConfig, CompiledStrategy, LiquidationSettings, SharedSettings } from '../../config/compiled-config.ts';
import { Engine } from '../engine.ts';
import { carriedWithoutOrders, cents, config, instrument, PLAIN, Script, settings, shares, usd } from '../engine.fixture.ts';
import { marketId } from '../domain/instrument.ts';
import { cash } from '../domain/numbers.ts';
import { hedgeStrategy, twapConfig } from '../producers.fixture.ts';

const none = { afterMs: null, onLoss: null, beforeEndMs: null };
const LADDER: LiquidationSettings = {
  startAt: 0.8, minProfit: 0, hold: null, skewed: null,
  aggressive: { ...none, cross: 0.5, slice: 0.5, everyMs: 10_000 }, market: { ...none, collar: cents(10) },
};
const LEAVES: Partial<SharedSettings> = { liquidation: LADDER };
const RULE = { name: 'get-out', scope: 'market', when: { kind: 'compare', left: { fact: 'fairValue', windowMs: null }, operator: 'lessThan', right: cents(40) }, until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [{ kind: 'liquidate', stage: 'market' }] } as const;

const book = (script: Script, bid = 48): Script => script.book([[bid, 500]], [[bid + 4, 500]]);
const steps = (script: Script): readonly string[] => script.engine.explain('rain')!.steps.map(({ effect }) => effect);

/** Decides once a second; what takes is filled where the book stands, what rests is accepted and cancelled as asked. Returns what was placed. */
function live(script: Script, seconds: number, bid = 48): string[] {
  const placed: string[] = [];
  for (let i = 0; i < seconds; i++) {
    book(script, bid).decide(1_000);
    for (const c of script.take()) {
      if (c.type === 'CancelOrder') script.canceled(c.clientId);
      if (c.type !== 'PlaceOrder' || c.market !== marketId(0)) continue;
      placed.push(`${c.side} ${c.size / 1e6}${c.timeInForce === undefined ? '' : ' taking'}`);
      script.accept(c.clientId);
      if (c.timeInForce !== undefined) script.fill(c.clientId, c.side, c.side === 'bid' ? bid + 4 : bid, c.size / 1e6);
    }
  }
  return placed;
}

describe('a TWAP that is liquidated', () => {
  /** 20 of its 60 shares held. */
  const begun = (shared: Partial<SharedSettings> = LEAVES): Script => {
    const script = book(Script.open(twapConfig({}, shared))).decide().accept('s-1');
    script.take();
    live(script.fill('s-1', 'bid', 48, 10), 9);
    const [order] = script.market().orders;
    live(script, 1);
    script.fill(order?.clientId ?? script.market().orders[0]!.clientId, 'bid', 48, 10);
    expect(script.market().position).toBe(20);
    return script;
  };

  it('is over, says so once, and is not begun again by itself', () => {
    const script = begun().operator({ kind: 'liquidate', market: 'rain', stage: 'market' });
    expect(live(script, 5).filter((order) => order.startsWith('bid'))).toEqual([]);
    expect(script.market().position).toBe(0);
    expect(live(script, 90)).toEqual([]);
    expect(script.alerts()).toEqual(['TWAP_STARTED', 'TWAP_OVER']);
    expect(steps(script)[1]).toBe('over: its position was liquidated; a change of `target` or `over` begins a new one');
  });

  it('stays over through a restart, a snapshot and another slice, and begins anew with another target', () => {
    const left = begun().operator({ kind: 'liquidate', market: 'rain', stage: 'market' });
    live(left, 5);
    const copy = new Script(Engine.restore(JSON.parse(JSON.stringify(left.engine.snapshot()))));
    copy.now = left.now;
    expect(live(copy, 30)).toEqual([]);
    const after = Script.open(twapConfig({ everyMs: 5_000 }, LEAVES), {}, JSON.parse(JSON.stringify(left.engine.carry())));
    expect(live(after, 30)).toEqual([]);
    expect(after.alerts()).toEqual([]);
    after.swap(2, twapConfig({ target: shares(30) }, LEAVES));
    expect(live(after, 1)).toEqual(['bid 5']);
    expect(after.alerts()).toEqual(['TWAP_STARTED']);
  });

  it('is over as well when it had not begun', () => {
    const script = Script.open(twapConfig({}, LEAVES)).fill('by-hand', 'bid', 48, 90);
    live(script.operator({ kind: 'liquidate', market: 'rain', stage: 'market' }), 10);
    expect(script.market().position).toBe(0);
    expect(live(script, 30)).toEqual([]);
    expect(script.alerts()).toEqual(['FILL_NOT_OURS', 'TWAP_OVER']);
  });

  it('after a stop-loss that liquidates buys nothing back, resumed or not', () => {
    const script = begun({ ...LEAVES, stopLoss: { loss: usd(2), drawdownFromPeak: null, then: 'liquidate' } });
    live(script, 5, 30);
    expect(script.market().position).toBe(0);
    script.operator({ kind: 'resume', market: 'rain' });
    expect(live(script, 60)).toEqual([]);
  });

  it('is worked off by its own settings once the config has dropped it', () => {
    const script = begun({ ...LEAVES, onRemoval: 'liquidate' });
    script.swap(2, config({ strategies: [] }));
    const copy = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
    copy.now = script.now;
    for (const one of [script, copy]) {
      expect(live(one, 5)).toEqual(['ask 20']);
      expect(one.market().lifecycle).toBe('liquidating');
    }
    expect(copy.engine.snapshot()).toEqual(script.engine.snapshot());
    expect(script.engine.carry().markets['rain']).toMatchObject({ retiring: { kind: 'twap' } });
    const after = Script.open(config({ strategies: [] }), {}, carriedWithoutOrders(script));
    expect(live(after, 2)).toEqual(['ask 20']);
  });
});

describe('a hedge that is liquidated', () => {
  const SUN = marketId(1);
  const using = (over: Partial<CompiledConfig> = {}, unhedged: 'cancel-only' | null = null): CompiledConfig => config({
    strategies: [
      hedgeStrategy({ unhedged: unhedged === null ? null : { most: shares(20), forMs: 5_000, then: unhedged } }, 'rain', LEAVES),
      { name: 'maker', kind: 'market-maker', markets: { venue: 'test', include: ['sun'], exclude: [] }, settings: { ...settings({}, PLAIN), liquidation: LADDER }, overrides: {} },
    ],
    ...over,
  });
  /** `held` in the market hedged. */
  function open(held: number, config_ = using()): Script {
    const script = Script.open(config_).step({ type: 'InstrumentListed', instrument: instrument({ id: SUN, name: 'sun' }) });
    return script.step({ type: 'OrderFilled', clientId: 'by-hand', market: SUN, fillId: 'x', side: 'bid', price: cents(48), size: shares(held), fee: cash(0), liquidity: 'maker' });
  }

  it('is worked off by the ladder, and hedges again once nothing is left', () => {
    const script = open(40);
    expect(live(script, 1)).toEqual(['bid 40 taking']);
    script.operator({ kind: 'liquidate', market: 'rain', stage: 'market' });
    expect(live(script, 1)).toEqual(['ask 40 taking']);
    expect(live(script, 2)).toEqual(['bid 40 taking']);
  });

  it('never holds so much that its own liquidation would begin', () => {
    const script = open(95);
    expect(live(script, 5)).toEqual(['bid 79 taking']);
    expect(script.market().position).toBeLessThan(80);
    expect(script.market().lifecycle).toBe('active');
    expect(live(script, 30)).toEqual([]);
    expect(steps(script)).toContain('at most 79 shares are held: with more the position would be worked off again');
  });

  it('waits while a rule in force asks for liquidation, whatever it is short of', () => {
    const script = open(40, using({ rules: [RULE] }));
    expect(live(script, 1)).toEqual(['bid 40 taking']);
    expect(live(script, 30, 30)).toEqual(['ask 40 taking']);
    expect(steps(script)).toContain('nothing is built up while a rule asks for liquidation');
    expect(live(script, 1)).toEqual(['bid 40 taking']);
  });

  it('that is off keeps nobody in what it hedges', () => {
    const script = open(30, using({}, 'cancel-only'));
    const inSun = (): string[] => script.take().flatMap((c) => {
      if (c.type === 'PlaceOrder') script.accept(c.clientId);
      if (c.type === 'CancelOrder') script.canceled(c.clientId);
      return c.type === 'PlaceOrder' && c.market === SUN ? [`${c.side} ${c.size / 1e6}`] : [];
    });
    /** No seller within the collar of the hedge: it goes on resting. */
    const wait = (seconds: number): string[] => Array.from({ length: seconds }).flatMap(() => {
      script.book([[48, 500]], [[70, 500]]).step({ type: 'BookSnapshot', market: SUN, bids: [cents(48), shares(100)], asks: [cents(52), shares(100)] }).decide(1_000);
      return inSun();
    });
    wait(8);
    expect(script.engine.market('sun')!.reasons).toEqual(['UNHEDGED_CANCEL']);
    expect(wait(2)).toEqual([]);
    script.operator({ kind: 'liquidate', market: 'sun', stage: 'market' });
    expect(wait(1)).toEqual(['ask 30']);
  });

  it('hedges nothing any more once the config has dropped it', () => {
    const script = open(40);
    live(script, 1);
    const [hedge, maker] = using({}, 'cancel-only').strategies;
    script.swap(2, config({ strategies: [{ ...hedge!, settings: { ...hedge!.settings, onRemoval: 'liquidate' } } as CompiledStrategy, maker!] }));
    live(script, 1);
    script.swap(3, config({ strategies: [maker!] }));
    // It offers what it holds, at the midpoint, and asks for nothing back.
    expect(live(script, 5)).toEqual(['ask 40']);
    const [order] = script.market().orders;
    script.fill(order!.clientId, 'ask', 50, 25);
    live(script, 8);
    // What it no longer holds is nobody's guard any more.
    expect(script.engine.market('sun')!.reasons.filter((code) => code.startsWith('UNHEDGED'))).toEqual([]);
    script.fill(script.market().orders[0]!.clientId, 'ask', 50, 15);
    expect(live(script, 5)).toEqual([]);
    expect(script.market()).toMatchObject({ position: 0, lifecycle: 'retired' });
  });
});
