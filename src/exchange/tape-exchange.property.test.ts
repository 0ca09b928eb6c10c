import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExchangeSettings, QueueSettings } from '../config/compiled-config.ts';
import { NO_FEE } from '../core/domain/fees.ts';
import { marketId } from '../core/domain/instrument.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { openExchange, type ToldExchange } from './tape-exchange.fixture.ts';
import { cents, shares } from './tape-market.fixture.ts';

const queue = fc.oneof<fc.Arbitrary<QueueSettings>[]>(
  fc.record({ model: fc.constantFrom('pessimistic', 'proportional', 'trade-through') }), fc.record({ model: fc.constant('power'), exponent: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ model: fc.constant('decay'), halfLifeMs: fc.integer({ min: 100, max: 100_000 }) }),
);
const settings: fc.Arbitrary<Partial<ExchangeSettings>> = fc.record({
  queue, seed: fc.nat(1_000), ghostFills: fc.record({ share: fc.constantFrom(0, 0.3), toldAfterMs: fc.nat(5_000) }),
  rewards: fc.constantFrom(null, { maxSpread: cents(3), minSize: shares(5), daily: shares(1_440) }),
});
const step = fc.record({
  kind: fc.constantFrom('level', 'level', 'trade', 'trade', 'place', 'place', 'cancel', 'pause', 'open', 'terms', 'book'), side: fc.constantFrom('bid' as const, 'ask' as const),
  at: fc.integer({ min: 44, max: 56 }), n: fc.integer({ min: 1, max: 40 }), ms: fc.nat(40_000), how: fc.constantFrom('post-only', 'limit', 'fill-or-kill', 'fill-and-kill', 'expires'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const FEES = { maker: NO_FEE, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 }, makerRebate: 0.2 } as const;
const TERMS = [{ tick: cents(2), fees: FEES }, { tick: cents(1), fees: { ...FEES, taker: NO_FEE } }, { tick: cents(0.5), fees: FEES }];

function play(chosen: Partial<ExchangeSettings>, steps: readonly Step[]): ToldExchange {
  const e = openExchange({ fees: FEES }, { cash: shares(200), ...chosen }, TERMS);
  let ts = 10;
  let tick = 1;
  steps.forEach(({ kind, side, at, n, ms, how }, i) => {
    ts += ms;
    const onGrid = Math.round(at / tick) * tick;
    if (kind === 'level') e.level(ts, side, onGrid, n);
    if (kind === 'trade') e.trade(ts, side, at, n);
    if (kind === 'cancel') e.cancel(ts, `o${i - n}`);
    if (kind === 'pause' || kind === 'open') e.hear({ type: 'InstrumentStatusChanged', ts: timestamp(ts), market: marketId(0), status: kind === 'open' ? 'open' : 'paused' });
    if (kind === 'book') e.hear({ type: 'BookSnapshot', ts: timestamp(ts), market: marketId(0), bids: [cents(46), shares(n)], asks: [cents(54), shares(n)] });
    if (kind === 'terms') {
      e.hearTerms(ts, n % 3);
      tick = [2, 1, 0.5][n % 3]!;
    }
    if (kind === 'place') {
      e.place(ts, `o${i}`, side, onGrid, n, {
        postOnly: how === 'post-only', ...(how === 'fill-or-kill' || how === 'fill-and-kill' ? { timeInForce: how } : {}), ...(how === 'expires' ? { expiresAt: timestamp(ts + 30_000) } : {}),
      });
    }
  });
  e.pass(ts + 100_000);
  e.exchange.finish(timestamp(ts + 100_000));
  return e;
}

test('the same settings and the same rows give the same events', () => {
  fc.assert(fc.property(settings, fc.array(step, { maxLength: 60 }), (chosen, steps) => {
    expect(play(chosen, steps).said).toEqual(play(chosen, steps).said);
  }), { numRuns: 200 });
});

test('stamps never run back, every order ends once, and no more of it fills and remains than was placed', () => {
  fc.assert(fc.property(settings, fc.array(step, { maxLength: 60 }), (chosen, steps) => {
    const e = play(chosen, steps);
    e.said.forEach((event, i) => { if (i > 0) expect(event.ts).toBeGreaterThanOrEqual(e.said[i - 1]!.ts); });
    for (const { clientId } of e.all('OrderAccepted')) {
      const placed = shares(steps[Number(clientId.slice(1))]!.n);
      const filled = e.all('OrderFilled').filter((fill) => fill.clientId === clientId).reduce((sum, { size }) => sum + size, 0);
      const ends = e.all('OrderCanceled').filter((end) => end.clientId === clientId);
      expect(ends.length).toBeLessThanOrEqual(1);
      expect(filled + (ends[0]?.remaining ?? 0)).toBeLessThanOrEqual(placed);
      if (ends.length === 1) expect(filled + ends[0]!.remaining).toBe(placed);
      if (steps[Number(clientId.slice(1))]!.how === 'fill-or-kill') expect(filled).toBe(placed);
    }
  }), { numRuns: 200 });
});
