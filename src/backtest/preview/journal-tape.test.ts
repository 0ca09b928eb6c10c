import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Event } from '../../core/domain/events.ts';
import { marketId } from '../../core/domain/instrument.ts';
import { cash, price } from '../../core/domain/numbers.ts';
import type { EvenkeelError } from '../../errors/define.ts';
import { smallMarket } from '../../runtime/small-market.fixture.ts';
import { KIND } from '../../tape/columns.ts';
import { JournalTape } from './journal-tape.ts';
import { at, delta, eventsOf, JournalFolder, rowsOfTape, RunWriter, START } from './journaled-run.fixture.ts';

const MARKET = marketId(0);
const LONG_MS = 24 * 3_600_000;

let folder: JournalFolder;
beforeEach(() => { folder = new JournalFolder(); });
afterEach(() => { folder.remove(); });
const lastOf = (ms: number): JournalTape => JournalTape.open(folder.reader(), 1, ms);
const codeOf = (work: () => unknown): string => {
  try { work(); } catch (error) { return (error as EvenkeelError).spec.code; }
  return 'no error';
};

describe('at a venue that does not show our own orders', () => {
  const [listed, ...events] = smallMarket(600);
  const writtenRun = (snapshots: readonly number[] = []): void => {
    const writer = new RunWriter(folder);
    if (listed !== undefined) writer.batch([listed]);
    events.forEach((event, i) => {
      writer.batch([event]);
      if (snapshots.includes(i)) writer.snapshot();
    });
    writer.close();
  };

  test('gives the market data of a whole run as the venue sent it', async () => {
    writtenRun();
    const tape = lastOf(LONG_MS);
    expect(await eventsOf(tape)).toEqual(events);
    expect({ from: tape.from, to: tape.to }).toEqual({ from: START, to: START + 60_000 });
    expect(tape.instruments.map(({ name, showsOwnOrders }) => ({ name, showsOwnOrders }))).toEqual([{ name: 'rain', showsOwnOrders: false }]);
    expect(tape.info.rows).toBeGreaterThan(600);
    expect(tape.info.events).toEqual({ BookSnapshot: 1, BookDelta: 600 });
  });

  test('begins in the middle with every book as it stands, then gives what follows', async () => {
    writtenRun();
    const tape = lastOf(20_000);
    const [book, ...rest] = await eventsOf(tape);
    // The change at 40.0 s is in what follows: until then the best bid stood at 48c.
    expect(book).toEqual({ type: 'BookSnapshot', ts: START + 40_000, market: 0, bids: [480_000, 1e9], asks: [520_000, 1e9] });
    expect(rest).toEqual(events.slice(400));
  });

  test('begins in the middle with what the venue had said of a market by then', async () => {
    const writer = new RunWriter(folder);
    if (listed !== undefined) writer.batch([listed]);
    writer.batch([{ type: 'MarketFactsReported', ts: at(0), market: MARKET, volume24h: cash(7), liquidity: null }]);
    for (const event of events) writer.batch([event]);
    writer.close();
    expect((await eventsOf(lastOf(20_000))).filter(({ type }) => type === 'MarketFactsReported')).toEqual([{ type: 'MarketFactsReported', ts: START + 40_000, market: 0, volume24h: 7, liquidity: null }]);
  });

  test('gives the same rows from a snapshot as from the beginning of the run', async () => {
    writtenRun();
    const fromBeginning = await eventsOf(lastOf(20_000));
    folder.remove();
    folder = new JournalFolder();
    writtenRun([100, 390, 500]);
    // The frames before the newest snapshot before the moment are not needed any more.
    const tape = lastOf(20_000);
    expect(await eventsOf(tape)).toEqual(fromBeginning);
  });

  test('does not see what is written after it was opened, and gives the same on every pass', async () => {
    const writer = new RunWriter(folder);
    writer.batch(smallMarket(0)).batch([delta(1_000, 40, 5)]);
    const tape = lastOf(LONG_MS);
    const hash = await tape.contentHash();
    writer.batch([delta(2_000, 41, 5)]).snapshot();
    expect((await rowsOfTape(tape)).length).toBe(4);
    expect(await tape.contentHash()).toBe(hash);
    expect(await lastOf(LONG_MS).contentHash()).not.toBe(hash);
    writer.close();
  });
});

