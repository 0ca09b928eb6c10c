import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledRule } from '../../config/compiled-config.ts';
import { Engine } from '../engine.ts';
import { config, Script, settings, shares, usd } from '../engine.fixture.ts';
import type { QuoteTrace } from '../views.ts';

const layered = config({ settings: settings({ quote: { layers: { count: 3, sizeGrowth: 1.5 } }, limits: { position: shares(30) }, skew: { target: 0, curve: { x: [-1, 1], y: [20_000, -20_000] }, size: null } }) });
const quoting = (script: Script): Script => script.book([[48, 100]], [[52, 100]]).decide();
const allowed = (side: 'bid' | 'ask', traces: readonly QuoteTrace[]): string[] =>
  traces.flatMap(({ allowed: a }) => (a === null ? [] : [`${side} ${Math.round(a.price * 100)}c ${a.size}`]));

describe('an explanation', () => {
  it('shows the ladder that the decision placed', () => {
    const script = quoting(Script.open(layered));
    const placed = script.asked();
    const { bids, asks } = script.engine.explain('rain')!;
    expect([...allowed('bid', bids), ...allowed('ask', asks)]).toEqual(placed);
    expect(placed).toEqual(['bid 48c 10', 'bid 47c 15', 'bid 46c 5', 'ask 52c 10', 'ask 53c 15', 'ask 54c 5']);
    expect(bids.map((b) => b.order)).toEqual(['s-1', 's-2', 's-3'].map((clientId, layer) => (
      { clientId, action: 'keep', why: 'within tolerance', price: [0.48, 0.47, 0.46][layer], remaining: [10, 15, 5][layer] })));
  });
  it('says of each trimmed layer which limit took how much', () => {
    const { bids } = quoting(Script.open(layered)).engine.explain('rain')!;
    expect(bids[2]!.trims).toMatchObject([{ limit: 'position-limit', from: 22, to: 5 }]);
    expect(bids[2]!.trims[0]!.why).toContain('limits.position is 30');
  });
  it('says why a wanted order waits', () => {
    const script = quoting(Script.open(config({ limits: { ordersPerMinute: 6 } })));
    expect(script.engine.explain('rain')!.asks[0]!.order).toEqual({ clientId: '', action: 'wait', why: 'throttled', price: null, remaining: null });
    const poor = quoting(Script.open(config(), {}, null, 5));
    expect(poor.engine.explain('rain')!.asks[0]!.order).toMatchObject({ clientId: '', action: 'wait', why: 'no-cash' });
    const refused = quoting(Script.open()).reject('s-1').decide();
    expect(refused.engine.explain('rain')!.bids[0]!.order).toMatchObject({ clientId: '', action: 'wait', why: 'after-refusal' });
  });
  it('shows an order that no layer wants, with what happens to it', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2').book([[38, 100]], [[42, 100]]).decide(2_000);
    expect(script.engine.explain('rain')!.bids.find((b) => b.layer === -1)!.order).toEqual({ clientId: 's-1', action: 'cancel', why: 'a cancel is under way', price: 0.48, remaining: 10 });
  });
  it('of a market that is not quoted names the constraint on both sides', () => {
    const explanation = Script.open().book([[48, 100]], []).decide().engine.explain('rain')!;
    expect(explanation).toMatchObject({ noBidBecause: 'BOOK_ONE_SIDED', noAskBecause: 'BOOK_ONE_SIDED', bids: [], asks: [], permission: { result: 'cancel-only' } });
    expect(explanation.steps).toMatchObject([{ step: 'fair value', values: { fairValueCents: null } }]);
    expect(new Engine().explain('rain')).toBeNull();
  });
  it('lists every rule with its truth and whether it is in force', () => {
    const rule = (name: string, scope: CompiledRule['scope'], fact: string, right: number): CompiledRule => ({
      name, scope, when: { kind: 'compare', left: { fact, windowMs: null }, operator: 'greaterThan', right }, until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [{ kind: 'widen', factor: 2 }],
    });
    const script = quoting(Script.open(config({ rules: [rule('wide', 'market', 'spread', 30_000), rule('rich', 'account', 'totalPnl', usd(5)), rule('large', 'strategy', 'strategyNotional', usd(5))] })));
    const { rules, steps } = script.engine.explain('rain')!;
    expect(rules.map((r) => [r.name, r.scope, r.when.result, r.inForce])).toEqual([['wide', 'market', 'true', true], ['rich', 'account', 'false', false], ['large', 'strategy', 'false', false]]);
    expect(steps.find((s) => s.step === 'rules')!.values).toMatchObject({ widen: 2 });
  });
});

describe('explaining', () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('book' as const), mid: fc.integer({ min: 5, max: 95 }) }),
    fc.record({ kind: fc.constant('decide' as const), ms: fc.constantFrom(0, 300, 1_500) }),
    fc.record({ kind: fc.constant('accept' as const), n: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ kind: fc.constant('fill' as const), n: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ kind: fc.constant('cancel' as const), n: fc.integer({ min: 1, max: 12 }) }),
  );
  const run = (script: Script, e: typeof event extends fc.Arbitrary<infer T> ? T : never): void => {
    if (e.kind === 'book') script.book([[e.mid - 2, 100], [e.mid - 3, 50]], [[e.mid + 2, 100]]);
    else if (e.kind === 'decide') script.decide(e.ms);
    else {
      const order = script.market().orders.find((o) => o.clientId === `s-${e.n}`);
      if (order === undefined) return;
      if (e.kind === 'accept') script.accept(order.clientId);
      else if (e.kind === 'cancel') script.canceled(order.clientId);
      else script.fill(order.clientId, order.side, order.price * 100, 1, `f-${script.now}-${e.n}-${order.remaining}`);
    }
  };
  it('changes no state and no later decision', () => {
    fc.assert(fc.property(fc.array(event, { maxLength: 25 }), (events) => {
      const quiet = Script.open(layered);
      const asked = Script.open(layered);
      for (const e of events) {
        run(quiet, e);
        run(asked, e);
        const before = asked.engine.snapshot();
        asked.engine.explain('rain');
        asked.engine.market('rain');
        asked.engine.status();
        expect(asked.engine.snapshot()).toEqual(before);
        expect([asked.engine.commands, asked.engine.notices]).toEqual([[], []]);
        expect(asked.take()).toEqual(quiet.take());
      }
      expect(asked.engine.snapshot()).toEqual(quiet.engine.snapshot());
    }), { numRuns: 60 });
  });
});
