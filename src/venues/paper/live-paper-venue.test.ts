import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Command } from '../../core/domain/commands.ts';
import type { CarriedState, MarketDataEvent, VenueEvent } from '../../core/domain/events.ts';
import { marketId } from '../../core/domain/instrument.ts';
import { cash, price, size, timestamp, type TimestampMs } from '../../core/domain/numbers.ts';
import { legFor } from '../../exchange/complement.ts';
import type { TapeColumns } from '../../tape/columns.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Venue } from '../port.ts';
import { describeVenueContract } from '../venue.contract.ts';
import { constantLatency } from './latency.ts';
import { LivePaperVenue, type LivePaperOptions } from './live-paper-venue.ts';
import { instrument, marketTape, START } from './market-tape.fixture.ts';
import { paperVenue, SETTINGS, type Ways } from './paper-venue.fixture.ts';
import { ToldFeed } from './told-feed.fixture.ts';

const MARKET = marketId(0);
const ways = ({ feed = 0, order = 100, response = 0 }: Ways): LivePaperOptions['latencies'] =>
  ({ feed: constantLatency(feed), order: constantLatency(order), response: constantLatency(response) });
const livePaper = (feed: ToldFeed, latencies: Ways = {}, over: Partial<LivePaperOptions> = {}): LivePaperVenue =>
  new LivePaperVenue(feed, { settings: SETTINGS, latencies: ways(latencies), name: 'made-up', carried: null, ...over });

/** What a recording holds, as it would have come. */
async function eventsOf(tape: Tape): Promise<readonly MarketDataEvent[]> {
  const events: MarketDataEvent[] = tape.instruments.map((listed) => ({ type: 'InstrumentListed', ts: timestamp(START), instrument: listed }));
  for await (const chunk of tape.chunks()) events.push(...rows(chunk, tape));
  return events;
}
function rows(chunk: TapeColumns, tape: Tape): MarketDataEvent[] {
  const events: MarketDataEvent[] = [];
  for (let row = 0; row < chunk.length; row += chunk.rowsOf(row)) {
    const event = chunk.eventAt(row, chunk.ts[row]!, tape.venue, tape.terms);
    if (event !== null) events.push(event);
  }
  return events;
}
const QUIET = await eventsOf(marketTape());

describeVenueContract('live books', { create: () => livePaper(new ToldFeed('recorded', QUIET)), orderLatencyMs: 100 });
describeVenueContract('live books, all of it late', { create: () => livePaper(new ToldFeed('recorded', QUIET), { feed: 30, order: 70, response: 40 }), orderLatencyMs: 70 });

interface Wish { readonly afterMs: number; readonly side: 'bid' | 'ask'; readonly cents: number; readonly shares: number; readonly postOnly: boolean; readonly isCanceledMs: number | null }

const commandsOf = (wishes: readonly Wish[]): readonly { at: number; command: Command }[] => wishes.flatMap(({ afterMs, side, cents, shares, postOnly, isCanceledMs }, index) => {
  const at = START + afterMs;
  const clientId = `w-${index}`;
  const issued = { generation: 1, venue: 'recorded', clientId, market: MARKET };
  const place: Command = { type: 'PlaceOrder', ts: timestamp(at), ...issued, side, price: price(cents * 10_000), size: size(shares * 1e6), postOnly, leg: legFor(side, price(cents * 10_000), 'buy') };
  const cancels = isCanceledMs === null ? [] : [{ at: at + isCanceledMs, command: { type: 'CancelOrder', ts: timestamp(at + isCanceledMs), ...issued } as const }];
  return [{ at, command: place }, ...cancels];
}).toSorted((a, b) => a.at - b.at);

/** Everything the venue says within the first ten minutes. */
async function said(venue: Venue, commands: readonly { at: number; command: Command }[]): Promise<readonly VenueEvent[]> {
  const events: VenueEvent[] = [];
  const sink = (event: VenueEvent): void => { events.push(event); };
  for (const { at, command } of [...commands, { at: START + 600_000, command: null }]) {
    for (;;) {
      for (let reading = venue.pending(); reading !== null; reading = venue.pending()) await reading;
      const due = venue.nextEventAt();
      if (due === null || due > at) break;
      venue.advance(due, sink);
    }
    venue.advance(timestamp(at), sink);
    if (command !== null) venue.submit([command], timestamp(at));
  }
  return events;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  // Whole seconds less the way: orders then arrive with the market's own changes.
  afterMs: fc.oneof(fc.integer({ min: 1_000, max: 500_000 }), fc.integer({ min: 2, max: 500 }).map((second) => second * 1_000 - 100)), side: fc.constantFrom('bid', 'ask'), cents: fc.integer({ min: 44, max: 56 }), shares: fc.integer({ min: 5, max: 200 }),
  postOnly: fc.boolean(), isCanceledMs: fc.option(fc.integer({ min: 0, max: 100_000 })),
});

test('live books do to orders what a recording of them does, order for order and fill for fill', async () => {
  await fc.assert(fc.asyncProperty(fc.array(wish, { maxLength: 8 }), fc.constantFrom<Ways>({}, { feed: 20 }, { response: 35 }, { feed: 50, order: 10, response: 5 }), async (wishes, latencies) => {
    const commands = commandsOf(wishes);
    const recorded = await said(paperVenue(marketTape(), latencies), commands);
    const live = await said(livePaper(new ToldFeed('recorded', QUIET), latencies), commands);
    expect(live).toEqual(recorded);
  }), { numRuns: 60 });
});

