import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlaceOrder } from '../../core/domain/commands.ts';
import type { MarketDataEvent, VenueEvent } from '../../core/domain/events.ts';
import { marketId } from '../../core/domain/instrument.ts';
import { price, size, timestamp, type TimestampMs } from '../../core/domain/numbers.ts';
import type { Side } from '../../core/domain/side.ts';
import { legFor } from '../../exchange/complement.ts';
import { ABSENT, areAbsent, RECORDINGS } from '../../tape/recorded-data.fixture.ts';
import { spoiled } from '../../tape/made-up-tapes.fixture.ts';
import { TapeColumns } from '../../tape/columns.ts';
import type { Tape } from '../../tape/tape.ts';
import { describePairContract } from '../pair.contract.ts';
import { describeVenueContract } from '../venue.contract.ts';
import { instrument, marketTape, START, tapeOf } from './market-tape.fixture.ts';
import { PaperVenue } from './paper-venue.ts';
import { paperVenue, SETTINGS } from './paper-venue.fixture.ts';

describeVenueContract('a recording', { create: () => paperVenue(marketTape()), orderLatencyMs: 100 });
describePairContract('a recording', { create: () => paperVenue(marketTape()) });
describePairContract('a recording of a venue that splits and merges', { create: () => paperVenue(marketTape({ canMerge: true, canSplit: true })) });
describeVenueContract('a recording, in small chunks, of a venue that amends and nets', {
  create: () => paperVenue(marketTape({ canAmend: true, netsPairs: true }, 7)), orderLatencyMs: 100,
});

const MARKET = marketId(0);
const place = (clientId: string, side: Side, at: number, shares: number, ts: number, market = MARKET): PlaceOrder => ({
  type: 'PlaceOrder', ts: timestamp(ts), generation: 1, venue: 'recorded', clientId, market, side, price: price(at), size: size(shares * 1e6), postOnly: true, leg: legFor(side, price(at), 'buy'),
});

/** Plays to the end, with what `react` sends after each moment. */
async function playAll(venue: PaperVenue, react: (now: TimestampMs, news: readonly VenueEvent[]) => readonly PlaceOrder[] = () => []): Promise<readonly VenueEvent[]> {
  const events: VenueEvent[] = [];
  for (;;) {
    for (let reading = venue.pending(); reading !== null; reading = venue.pending()) await reading;
    const at = venue.nextEventAt();
    if (at === null) return events;
    const known = events.length;
    venue.advance(at, (event) => events.push(event));
    venue.submit(react(at, events.slice(known)), at);
  }
}

const at = (ms: number): TimestampMs => timestamp(START + ms);
const book = (ms: number): MarketDataEvent => ({ type: 'BookSnapshot', ts: at(ms), market: MARKET, bids: [price(480_000), size(1e8)], asks: [price(520_000), size(1e8)] });
const trade = (ms: number): MarketDataEvent => ({ type: 'TradePrinted', ts: at(ms), market: MARKET, price: price(490_000), size: size(5e6), taker: 'ask' });

test('an order takes effect after its latency, after what the market did at that very moment, and its fills follow the event that caused them', async () => {
  const venue = paperVenue(tapeOf([book(0), trade(100), trade(250)]));
  const events = await playAll(venue, (now) => (now === START ? [place('a', 'bid', 490_000, 10, now)] : []));
  expect(events.map(({ type, ts }) => `${type} ${ts - START}`)).toEqual([
    'InstrumentListed 0', 'BookSnapshot 0', 'TradePrinted 100', 'OrderAccepted 100', 'TradePrinted 250', 'OrderFilled 250',
  ]);
});

test('an order that rests when the recording ends does not prolong it', async () => {
  const venue = paperVenue(tapeOf([book(0), trade(5_000)]));
  const events = await playAll(venue, (now) => (now === START ? [{ ...place('a', 'bid', 470_000, 10, now), expiresAt: at(86_400_000) }] : []));
  expect(events.map(({ type, ts }) => `${type} ${ts - START}`)).toEqual(['InstrumentListed 0', 'BookSnapshot 0', 'OrderAccepted 100', 'TradePrinted 5000']);
});

