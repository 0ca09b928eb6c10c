import fc from 'fast-check';
import { expect, it } from 'vitest';
import { marketId } from '../../../core/domain/instrument.ts';
import { timestamp } from '../../../core/domain/numbers.ts';
import { OrderBook } from '../../../core/market/order-book.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import { textOfMicros } from '../wire/micros-of.ts';
import { MARKET, NO_FEES } from './condition-book.fixture.ts';
import { FakeClock, FakeVenue, type FakePeer } from './fake-time.fixture.ts';
import { MarketFeed } from './market-feed.ts';

const MARKETS = 2;
const marketOf = (n: number): PolymarketMarket => ({ ...MARKET, conditionId: `0x${n}`, slug: `m${n}`, yesId: `${n}1`, noId: `${n}2` });

type Levels = Map<number, number>;
interface VenueBook { readonly bid: Levels; readonly ask: Levels; ts: number }

/** A venue that keeps books, answers subscriptions, and loses, repeats, delays and garbles what it is told to. */
class UnreliableVenue {
  readonly fake = new FakeVenue();
  readonly books: readonly VenueBook[] = Array.from({ length: MARKETS }, () => ({ bid: new Map(), ask: new Map(), ts: 1_790_000_000_000 }));
  readonly #answered = new Map<FakePeer, number>();
  readonly #frozen = new Set<FakePeer>();
  #late: unknown[] = [];

