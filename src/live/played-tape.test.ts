import { afterEach, expect, test } from 'vitest';
import type { MarketDataEvent } from '../core/domain/events.ts';
import { config } from '../core/engine.fixture.ts';
import { marketId, type Instrument } from '../core/domain/instrument.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { DrivenClock } from '../rehearsal/driven-clock.fixture.ts';
import { moments, readBooks, type ReadBook } from '../rehearsal/recording/read-books.fixture.ts';
import { startRehearsal, type Rehearsal } from '../rehearsal/rehearsal.ts';
import { madeUpPath } from '../tape/made-up-tapes.fixture.ts';
import { openTape } from '../tape/open-tape.ts';
import { ABSENT, areAbsent, RECORDINGS } from '../tape/recorded-data.fixture.ts';
import { connectByWebSocket } from '../venues/polymarket/feed/connect.ts';
import { SYSTEM_CLOCK } from '../venues/polymarket/feed/feed-clock.ts';
import { MarketFeed } from '../venues/polymarket/feed/market-feed.ts';
import { hostsOf } from '../venues/polymarket/hosts.ts';
import { PolymarketPaperFeed } from '../venues/polymarket/paper-feed.ts';

const open: { close(): Promise<void> | void }[] = [];
afterEach(async () => { for (const each of open.splice(0).toReversed()) await each.close(); });

/** The adapter's feed at a rehearsal, with what the core would hold of what it says. */
class Hearer {
  readonly feed: MarketFeed;
  readonly doubts: string[] = [];
  readonly #books: OrderBook[];
  #wake: () => void = () => {};

  constructor(rehearsal: Rehearsal, terms: readonly { readonly tick: number; readonly minSize: number }[]) {
    this.#books = terms.map(({ tick }) => new OrderBook(tick as OrderBook['tick'] as never));
    this.feed = new MarketFeed({
      venue: 'polymarket', url: rehearsal.urls.wsMarket, clock: SYSTEM_CLOCK, connect: connectByWebSocket, random: () => 0.5, emit: (event) => { this.#hear(event); }, fetchBooks: () => Promise.resolve([]), onNewMarket: () => {}, changeOverEveryMs: 3_600_000,
    });
    const none = { rate: 0, exponent: 1, roundUpTo: 1 } as const;
    rehearsal.markets().forEach(({ slug, conditionId, tokenIds: [yesId, noId], version, negRisk }, index) => {
      const { tick, minSize } = terms[index]!;
      this.feed.subscribe({ slug, conditionId, yesId, noId, version, negRisk, tick: tick as never, minSize: minSize as never }, marketId(index), { maker: none, taker: none });
    });
  }

  /** Waits for what it is told, not for time. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((wake) => { this.#wake = wake; });
  }

  holds({ market, bids, asks }: ReadBook): boolean {
    const book = this.#books[market]!;
    return same(book.levels('bid'), bids) && same(book.levels('ask'), asks);
  }

  close(): void { this.feed.close(); }

  #hear(event: MarketDataEvent): void {
    if (event.type === 'BookSnapshot') this.#books[event.market]!.replace(event.bids, event.asks);
    else if (event.type === 'BookDelta') this.#books[event.market]!.apply(event.side, event.price, event.size);
    else if (event.type === 'InstrumentChanged') this.#books[event.market] = this.#books[event.market]!.onGrid(event.tick);
    else if (event.type === 'BookInvalidated') this.doubts.push(event.reason);
    this.#wake();
  }
}

const same = (a: ArrayLike<number>, b: readonly number[]): boolean => a.length === b.length && b.every((value, i) => value === a[i]);

/** So fast that the venue does not hang up on a feed that pings by another clock than the one it lives by. */
const CASES: readonly { readonly name: string; readonly path: string; readonly speed?: number; readonly lengthMs: number; readonly count: number; readonly isMadeUp: boolean }[] = [
  { name: 'a made-up recording of changes', path: madeUpPath('tickscope'), lengthMs: 48, count: 10, isMadeUp: true },
  { name: 'a made-up recording of whole books', path: madeUpPath('btc15m'), lengthMs: 3_000, count: 6, isMadeUp: true },
  { name: 'recorded changes of six markets', path: RECORDINGS.tickscope, lengthMs: 120_000, count: 12, isMadeUp: false },
  { name: 'a recorded window, a book about every second', path: `${RECORDINGS.btc15m}/btc-updown-15m-1771633800.csv.gz`, speed: 4, lengthMs: 300_000, count: 12, isMadeUp: false },
  { name: 'recorded windows, a book with each trade', path: RECORDINGS.updownL2, speed: 5, lengthMs: 400_000, count: 12, isMadeUp: false },
];

for (const { name, path, speed = 1, lengthMs, count, isMadeUp } of CASES) {
  test.skipIf(areAbsent && !isMadeUp)(`${name} stands on the wire at each moment as its reader has it${isMadeUp ? '' : ABSENT}`, async () => {
    const [tape, own] = [await openTape(path), await openTape(path)];
    const first = tape.instruments.length > 0 ? await firstStamp(own) : 0;
    const expected = await readBooks(own, moments(first, first + lengthMs, count));
    const clock = new DrivenClock();
    const startedAt = clock.now();
    const rehearsal = await startRehearsal({ clock, tape: { tape, path, speed } });
    open.push(rehearsal);
    const hearer = new Hearer(rehearsal, tape.instruments);
    open.push(hearer);
    let compared = 0;
    for (const book of expected) {
      clock.advance(Math.round((book.at - first) / speed) - (clock.now() - startedAt));
      if (!book.isSure) continue;
      await hearer.until(() => hearer.holds(book));
      compared += book.bids.length + book.asks.length > 0 ? 1 : 0;
    }
    expect(compared).toBeGreaterThan(count / 2);
    expect(hearer.doubts).toEqual([]);
    expect(hearer.feed.health()).toMatchObject({ undecodable: 0, foreign: 0, doubts: 0 });
  });
}

test.each([['tickscope', 'tickscope-100000'], ['btc15m', 'made-up-15m']] as const)('the adapter finds a market of the made-up %s recording with the terms that it was recorded with', async (name, slug) => {
  const path = madeUpPath(name);
  const tape = await openTape(path);
  const clock = new DrivenClock();
  const rehearsal = await startRehearsal({ clock, tape: { tape, path } });
  open.push(rehearsal);
  const said: string[] = [];
  const feed = new PolymarketPaperFeed(hostsOf(rehearsal.urls), [], (text) => { said.push(text); });
  open.push(feed);
  const { strategies, ...rest } = config();
  const listed = new Promise<Instrument>((resolve) => { feed.start((event) => { if (event.type === 'InstrumentListed') resolve(event.instrument); }); });
  feed.follow({ ...rest, strategies: strategies.slice(0, 1).map((strategy) => ({ ...strategy, markets: { venue: 'polymarket', include: [slug], exclude: [] } })) });
  const { tick, minSize, fees, endsAt } = await listed;
  const recorded = tape.instruments.find((instrument) => instrument.name === slug);
  expect({ tick, minSize, taker: fees.taker, makerRebate: fees.makerRebate }).toEqual({ tick: recorded?.tick, minSize: recorded?.minSize, taker: recorded?.fees.taker, makerRebate: recorded?.fees.makerRebate });
  expect(endsAt === null).toBe(recorded?.endsAt === null);
  expect(said).toEqual([]);
});

async function firstStamp(tape: Awaited<ReturnType<typeof openTape>>): Promise<number> {
  for await (const chunk of tape.chunks()) return Math.floor(chunk.ts[0]!);
  throw new Error('no rows');
}