test('the latency is what it is given', async () => {
  const venue = paperVenue(tapeOf([book(0), trade(5_000)]), { order: 1_234 });
  const events = await playAll(venue, (now) => (now === START ? [place('a', 'bid', 490_000, 10, now)] : []));
  expect(events.find(({ type }) => type === 'OrderAccepted')?.ts).toBe(START + 1_234);
});

test('a command waits for the next chunk, whose events may come before it', async () => {
  const venue = paperVenue(tapeOf([book(0), trade(50), trade(200)], {}, 1));
  const events = await playAll(venue, (now) => (now === START ? [place('a', 'bid', 490_000, 10, now)] : []));
  expect(events.map(({ type, ts }) => `${type} ${ts - START}`)).toEqual([
    'InstrumentListed 0', 'BookSnapshot 0', 'TradePrinted 50', 'OrderAccepted 100', 'TradePrinted 200', 'OrderFilled 200',
  ]);
});

test('advancing beyond what is read stops there: no command is performed before events that are still to come', async () => {
  const venue = paperVenue(tapeOf([book(0), trade(50)], {}, 1));
  await venue.pending();
  const events: VenueEvent[] = [];
  venue.advance(at(0), (event) => events.push(event));
  venue.submit([place('a', 'bid', 490_000, 10, START)], at(0));
  for (let i = 0; i < 3; i++) {
    venue.advance(at(10_000), (event) => events.push(event));
    await venue.pending();
  }
  expect(events.map(({ type }) => type)).toEqual(['InstrumentListed', 'BookSnapshot', 'TradePrinted', 'OrderAccepted']);
});

test('after the last event commands are still answered, and then nothing is left', async () => {
  const venue = paperVenue(tapeOf([book(0)]));
  const events = await playAll(venue, (now, news) => (news.length > 0 && now === START ? [place('a', 'bid', 470_000, 10, now)] : []));
  expect(events.at(-1)).toMatchObject({ type: 'OrderAccepted', ts: START + 100 });
  expect([venue.nextEventAt(), venue.pending()]).toEqual([null, null]);
  expect(venue.progress()).toEqual({ events: 1, share: null });
});

test('advancing to the same moment twice says nothing twice', async () => {
  const venue = paperVenue(tapeOf([book(0), trade(100)]));
  await venue.pending();
  const events: VenueEvent[] = [];
  for (let i = 0; i < 2; i++) venue.advance(at(0), (event) => events.push(event));
  expect(events.map(({ type }) => type)).toEqual(['InstrumentListed', 'BookSnapshot']);
});

test('what is wrong with a recording is said when its place is reached, and closing in the middle is quiet', async () => {
  await expect(PaperVenue.open(spoiled('tickscope', 'ASK,0.45', 'ASK,nan'), { settings: SETTINGS, directory: '.' })).rejects.toMatchObject({ spec: { code: 'MM_TAPE_MALFORMED_ROW' } });
  const broken = paperVenue({ ...tapeOf([]), instruments: [instrument], async *chunks() { yield* tapeOf([book(0)]).chunks(); throw new Error('broken here'); } });
  await expect(broken.pending()).rejects.toThrow('broken here');
  const closed = paperVenue(marketTape({}, 5));
  await closed.pending();
  await closed.close();
  expect([closed.pending(), closed.nextEventAt()]).toEqual([null, null]);
  const reading = paperVenue(marketTape());
  const read = reading.pending();
  await reading.close();
  await read;
  expect(reading.nextEventAt()).toBeNull();
});

const words = (events: readonly VenueEvent[]): readonly string[] => events.map(({ type, ts }) => `${type} ${ts - START}`);

