// The ladder through the engine: events in, orders and notices out.

import { describe, expect, it } from 'vitest';
import type { LiquidationSettings, MakerSettings } from '../../config/compiled-config.ts';
import { price } from '../domain/numbers.ts';
import { Engine } from '../engine.ts';
import { cents, config, Script, settings, shares, START, usd } from '../engine.fixture.ts';

const none = { afterMs: null, onLoss: null, beforeEndMs: null };
const MINUTE = 60_000;
const LADDER: LiquidationSettings = {
  startAt: 0.8, minProfit: cents(1), hold: null,
  skewed: { ...none, afterMs: 5 * MINUTE, floor: { x: [0, 30 * MINUTE], y: [cents(0.5), cents(-2)] } },
  aggressive: { ...none, afterMs: 60 * MINUTE, cross: 0.5, slice: 0.2, everyMs: 20_000 },
  market: { ...none, onLoss: usd(10), collar: cents(5) },
};
const using = (over: Partial<MakerSettings> = {}): MakerSettings => settings({ quote: { size: shares(80), refresh: { minRestMs: 0, tolerance: { micros: 0, ticks: 0 } } }, ...over, liquidation: LADDER } as never);
const LIVES = { endsAt: (START + 24 * 3_600_000) as never };

/** Everything of ours is cancelled as asked and accepted as placed, until nothing more is asked. Returns what was asked. */
function answered(script: Script): string[] {
  const all: string[] = [];
  for (let round = 0; round < 6; round++) {
    const commands = script.take();
    if (commands.length === 0) break;
    for (const c of commands) {
      if (c.type === 'PlaceOrder') {
        all.push(`${c.side} ${c.price / 10_000}c ${c.size / 1e6}${c.timeInForce === undefined ? '' : ' taking'}`);
        script.accept(c.clientId);
        if (c.timeInForce !== undefined) script.step({ type: 'OrderCanceled', clientId: c.clientId, remaining: c.size, reason: 'nothing to take' });
      }
      if (c.type === 'CancelOrder') { all.push(`cancel ${c.clientId}`); script.canceled(c.clientId); }
      if (c.type === 'QueryOpenOrders') script.step({ type: 'OpenOrdersReported', venue: 'test', requestId: c.requestId, orders: [] });
    }
    script.decide();
  }
  return all;
}

const stand = (script: Script, bid = 48, width = 4): Script => script.book([[bid, 500]], [[bid + width, 500]]);
/** Lets time pass with a living feed. */
function wait(script: Script, ms: number, bid = 48, width = 4): string[] {
  const all: string[] = [];
  for (let left = ms; left > 0; left -= 9_000) { script.now += Math.min(left, 9_000); stand(script, bid, width).decide(); all.push(...answered(script)); }
  return all;
}
/** 80 shares bought at 48c, the limit being 100: the market liquidates. */
function liquidating(over: Partial<MakerSettings> = {}): Script {
  const script = stand(Script.open(config({ settings: using(over) }), LIVES)).decide();
  answered(script);
  return script.fill('s-1', 'bid', 48, 80).decide();
}
const stageOf = (script: Script): unknown => script.notices.flatMap((n) => (n.type === 'LiquidationStageChanged' ? [`${n.stage}: ${n.why}`] : [])).at(-1);
const lives = (script: Script): string[] => script.notices.flatMap((n) => (n.type === 'LifecycleChanged' ? [`${n.to}: ${n.why}`] : []));

