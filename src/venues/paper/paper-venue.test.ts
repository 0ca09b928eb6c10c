import { expect, test } from 'vitest';
import type { PlaceOrder } from '../../core/domain/commands.ts';
import type { MarketDataEvent, VenueEvent } from '../../core/domain/events.ts';
import { marketId } from '../../core/domain/instrument.ts';
import { price, size, timestamp, type TimestampMs } from '../../core/domain/numbers.ts';
import type { Side } from '../../core/domain/side.ts';
import { legFor } from '../../exchange/complement.ts';
import { ABSENT, areAbsent, RECORDINGS } from '../../tape/recorded-data.fixture.ts';
import { spoiled } from '../../tape/made-up-tapes.fixture.ts';
import { describeVenueContract } from '../venue.contract.ts';
import { cash, instrument, marketTape, START, tapeOf } from './market-tape.fixture.ts';
import { PaperVenue } from './paper-venue.ts';

const account = { cash: cash(1_000) };

describeVenueContract('a recording', { create: () => new PaperVenue({ tape: marketTape(), account }), orderLatencyMs: 100 });
describeVenueContract('a recording, in small chunks, of a venue that amends and nets', {
  create: () => new PaperVenue({ tape: marketTape({ canAmend: true, netsPairs: true }, 7), account }), orderLatencyMs: 100,
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
  const venue = new PaperVenue({ tape: tapeOf([book(0), trade(100), trade(250)]), account });
  const events = await playAll(venue, (now) => (now === START ? [place('a', 'bid', 490_000, 10, now)] : []));
  expect(events.map(({ type, ts }) => `${type} ${ts - START}`)).toEqual([
    'InstrumentListed 0', 'BookSnapshot 0', 'TradePrinted 100', 'OrderAccepted 100', 'TradePrinted 250', 'OrderFilled 250',
  ]);
});

test('the latency is what it is given', async () => {
  const venue = new PaperVenue({ tape: tapeOf([book(0), trade(5_000)]), account, orderLatencyMs: 1_234 });
  const events = await playAll(venue, (now) => (now === START ? [place('a', 'bid', 490_000, 10, now)] : []));
  expect(events.find(({ type }) => type === 'OrderAccepted')?.ts).toBe(START + 1_234);
});

test('a command waits for the next chunk, whose events may come before it', async () => {
  const venue = new PaperVenue({ tape: tapeOf([book(0), trade(50), trade(200)], {}, 1), account });
  const events = await playAll(venue, (now) => (now === START ? [place('a', 'bid', 490_000, 10, now)] : []));
  expect(events.map(({ type, ts }) => `${type} ${ts - START}`)).toEqual([
    'InstrumentListed 0', 'BookSnapshot 0', 'TradePrinted 50', 'OrderAccepted 100', 'TradePrinted 200', 'OrderFilled 200',
  ]);
});

test('advancing beyond what is read stops there: no command is performed before events that are still to come', async () => {
  const venue = new PaperVenue({ tape: tapeOf([book(0), trade(50)], {}, 1), account });
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
  const venue = new PaperVenue({ tape: tapeOf([book(0)]), account });
  const events = await playAll(venue, (now) => (now === START ? [place('a', 'bid', 470_000, 10, now)] : []));
  expect(events.at(-1)).toMatchObject({ type: 'OrderAccepted', ts: START + 100 });
  expect([venue.nextEventAt(), venue.pending()]).toEqual([null, null]);
  expect(venue.progress()).toEqual({ events: 1, share: null });
});

test('advancing to the same moment twice says nothing twice', async () => {
  const venue = new PaperVenue({ tape: tapeOf([book(0), trade(100)]), account });
  await venue.pending();
  const events: VenueEvent[] = [];
  for (let i = 0; i < 2; i++) venue.advance(at(0), (event) => events.push(event));
  expect(events.map(({ type }) => type)).toEqual(['InstrumentListed', 'BookSnapshot']);
});

test('what is wrong with a recording is said when its place is reached, and closing in the middle is quiet', async () => {
  await expect(PaperVenue.open(spoiled('tickscope', 'ASK,0.45', 'ASK,nan'), { account })).rejects.toMatchObject({ spec: { code: 'MM_TAPE_MALFORMED_ROW' } });
  const broken = new PaperVenue({ tape: { ...tapeOf([]), instruments: [instrument], async *chunks() { yield [book(0)]; throw new Error('broken here'); } }, account });
  await broken.pending();
  broken.advance(at(0), () => {});
  // Time for the failure to be noticed before anybody asks for it.
  await new Promise((resolve) => { setImmediate(resolve); });
  await expect(broken.pending()).rejects.toThrow('broken here');
  const closed = new PaperVenue({ tape: marketTape({}, 5), account });
  await closed.pending();
  await closed.close();
  expect([closed.pending(), closed.nextEventAt()]).toEqual([null, null]);
  const reading = new PaperVenue({ tape: marketTape(), account });
  const read = reading.pending();
  await reading.close();
  await read;
  expect(reading.nextEventAt()).toBeNull();
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

test.skipIf(areAbsent).each(Object.entries(RECORDINGS))(`on %s orders that join the touch fill, each is accounted for, stamps never run back, and two runs tell one story${ABSENT}`, async (_, path) => {
  const run = async () => playAll(await PaperVenue.open(path, { account: { cash: cash(100_000) } }), joiner());
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