test('each way has its own latency: market data, orders and answers all come late, in the order they were sent', async () => {
  const venue = paperVenue(tapeOf([book(0), trade(100), trade(250), trade(400)]), { feed: 40, order: 100, response: 70 });
  const events = await playAll(venue, (now) => (now === START + 40 ? [place('a', 'bid', 490_000, 10, now)] : []));
  expect(words(events)).toEqual([
    'InstrumentListed 40', 'BookSnapshot 40', 'TradePrinted 140', 'OrderAccepted 210', 'TradePrinted 290', 'OrderFilled 320', 'TradePrinted 440', 'OrderFilled 470',
  ]);
});

test('an answer that is quicker than the feed is heard before the trade that caused it', async () => {
  const venue = paperVenue(tapeOf([book(0), trade(250)]), { feed: 200, order: 10, response: 5 });
  const events = await playAll(venue, (now) => (now === START + 200 ? [place('a', 'bid', 490_000, 10, now)] : []));
  expect(words(events).slice(2)).toEqual(['OrderAccepted 215', 'OrderFilled 255', 'TradePrinted 450']);
});

test('a latency that varies never lets a later message overtake an earlier one', async () => {
  const tape = tapeOf([book(0), ...[...Array(200).keys()].map((i) => trade(100 + i * 3))]);
  let state = 1;
  const varied = { least: 0, isConstant: false, draw: () => (state = (state * 7_919) % 251) };
  const venue = paperVenue(tape, {}, { latencies: { feed: varied, order: varied, response: varied } });
  const events = await playAll(venue, (now) => (now < START + 400 && now % 2 === 0 ? [place(`v${now}`, 'bid', 490_000, 5, now)] : []));
  const stamps = events.map(({ ts }) => ts);
  expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
  expect(events.filter(({ type }) => type === 'TradePrinted')).toHaveLength(200);
  const accepted = events.flatMap((event) => (event.type === 'OrderAccepted' ? [event.clientId] : []));
  expect(accepted).toEqual(accepted.toSorted());
});

test('what is seen and sent up to a moment does not depend on what the recording holds after it', async () => {
  const step = fc.record({ gap: fc.integer({ min: 0, max: 400 }), side: fc.constantFrom<Side>('bid', 'ask'), shares: fc.integer({ min: 1, max: 40 }), isTrade: fc.boolean() });
  const tapeFrom = (steps: readonly { readonly gap: number; readonly side: Side; readonly shares: number; readonly isTrade: boolean }[]): readonly MarketDataEvent[] => {
    let ms = 0;
    return [book(0), ...steps.map(({ gap, side, shares, isTrade }): MarketDataEvent => {
      ms += gap;
      const at490 = price(side === 'bid' ? 480_000 : 520_000);
      return isTrade
        ? { type: 'TradePrinted', ts: at(ms), market: MARKET, price: at490, size: size(shares * 1e6), taker: side === 'bid' ? 'ask' : 'bid' }
        : { type: 'BookDelta', ts: at(ms), market: MARKET, side, price: at490, size: size(shares * 1e6) };
    })];
  };
  const steps = fc.array(step, { minLength: 1, maxLength: 30 });
  const ways = fc.record({ feed: fc.constantFrom(0, 40, 250), order: fc.constantFrom(0, 90), response: fc.constantFrom(0, 60, 300) });
  await fc.assert(fc.asyncProperty(steps, steps, steps, ways, async (kept, futureA, futureB, delays) => {
    const run = async (events: readonly MarketDataEvent[]): Promise<readonly VenueEvent[]> => {
      let sent = 0;
      return playAll(paperVenue(tapeOf(events), delays), (now, news) => (news.some(({ type }) => type === 'BookDelta' || type === 'TradePrinted')
        ? [place(`o${++sent}`, sent % 2 === 0 ? 'bid' : 'ask', sent % 2 === 0 ? 480_000 : 520_000, 5, now)] : []));
    };
    const later = (future: typeof kept): typeof kept => future.map((one, index) => (index === 0 ? { ...one, gap: one.gap + 1 } : one));
    // The first row that differs is stamped after the last kept one, and reaches us no sooner than the quicker way takes.
    const until = START + kept.reduce((ms, { gap }) => ms + gap, 0) + 1 + Math.min(delays.feed, delays.response);
    const [a, b] = await Promise.all([futureA, futureB].map(async (future) => (await run(tapeFrom([...kept, ...later(future)]))).filter(({ ts }) => ts < until)));
    expect(a).toEqual(b);
  }), { numRuns: 150 });
});

