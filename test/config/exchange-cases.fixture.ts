// What a profile says of the simulated exchange, proved on one: a made-up recording of a quarter of an hour, one order of
// ours at the best bid, and what we hear of it and when.

import { marketId } from '../../src/core/domain/instrument.ts';
import type { MarketDataEvent, VenueEvent } from '../../src/core/domain/events.ts';
import { price, size, timestamp } from '../../src/core/domain/numbers.ts';
import { legFor } from '../../src/exchange/complement.ts';
import { START, tapeOf } from '../../src/venues/paper/market-tape.fixture.ts';
import { openLatencies } from '../../src/venues/paper/latency.ts';
import { PaperVenue } from '../../src/venues/paper/paper-venue.ts';
import { BASE, configOf, variantsOf, withKey, type Files, type KeyCases } from './variants.fixture.ts';

const MARKET = marketId(0);
const AT = price(480_000);
const shares = (n: number): ReturnType<typeof size> => size(n * 1_000_000);
const at = (ms: number): ReturnType<typeof timestamp> => timestamp(START + ms);
const bid = (ms: number, n: number): MarketDataEvent => ({ type: 'BookDelta', ts: at(ms), market: MARKET, side: 'bid', price: AT, size: shares(n) });
const sold = (ms: number, n: number): MarketDataEvent => ({ type: 'TradePrinted', ts: at(ms), market: MARKET, price: AT, size: shares(n), taker: 'ask' });

/** 100 ahead of us, 200 join behind us, then 100 cancel somewhere, then 75, 20 and 20 trade. */
const TAPE: readonly MarketDataEvent[] = [
  { type: 'BookSnapshot', ts: at(0), market: MARKET, bids: [AT, shares(100)], asks: [520_000, shares(100)] },
  bid(2_000, 300), bid(60_000, 200), sold(120_000, 75), bid(120_010, 125), sold(180_000, 20), bid(180_010, 105), sold(240_000, 20), bid(240_010, 85), bid(900_000, 84),
];

/** "OrderAccepted 100", in the order heard. */
async function heard(files: Files, words: (event: VenueEvent) => string | null): Promise<readonly string[]> {
  const { exchange } = configOf(files);
  const venue = new PaperVenue({ tape: tapeOf(TAPE), settings: exchange, latencies: await openLatencies(exchange, '.') });
  const events: VenueEvent[] = [];
  let isSent = false;
  for (;;) {
    for (let reading = venue.pending(); reading !== null; reading = venue.pending()) await reading;
    const now = venue.nextEventAt();
    if (now === null) return events.map(words).filter((word) => word !== null);
    venue.advance(now, (event) => { events.push(event); });
    if (!isSent && events.some(({ type }) => type === 'BookSnapshot')) {
      isSent = true;
      venue.submit([{ type: 'PlaceOrder', ts: now, generation: 1, venue: 'recorded', clientId: 'a', market: MARKET, side: 'bid', price: AT, size: shares(100), postOnly: true, leg: legFor('bid', AT, 'buy') }], now);
    }
  }
}

const stamped = ({ type, ts }: VenueEvent): string => `${type} ${ts - START}`;
const fills = (files: Files): Promise<readonly string[]> => heard(files, (event) => (event.type === 'OrderFilled' ? `${event.size / 1e6} at ${(event.ts - START) / 1_000}s` : null));
const ofOrder = (files: Files): Promise<readonly string[]> => heard(files, (event) => (['OrderAccepted', 'OrderFilled'].includes(event.type) ? stamped(event) : null));
const failures = (files: Files): Promise<readonly string[]> => heard(files, (event) => (event.type === 'FillFailed' ? `${event.fillId.split('-').at(-1)} ${event.ts - START}` : null));
const paid = (files: Files): Promise<readonly string[]> => heard(files, (event) => (event.type === 'IncentivePaid' ? `${event.kind} ${event.amount}` : null));

const inExchange = (...path: readonly string[]): readonly string[] => ['profiles', 'demo', 'exchange', ...path];
const withExchange = (value: unknown): Files => withKey(BASE, inExchange(), value);
const GHOSTS = withExchange({ queue: { model: 'proportional' }, ghostFills: { share: '50%', toldAfter: '1s' }, seed: '2' });
const REWARDS = withExchange({ rewards: { maxSpread: '4c', minSize: '50 shares', daily: '$1_440' } });

