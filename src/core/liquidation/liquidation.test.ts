// The ladder through the engine: events in, orders and notices out.

import { describe, expect, it } from 'vitest';
import { marketId } from '../domain/instrument.ts';
import { cash, price } from '../domain/numbers.ts';
import { Engine } from '../engine.ts';
import { cents, config, Script, shares, START, usd } from '../engine.fixture.ts';
import { answered, holding, LADDER, liquidating, lives, LIVES, MINUTE, stageOf, stand, using, wait, without } from './liquidation.fixture.ts';

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
  it('begins at startAt of the limit as it is written, whatever a degraded venue leaves of it', () => {
    const degradation = { windowMs: MINUTE, feedDrops: null, refusals: 1, lateAnswers: null, shrinkTo: 0.5, holdMs: 2 * MINUTE };
    const portfolio = { groupNotional: null, groups: [], correlation: null, degradation };
    const script = stand(Script.open(config({ settings: using({ quote: { ...using().quote, size: shares(100) } }), limits: { portfolio } }), LIVES)).decide();
    script.reject('s-2', 'venue-error').accept('s-1').decide(1_000);
    expect(script.alerts()).toContain('VENUE_DEGRADED');
    expect(script.engine.marketStates()[0]!.settings!.limits.position).toBe(shares(50));
    script.fill('s-1', 'bid', 48, 60).decide();
    expect(script.market()).toMatchObject({ lifecycle: 'reducing', position: 60 });
    script.fill('s-1', 'bid', 48, 20).decide();
    expect(lives(script).at(-1)).toBe('liquidating: the liquidation began');
  });
  it('rests at its floor and not nearer, though what stands there is within the tolerance', () => {
    const { refresh } = using().quote;
    const script = holding(80, { quote: { ...using().quote, refresh: { ...refresh, tolerance: { micros: 0, ticks: 1 } } }, liquidation: { ...LADDER, minProfit: cents(5) } });
    // Bought at 48c, five cents to earn: the ask that was quoted stands a tick below.
    expect(answered(script)).toEqual(['cancel s-2', 'ask 53c 80']);
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
  it('keeps its stage over a reload without liquidation and back', () => {
    const script = liquidating();
    answered(script);
    script.operator({ kind: 'liquidate', market: 'rain', stage: 'market' }).decide();
    answered(script);
    const before = { ...script.engine.marketStates()[0]!.liquidation };
    expect(before).toMatchObject({ rank: 4, byOperator: 4 });
    script.swap(2, config({ settings: using({ liquidation: null }) })).decide();
    expect(wait(script, 30_000).filter((order) => order.startsWith('bid') || order.endsWith('taking'))).toEqual([]);
    expect(script.market()).toMatchObject({ lifecycle: 'liquidating', permission: 'reduce-only' });
    script.swap(3, config({ settings: using() })).decide();
    expect(script.engine.marketStates()[0]!.liquidation).toEqual(before);
    expect(wait(script, 2_000)).toContain('ask 43c 80 taking');
    expect(script.notices.filter((n) => n.type === 'LiquidationBegan')).toHaveLength(1);
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
  it('is not kept in by guards against those who know more, which go on from what they saw once no stage takes any more', () => {
    const adverseSelection = { velocity: { value: 30_000, windowMs: 1_000 }, flowImbalance: null, markout: null, fillRate: null, oneSidedFills: null, then: 'cancel-only' as const, forMs: 60_000 };
    const script = liquidating({ stopLoss: { loss: usd(2), drawdownFromPeak: null, then: 'liquidate' }, adverseSelection });
    answered(script);
    wait(script, 10_000, 48);
    script.now += 500;
    stand(script, 43).decide();
    expect(stageOf(script)).toBe('market: the stop-loss fired');
    expect(script.market().reasons).toEqual(['STOP_LOSS', 'LIQUIDATING']);
    expect([...answered(script), ...wait(script, 2_000, 43)]).toContain('ask 38c 80 taking');
    const next = Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())));
    expect(next.snapshot()).toEqual(script.engine.snapshot());
    script.operator({ kind: 'resume', market: 'rain' }).decide();
    expect(script.market().reasons).toEqual(['LIQUIDATING', 'VELOCITY', 'ADVERSE_CANCEL']);
    expect(script.market().permission).toBe('cancel-only');
  });
  it('reaches no further than the collar of every order', () => {
    const script = liquidating({ stopLoss: { loss: usd(2), drawdownFromPeak: null, then: 'liquidate' }, limits: { position: shares(100), notional: null, openOrders: null, collar: cents(2) } });
    answered(script);
    expect(wait(script, 12_000, 43)).toContain('ask 41c 80 taking');
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
  it('is worked off by the settings it had, and then retired', () => {
    const script = stand(Script.open(config({ settings: using({ onRemoval: 'liquidate' }) }), LIVES)).decide();
    answered(script);
    script.fill('s-1', 'bid', 48, 20).decide();
    answered(script);
    script.swap(2, without()).decide();
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
    script.swap(2, without()).decide();
    answered(script);
    expect(script.market()).toMatchObject({ lifecycle: 'retired', permission: 'cancel-only', position: 20, openOrders: 0 });
  });
});

describe('a sale that fails', () => {
  it('neither lowers nor raises the floor: what comes back costs what it did', () => {
    const script = liquidating();
    answered(script);
    wait(script, 36 * MINUTE);
    const cost = script.market().holdings.averageCost;
    const asks: number[] = [];
    for (let i = 0; i < 4; i++) {
      const ask = script.market().orders.find(({ side }) => side === 'ask')!;
      asks.push(ask.price);
      script.fill(ask.clientId, 'ask', ask.price * 100, 80, `sale ${i}`).decide();
      script.step({ type: 'FillFailed', clientId: ask.clientId, market: marketId(0), fillId: `sale ${i}`, side: 'ask', price: cents(ask.price * 100), size: shares(80), fee: cash(0) }).decide();
      expect(script.market().holdings.averageCost).toBe(cost);
      answered(script);
      wait(script, 36 * MINUTE);
    }
    expect(asks).toEqual(asks.map(() => asks[0]));
  });
});