test('a hole ends the run and names itself; as an outage nothing is heard in it, and nothing fills', async () => {
  const holed = (): Tape => ({
    ...tapeOf([]), instruments: [instrument],
    async *chunks() {
      const columns = new TapeColumns();
      columns.push(book(0));
      columns.gap({ ts: at(1_000), market: -1, lengthMs: 60_000 });
      columns.push({ type: 'BookDelta', ts: at(30_000), market: MARKET, side: 'bid', price: price(480_000), size: size(0) });
      columns.push({ type: 'BookDelta', ts: at(30_000), market: MARKET, side: 'ask', price: price(470_000), size: size(50e6) });
      columns.push(trade(61_000));
      columns.push(trade(61_500));
      yield columns;
    },
  });
  await expect(playAll(paperVenue(holed()))).rejects.toMatchObject({ spec: { code: 'MM_TAPE_HOLE' }, message: expect.stringMatching(/made-up: nothing was recorded from .* to .* \(60 s\)/) as string });
  // What another market's row in between shows of this one's book counts for nothing; the hole's end does.
  const events = await playAll(paperVenue(holed(), {}, { gaps: 'outage' }), (now) => (now === START ? [place('a', 'bid', 480_000, 10, now)] : []));
  expect(words(events)).toEqual(['InstrumentListed 0', 'BookSnapshot 0', 'OrderAccepted 100', 'BookDelta 30000', 'BookDelta 30000', 'TradePrinted 61000', 'OrderFilled 61500', 'TradePrinted 61500']);
});

test('a run that begins in the middle is told how the markets stand there and nothing of before', async () => {
  const whole = [book(0), { type: 'BookDelta', ts: at(50), market: MARKET, side: 'bid', price: price(470_000), size: size(7e6) } as const, trade(60), trade(500)];
  const venue = paperVenue(tapeOf(whole, {}, 1));
  await venue.skipTo(START + 100);
  const events = await playAll(venue);
  expect(words(events)).toEqual(['InstrumentListed 100', 'BookSnapshot 100', 'TradePrinted 500']);
  expect(events[1]).toMatchObject({ bids: [480_000, 1e8, 470_000, 7e6], asks: [520_000, 1e8] });
});

test('a run that begins in the middle of a hole is refused, or begins with a book that nobody knows', async () => {
  const holed = (): Tape => ({
    ...tapeOf([]), instruments: [instrument],
    async *chunks() {
      const columns = new TapeColumns();
      columns.push(book(0));
      columns.gap({ ts: at(1_000), market: -1, lengthMs: 60_000 });
      columns.push(trade(61_000));
      columns.push(trade(62_000));
      yield columns;
    },
  });
  await expect(paperVenue(holed()).skipTo(START + 30_000)).rejects.toMatchObject({ spec: { code: 'MM_TAPE_HOLE' } });
  const inside = paperVenue(holed(), {}, { gaps: 'outage' });
  await inside.skipTo(START + 30_000);
  expect(words(await playAll(inside))).toEqual([
    'InstrumentListed 30000', 'BookSnapshot 30000', 'BookInvalidated 30000', 'TradePrinted 61000', 'BookValidated 62000', 'TradePrinted 62000',
  ]);
  // A hole that is over by then is none of the run's.
  const after = paperVenue(holed());
  await after.skipTo(START + 61_500);
  expect(words(await playAll(after))).toEqual(['InstrumentListed 61500', 'BookSnapshot 61500', 'TradePrinted 62000']);
});

test('the market is listed with the rewards of the profile, from the beginning and from the middle', async () => {
  const rewards = { maxSpread: 40_000, minSize: 0, daily: 1_440_000_000 };
  for (const from of [0, 61_000]) {
    const venue = paperVenue(marketTape(), {}, { settings: { ...SETTINGS, rewards } });
    if (from > 0) await venue.skipTo(START + from);
    const listed = (await playAll(venue)).find(({ type }) => type === 'InstrumentListed');
    expect(listed).toMatchObject({ instrument: { name: 'quiet', rewards } });
  }
});

