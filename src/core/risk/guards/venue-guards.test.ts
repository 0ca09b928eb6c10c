// The guards of a venue and of the clock, by scripts of events: what the venue does, and what its markets may then do.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledConfig } from '../../../config/compiled-config.ts';
import type { HealthSettings } from '../../../config/compiled-guards.ts';
import { marketId } from '../../domain/instrument.ts';
import { cash } from '../../domain/numbers.ts';
import { Engine } from '../../engine.ts';
import { config, Script, settings, shares, usd } from '../../engine.fixture.ts';

const PATIENT: HealthSettings = {
  dataMaxAgeMs: null, answerMaxAgeMs: 3_600_000, clockJumpMs: 3_600_000, rejects: null, errors: { value: 1_000, windowMs: 60_000 },
  unknownOrders: 1_000, cleanReports: 0, forMs: 10_000,
};
const healthy = (over: Partial<HealthSettings>, layers = 1): CompiledConfig =>
  ({ ...config({ settings: settings({ quote: { layers: { count: layers } } }) }), health: { ...PATIENT, ...over } });

const book = (script: Script): Script => script.book([[48, 100]], [[52, 100]]);
const opened = (over: Partial<HealthSettings>, layers = 1): Script => book(Script.open(healthy(over, layers))).decide();
const reasons = (script: Script): readonly string[] => script.market().reasons;
const placed = (script: Script): readonly string[] => script.take().flatMap((c) => (c.type === 'PlaceOrder' ? [c.clientId] : []));

describe('a feed that is open and says nothing', () => {
  it('makes its markets cancel-only beyond its patience, never before, and lets go with the next data', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9_000 }), (ms) => {
      const script = opened({ dataMaxAgeMs: 5_000 });
      script.now += ms;
      script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide();
      expect(reasons(script)).toEqual(ms > 5_000 ? ['DATA_SILENT'] : []);
      expect(script.market().permission).toBe(ms > 5_000 ? 'cancel-only' : 'full');
      expect(reasons(book(script).decide())).toEqual([]);
    }), { numRuns: 40 });
  });
});

describe('a user feed that is silent', () => {
  it('counts only while something waits for an answer', () => {
    const script = opened({ answerMaxAgeMs: 3_000 });
    script.accept('s-1', 's-2').decide();
    for (let i = 0; i < 8; i++) book(script).decide(1_000);
    expect(reasons(script)).toEqual([]);
  });
  it('makes its markets cancel-only, until something of ours is heard', () => {
    const script = opened({ answerMaxAgeMs: 3_000 });
    for (let i = 0; i < 3; i++) book(script).decide(1_000);
    expect(reasons(script)).toEqual([]);
    for (let i = 0; i < 2; i++) book(script).decide(1_000);
    expect(reasons(script)).toEqual(['USER_FEED_STALE']);
    expect(reasons(script.accept('s-1').decide())).toEqual([]);
  });
  it('is not broken by the news that an answer was lost', () => {
    const script = opened({ answerMaxAgeMs: 3_000 });
    for (let i = 0; i < 5; i++) book(script.step({ type: 'OutcomeUnknown', clientId: 's-1', of: 'place', detail: 'timeout' })).decide(1_000);
    expect(reasons(script)).toEqual(['USER_FEED_STALE']);
  });
});

describe('refusals and lost answers', () => {
  it('hold when their count is reached in the window, never before', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 8 }), fc.constantFrom('reject' as const, 'lose' as const), (n, how) => {
      const script = opened({ rejects: { value: 5, windowMs: 60_000 }, errors: { value: 5, windowMs: 60_000 } }, 4);
      const ids = placed(script);
      for (const clientId of ids.slice(0, n)) {
        if (how === 'reject') script.reject(clientId);
        else script.step({ type: 'OutcomeUnknown', clientId, of: 'place', detail: 'timeout' });
      }
      script.decide();
      expect(reasons(script)).toEqual(n < 5 ? [] : how === 'reject' ? ['REJECT_RATE'] : ['ERROR_RATE']);
      expect(script.market().permission).toBe(n < 5 ? 'full' : how === 'reject' ? 'reduce-only' : 'cancel-only');
    }), { numRuns: 40 });
  });
  it('are not what a cancel is that comes before the fill it ended with', () => {
    const script = opened({ errors: { value: 3, windowMs: 60_000 } }, 1);
    for (let i = 0; i < 6; i++) {
      const [clientId] = script.market().orders.filter(({ side }) => side === (i % 2 === 0 ? 'bid' : 'ask')).map((order) => order.clientId);
      script.accept(clientId!).step({ type: 'OrderCanceled', clientId: clientId!, remaining: shares(0), reason: '' });
      script.now += 5;
      book(script.fill(clientId!, i % 2 === 0 ? 'bid' : 'ask', i % 2 === 0 ? 48 : 52, 10, `late ${i}`)).decide(2_000);
    }
    expect(reasons(script)).toEqual([]);
  });
  it('let go once they are few and their time is over', () => {
    const script = opened({ rejects: { value: 2, windowMs: 3_000 }, forMs: 10_000 });
    script.reject('s-1').reject('s-2').decide();
    // They age out after 3 s, and the time runs from there.
    for (let i = 0; i < 11; i++) book(script).decide(1_000);
    expect(reasons(script)).toEqual(['REJECT_RATE']);
    for (let i = 0; i < 3; i++) book(script).decide(1_000);
    expect(reasons(script)).toEqual([]);
  });
});

