import { expect, test } from 'vitest';
import { EvenkeelError } from '../errors/define.ts';
import { compare, type Comparison } from './compare.ts';
import { madeUpResult, type MadeUp } from './report/made-up-result.fixture.ts';
import type { BacktestResult, ModelResult } from './result.ts';

const SMALL: MadeUp = { models: ['pessimistic', 'power'], markets: ['one', 'two'], points: 120, fillsPerMarket: 20 };
const a = madeUpResult(SMALL);

/** The result with the P&L of each bucket changed, and the total with it. */
function earning(result: BacktestResult, perBucket: (i: number, model: string) => number): BacktestResult {
  const models = Object.entries(result.models).map(([name, model]): [string, ModelResult] => {
    const pnl = model.returns.pnl.map((value, i) => value + perBucket(i, name));
    const more = pnl.reduce((sum, value, i) => sum + value - (model.returns.pnl[i] ?? 0), 0);
    return [name, { ...model, commandHash: `${name}-changed`, pnl: { ...model.pnl, total: model.pnl.total + more, spread: model.pnl.spread + more }, returns: { ...model.returns, pnl } }];
  });
  return { ...result, models: Object.fromEntries(models) };
}
/** The result with each market of each model changed. */
const quoting = (result: BacktestResult, change: (series: ModelResult['markets'][number]['series'], market: string) => Partial<ModelResult['markets'][number]['series']>): BacktestResult => ({
  ...result,
  models: Object.fromEntries(Object.entries(result.models).map(([name, model]) =>
    [name, { ...model, commandHash: 'other', markets: model.markets.map((market) => ({ ...market, series: { ...market.series, ...change(market.series, market.name) } })) }])),
});
const underModel = ({ models }: Comparison, name = 'pessimistic') => models.find(({ model }) => model === name)!;

test('refuses to compare results of two tapes', () => {
  const other = { ...a, tape: { ...a.tape, hash: 'another' } };
  expect(() => compare(a, other)).toThrow(EvenkeelError);
  try {
    compare(a, other);
  } catch (error) {
    expect((error as EvenkeelError).spec.code).toBe('MM_BACKTEST_DIFFERENT_TAPES');
  }
});

test('refuses results without a fill model in common, and names the models that only one has', () => {
  const other = madeUpResult({ ...SMALL, models: ['trade-through'] });
  expect(() => compare(a, other)).toThrow(/pessimistic, power.*trade-through/);
  const both = compare(a, madeUpResult({ ...SMALL, models: ['pessimistic', 'decay'] }));
  expect(both.models.map(({ model }) => model)).toEqual(['pessimistic']);
  expect(both.notes).toEqual(expect.arrayContaining(['B was not run under power.', 'A was not run under decay.']));
});

test('finds no difference between a run and itself', () => {
  const same = compare(a, a);
  expect(same.headline.text).toBe('A and B do the same on this tape: the same commands, to the same cent.');
  const { difference, quotes, isSame } = underModel(same);
  expect(isSame).toBe(true);
  expect(new Set(Object.values(difference.pnl))).toEqual(new Set([0]));
  expect([quotes.share, quotes.marketsDiffering, quotes.first, quotes.largest]).toEqual([0, 0, [], []]);
});

test('calls a steady gain one that chance does not explain', () => {
  const better = compare(a, earning(a, () => 0.5));
  const { interval, sentence, difference } = underModel(better);
  expect(difference.pnl.total).toBeCloseTo(0.5 * 72, 9);
  expect(interval?.low).toBeCloseTo(36, 6);
  expect(sentence).toBe('Under pessimistic B comes out $36.00 ahead of A; the 95 % interval +$36.00 … +$36.00 leaves out zero.');
  expect(better.headline).toMatchObject({ tone: 'gain', text: expect.stringContaining('B comes out ahead of A under both fill models, by more than chance explains on this tape.') });
});

test('says that the leader still loses where it does', () => {
  const poor = earning(a, () => -10);
  expect(compare(poor, earning(poor, () => 0.5)).headline.text).toMatch(/ B still loses under all of them\.$/);
});

