import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { MarketDataEvent } from '../../../core/domain/events.ts';
import { marketId } from '../../../core/domain/instrument.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import type { BookMessage } from '../wire/market-message.ts';
import { bookFrame, MARKET, NO_FEES } from './condition-book.fixture.ts';
import { connectByWebSocket } from './connect.ts';
import { FakeClock, FakeVenue, type FakePeer } from './fake-time.fixture.ts';
import { SYSTEM_CLOCK } from './feed-clock.ts';
import type { MarketFeedParts } from './market-feed-parts.ts';
import { MarketFeed } from './market-feed.ts';

const marketOf = (n: number): PolymarketMarket => ({ ...MARKET, conditionId: `0x${n}`, slug: `m${n}`, yesId: `${n}1`, noId: `${n}2` });
const book = (n: number, ts: number, bid = '0.48', ask = '0.52') => ({
  event_type: 'book', market: `0x${n}`, asset_id: `${n}1`, timestamp: String(ts), hash: '', bids: [{ price: bid, size: '10' }], asks: [{ price: ask, size: '10' }],
});
const change = (n: number, ts: number, price: string, size: string, best: object = {}) => ({
  event_type: 'price_change', market: `0x${n}`, timestamp: String(ts), price_changes: [{ asset_id: `${n}1`, price, size, side: 'BUY', hash: '', ...best }],
});
const subscribed = (tokens: readonly string[]) => ({ assets_ids: tokens, type: 'market', custom_feature_enabled: true });
const asks = (operation: string, tokens: readonly string[]) => ({ operation, assets_ids: tokens, custom_feature_enabled: true });
const told = (events: readonly MarketDataEvent[]): string[] => events.filter(({ type }) => type !== 'FeedHeartbeat').map((event) => event.type + ('market' in event ? ` ${event.market}` : ''));

function feedOf(markets: number, over: Partial<MarketFeedParts> = {}) {
  const clock = new FakeClock();
  const venue = new FakeVenue();
  const events: MarketDataEvent[] = [];
  const parts: MarketFeedParts = {
    venue: 'polymarket', url: 'wss://venue/ws/market', clock, connect: venue.connect, random: () => 0.5, emit: (event) => { events.push(event); },
    fetchBooks: () => Promise.resolve([]), onNewMarket: () => {}, changeOverEveryMs: 900_000, ...over,
  };
  const feed = new MarketFeed(parts);
  for (let n = 0; n < markets; n++) feed.subscribe(marketOf(n), marketId(n), NO_FEES);
  return { clock, venue, events, feed };
}
/** With its first connection open and every book there. */
function runningFeed(markets: number, over: Partial<MarketFeedParts> = {}) {
  const setting = feedOf(markets, over);
  const peer = setting.venue.last.open().say(Array.from({ length: markets }, (_, n) => book(n, 1_000)));
  setting.events.length = 0;
  return { ...setting, peer };
}
const reasonsOf = (events: readonly MarketDataEvent[]): string[] => events.flatMap((event) => (event.type === 'BookInvalidated' ? [event.reason] : []));

