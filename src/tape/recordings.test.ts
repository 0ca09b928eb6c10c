import { expect, test } from 'vitest';
import type { MarketDataEvent } from '../core/domain/events.ts';
import type { MarketId } from '../core/domain/instrument.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { allEvents } from './made-up-tapes.fixture.ts';
import { openTape } from './open-tape.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';
import type { Tape } from './tape.ts';

/** Applies all events as a listener would and looks at each book whenever it is valid. */
async function followBooks(tape: Tape): Promise<{ readonly events: readonly MarketDataEvent[]; readonly crossed: number; readonly outOfOrder: number; readonly traded: number }> {
  const books = tape.instruments.map(({ tick }) => ({ book: new OrderBook(tick), isValid: false }));
  const of = (market: MarketId) => books[market]!;
  const events = await allEvents(tape);
  let crossed = 0;
  let outOfOrder = 0;
  let traded = 0;
  let last = 0;
  for (const event of events) {
    if (event.ts < last) outOfOrder++;
    last = event.ts;
    if (!('market' in event)) continue;
    const state = of(event.market);
    if (event.type === 'InstrumentChanged') {
      const { book } = state;
      state.book = new OrderBook(event.tick);
      state.book.replace(book.levels('bid'), book.levels('ask'));
    }
    if (event.type === 'BookDelta') state.book.apply(event.side, event.price, event.size);
    if (event.type === 'BookSnapshot') state.book.replace(event.bids, event.asks);
    if (event.type === 'BookSnapshot' || event.type === 'BookValidated') state.isValid = true;
    if (event.type === 'BookInvalidated') state.isValid = false;
    if (event.type === 'TradePrinted') traded += event.size;
    if (state.isValid && state.book.bestBid() >= state.book.bestAsk()) crossed++;
  }
  return { events, crossed, outOfOrder, traded };
}

test.skipIf(areAbsent)(`tickscope: six markets, every trade once, each level change once, and never a crossed book once validated${ABSENT}`, async () => {
  const tape = await openTape(RECORDINGS.tickscope);
  expect(tape.instruments.map(({ name, tick }) => [name, tick])).toEqual([
    ['tickscope-579534', 10_000], ['tickscope-728652', 10_000], ['tickscope-459567', 10_000],
    ['tickscope-924145', 10_000], ['tickscope-940185', 10_000], ['tickscope-664360', 10_000],
  ]);
  const { events, crossed, outOfOrder } = await followBooks(tape);
  expect([crossed, outOfOrder]).toEqual([0, 0]);
  const changes = events.flatMap((event, i) => (event.type === 'InstrumentChanged' ? [{ event, next: events[i + 1] }] : []));
  // 445.504 s after its first row: a bid at 24.9 cents.
  expect(changes).toMatchObject([{ event: { ts: tape.info.firstAt! + 445_504, market: 4, tick: 1_000 }, next: { type: 'BookDelta', market: 4, side: 'bid', price: 249_000, size: 38_040_000 } }]);
  expect(changes[0]!.event.fees).toEqual(tape.instruments[4]!.fees);
  expect(tape.info).toMatchObject({ rows: 206_848, trades: 483, backwardStamps: 3_613, crossedBooks: 0, invalidPeriods: 7, staleLevels: 177 });
  // Half of the 206,365 changes are the other token's view; of the rest each is an event unless its level was already so.
  expect(tape.info.repeatedRows).toBeGreaterThanOrEqual(103_000);
  expect((tape.info.events.BookDelta ?? 0) + tape.info.repeatedRows - 206_365).toBeLessThanOrEqual(tape.info.staleLevels);
});

test.skipIf(areAbsent)(`btc15m: four markets in a row, copies dropped, books mirrored but for one row, every window closed but the one cut short${ABSENT}`, async () => {
  const tape = await openTape(RECORDINGS.btc15m);
  expect(tape.instruments.map(({ name }) => name)).toEqual([1771633800, 1771634700, 1771635600, 1771636500].map((start) => `btc-updown-15m-${start}`));
  const { events, crossed, outOfOrder } = await followBooks(tape);
  expect([crossed, outOfOrder]).toEqual([0, 0]);
  expect(tape.info).toMatchObject({ rows: 21_762, repeatedRows: 21_762 - 894 - 894 - 893 - 130, mirrorMismatches: 1, crossedBooks: 0 });
  const statuses = events.flatMap((event) => (event.type === 'InstrumentStatusChanged' ? [event.status] : []));
  expect(statuses).toEqual(['closed', 'closed', 'closed', 'paused']);
});

test.skipIf(areAbsent)(`kalshi-inxd: two sessions with an opening book each, and what is inserted is cancelled, traded or left${ABSENT}`, async () => {
  const tape = await openTape(RECORDINGS.kalshiInxd);
  expect(tape.instruments.map(({ name }) => name)).toEqual(['inxd-2023-04-10', 'inxd-2023-04-13']);
  const { crossed, outOfOrder, traded } = await followBooks(tape);
  expect([crossed, outOfOrder]).toEqual([0, 0]);
  expect(tape.info).toMatchObject({ rows: 106_472, negativeLevels: 18, events: { FeedHeartbeat: 54_257, BookSnapshot: 2 } });
  // Contracts traded on both days, computed from the files by hand: 36,076 and 30,031.
  expect(traded / 1e6).toBe(36_076 + 30_031);
});

test.skipIf(areAbsent)(`a recording gives the same events each time it is played${ABSENT}`, async () => {
  const tape = await openTape(RECORDINGS.kalshiInxd);
  const first = await allEvents(tape);
  expect(await allEvents(tape)).toEqual(first);
  expect(tape.info.rows).toBe(106_472);
});