describe('a feed', () => {
  const ts = (ms: number): TimestampMs => timestamp(START + ms);
  const book = (ms: number): MarketDataEvent => ({ type: 'BookSnapshot', ts: ts(ms), market: MARKET, bids: [480_000, 100e6], asks: [520_000, 100e6] });
  const order = (clientId: string, cents: number, ms: number, postOnly = true): Command => ({
    type: 'PlaceOrder', ts: ts(ms), generation: 1, venue: 'recorded', clientId, market: MARKET, side: 'bid', price: price(cents * 10_000), size: size(10e6), postOnly, leg: legFor('bid', price(cents * 10_000), 'buy'),
  });
  const about = (venue: LivePaperVenue, until: number): readonly VenueEvent[] => {
    const events: VenueEvent[] = [];
    venue.advance(ts(until), (event) => { events.push(event); });
    return events;
  };
  const listing: MarketDataEvent = { type: 'InstrumentListed', ts: ts(0), instrument: { ...instrument, showsOwnOrders: true } };

  it('wakes whoever listens as soon as it speaks, and is never at its end', () => {
    const feed = new ToldFeed('recorded');
    const venue = livePaper(feed);
    let woken = 0;
    venue.listen(() => { woken++; });
    expect(venue.nextEventAt()).toBeNull();
    feed.say(listing);
    expect(woken).toBe(1);
    expect(venue.nextEventAt()).toBe(START);
  });

  it('lists markets whose public book holds none of our orders', () => {
    expect(about(livePaper(new ToldFeed('recorded', [listing])), 1)).toMatchObject([{ type: 'InstrumentListed', instrument: { showsOwnOrders: false, netsPairs: false } }]);
  });

  it('lists a market at any time, and gives it what the account holds of it', () => {
    const pnl = { spread: cash(0), inventory: cash(0), fees: cash(0) };
    const carried: CarriedState = {
      cash: cash(77_000_000), halted: null, account: { day: 1, dayStartPnl: cash(0), peakPnl: cash(0), drawdownLatch: 'none', dailyLossLatched: false, retired: pnl },
      markets: { later: { venue: 'recorded', yes: size(7e6), no: size(0), mark: null, cost: cash(0), pnl: { ...pnl, peak: cash(0) }, stopLoss: { latched: false, reason: '', baseline: cash(0) } } },
    };
    const feed = new ToldFeed('recorded', [listing, book(0)]);
    const venue = livePaper(feed, {}, { carried });
    about(venue, 10);
    feed.say({ type: 'InstrumentListed', ts: ts(20), instrument: { ...instrument, id: marketId(1), name: 'later' } });
    venue.submit([{ type: 'QueryHoldings', ts: ts(30), generation: 1, venue: 'recorded' }], ts(30));
    expect(about(venue, 500).at(-1)).toMatchObject({ type: 'HoldingsReported', cash: 77_000_000, holdings: [{ market: 1, yes: 7_000_000, no: 0 }] });
  });

  it('that is down has its displayed quotes fill nothing until the book is there again', () => {
    const feed = new ToldFeed('recorded', [listing, book(0)]);
    const venue = livePaper(feed);
    feed.say({ type: 'FeedStatusChanged', ts: ts(10), venue: 'recorded', up: false, reason: 'the connection was lost' });
    venue.submit([order('taker', 52, 20, false)], ts(20));
    expect(about(venue, 5_000).filter(({ type }) => type === 'OrderFilled')).toEqual([]);
    feed.say({ type: 'FeedStatusChanged', ts: ts(6_000), venue: 'recorded', up: true, reason: 'connected' });
    feed.say(book(6_001));
    expect(about(venue, 7_000).filter(({ type }) => type === 'OrderFilled')).toMatchObject([{ clientId: 'taker', price: 520_000 }]);
  });

  it('that says a book is not to be trusted, in words of its own, is passed on as it is', () => {
    const feed = new ToldFeed('recorded', [listing, book(0), { type: 'BookInvalidated', ts: ts(5), market: MARKET, reason: 'the hash differs' }]);
    expect(about(livePaper(feed), 10).at(-1)).toMatchObject({ type: 'BookInvalidated', reason: 'the hash differs' });
  });

  it('that changes the tick has the orders off it removed', () => {
    const feed = new ToldFeed('recorded', [listing, book(0)]);
    const venue = livePaper(feed);
    venue.submit([order('resting', 47, 1)], ts(1));
    about(venue, 200);
    feed.say({ type: 'InstrumentChanged', ts: ts(300), market: MARKET, tick: price(100_000), fees: instrument.fees });
    expect(about(venue, 400)).toMatchObject([{ type: 'InstrumentChanged' }, { type: 'OrderCanceled', clientId: 'resting' }]);
  });

  it('is closed with the venue, also where its latency was to be read from a recording', async () => {
    const feed = new ToldFeed('recorded', [listing]);
    await livePaper(feed).close();
    expect(feed.isClosed).toBe(true);
    const refused = new ToldFeed('recorded');
    const settings = { ...SETTINGS, latency: { ...SETTINGS.latency, feed: { kind: 'tape' as const } } };
    await expect(LivePaperVenue.open(refused, { settings, directory: '.', name: 'x', carried: null })).rejects.toThrow('live books are as late as they come');
    expect(refused.isClosed).toBe(true);
  });
});