test('does not call a gain of one lucky bucket a gain', () => {
  const lucky = compare(a, earning(a, (i) => (i === 30 ? 5 : (i % 2) - 0.5)));
  const { interval, sentence } = underModel(lucky);
  expect(interval!.low).toBeLessThan(0);
  expect(interval!.high).toBeGreaterThan(0);
  expect(sentence).toContain('includes zero, so chance may explain it');
  expect(lucky.headline.tone).toBe('unclear');
});

test('says that which is better depends on the fill model when it does', () => {
  const split = compare(a, earning(a, (_, model) => (model === 'power' ? 0.5 : -0.5)));
  expect(split.headline).toEqual({ tone: 'unclear', text: 'Which is better depends on the fill model: B is ahead under power, A under pessimistic.' });
});

test('gives no interval where there is nothing to resample, and says why', () => {
  const short = { ...a, models: Object.fromEntries(Object.entries(a.models).map(([name, model]) => [name, { ...model, commandHash: 'short', returns: { ...model.returns, pnl: model.returns.pnl.slice(0, 5) } }])) };
  expect(underModel(compare(a, short))).toMatchObject({ interval: null, noInterval: '4 buckets of time are too few to resample' });
  expect(underModel(compare(a, { ...earning(a, () => 1), from: a.from + 1_000 }))).toMatchObject({ interval: null, noInterval: 'the two runs cover different spans of time' });
});

test('adds buckets together when one run has longer ones, and leaves out the unfinished one of the shorter', () => {
  const doubled = { ...a, models: Object.fromEntries(Object.entries(a.models).map(([name, model]) => {
    const { pnl, bucketMs } = model.returns;
    return [name, { ...model, returns: { bucketMs: bucketMs * 2, pnl: pnl.filter((_, i) => i % 2 === 0).map((value, i) => value + (pnl[2 * i + 1] ?? 0) + 1) } }];
  })) };
  expect(underModel(compare(a, doubled)).interval).toMatchObject({ buckets: 36, bucketMs: 600_000, sum: expect.closeTo(36, 9) });
  expect(underModel(compare(doubled, a)).interval).toMatchObject({ buckets: 36, bucketMs: 600_000, sum: expect.closeTo(-36, 9) });
  const cut = { ...doubled, models: Object.fromEntries(Object.entries(doubled.models).map(([name, model]) => [name, { ...model, returns: { ...model.returns, pnl: model.returns.pnl.slice(0, 20) } }])) };
  expect(underModel(compare(a, cut)).interval).toMatchObject({ buckets: 19, sum: expect.closeTo(19, 9) });
});

test('tells which quotes differ, by how much, where first and where most', () => {
  const changed = quoting(a, ({ ourBid, ourAsk }, market) => (market === 'one' ? {
    ourBid: ourBid.map((bid, i) => (bid === null ? null : i === 40 ? bid - 0.05 : i % 4 === 0 ? bid - 0.01 : bid)),
    ourAsk: ourAsk.map((ask, i) => (i === 10 ? null : ask)),
  } : {}));
  const { quotes } = underModel(compare(a, changed));
  expect([quotes.marketsCompared, quotes.marketsDiffering]).toEqual([2, 1]);
  expect(quotes.markets[0]?.market).toBe('one');
  expect(quotes.first[0]).toMatchObject({ ts: a.from, market: 'one', side: 'bid' });
  expect(quotes.largest[0]).toMatchObject({ market: 'one', side: 'bid', ts: a.models['pessimistic']!.markets[0]!.series.ts[40] });
  expect(quotes.bid!.meanCents).toBeLessThan(-1);
  expect(quotes.ask).toMatchObject({ meanCents: null, onlyB: 0 });
  expect(quotes.ask!.onlyA).toBeCloseTo(1 / quotes.moments, 9);
});

test('compares quotes only at moments that both runs were sampled at', () => {
  const shifted = quoting(a, ({ ts }) => ({ ts: ts.map((stamp) => stamp + 1) }));
  expect(underModel(compare(a, shifted)).quotes).toMatchObject({ moments: 0, share: null, bid: null, ask: null });
});

test('notes what makes two runs less comparable', () => {
  const { notes } = compare(a, { ...a, seed: 8, ended: 'stopped by the operator', to: a.to - 60_000 });
  expect(notes.slice(0, 3)).toEqual(['B is a partial result: stopped by the operator.', 'The two runs cover different spans of the tape; totals are each over its own span.', 'The seeds differ (A 7, B 8): what is drawn at random, like latency, differs too.']);
});
