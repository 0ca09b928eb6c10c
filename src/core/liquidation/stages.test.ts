import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiquidationSettings } from '../../config/compiled-config.ts';
import { stageAsked, stageName, type StageAnswer, type StageQuestion } from './stages.ts';

const none = { afterMs: null, onLoss: null, beforeEndMs: null };
const LADDER: LiquidationSettings = {
  startAt: 0.8, minProfit: 5_000, hold: null,
  skewed: { ...none, afterMs: 300_000, floor: { x: [0], y: [0] } },
  aggressive: { ...none, afterMs: 3_600_000, beforeEndMs: 1_800_000, cross: 0.5, slice: 0.2, everyMs: 20_000 },
  market: { ...none, onLoss: 10e6, collar: 50_000 },
};
const calm: StageQuestion = { settings: LADDER, elapsedMs: 0, loss: 0, toEndMs: Infinity, stopLoss: false, byRules: 0, byOperator: 0 };
const asked = (over: Partial<StageQuestion>): string => {
  const out: StageAnswer = { rank: 0, why: '' };
  stageAsked({ ...calm, ...over }, out);
  return `${stageName(out.rank)}: ${out.why}`;
};

describe('the stage that is asked for', () => {
  it.each([
    ['passive: the liquidation began', {}],
    ['passive: the liquidation began', { elapsedMs: 299_999 }],
    ['skewed: its time has come', { elapsedMs: 300_000 }],
    ['aggressive: its time has come', { elapsedMs: 3_600_000 }],
    ['aggressive: the end of the market is near', { toEndMs: 1_800_000 }],
    ['market: its loss is reached', { loss: 10e6 }],
    ['market: the stop-loss fired', { stopLoss: true }],
    ['skewed: a rule asks for it', { byRules: 2 }],
    ['market: an operator asked for it', { byOperator: 4 }],
    ['market: its loss is reached', { loss: 12e6, elapsedMs: 4_000_000, byRules: 2 }],
    ['passive: the liquidation began', { loss: NaN, elapsedMs: NaN }],
  ] satisfies readonly [string, Partial<StageQuestion>][])('%s', (answer, over) => {
    expect(asked(over)).toBe(answer);
  });
  it('is the highest configured one where a higher is asked for', () => {
    expect(asked({ settings: { ...LADDER, market: null }, stopLoss: true })).toBe('aggressive: the stop-loss fired');
    expect(asked({ settings: { ...LADDER, market: null, aggressive: null, skewed: null }, byOperator: 4 })).toBe('passive: the liquidation began');
  });
  it('never falls as time, loss or the asks rise', () => {
    const question = fc.record({
      elapsedMs: fc.integer({ min: 0, max: 5_000_000 }), loss: fc.integer({ min: -20e6, max: 20e6 }), toEndMs: fc.integer({ min: 0, max: 4_000_000 }),
      stopLoss: fc.boolean(), byRules: fc.constantFrom(0, 1, 2, 3, 4), byOperator: fc.constantFrom(0, 1, 2, 3, 4),
    }) as fc.Arbitrary<Omit<StageQuestion, 'settings'>>;
    const rank = (q: Omit<StageQuestion, 'settings'>): number => { const out: StageAnswer = { rank: 0, why: '' }; stageAsked({ ...q, settings: LADDER }, out); return out.rank; };
    fc.assert(fc.property(question, question, (a, b) => {
      const both = {
        elapsedMs: Math.max(a.elapsedMs, b.elapsedMs), loss: Math.max(a.loss, b.loss), toEndMs: Math.min(a.toEndMs, b.toEndMs), stopLoss: a.stopLoss || b.stopLoss,
        byRules: Math.max(a.byRules, b.byRules) as 0, byOperator: Math.max(a.byOperator, b.byOperator) as 0,
      };
      expect(rank(both)).toBe(Math.max(rank(a), rank(b)));
    }));
  });
});