describe('orders whose outcome is not known', () => {
  it('above their number stop everything until the venue has proved them', () => {
    const script = opened({ unknownOrders: 1 });
    script.step({ type: 'OutcomeUnknown', clientId: 's-1', of: 'place', detail: '' }).decide(300);
    expect(reasons(script)).toEqual([]);
    script.step({ type: 'OutcomeUnknown', clientId: 's-2', of: 'place', detail: '' }).decide(300);
    expect(reasons(script)).toEqual(['UNKNOWN_ORDERS']);
    for (const clientId of ['s-1', 's-2']) script.step({ type: 'OrderReported', clientId, found: { live: true, remaining: shares(10), filled: shares(0) } });
    expect(reasons(script.decide(300))).toEqual([]);
  });
});

describe('a difference at reconciliation', () => {
  const holds = (script: Script, yes: number): Script => script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(1_000)), holdings: [{ market: marketId(0), yes: shares(yes), no: shares(0) }] });
  it('lets its markets only reduce until enough reports in a row agree, and asks for them soon', () => {
    const script = opened({ cleanReports: 2 }).accept('s-1', 's-2');
    holds(holds(script, 5), 5).decide();
    expect(reasons(script)).toEqual(['RECONCILE_DIFFERS']);
    expect(script.market().permission).toBe('reduce-only');
    script.take();
    for (let i = 0; i < 6; i++) book(script).decide(1_000);
    expect(script.take().map(({ type }) => type)).toContain('QueryHoldings');
    expect(reasons(holds(script, 5).decide())).toEqual(['RECONCILE_DIFFERS']);
    expect(reasons(holds(script, 5).decide())).toEqual([]);
  });
  it('is also an order that we did not place', () => {
    const script = opened({ cleanReports: 1 }).accept('s-1', 's-2');
    for (let i = 0; i < 61; i++) book(script).decide(1_000);
    script.answerOpenOrders(['s-1', 's-2', 'somebody']).decide();
    expect(reasons(script)).toEqual(['RECONCILE_DIFFERS']);
    for (let i = 0; i < 6; i++) book(script).decide(1_000);
    expect(reasons(script.answerOpenOrders(['s-1', 's-2']).decide())).toEqual([]);
  });
});

describe('an engine that is woken too late', () => {
  it('trusts no book and no order of before until all is confirmed, beyond its threshold alone', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9_000 }), (ms) => {
      const script = opened({ clockJumpMs: 4_000 }).accept('s-1', 's-2').decide();
      // A market that is quoted is looked at each second.
      script.decide(ms);
      expect(reasons(script)).toEqual(ms > 5_000 ? ['NOT_RECONCILED', 'FEED_STALE', 'CLOCK_JUMP'] : []);
    }), { numRuns: 40 });
  });
  it('goes on once venue and book have spoken, and one without the other is not enough', () => {
    const script = opened({ clockJumpMs: 4_000 }).accept('s-1', 's-2').decide();
    script.decide(8_000);
    expect(script.alerts()).toContain('CLOCK_JUMP');
    expect(reasons(book(script).decide())).toEqual(['NOT_RECONCILED', 'CLOCK_JUMP']);
    script.answerOpenOrders(['s-1', 's-2']).step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(1_000)), holdings: [] }).decide();
    expect(reasons(script)).toEqual([]);
  });
});

describe('guards of a venue', () => {
  it('come back from a snapshot as they were', () => {
    const script = opened({ rejects: { value: 2, windowMs: 3_000 }, cleanReports: 2 });
    script.reject('s-1').reject('s-2').decide();
    const again = Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())));
    expect(again.snapshot()).toEqual(script.engine.snapshot());
    expect(again.market('rain')!.reasons).toEqual(['REJECT_RATE']);
  });
  it('are counted once each time they begin', () => {
    const script = opened({ dataMaxAgeMs: 2_000 });
    for (let times = 0; times < 3; times++) {
      for (let i = 0; i < 4; i++) script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide(1_000);
      book(script).decide();
    }
    expect(script.market().guardTrips['DATA_SILENT']).toBe(3);
    expect(script.engine.statistics().guardTrips['DATA_SILENT']).toBe(3);
    expect(script.notices.filter((n) => n.type === 'PermissionChanged' && n.begun.includes('DATA_SILENT'))).toHaveLength(3);
  });
});
