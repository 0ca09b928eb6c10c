// What a market holds that the config takes no more, with `onRemoval: liquidate`: however and whenever it comes to hold it.

import { describe, expect, it } from 'vitest';
import { marketId } from '../domain/instrument.ts';
import { cash } from '../domain/numbers.ts';
import { Engine } from '../engine.ts';
import { cents, config, Script, shares } from '../engine.fixture.ts';
import { answered, holding, lives, LIVES, stageOf, stand, using, wait, without } from './liquidation.fixture.ts';

const leaving = { onRemoval: 'liquidate' as const };
const began = (script: Script): unknown => script.notices.flatMap((n) => (n.type === 'LiquidationBegan' ? [n.why] : [])).at(-1);

/** It holds 20 and has just been removed; what was to be asked is answered. */
function removed(): Script {
  const script = holding(20, leaving);
  answered(script);
  script.swap(2, without()).decide();
  answered(script);
  expect(script.market()).toMatchObject({ lifecycle: 'liquidating', permission: 'reduce-only', reasons: ['LIQUIDATING'] });
  return script;
}
/** Live and restored from a snapshot, the next minute is the same. */
function goesOnAsRestored(script: Script): void {
  const copy = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
  expect(copy.engine.snapshot()).toEqual(script.engine.snapshot());
  copy.now = script.now;
  expect(wait(copy, 60_000)).toEqual(wait(script, 60_000));
  expect(copy.engine.snapshot()).toEqual(script.engine.snapshot());
}

describe('a market removed while it was flat', () => {
  function filledLate(): Script {
    const script = stand(Script.open(config({ settings: using(leaving) }), LIVES)).decide();
    script.accept('s-1', 's-2');
    script.swap(2, without()).decide();
    expect(script.market()).toMatchObject({ lifecycle: 'retired', reasons: ['NO_STRATEGY'], position: 0 });
    script.take();
    // Filled before the cancel arrived.
    script.fill('s-1', 'bid', 48, 40).canceled('s-1', 40).canceled('s-2').decide();
    return script;
  }
  it('works off what a late fill leaves there', () => {
    const script = filledLate();
    expect(script.market()).toMatchObject({ lifecycle: 'liquidating', permission: 'reduce-only', position: 40 });
    expect(began(script)).toBe('the config no longer takes the market');
    expect(answered(script)).toEqual(['ask 50c 40']);
    wait(script, 5 * 60_000);
    expect(stageOf(script)).toBe('skewed: its time has come');
  });
  it('is the same after a snapshot, before the fill and after it', () => {
    const script = filledLate();
    answered(script);
    goesOnAsRestored(script);
    const flat = stand(Script.open(config({ settings: using(leaving) }), LIVES)).decide();
    answered(flat);
    flat.swap(2, without()).decide();
    const copy = new Script(Engine.restore(JSON.parse(JSON.stringify(flat.engine.snapshot()))));
    copy.fill('s-1', 'bid', 48, 40).decide();
    expect(copy.market()).toMatchObject({ lifecycle: 'liquidating', permission: 'reduce-only' });
  });
});

describe('a removed market whose closing sale fails', () => {
  it('is worked off again', () => {
    const script = removed();
    const ask = script.market().orders.find(({ side }) => side === 'ask')!.clientId;
    script.fill(ask, 'ask', 50, 20, 'sale').decide();
    expect(script.market()).toMatchObject({ lifecycle: 'retired', position: 0 });
    script.step({ type: 'FillFailed', clientId: ask, market: marketId(0), fillId: 'sale', side: 'ask', price: cents(50), size: shares(20), fee: cash(0) }).decide();
    expect(script.market()).toMatchObject({ lifecycle: 'liquidating', permission: 'reduce-only', position: 20 });
    expect(answered(script)).toEqual([expect.stringMatching(/^ask \S+ 20$/)]);
    goesOnAsRestored(script);
  });
});