describe('a market at its limit', () => {
  it('leaves the active set and is worked off at the midpoint, on one side', () => {
    const script = liquidating();
    expect(answered(script)).toEqual(['cancel s-2', 'ask 50c 80']);
    expect(lives(script).at(-1)).toBe('liquidating: the liquidation began');
    expect(script.market()).toMatchObject({ permission: 'reduce-only', reasons: ['LIQUIDATING'], bid: null, ask: 0.5 });
  });
  it('begins at startAt and not below', () => {
    const script = stand(Script.open(config({ settings: using() }), LIVES)).decide();
    answered(script);
    script.fill('s-1', 'bid', 48, 79).decide();
    expect(stageOf(script)).toBeUndefined();
  });
  it('climbs with time, and says why', () => {
    const script = liquidating();
    answered(script);
    expect(wait(script, 5 * MINUTE - 1_000)).toEqual([]);
    expect(wait(script, 1_000)).toEqual(['cancel s-3', 'ask 49c 80']);
    expect(stageOf(script)).toBe('skewed: its time has come');
    wait(script, 55 * MINUTE);
    expect(stageOf(script)).toBe('aggressive: its time has come');
    // Half of the spread beyond the touch; the slice is a fifth of what was held when it began.
    expect(wait(script, 36_000)).toContain('ask 46c 16 taking');
  });
  it('goes to the last stage on its loss, sold parts included, and never back', () => {
    const script = liquidating();
    answered(script);
    // 80 shares at 48c, valued at 35.4c: ten dollars lost.
    wait(script, 1_000, 33);
    expect(stageOf(script)).toBe('market: its loss is reached');
    expect(wait(script, 1_000, 33)).toContain('ask 28c 80 taking');
    wait(script, 9_000, 48);
    expect(script.notices.filter((n) => n.type === 'LiquidationStageChanged')).toHaveLength(2);
    expect(wait(script, 1_000, 48)).toContain('ask 43c 80 taking');
  });
  it('ends when the position is gone, says what came of it, and quotes again', () => {
    const script = liquidating();
    answered(script);
    script.now += 30_000;
    stand(script).fill('s-3', 'ask', 50, 80).decide();
    expect(script.notices.find((n) => n.type === 'LiquidationEnded')).toMatchObject({ stage: 'passive', tookMs: 30_000, profit: usd(1.6), why: 'the position is gone' });
    expect(answered(script)).toEqual(['bid 48c 80', 'ask 52c 80']);
    expect(lives(script).slice(-3)).toEqual(['candidate: its position is worked off', 'warming: its strategy takes all that it includes', 'active: its signals are known']);
  });
  it('ends with a rest that the venue does not take', () => {
    const script = stand(Script.open(config({ settings: using() }), { ...LIVES, minSize: shares(5) })).decide();
    answered(script);
    script.fill('s-1', 'bid', 48, 80).decide();
    answered(script);
    script.fill('s-3', 'ask', 50, 77).decide();
    expect(script.notices.find((n) => n.type === 'LiquidationEnded')).toMatchObject({ why: 'what is left is less than the venue takes; it waits to be paid' });
  });
  it('sends one taker at a time, and takes no more than is held while an answer is missing', () => {
    const script = liquidating();
    answered(script);
    script.now += 1_000;
    stand(script, 33).decide();
    script.take();
    for (const order of script.market().orders) script.canceled(order.clientId);
    script.decide();
    const [taker] = script.take();
    expect(taker).toMatchObject({ type: 'PlaceOrder', timeInForce: 'fill-and-kill', size: shares(80) });
    script.now += 2_000;
    stand(script, 33).decide();
    script.step({ type: 'OutcomeUnknown', clientId: (taker as { clientId: string }).clientId, of: 'place', detail: 'timeout' }).decide(3_000);
    expect(script.asked()).toEqual([]);
  });
  it('keeps stage, times and baseline over a snapshot, a reload and a restart', () => {
    const script = liquidating();
    answered(script);
    wait(script, 6 * MINUTE);
    script.swap(2, config({ settings: using({ limits: { position: shares(200), notional: null, openOrders: null } }) })).decide();
    expect(script.engine.market('rain')!.lifecycle).toBe('liquidating');
    const restored = Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())));
    expect(restored.snapshot()).toEqual(script.engine.snapshot());

    const carried = JSON.parse(JSON.stringify(script.engine.carry()));
    expect(carried.markets.rain.liquidation).toMatchObject({ rank: 2, startSize: shares(80) });
    const next = Script.open(config({ settings: using() }), LIVES, carried);
    next.now = script.now + 54 * MINUTE;
    stand(next).decide();
    expect(stageOf(next)).toBe('aggressive: its time has come');
  });
});