  /** Opens what was asked for and answers what was said, as long as anything is. */
  serve(): void {
    for (const peer of this.fake.peers) {
      if (peer.isCut) continue;
      if (!this.#answered.has(peer)) {
        this.#answered.set(peer, 0);
        peer.open();
      }
      for (let i = this.#answered.get(peer) ?? 0; i < peer.heard.length; i++) {
        this.#answered.set(peer, i + 1);
        const said = peer.heard[i] ?? '';
        if (said === 'PING' || said.includes('unsubscribe') || this.#frozen.has(peer)) continue;
        const { assets_ids } = JSON.parse(said) as { readonly assets_ids: readonly string[] };
        peer.say(this.books.flatMap((book, n) => (assets_ids.includes(`${n}1`) ? [this.#bookFrame(book, n)] : [])));
      }
    }
  }

  /** Somebody is connected who hears. */
  get hears(): boolean { return this.fake.peers.some((peer) => !peer.isCut && this.#answered.has(peer) && !this.#frozen.has(peer)) || this.fake.peers.every((peer) => peer.isCut); }

  change(n: number, side: 'bid' | 'ask', price: number, shares: number, how: string): void {
    const book = this.books[n];
    if (book === undefined) return;
    book.ts += 7;
    const other = side === 'bid' ? 'ask' : 'bid';
    const told: [typeof side, number, number][] = [[side, price, shares]];
    // What crosses is matched in the same moment.
    if (shares > 0) for (const level of book[other].keys()) if (side === 'bid' ? level <= price : level >= price) told.push([other, level, 0]);
    for (const [where, at, total] of told) {
      if (total === 0) book[where].delete(at);
      else book[where].set(at, total);
    }
    const best = { best_bid: textOfMicros(Math.max(0, ...book.bid.keys())), best_ask: textOfMicros(Math.min(1_000_000, ...book.ask.keys())) };
    const frames = told.map(([where, at, total]) => ({
      market: `0x${n}`, price_changes: [{ asset_id: `${n}1`, price: textOfMicros(at), size: String(total), side: where === 'bid' ? 'BUY' : 'SELL', hash: '', ...best }], timestamp: String(book.ts), event_type: 'price_change',
    }));
    for (const frame of frames) this.#send(frame, how);
  }

  harm(how: string): void {
    for (const peer of this.fake.peers) {
      if (peer.isCut || !this.#answered.has(peer)) continue;
      if (how === 'freeze') this.#frozen.add(peer);
      if (how === 'cut') {
        peer.close(1006, 'reset');
        peer.isCut = true;
      }
    }
  }

  #send(frame: unknown, how: string): void {
    for (const peer of this.fake.peers) {
      if (peer.isCut || this.#frozen.has(peer) || !this.#answered.has(peer)) continue;
      if (how === 'garble') peer.say(JSON.stringify(frame).slice(0, 90));
      else if (how === 'twice') peer.say(frame).say(frame);
      else if (how !== 'lose' && how !== 'late') peer.say(frame);
      if (how !== 'late') for (const late of this.#late) peer.say(late);
    }
    this.#late = how === 'late' ? [...this.#late, frame] : [];
  }

  #bookFrame({ bid, ask, ts }: VenueBook, n: number): unknown {
    const levels = (side: Levels) => [...side].map(([price, shares]) => ({ price: textOfMicros(price), size: String(shares) }));
    return { event_type: 'book', market: `0x${n}`, asset_id: `${n}1`, timestamp: String(ts), hash: '', bids: levels(bid), asks: levels(ask) };
  }

  byRest = (tokens: readonly string[]) => Promise.resolve(this.books.flatMap(({ bid, ask, ts }, n) => {
    const flat = (side: Levels): number[] => [...side].flatMap(([price, shares]) => [price, shares * 1_000_000]);
    return tokens.includes(`${n}1`) ? [{ token: `${n}1`, bids: flat(bid), asks: flat(ask), ts: timestamp(ts) }] : [];
  }));
}

const stepOf = (...faults: readonly string[]) => fc.record({
  market: fc.nat(MARKETS - 1), side: fc.constantFrom('bid' as const, 'ask' as const), level: fc.integer({ min: 3, max: 6 }), shares: fc.nat(3), ms: fc.constantFrom(0, 1, 300, 4_000),
  how: fc.oneof({ weight: 4, arbitrary: fc.constant('well') }, { weight: 1, arbitrary: fc.constantFrom(...faults) }),
});
const heard = async (): Promise<void> => { for (let i = 0; i < 6; i++) await Promise.resolve(); };

/** A feed of the venue, with a listener who keeps what it gives out. */
function listening(changeOverEveryMs: number) {
  const clock = new FakeClock();
  const venue = new UnreliableVenue();
  const held = Array.from({ length: MARKETS }, () => ({ book: new OrderBook(MARKET.tick), isSound: false }));
  const feed = new MarketFeed({
    venue: 'polymarket', url: 'wss://venue', clock, connect: venue.fake.connect, random: () => 0.5, fetchBooks: venue.byRest, onNewMarket: () => {}, changeOverEveryMs,
    emit: (event) => {
      const market = 'market' in event ? held[event.market] : undefined;
      if (market === undefined) return;
      if (event.type === 'BookSnapshot') {
        market.book.replace(event.bids, event.asks);
        market.isSound = true;
      }
      if (event.type === 'BookDelta') market.book.apply(event.side, event.price, event.size);
      if (event.type === 'BookInvalidated') market.isSound = false;
      if (market.isSound && market.book.bestBid() >= market.book.bestAsk()) throw new Error('a crossed book was given out');
    },
  });
  for (let n = 0; n < MARKETS; n++) feed.subscribe(marketOf(n), marketId(n), NO_FEES);
  venue.serve();
  const pass = async (ms: number): Promise<void> => {
    clock.pass(ms);
    venue.serve();
    await heard();
  };
  const expectTheVenuesBooks = (): void => {
    for (const [n, { book, isSound }] of held.entries()) {
      expect(isSound).toBe(true);
      for (const side of ['bid', 'ask'] as const) {
        const levels = book.levels(side);
        const sizes = Object.fromEntries(levels.flatMap((value, i) => (i % 2 === 0 ? [[value, (levels[i + 1] ?? 0) / 1_000_000]] : [])));
        expect(sizes).toEqual(Object.fromEntries(venue.books[n]?.[side] ?? []));
      }
    }
  };
  return { clock, venue, held, feed, pass, expectTheVenuesBooks };
}

async function play(steps: readonly { readonly market: number; readonly side: 'bid' | 'ask'; readonly level: number; readonly shares: number; readonly ms: number; readonly how: string }[], { venue, held, pass }: ReturnType<typeof listening>): Promise<void> {
  for (const { market, side, level, shares, ms, how } of steps) {
    if (how === 'cut' || how === 'freeze') venue.harm(how);
    else venue.change(market, side, level * 100_000, shares, how);
    if (how === 'cut' || how === 'garble') expect(held.filter((each, n) => each.isSound && (how === 'cut' || n === market) && venue.hears)).toEqual([]);
    await pass(ms);
  }
}

it('has the venue\'s books at once again after messages that come twice or late', async () => {
  await fc.assert(fc.asyncProperty(fc.array(stepOf('twice', 'late'), { maxLength: 30 }), async (steps) => {
    const setting = listening(900_000);
    await play([...steps, { market: 0, side: 'bid', level: 1, shares: 1, ms: 1_300, how: 'well' }], setting);
    setting.expectTheVenuesBooks();
    setting.feed.close();
  }), { numRuns: 400 });
}, 120_000);

it('comes back to the venue\'s books after messages that were lost, garbled or cut off, in the time that a comparison by REST takes', async () => {
  await fc.assert(fc.asyncProperty(fc.array(stepOf('lose', 'twice', 'late', 'garble', 'cut'), { maxLength: 30 }), async (steps) => {
    const setting = listening(900_000);
    await play(steps, setting);
    for (let tenth = 0; tenth < 95; tenth++) await setting.pass(100);
    setting.expectTheVenuesBooks();
    setting.feed.close();
  }), { numRuns: 200 });
}, 120_000);

it('comes back from a frozen connection, and through changes of connections, and leaves nothing running', async () => {
  await fc.assert(fc.asyncProperty(fc.array(stepOf('lose', 'late', 'cut', 'freeze'), { maxLength: 30 }), fc.constantFrom(2_000, 900_000), async (steps, changeOverEveryMs) => {
    const setting = listening(changeOverEveryMs);
    await play(steps, setting);
    for (let second = 0; second < 25; second++) await setting.pass(1_000);
    setting.expectTheVenuesBooks();
    setting.feed.close();
    expect(setting.clock.pending).toBe(0);
  }), { numRuns: 200 });
}, 120_000);
