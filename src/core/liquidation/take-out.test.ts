// The stages that take: what neither our own pace nor refusals may keep in, and how far they go in a thin book.

import { describe, expect, it } from 'vitest';
import type { CompiledConfig } from '../../config/compiled-config.ts';
import type { PlaceOrder } from '../domain/commands.ts';
import { config, Script } from '../engine.fixture.ts';
import { answered, liquidating, LIVES, stand, using } from './liquidation.fixture.ts';

const isTaker = ({ timeInForce }: PlaceOrder): boolean => timeInForce !== undefined;
const asked = (script: Script, stage: 'passive' | 'aggressive' | 'market'): Script => script.operator({ kind: 'liquidate', market: 'rain', stage });
const ends = ({ engine }: Script): boolean => engine.market('rain')!.position === 0;

/** Lets a second pass, cancels what is asked and hands every place to `place`. */
function second(script: Script, place: (order: PlaceOrder) => void): void {
  script.now += 1_000;
  stand(script).decide();
  for (const c of script.take()) {
    if (c.type === 'CancelOrder') script.canceled(c.clientId);
    if (c.type === 'PlaceOrder') place(c);
  }
}

/** Three places may go at once, then one every four seconds; the third is kept for what closes. Cancels count against the former alone. */
describe.each<[string, Partial<CompiledConfig['limits']>, exits: string[]]>([
  ['ordersPerMinute', { ordersPerMinute: 18 }, []],
  ['the rate of the venue', { rates: { places: 18, cancels: null, queries: null } }, ['ask 50c 80']],
])('a take under %s', (_, limits, exits) => {
  /** It holds 80 and leaves, and all that may be placed for now is used up. */
  function spent(): Script {
    const script = stand(Script.open(config({ settings: using(), limits }), LIVES)).decide();
    expect(answered(script)).toEqual(['bid 48c 80', 'ask 52c 80']);
    expect(answered(script.fill('s-1', 'bid', 48, 80).decide())).toEqual(['cancel s-2', ...exits]);
    return script.canceled('s-2');
  }
  it('does not wait for it', () => {
    expect(answered(asked(spent(), 'market').decide())).toContain('ask 43c 80 taking');
  });
  it('is not what an exit that rests does: that waits', () => {
    const script = asked(spent(), 'passive');
    for (let i = 0; i < 3; i++) expect(answered(script.decide(1_000))).toEqual([]);
  });
  it('counts against it: the quotes that come after it wait the longer', () => {
    const script = asked(spent(), 'market').decide();
    const placedAfter: number[] = [];
    for (let i = 1; i <= 30; i++) {
      second(script, (order) => {
        script.accept(order.clientId);
        if (isTaker(order)) script.fill(order.clientId, 'ask', 48, 80);
        else placedAfter.push(i);
      });
    }
    expect(ends(script)).toBe(true);
    // The take owes one, and a quote leaves one: three at four seconds each.
    expect(placedAfter[0]).toBe(12);
  });
});