test('tells a feed that went down as books that are not known until they come whole', async () => {
  const writer = new RunWriter(folder);
  writer.batch(smallMarket(0))
    .batch([{ type: 'FeedStatusChanged', ts: at(1_000), venue: 'demo', up: false, reason: 'cut' }])
    .batch([{ type: 'FeedStatusChanged', ts: at(2_000), venue: 'demo', up: true, reason: '' }])
    .batch([{ type: 'BookSnapshot', ts: at(3_000), market: MARKET, bids: [470_000, 1e9], asks: [] }])
    .batch([{ type: 'BookInvalidated', ts: at(4_000), market: MARKET, reason: 'the recorded book is crossed' }])
    .close();
  const tape = lastOf(LONG_MS);
  expect((await eventsOf(tape)).slice(1)).toEqual([
    { type: 'BookInvalidated', ts: START + 1_000, market: 0, reason: 'updates are missing' },
    { type: 'BookSnapshot', ts: START + 3_000, market: 0, bids: [470_000, 1e9], asks: [] },
    { type: 'BookInvalidated', ts: START + 4_000, market: 0, reason: 'the recorded book is crossed' },
  ]);
  // In a stretch that begins with an unknown book it is said to be unknown.
  expect((await eventsOf(lastOf(1_500))).map(({ type }) => type)).toEqual(['BookSnapshot', 'BookInvalidated', 'BookSnapshot', 'BookInvalidated']);
});

test('tells changed terms, pauses and resolutions', async () => {
  const writer = new RunWriter(folder);

  const fees = { maker: { rate: 0, exponent: 1, roundUpTo: 1 }, taker: { rate: 0.01, exponent: 1, roundUpTo: 1 } } as const;
  const changes: readonly Event[] = [
    { type: 'InstrumentChanged', ts: at(1_000), market: MARKET, tick: price(5_000), fees },
    { type: 'InstrumentStatusChanged', ts: at(2_000), market: MARKET, status: 'paused' },
    { type: 'MarketResolved', ts: at(3_000), market: MARKET, yesPays: price(1_000_000) },
  ];
  writer.batch(smallMarket(0));
  for (const change of changes) writer.batch([change]);
  writer.close();
  const tape = lastOf(LONG_MS);
  expect((await eventsOf(tape)).slice(1)).toEqual(changes);
  // Twice: the terms that rows point at are the same.
  expect((await eventsOf(tape)).slice(1)).toEqual(changes);
  expect(tape.terms).toEqual([{ tick: 5_000, fees }]);
});

test('shows a time in which the journal could not be written as a hole, and goes on with the books after it', async () => {
  const writer = new RunWriter(folder);
  writer.batch(smallMarket(0)).batch([delta(1_000, 40, 5)]);
  writer.unstored(() => { writer.batch([delta(5_000, 41, 7)]).batch([delta(9_000, 40, 6)]); });
  writer.batch([delta(10_000, 42, 1)]).close();
  const tape = lastOf(LONG_MS);
  const rows = await rowsOfTape(tape);
  expect((await eventsOf(tape)).slice(1)).toEqual([
    delta(1_000, 40, 5),
    { type: 'BookSnapshot', ts: START + 9_000, market: 0, bids: [480_000, 1e9, 410_000, 7e6, 400_000, 6e6], asks: [520_000, 1e9] },
    delta(10_000, 42, 1),
  ]);
  expect(tape.info.gaps).toEqual([{ market: null, from: START + 1_000, to: START + 9_000, how: 'the journal could not be written' }]);
  expect(rows.kind.indexOf(KIND.gap)).toBe(4);
  // From within the hole there is nothing: the tape begins after it.
  expect(lastOf(5_000).from).toBe(START + 9_000);
});

test('refuses a run of which no market data is recorded', () => {
  const journal = folder.open();
  expect(codeOf(() => lastOf(LONG_MS))).toBe('MM_PREVIEW_NOTHING_RECORDED');
  journal.append([{ type: 'SessionStarted', ts: at(0), session: { id: 'demo-1', profile: 'demo', mode: 'demo' }, carried: null }]);
  journal.commit();
  expect(codeOf(() => lastOf(LONG_MS))).toBe('MM_PREVIEW_NOTHING_RECORDED');
  journal.close();
});