describe('the market feed', () => {
  it('subscribes to both tokens of each market at once, and tells the books it gets', () => {
    const { venue, events } = feedOf(2);
    venue.last.open();
    expect(venue.last.asked()).toEqual([subscribed(['01', '02', '11', '12'])]);
    venue.last.say([book(0, 1_000), book(1, 1_000)]).say(change(0, 1_001, '0.49', '3'));
    expect(told(events)).toEqual(['FeedStatusChanged', 'BookSnapshot 0', 'BookSnapshot 1', 'BookDelta 0']);
  });

  it('spreads markets over connections of at most 200 tokens, and subscribes and unsubscribes while it runs', () => {
    const { venue, feed } = feedOf(250);
    for (const peer of venue.peers) peer.open();
    const sizes = venue.peers.map((peer) => (peer.asked()[0] as { readonly assets_ids: readonly string[] }).assets_ids.length);
    expect(sizes).toEqual([200, 200, 100]);
    feed.subscribe(marketOf(900), marketId(250), NO_FEES);
    feed.unsubscribe('0x249');
    expect(venue.last.asked().slice(1)).toEqual([asks('subscribe', ['9001', '9002']), asks('unsubscribe', ['2491', '2492'])]);
  });

  it('doubts every book of a lost connection, says that the venue is down when it was the last, and trusts again what is sent anew', () => {
    const { clock, venue, events, peer } = runningFeed(2);
    peer.close(1006, 'reset');
    expect(told(events)).toEqual(['BookInvalidated 0', 'BookInvalidated 1', 'FeedStatusChanged']);
    expect(events.at(-1)).toMatchObject({ up: false, reason: 'closed with 1006: reset' });
    clock.pass(250);
    venue.last.open().say([book(0, 2_000), book(1, 2_000)]);
    expect(told(events).slice(3)).toEqual(['FeedStatusChanged', 'BookSnapshot 0', 'BookSnapshot 1']);
  });

  it('leaves the venue up while another connection holds', () => {
    const { venue, events } = feedOf(101);
    for (const peer of venue.peers) peer.open();
    venue.peers[0]?.say(book(0, 1));
    venue.peers[1]?.say(book(100, 1));
    events.length = 0;
    venue.peers[0]?.close();
    expect(told(events)).toEqual(['BookInvalidated 0']);
  });

  it('finds a frozen connection, open and answering pings, by a question that nobody answers', () => {
    const { clock, events, peer } = runningFeed(2);
    clock.pass(10_100);
    expect(peer.asked().slice(1)).toEqual([asks('unsubscribe', ['01', '02']), asks('subscribe', ['01', '02'])]);
    clock.pass(3_000);
    expect(peer.isCut).toBe(true);
    expect(reasonsOf(events)).toEqual(['the connection was lost: it is open and says nothing', 'the connection was lost: it is open and says nothing']);
  });

  it('lets a quiet connection be that answers the question', () => {
    const { clock, events, peer } = runningFeed(1);
    for (let i = 0; i < 20; i++) {
      const before = peer.asked().length;
      clock.pass(5_000);
      if (peer.asked().length > before) peer.say([book(0, 1_000)]);
    }
    expect([peer.isCut, told(events)]).toEqual([false, []]);
    expect(events.length).toBeGreaterThan(5);
  });

  it('doubts a market that alone does not answer, and goes on asking for it', () => {
    const { clock, events, peer } = runningFeed(2);
    for (let second = 0; second < 75; second++) {
      clock.pass(1_000);
      peer.say(change(1, 2_000 + second, '0.49', String(second)));
    }
    expect(told(events).filter((line) => line.endsWith(' 0'))).toEqual(['BookInvalidated 0']);
    expect(reasonsOf(events)).toEqual(['the venue does not answer for it']);
    expect(peer.asked().filter((asked) => JSON.stringify(asked) === JSON.stringify(asks('subscribe', ['01', '02']))).length).toBeGreaterThan(2);
    peer.say(book(0, 3_000));
    expect(told(events).at(-1)).toBe('BookSnapshot 0');
  });

  it('is heard while data or pongs come, at most once a second, and not otherwise', () => {
    const { clock, events, peer } = runningFeed(1);
    const beats = (): number => events.filter(({ type }) => type === 'FeedHeartbeat').length;
    for (let i = 0; i < 50; i++) {
      peer.say(change(0, 2_000 + i, '0.49', String(i)));
      clock.pass(100);
    }
    expect(beats()).toBe(5);
    peer.answersPings = false;
    clock.pass(1_000);
    const last = beats();
    clock.pass(9_000);
    expect(beats()).toBe(last);
  });

  it('doubts what a message that cannot be read was about, all of the connection where it does not say', () => {
    const { clock, events, peer } = runningFeed(2);
    clock.pass(1_000);
    peer.say({ ...change(0, 2_000, '0.49', 'much') });
    expect(told(events)).toEqual(['BookInvalidated 0']);
    expect(peer.asked().slice(-2)).toEqual([asks('unsubscribe', ['01', '02']), asks('subscribe', ['01', '02'])]);
    peer.say('{"event_type":"price_change","mar');
    expect(told(events)).toEqual(['BookInvalidated 0', 'BookInvalidated 1']);
  });

  it('goes over to a new connection without a hole, telling the core no more than what changed', () => {
    const { clock, venue, events, peer } = runningFeed(1, { changeOverEveryMs: 60_000 });
    for (let i = 0; i < 61; i++) {
      clock.pass(1_000);
      peer.say(change(0, 2_000 + i, '0.49', String(i + 1)));
    }
    expect(venue.peers).toHaveLength(2);
    const next = venue.last.open().say(change(0, 3_000, '0.47', '1'));
    peer.say(change(0, 3_000, '0.47', '1'));
    events.length = 0;
    next.say([{ ...book(0, 3_001), bids: [{ price: '0.49', size: '61' }, { price: '0.48', size: '10' }, { price: '0.47', size: '2' }] }, { ...book(0, 3_001), asset_id: '02', bids: [{ price: '0.48', size: '10' }], asks: [{ price: '0.51', size: '61' }, { price: '0.52', size: '10' }, { price: '0.53', size: '2' }] }]);
    expect([peer.isCut, events.filter(({ type }) => type !== 'FeedHeartbeat')]).toMatchObject([true, [{ type: 'BookDelta', price: 470_000, size: 2_000_000 }]]);
    next.say(change(0, 3_002, '0.46', '1'));
    expect(told(events)).toEqual(['BookDelta 0', 'BookDelta 0']);
  });

  it('gives a change of connections up when the new one does not come, and keeps the old', () => {
    const { clock, venue, events, peer } = runningFeed(1, { changeOverEveryMs: 60_000 });
    for (let i = 0; i < 67; i++) {
      clock.pass(1_000);
      peer.say(change(0, 2_000 + i, '0.49', String(i + 1)));
    }
    expect([venue.last.isCut, peer.isCut, reasonsOf(events)]).toEqual([true, false, []]);
  });

  it('tells a resolution in YES, and new markets to who wants to know', () => {
    const listed: string[] = [];
    const { events, peer } = runningFeed(2, { onNewMarket: ({ slug }) => { listed.push(slug); } });
    const resolved = (n: number, winner: string) => ({ event_type: 'market_resolved', market: `0x${n}`, winning_asset_id: winner, timestamp: '2000' });
    peer.say([resolved(0, '01'), resolved(1, '12'), resolved(1, '99'), { event_type: 'new_market', market: '0xn', slug: 'new', assets_ids: ['5', '6'], timestamp: '2000' }]);
    expect(events).toMatchObject([{ type: 'MarketResolved', market: 0, yesPays: 1_000_000 }, { type: 'MarketResolved', market: 1, yesPays: 0 }]);
    expect(listed).toEqual(['new']);
  });

  it('knows how old each book is, and how far it is behind the venue', () => {
    const { clock, feed, peer } = runningFeed(2);
    clock.pass(4_000);
    peer.say(change(1, clock.now() - 40, '0.49', '1'));
    expect(feed.ages()).toEqual([{ market: 'm0', isSound: true, ageMs: 4_000 }, { market: 'm1', isSound: true, ageMs: 0 }]);
    expect(feed.health()).toMatchObject({ shards: 1, openShards: 1, undecodable: 0, lagMs: 40 });
  });

  it('leaves nothing running when it is closed', () => {
    const { clock, feed } = runningFeed(300);
    feed.close();
    expect(clock.pending).toBe(0);
  });
});

