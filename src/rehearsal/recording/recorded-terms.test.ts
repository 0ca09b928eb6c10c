import { join } from 'node:path';
import { expect, test } from 'vitest';
import { marketId, type Instrument } from '../../core/domain/instrument.ts';
import { price, size, timestamp } from '../../core/domain/numbers.ts';
import type { RecordedIds } from '../../tape/recorded-ids.ts';
import { importTape } from '../../tape/import-tape.ts';
import { folderWith, madeUpPath } from '../../tape/made-up-tapes.fixture.ts';
import { ABSENT, areAbsent, RECORDINGS } from '../../tape/recorded-data.fixture.ts';
import { openTape } from '../../tape/open-tape.ts';
import { POLYMARKET_TERMS } from '../../tape/polymarket-terms.ts';
import type { MarketTerms } from '../market/terms.ts';
import { recordedTerms } from './recorded-terms.ts';

const CONDITION = `0x${'ab'.repeat(32)}`;
const instrument = (name: string, more: Partial<Instrument> = {}): Instrument => ({
  ...POLYMARKET_TERMS, id: marketId(0), name, tick: price(10_000), endsAt: null,
  fees: { maker: { rate: 0, exponent: 1, roundUpTo: 1 }, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 }, makerRebate: 0.2 }, ...more,
});
const listed = (instruments: readonly Instrument[], ids: readonly (RecordedIds | null)[] = []): readonly MarketTerms[] =>
  recordedTerms(instruments, ids, { now: 1_000, shifted: (at) => at + 500, ticks: [price(10_000)] });

test('lists a market with what the recording knows of it, its times moved to now', () => {
  const [terms] = listed([instrument('btc-updown-15m-1765450800', { series: 'btc-updown-15m', startsAt: timestamp(2_000), endsAt: timestamp(9_000), minSize: size(15_000_000), rewards: { maxSpread: 35_000, minSize: 200_000_000, daily: 25_000_000 } })]);
  expect(terms).toMatchObject({
    slug: 'btc-updown-15m-1765450800', outcomes: ['Up', 'Down'], tick: 10_000, minSize: 15_000_000, listedAt: 1_000, startsAt: 2_500, endsAt: 9_500,
    fee: { rate: 0.07, exponent: 1, rebateRate: 0.2 }, rewards: { minSize: 200, maxSpread: 3.5, daily: 25 }, negRisk: false, version: 'v1',
  });
  expect(listed([instrument('rain')])[0]).toMatchObject({ outcomes: ['Yes', 'No'], endsAt: null, startsAt: null, rewards: null });
});

test('keeps ids that the venue may have given, and makes the others of the name', () => {
  const [own, partly, none] = listed([instrument('a'), instrument('b'), instrument('c')], [{ condition: CONDITION, tokens: ['123', '456'] }, { condition: '0x1', tokens: ['789', null] }, null]);
  expect(own?.ids).toMatchObject({ conditionId: CONDITION, clobTokenIds: ['123', '456'] });
  expect(partly?.ids.clobTokenIds[0]).toBe('789');
  expect(new Set([partly, none].flatMap((terms) => [terms?.ids.conditionId, ...(terms?.ids.clobTokenIds ?? [])])).size).toBe(6);
  expect(listed([instrument('x'), instrument('c')])[1]?.ids).toEqual(none?.ids);
});

test('puts markets of which one pays under one event, each with its question', () => {
  const terms = listed(['a', 'b'].map((name) => instrument(name, { event: 'vote', isExclusive: true })));
  expect(terms.map(({ negRisk, event }) => [negRisk, event.slug])).toEqual([[true, 'vote'], [true, 'vote']]);
  expect(new Set(terms.map(({ event }) => event.negRiskMarketId)).size).toBe(1);
  expect(terms.map(({ ids }) => ids.questionId.slice(-2))).toEqual(['00', '01']);
});

test('reads the ids that made-up recordings hold, also from the Parquet tape that is made of them', async () => {
  expect((await openTape(madeUpPath('tickscope'))).ids?.[0]).toEqual({ condition: null, tokens: ['100000177777777777777777777', '200000277777777777777777777'] });
  expect((await openTape(madeUpPath('btc15m'))).ids).toEqual([{ condition: '0x1', tokens: ['1', '2'] }]);
  const parquet = join(folderWith({}), 'tape.parquet');
  const recording = await openTape(madeUpPath('tickscope'));
  await importTape(recording, parquet);
  expect((await openTape(parquet)).ids).toEqual(recording.ids);
});

test.skipIf(areAbsent)(`reads the ids that recordings hold${ABSENT}`, async () => {
  const [window] = (await openTape(`${RECORDINGS.btc15m}/btc-updown-15m-1771633800.csv.gz`)).ids ?? [];
  expect(window?.condition).toMatch(/^0x[0-9a-f]{64}$/);
  for (const token of window?.tokens ?? []) expect(token).toMatch(/^\d{70,78}$/);
  const [message] = (await openTape(RECORDINGS.priceChange2025)).ids ?? [];
  expect(message).toEqual({ condition: expect.stringMatching(/^0x[0-9a-f]{64}$/) as string, tokens: [expect.stringMatching(/^\d{70,78}$/) as string, null] });
});