describe('a market removed while the bot was down', () => {
  /** The venue has never heard of what rested. */
  const forgotten = (script: Script): Script => {
    script.decide(3_000);
    for (const c of script.take()) if (c.type === 'QueryOrder') script.step({ type: 'OrderReported', clientId: c.clientId, found: null });
    return script.decide();
  };
  const restarted = (before: Script, held: number): Script => {
    const carried = JSON.parse(JSON.stringify(before.engine.carry()));
    const next = Script.open(without(), LIVES, carried);
    next.now = before.now;
    expect(next.market().position).toBe(held);
    return forgotten(next);
  };
  it('is worked off by the settings that it had', () => {
    const before = holding(20, leaving);
    answered(before);
    const next = stand(restarted(before, 20)).decide();
    expect(next.market()).toMatchObject({ lifecycle: 'liquidating', permission: 'reduce-only' });
    expect(began(next)).toBe('the config no longer takes the market');
    expect(answered(next)).toEqual(['ask 50c 20']);
    goesOnAsRestored(next);
  });
  it('goes on from the stage that it had reached', () => {
    const before = holding(80, leaving);
    before.operator({ kind: 'liquidate', market: 'rain', stage: 'aggressive' }).decide();
    answered(before);
    const next = stand(restarted(before, 80)).decide();
    expect(answered(next)).toContain('ask 46c 16 taking');
  });
  it('is worked off also when it was flat and what rested there filled meanwhile', () => {
    const before = stand(Script.open(config({ settings: using(leaving) }), LIVES)).decide();
    answered(before);
    const next = Script.open(without(), LIVES, JSON.parse(JSON.stringify(before.engine.carry())));
    forgotten(next);
    for (let i = 0; i < 2; i++) next.step({ type: 'HoldingsReported', venue: 'test', cash: cash(1_000_000_000), holdings: [{ market: marketId(0), yes: shares(40), no: shares(0) }] });
    stand(next).decide();
    expect(next.market()).toMatchObject({ lifecycle: 'liquidating', position: 40 });
    // What nobody told us of is taken to have cost what it is worth.
    expect(answered(next)).toEqual(['ask 51c 40']);
  });
  it('is held where its settings say so', () => {
    const before = holding(20);
    answered(before);
    const next = restarted(before, 20);
    wait(next, 60_000);
    expect(next.market()).toMatchObject({ permission: 'cancel-only', reasons: expect.arrayContaining(['NO_STRATEGY']), position: 20, openOrders: 0 });
  });
});

describe('a removed market that is resumed', () => {
  it('begins anew from the first stage', () => {
    const script = removed();
    wait(script, 6 * 60_000);
    expect(stageOf(script)).toBe('skewed: its time has come');
    script.operator({ kind: 'resume', market: 'rain' }).decide();
    expect(script.market()).toMatchObject({ lifecycle: 'liquidating', permission: 'reduce-only', position: 20 });
    expect(script.engine.marketStates()[0]!.liquidation).toMatchObject({ rank: 1, since: script.now, byOperator: 0 });
    expect(answered(script)).toContain('ask 50c 20');
    goesOnAsRestored(script);
  });
  it('is not quoted again when the word comes before the next decision', () => {
    const script = holding(20, leaving);
    answered(script);
    script.swap(2, without());
    script.operator({ kind: 'resume', market: 'rain' }).decide();
    expect(script.notices.flatMap((n) => (n.type === 'PermissionChanged' ? [n.permission] : [])).at(-1)).toBe('reduce-only');
    const asked = [...answered(script), ...wait(script, 15 * 60_000)];
    expect(asked.filter((order) => order.startsWith('bid'))).toEqual([]);
    expect(script.market()).toMatchObject({ lifecycle: 'liquidating', permission: 'reduce-only', bid: null });
    expect(lives(script).filter((life) => /^(warming|active)/.test(life)).length).toBe(2);
  });
  it('is not quoted again either when it was flat', () => {
    const script = stand(Script.open(config({ settings: using(leaving) }), LIVES)).decide();
    answered(script);
    script.swap(2, without()).operator({ kind: 'resume', market: 'rain' }).decide();
    answered(script);
    expect(wait(script, 60_000)).toEqual([]);
    expect(script.market()).toMatchObject({ lifecycle: 'retired', permission: 'cancel-only', reasons: ['NO_STRATEGY'], openOrders: 0 });
  });
});