describe('who else asks', () => {
  it('a stop-loss that liquidates goes to the last stage, past guards that only keep quotes out', () => {
    const script = liquidating({ stopLoss: { loss: usd(2), drawdownFromPeak: null, then: 'liquidate' }, volatility: { windowMs: 60_000, widen: null, pullAbove: cents(1), trend: null } });
    answered(script);
    wait(script, 10_000, 43);
    expect(stageOf(script)).toBe('market: the stop-loss fired');
    expect(script.market().reasons).toEqual(['STOP_LOSS', 'LIQUIDATING']);
    expect(wait(script, 2_000, 43)).toContain('ask 38c 80 taking');
  });
  it('an operator, of a position of any size, until it is gone or the market resumed', () => {
    const script = stand(Script.open(config({ settings: using() }), LIVES)).decide();
    answered(script);
    script.fill('s-1', 'bid', 48, 10).decide();
    answered(script);
    script.operator({ kind: 'liquidate', market: 'rain', stage: 'skewed' }).decide();
    expect(stageOf(script)).toBe('skewed: an operator asked for it');
    script.operator({ kind: 'resume', market: 'rain' }).decide();
    expect(script.market().permission).toBe('full');
  });
  it('a rule, by the stage it names', () => {
    const rule = {
      name: 'leave', scope: 'market' as const, when: { kind: 'compare' as const, left: { fact: 'position', windowMs: null }, operator: 'greaterThan' as const, right: 0 },
      until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip' as const, then: [{ kind: 'liquidate' as const, stage: 'aggressive' as const }],
    };
    const script = stand(Script.open(config({ settings: using(), rules: [rule] }), LIVES)).decide();
    answered(script);
    script.fill('s-1', 'bid', 48, 20).decide();
    expect(stageOf(script)).toBe('aggressive: a rule asks for it');
  });
  it('the end of the market: first reducing, then nothing, and what is held waits to be paid', () => {
    const resolution = { reduceOnlyBeforeMs: 120 * MINUTE, stopBeforeMs: 30 * MINUTE, expireOrders: true };
    const script = stand(Script.open(config({ settings: using({ resolution }) }), { endsAt: (START + 121 * MINUTE) as never })).decide();
    expect(script.sent.find((c) => c.type === 'PlaceOrder')).toMatchObject({ expiresAt: START + 91 * MINUTE });
    answered(script);
    script.fill('s-1', 'bid', 48, 20).decide();
    answered(script);
    wait(script, MINUTE);
    expect(script.market()).toMatchObject({ lifecycle: 'liquidating', reasons: ['RESOLUTION_REDUCE', 'LIQUIDATING'] });
    wait(script, 91 * MINUTE);
    expect(script.market()).toMatchObject({ lifecycle: 'settling', permission: 'cancel-only', openOrders: 0 });
    script.step({ type: 'MarketResolved', market: 0 as never, yesPays: price(1_000_000) }).decide();
    expect(script.market()).toMatchObject({ lifecycle: 'retired', position: 0 });
  });
});

describe('a market that the config no longer takes', () => {
  const without = (generation: number, script: Script): Script =>
    script.swap(generation, config({ strategies: [{ name: 'maker', kind: 'market-maker', markets: { venue: 'test', include: ['snow'], exclude: [] }, settings: using(), overrides: {} }] })).decide();
  it('is worked off by the settings it had, and then retired', () => {
    const script = stand(Script.open(config({ settings: using({ onRemoval: 'liquidate' }) }), LIVES)).decide();
    answered(script);
    script.fill('s-1', 'bid', 48, 20).decide();
    answered(script);
    without(2, script);
    expect(answered(script)).toEqual(expect.arrayContaining(['ask 50c 20']));
    expect(script.market().lifecycle).toBe('liquidating');
    const again = Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())));
    expect(again.market('rain')!.lifecycle).toBe('liquidating');
    expect(again.snapshot()).toEqual(script.engine.snapshot());
    const ask = script.market().orders[0]!.clientId;
    script.fill(ask, 'ask', 50, 20).decide();
    expect(script.market()).toMatchObject({ lifecycle: 'retired', reasons: ['NO_STRATEGY'] });
  });
  it('is held where its settings say so', () => {
    const script = stand(Script.open(config({ settings: using() }), LIVES)).decide();
    answered(script);
    script.fill('s-1', 'bid', 48, 20).decide();
    answered(script);
    without(2, script);
    answered(script);
    expect(script.market()).toMatchObject({ lifecycle: 'retired', permission: 'cancel-only', position: 20, openOrders: 0 });
  });
});
