import { expect, test } from 'vitest';
import type { BacktestResult, ModelResult, PnlParts } from '../result.ts';
import { madeUpResult } from './made-up-result.fixture.ts';
import { isPartial, totalInterval, verdictOf } from './verdict.ts';

const NONE: PnlParts = { total: 0, spread: 0, adverseSelection: 0, inventory: 0, fees: 0, rebates: 0, rewards: 0 };

/** A result whose models end at these totals. */
function ending(totals: Readonly<Record<string, number>>, changes: Partial<ModelResult> = {}): BacktestResult {
  const result = madeUpResult({ models: ['pessimistic', 'proportional', 'trade-through'], points: 20, fillsPerMarket: 4 });
  const models = Object.entries(totals).map(([name, total]) => {
    const model = result.models[name] ?? result.models['pessimistic']!;
    return [name, { ...model, volume: 100, fills: 100, pnl: { ...NONE, spread: total, total }, returns: { bucketMs: 1_000, pnl: Array.from({ length: 50 }, () => total / 50) }, ...changes }];
  });
  return { ...result, models: Object.fromEntries(models) };
}
const headline = (totals: Readonly<Record<string, number>>, changes: Partial<ModelResult> = {}): string => verdictOf(ending(totals, changes)).headline;

test('says plainly when the sign depends on the fill model', () => {
  expect(headline({ pessimistic: -12.4, proportional: 3, 'trade-through': -1 }))
    .toBe('The sign depends on the fill model: it earns under the proportional queue, and loses under the pessimistic queue and trade-through fills. This result does not say which.');
  expect(verdictOf(ending({ pessimistic: -1, proportional: 1 })).tone).toBe('unclear');
});

test('claims a gain or a loss only of the models that were run', () => {
  expect(headline({ pessimistic: -12.4, proportional: -3, 'trade-through': -1 })).toBe('It loses under all 3 fill models: $1.00 to $12.40.');
  expect(headline({ pessimistic: 2, proportional: 3 })).toBe('It earns under both fill models: $2.00 to $3.00.');
  expect(headline({ pessimistic: 2 })).toBe('It earns under the pessimistic queue. No other fill model was run, so whether that depends on the model is not known.');
  expect(headline({ pessimistic: 2, proportional: 0 })).toBe('It earns under the pessimistic queue, and comes to nothing under the proportional queue.');
  expect(headline({ pessimistic: 0, proportional: 0 })).toBe('It breaks even to the last cent.');
  expect(headline({ pessimistic: 1 }, { fills: 0 })).toBe('Nothing was ever filled, so nothing was learnt about what fills cost.');
  expect(headline({})).toBe('No fill model was run.');
});

test('does not call a gain certain that chance may explain, and says so of few fills', () => {
  const returns = { bucketMs: 1_000, pnl: Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? 3 : -2.9)) };
  const doubtful = verdictOf(ending({ pessimistic: 2, proportional: 3 }, { returns }));
  expect(doubtful).toMatchObject({ tone: 'unclear', headline: 'It earns under both fill models: $2.00 to $3.00. Chance may explain that: the 95 % interval of the total includes zero.' });
  expect(headline({ pessimistic: 2, proportional: 3 }, { fills: 8 })).toBe('It earns under both fill models: $2.00 to $3.00. It rests on few fills: 8 at most.');
  expect(totalInterval(ending({ pessimistic: 2 }, { fills: 0 }).models['pessimistic']!, 1)).toBeNull();
});

test('draws nothing about a real market from a synthetic one', () => {
  expect(headline({ pessimistic: 2 }, { model: 'matched' })).toBe('It earns in the synthetic market, whose participants are invented: that says nothing about a real one.');
});

test('reads the figures of a model aloud', () => {
  const pnl: PnlParts = { total: -12.4, spread: 180, adverseSelection: -310, inventory: 120, fees: 3, rebates: 0.001, rewards: 0.6 };
  expect(verdictOf(ending({ pessimistic: 0 }, { pnl, volume: 1_000 })).sentences[0]?.text)
    .toBe('Under the pessimistic queue it loses $12.40 on 1,000 shares: 18.00c a share of spread earned, 31.00c lost within a minute of the fill; besides, inventory +$120.00, fees −$3.00 and rewards +$0.60.');
  expect(verdictOf(ending({ 'power-3': 2 })).sentences[0]?.text).toBe('Under the fill model power-3 it earns $2.00 on 100 shares: 2.00c a share of spread earned, 0.00c lost within a minute of the fill.');
  expect(verdictOf(ending({ pessimistic: 0 }, { fills: 0, volume: 0 })).sentences[0]?.text).toBe('Under the pessimistic queue it was never filled.');
});

test('calls anything but the end of the tape partial', () => {
  expect([isPartial(ending({})), isPartial({ ...ending({}), ended: 'stopped by Ctrl-C' })]).toEqual([false, true]);
});