export const EXCHANGE_CASES: KeyCases = {
  'profiles/*.yaml exchange.queue.model': [{
    variants: variantsOf(BASE, inExchange('queue'), [{ model: 'pessimistic' }, { model: 'proportional' }, { model: 'power', exponent: '2' }, { model: 'trade-through' }, { model: 'decay', halfLife: '1s' }]),
    observe: fills, sees: [['15 at 240s'], ['8 at 120s', '20 at 180s', '20 at 240s'], ['15 at 180s', '20 at 240s'], [], ['75 at 120s', '20 at 180s', '5 at 240s']],
  }],
  'profiles/*.yaml exchange.queue.exponent': [{ variants: variantsOf(BASE, inExchange('queue'), [{ model: 'power', exponent: '0.5' }, { model: 'power', exponent: '10' }]), observe: fills, sees: [['16 at 120s', '20 at 180s', '20 at 240s'], ['15 at 240s']] }],
  'profiles/*.yaml exchange.queue.halfLife': [{ variants: variantsOf(BASE, inExchange('queue'), [{ model: 'decay', halfLife: '20s' }, { model: 'decay', halfLife: '24h' }]), observe: fills, sees: [['73 at 120s', '20 at 180s', '7 at 240s'], ['15 at 240s']] }],
  'profiles/*.yaml exchange.latency.feed': [{ variants: variantsOf(BASE, inExchange('latency', 'feed'), ['0ms', '700ms']), observe: (files) => heard(files, (event) => (event.type === 'TradePrinted' ? stamped(event) : null)), sees: [['TradePrinted 120000', 'TradePrinted 180000', 'TradePrinted 240000'], ['TradePrinted 120700', 'TradePrinted 180700', 'TradePrinted 240700']] }],
  'profiles/*.yaml exchange.latency.order': [{ variants: variantsOf(BASE, inExchange('latency', 'order'), ['100ms', '250ms']), observe: ofOrder, sees: [['OrderAccepted 100', 'OrderFilled 240000'], ['OrderAccepted 250', 'OrderFilled 240000']] }],
  'profiles/*.yaml exchange.latency.response': [{ variants: variantsOf(BASE, inExchange('latency', 'response'), ['0ms', '30ms']), observe: ofOrder, sees: [['OrderAccepted 100', 'OrderFilled 240000'], ['OrderAccepted 130', 'OrderFilled 240030']] }],
  'profiles/*.yaml exchange.ghostFills.share': [{ variants: variantsOf(GHOSTS, inExchange('ghostFills', 'share'), ['0%', '50%']), observe: failures, sees: [[], ['f2 181000', 'f3 241000']] }],
  'profiles/*.yaml exchange.ghostFills.toldAfter': [{ variants: variantsOf(GHOSTS, inExchange('ghostFills', 'toldAfter'), ['1s', '5s']), observe: failures, sees: [['f2 181000', 'f3 241000'], ['f2 185000', 'f3 245000']] }],
  'profiles/*.yaml exchange.rewards.maxSpread': [{ variants: variantsOf(REWARDS, inExchange('rewards', 'maxSpread'), ['4c', '1c']), observe: paid, sees: [['reward 3488402'], []] }],
  'profiles/*.yaml exchange.rewards.minSize': [{ variants: variantsOf(REWARDS, inExchange('rewards', 'minSize'), ['50 shares', '150 shares']), observe: paid, sees: [['reward 3488402'], []] }],
  'profiles/*.yaml exchange.rewards.daily': [{ variants: variantsOf(REWARDS, inExchange('rewards', 'daily'), ['$1_440', '$2_880']), observe: paid, sees: [['reward 3488402'], ['reward 6976804']] }],
  'profiles/*.yaml exchange.cash': [{ variants: variantsOf(BASE, inExchange('cash'), ['$10_000', '$40']), observe: (files) => heard(files, ({ type }) => (type.startsWith('Order') && type !== 'OrderFilled' ? type : null)), sees: [['OrderAccepted'], ['OrderRejected']] }],
  'profiles/*.yaml exchange.seed': [{ variants: variantsOf(GHOSTS, inExchange('seed'), ['1', '2']), observe: failures, sees: [[], ['f2 181000', 'f3 241000']] }],
};