test('what is owed is paid where a run ends before its recording does, and orders that rest then are counted', async () => {
  const resting: unknown[] = [];
  const rewards = { maxSpread: 40_000, minSize: 0, daily: 1_440_000_000 };
  const minutes = [...Array(20).keys()].map((i) => trade(30_000 + i * 60_000));
  const venue = paperVenue(tapeOf([book(0), ...minutes]), {}, {
    settings: { ...SETTINGS, rewards }, watch: { filled() {}, ended: (standing, isFilled) => { resting.push([standing?.remaining, isFilled]); } },
  });
  const events: VenueEvent[] = [];
  let isSent = false;
  for (;;) {
    for (let reading = venue.pending(); reading !== null; reading = venue.pending()) await reading;
    const now = venue.nextEventAt();
    if (now === null) break;
    if (now > START + 600_000) venue.cease();
    venue.advance(now, (event) => { events.push(event); });
    if (!isSent) venue.submit([place('a', 'bid', 480_000, 10, now)], now);
    isSent = true;
  }
  expect(events.filter(({ type }) => type === 'IncentivePaid')).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'TradePrinted')).toHaveLength(10);
  expect(resting).toEqual([[10e6, false]]);
});

/** Joins the best bid and ask of every market once a minute and leaves the orders there. */
function joiner(): Parameters<typeof playAll>[1] {
  const best = new Map<number, { readonly bids: Map<number, number>; readonly asks: Map<number, number>; sentAt: number }>();
  let sent = 0;
  return (now, news) => {
    const orders: PlaceOrder[] = [];
    for (const event of news) {
      if (event.type !== 'BookDelta' && event.type !== 'BookSnapshot') continue;
      const state = best.get(event.market) ?? { bids: new Map(), asks: new Map(), sentAt: 0 };
      best.set(event.market, state);
      if (event.type === 'BookDelta') (event.side === 'bid' ? state.bids : state.asks).set(event.price, event.size);
      else for (const [side, levels] of [[state.bids, event.bids], [state.asks, event.asks]] as const) {
        side.clear();
        for (let i = 0; i < levels.length; i += 2) side.set(levels[i]!, levels[i + 1]!);
      }
      const prices = (side: Map<number, number>): number[] => [...side].filter(([, shown]) => shown > 0).map(([of]) => of);
      const [bids, asks] = [prices(state.bids), prices(state.asks)];
      if (now - state.sentAt < 60_000 || bids.length === 0 || asks.length === 0) continue;
      state.sentAt = now;
      orders.push(place(`j${++sent}`, 'bid', Math.max(...bids), 20, now, event.market), place(`j${++sent}`, 'ask', Math.min(...asks), 20, now, event.market));
    }
    return orders;
  };
}

const { tickscope, btc15m, kalshiInxd } = RECORDINGS;
test.skipIf(areAbsent).each(Object.entries({ tickscope, btc15m, kalshiInxd }))(`on %s orders that join the touch fill, each is accounted for, stamps never run back, and two runs tell one story${ABSENT}`, async (_, path) => {
  const run = async () => playAll(await PaperVenue.open(path, { settings: { ...SETTINGS, cash: 100_000_000_000 }, directory: '.' }), joiner());
  const events = await run();
  const filled = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'OrderFilled') filled.set(event.clientId, (filled.get(event.clientId) ?? 0) + event.size);
    if (event.type === 'OrderCanceled') expect((filled.get(event.clientId) ?? 0) + event.remaining).toBe(20e6);
  }
  expect(filled.size).toBeGreaterThan(0);
  for (const amount of filled.values()) expect(amount).toBeLessThanOrEqual(20e6);
  const stamps = events.map(({ ts }) => ts);
  expect(stamps.every((ts, i) => i === 0 || ts >= stamps[i - 1]!)).toBe(true);
  expect(await run()).toEqual(events);
});
