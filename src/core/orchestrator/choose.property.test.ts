import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompiledConfig, CompiledStrategy } from '../../config/compiled-config.ts';
import { cents, config, instrument, PLAIN, Script, shares, usd } from '../engine.fixture.ts';
import { Engine } from '../engine.ts';
import { marketId } from '../domain/instrument.ts';
import { cash } from '../domain/numbers.ts';
import { holdsSlot } from './lifecycle.ts';

const MARKETS = 4;
const market = fc.integer({ min: 0, max: MARKETS - 1 });
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('book' as const), market, width: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('spoil' as const), market }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('status' as const), market, status: fc.constantFrom('open', 'paused', 'closed') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 60_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('slots' as const), slots: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fill' as const), market }) },
);

function using(slots: number): CompiledConfig {
  const where = { kind: 'compare', left: { fact: 'spread', windowMs: null }, operator: 'lessThan', right: cents(10) } as const;
  const strategy: CompiledStrategy = {
    name: 'maker', kind: 'market-maker', active: slots, settings: PLAIN, overrides: {},
    markets: { venue: 'test', include: ['*'], exclude: [], select: { where, rankBy: 'spread', dwellMs: 45_000, betterBy: 0.2 } },
  };
  return config({ strategies: [strategy] });
}

function opened(): Script {
  const script = new Script();
  script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
  script.step({ type: 'ConfigSwapped', generation: 1, config: using(2) });
  for (let id = 0; id < MARKETS; id++) script.step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(id), name: `m${id}` }) });
  script.decide();
  script.answerOpenOrders([]);
  return script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(10_000)), holdings: [] });
}

test('whatever happens, no more markets hold a slot than there are, and only these are given new risk', () => {
  fc.assert(fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
    const script = opened();
    let generation = 1;
    let slots = 2;
    for (const act of actions) {
      switch (act.do) {
        case 'book': script.step({ type: 'BookSnapshot', market: marketId(act.market), bids: [cents(40), shares(100)], asks: [cents(40 + act.width), shares(100)] }); break;
        case 'spoil': script.step({ type: 'BookInvalidated', market: marketId(act.market), reason: 'updates are missing' }); break;
        case 'status': script.step({ type: 'InstrumentStatusChanged', market: marketId(act.market), status: act.status as 'open' }); break;
        case 'pass': script.now += act.ms; break;
        case 'slots': slots = act.slots; script.swap(++generation, using(slots)); break;
        case 'fill': {
          const order = script.engine.market(`m${act.market}`)!.orders[0];
          if (order !== undefined) script.fill(order.clientId, order.side, order.price * 100, order.remaining);
        }
      }
      script.take();
      script.decide();
      const held = script.engine.marketStates().filter(({ lifecycle }) => holdsSlot(lifecycle));
      expect(held.length).toBeLessThanOrEqual(slots);
      // What leaves a position is the liquidation's.
      const placed = script.take().flatMap((c) => (c.type === 'PlaceOrder' ? [script.engine.marketStates()[c.market]!.lifecycle] : []));
      expect(placed.filter((lifecycle) => lifecycle === 'candidate' || lifecycle === 'warming')).toEqual([]);
    }
    const copy = Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())));
    for (const engine of [copy, script.engine]) engine.step({ type: 'Decide', ts: (script.now + 31_000) as never });
    expect(copy.commands).toEqual(script.engine.commands);
    expect(copy.marketStates().map(({ lifecycle, chosenSince }) => [lifecycle, chosenSince])).toEqual(script.engine.marketStates().map(({ lifecycle, chosenSince }) => [lifecycle, chosenSince]));
  }), { numRuns: 80 });
});