describe('refusals', () => {
  it('of what rests do not hold back what takes', () => {
    const script = asked(liquidating(), 'aggressive');
    const takenAt: number[] = [];
    for (let i = 0; i < 130; i++) {
      second(script, (order) => {
        if (!isTaker(order)) { script.reject(order.clientId); return; }
        takenAt.push(script.now);
        script.accept(order.clientId).canceled(order.clientId);
      });
    }
    const pauses = takenAt.slice(1).map((at, i) => at - takenAt[i]!);
    expect(pauses).toEqual(pauses.map(() => 20_000));
    expect(pauses.length).toBeGreaterThanOrEqual(5);
  });
  it('of what takes hold it back for four seconds at most', () => {
    const script = asked(liquidating(), 'market');
    const takenAt: number[] = [];
    for (let i = 0; i < 60; i++) second(script, (order) => { if (isTaker(order)) takenAt.push(script.now); script.reject(order.clientId, 'venue-error'); });
    const pauses = takenAt.slice(1).map((at, i) => at - takenAt[i]!);
    expect(Math.max(...pauses)).toBe(4_000);
    expect(pauses.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
  });
  it('of what takes do not hold back what rests', () => {
    const script = liquidating();
    answered(script);
    asked(script, 'aggressive');
    second(script, (order) => { if (isTaker(order)) script.reject(order.clientId, 'venue-error'); else script.accept(order.clientId); });
    script.decide(100);
    second(script, (order) => { if (isTaker(order)) script.reject(order.clientId, 'venue-error'); else script.accept(order.clientId); });
    // Within the second that the taker has to wait the book moves, and what rests follows it.
    stand(script, 46).decide(100);
    expect(answered(script)).toContain('ask 47c 64');
  });
});

describe('an exit that the venue refuses to make smaller', () => {
  it('is cancelled after three refusals, so that slices go on', () => {
    const script = stand(Script.open(config({ settings: using() }), { ...LIVES, canAmend: true })).decide();
    answered(script);
    script.fill('s-1', 'bid', 48, 80).decide();
    answered(script);
    // What rests holds all 80: a slice needs room.
    asked(script, 'aggressive');
    let [amends, takes] = [0, 0];
    for (let i = 0; i < 120; i++) {
      script.now += 1_000;
      stand(script, 49, 2).decide();
      for (const c of script.take()) {
        if (c.type === 'AmendOrder') { amends++; script.step({ type: 'CancelRejected', clientId: c.clientId, gone: false, detail: 'no' }); }
        if (c.type === 'CancelOrder') script.canceled(c.clientId);
        if (c.type !== 'PlaceOrder') continue;
        script.accept(c.clientId);
        if (isTaker(c)) { takes++; script.canceled(c.clientId); }
      }
    }
    expect(amends).toBe(3);
    expect(takes).toBeGreaterThanOrEqual(5);
  });
});

describe('the last stage in a thin book', () => {
  /** Levels of seven shares, four cents apart; takes are filled from them as far as their limit goes. */
  function sell(seconds: number, refill: (bids: [number, number][]) => [number, number][] = (bids) => bids): readonly (readonly [at: number, cents: number])[] {
    const script = liquidating();
    answered(script);
    let bids = [48, 44, 40, 36, 32, 28, 24, 20, 16, 12, 8, 4].map((at): [number, number] => [at, 7]);
    asked(script.book(bids, [[60, 500]]), 'market').decide();
    const sold: [number, number][] = [];
    const begun = script.now;
    for (let i = 0; i < seconds * 2 && !ends(script); i++) {
      for (const c of script.take()) {
        if (c.type === 'CancelOrder') script.canceled(c.clientId);
        if (c.type !== 'PlaceOrder') continue;
        script.accept(c.clientId);
        let left = c.size / 1e6;
        bids = bids.flatMap(([at, n]): [number, number][] => {
          if (at * 10_000 < c.price || left === 0) return [[at, n]];
          const taken = Math.min(n, left);
          left -= taken;
          script.fill(c.clientId, 'ask', at, taken);
          sold.push([(script.now - begun) / 1_000, at]);
          return n > taken ? [[at, n - taken]] : [];
        });
        if (left > 0) script.canceled(c.clientId, left);
      }
      bids = refill(bids);
      script.now += 500;
      script.book(bids, [[60, 500]]).decide();
    }
    return sold;
  }
  it('takes within the collar from where the stage began, and no further for a minute', () => {
    expect(sell(59).map(([, at]) => at)).toEqual([48, 44]);
  });
  it('goes one collar further a minute', () => {
    const sold = sell(125);
    expect(sold.map(([, at]) => at)).toEqual([48, 44, 40, 36, 32, 28]);
    expect(sold.map(([at]) => Math.floor(at / 60))).toEqual([0, 0, 1, 1, 2, 2]);
  });
  it('is measured anew from a better price at once', () => {
    let isRefilled = false;
    const sold = sell(30, (bids) => {
      if (isRefilled || bids[0]![0] !== 40) return bids;
      isRefilled = true;
      return [[56, 7], [50, 7], ...bids];
    });
    // Not 50c, though that would be within the collar from where the stage began.
    expect(sold.map(([, at]) => at)).toEqual([48, 44, 56]);
  });
});