describe('the cross-check by REST', () => {
  /** Lets promises that are settled be heard. */
  const heard = async (): Promise<void> => { for (let i = 0; i < 5; i++) await Promise.resolve(); };
  const keepTalking = async (clock: FakeClock, peer: FakePeer, seconds: number): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      clock.pass(1_000);
      peer.say(change(1, 500_000 + i, '0.3', String(i + 1)));
      await heard();
    }
  };
  /** Frames are stamped in seconds here. */
  const byRest = (seconds: number, bids: string, asksText: string): BookMessage => ({ ...bookFrame(seconds * 1_000, bids, asksText), market: '0x0', token: '01' });

  it('confirms a book that agrees', async () => {
    const { clock, peer, events } = runningFeed(2, { fetchBooks: () => Promise.resolve([byRest(1_000, '0.48 10', '0.52 10')]) });
    await keepTalking(clock, peer, 2);
    expect(told(events)).toContain('BookValidated 0');
  });

  it('finds a ghost: a book that never changes while the venue\'s does', async () => {
    const { clock, peer, events, feed } = runningFeed(2, { fetchBooks: () => Promise.resolve([byRest(9_000, '0.30 10', '0.32 10')]) });
    await keepTalking(clock, peer, 1);
    expect(reasonsOf(events)).toEqual([]);
    await keepTalking(clock, peer, 2);
    expect(reasonsOf(events)).toEqual(['the venue\'s book has moved and the feed did not say so']);
    expect(feed.health().crossCheck.differed).toBe(1);
    expect(peer.asked().slice(-1)).toEqual([asks('subscribe', ['01', '02'])]);
  });

  it('lets the socket catch up first', async () => {
    const { clock, peer, events } = runningFeed(2, { fetchBooks: () => Promise.resolve([byRest(2_000, '0.49 5, 0.48 10', '0.52 10')]) });
    await keepTalking(clock, peer, 2);
    peer.say(change(0, 2_000, '0.49', '5'));
    await keepTalking(clock, peer, 3);
    expect(reasonsOf(events)).toEqual([]);
  });

  it('proves nothing by an answer that fails', async () => {
    const { clock, peer, events, feed } = runningFeed(2, { fetchBooks: () => Promise.reject(new Error('timeout')) });
    await keepTalking(clock, peer, 12);
    expect(reasonsOf(events)).toEqual([]);
    expect(feed.health().crossCheck.failed).toBeGreaterThan(1);
  });
});

describe('the market feed over loopback', () => {
  it('keeps its books through a lost connection', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    server.on('connection', (peer: WebSocket) => { peer.on('message', (data: Buffer) => { if (data.toString().includes('"type":"market"')) peer.send(JSON.stringify([book(0, Date.now())])); }); });
    const events: MarketDataEvent[] = [];
    const snapshots: (() => void)[] = [];
    const snapshot = (): Promise<void> => new Promise((resolve) => { snapshots.push(resolve); });
    const feed = new MarketFeed({
      venue: 'polymarket', url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, clock: SYSTEM_CLOCK, connect: connectByWebSocket, random: () => 0, fetchBooks: () => Promise.resolve([]),
      onNewMarket: () => {}, changeOverEveryMs: 900_000, emit: (event) => { events.push(event); if (event.type === 'BookSnapshot') snapshots.shift()?.(); },
    });
    const first = snapshot();
    feed.subscribe(marketOf(0), marketId(0), NO_FEES);
    await first;
    const second = snapshot();
    for (const peer of server.clients) peer.terminate();
    await second;
    expect(told(events)).toEqual(['FeedStatusChanged', 'BookSnapshot 0', 'BookInvalidated 0', 'FeedStatusChanged', 'FeedStatusChanged', 'BookSnapshot 0']);
    feed.close();
    server.close();
  });
});
