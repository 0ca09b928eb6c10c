import { describe, expect, it } from 'vitest';
import { haveNoFrames, NO_FRAMES, recordedText } from '../wire/wire-fixtures.fixture.ts';
import { FakeClock, FakeVenue } from './fake-time.fixture.ts';
import { PriceFeed, type PriceFeedParts, type ReferencePrice } from './price-feed.ts';
import { POLYBOLT, RTDS, type ReferenceSubscription } from './reference-wire.ts';

const BTC: ReferenceSubscription = { source: 'spot', symbol: 'BTC/USD', windowSeconds: null };
const CREDENTIALS = { apiKey: 'canary-key', secret: 'canary-secret-/_==', passphrase: 'canary-phrase' };
const ETH: ReferenceSubscription = { ...BTC, symbol: 'ETH/USD' };
const TWAP: ReferenceSubscription = { source: 'twap', symbol: 'BTC/USD', windowSeconds: 60 };
const BINANCE: ReferenceSubscription = { source: 'binance', symbol: 'BTC/USDT', windowSeconds: null };

function feed(subscriptions: readonly ReferenceSubscription[], over: Partial<PriceFeedParts> = {}) {
  const clock = new FakeClock();
  const venue = new FakeVenue();
  const prices: ReferencePrice[] = [];
  const downs: string[] = [];
  const refused: string[] = [];
  const opened = new PriceFeed({
    wire: RTDS, url: 'wss://venue', subscriptions, clock, connect: venue.connect, random: () => 0.5, onPrice: (price) => { prices.push(price); }, onDown: (reason) => { downs.push(reason); },
    onRefused: (reason) => { refused.push(reason); }, credentials: null, ...over,
  });
  venue.last.open();
  return { clock, venue, prices, downs, refused, feed: opened };
}
const update = (symbol: string, ts: number, value: number, topic = 'crypto_prices_chainlink') => ({ topic, type: 'update', timestamp: ts, payload: { symbol, timestamp: ts, value } });

describe('a feed of reference prices', () => {
  it('asks the legacy socket for each source in its own words, with no space in a filter', () => {
    const { venue } = feed([BTC, TWAP, BINANCE]);
    expect(venue.last.asked()).toEqual([
      { action: 'subscribe', subscriptions: [{ topic: 'crypto_prices_chainlink', type: '*', filters: '{"symbol":"btc/usd"}' }] },
      { action: 'subscribe', subscriptions: [{ topic: 'crypto_prices_twap_sixty', type: '*', filters: '{"symbol":"btc/usd"}' }] },
      { action: 'subscribe', subscriptions: [{ topic: 'crypto_prices', type: 'update', filters: 'btcusdt' }] },
    ]);
  });

  it('asks the newer socket, and takes for an average only that of the window it asked for', () => {
    const { venue, prices } = feed([TWAP], { wire: POLYBOLT });
    expect(venue.last.asked()).toEqual([{ op: 'subscribe', rid: 'price.crypto.twap:btcusd', subscriptions: [{ channel: 'price.crypto.twap', filter: { symbol: 'btcusd', window_seconds: 60 } }] }]);
    const payload = { symbol: 'btcusd', value: 65000.5, timestamp: 1_790_000_000_000, source: 'chainlink' };
    venue.last.say({ channel: 'price.crypto.twap', payload: { ...payload, window_seconds: 30 } }).say({ channel: 'price.crypto', payload }).say({ channel: 'price.crypto.twap', payload: { ...payload, window_seconds: 60 } });
    expect(prices).toEqual([{ feed: 'polymarket-polybolt', source: 'twap', symbol: 'BTC/USD', windowSeconds: 60, price: 65000.5, ts: 1_790_000_000_000, receivedAt: 1_800_000_000_000 }]);
  });

  it('tells the newer socket who asks, and asks only once it is believed', () => {
    const { venue, prices } = feed([BTC], { wire: POLYBOLT, credentials: () => CREDENTIALS });
    expect(venue.last.asked()).toEqual([{ op: 'auth', rid: 'auth', auth: CREDENTIALS }]);
    venue.last.say({ op: 'authed', rid: 'auth' });
    expect(venue.last.asked().slice(1)).toEqual([{ op: 'subscribe', rid: 'price.crypto:btcusd', subscriptions: [{ channel: 'price.crypto', filter: { symbol: 'btcusd', provider: 'chainlink' } }] }]);
    const data = [{ timestamp: 1_790_000_000_000, value: 65000.5, full_accuracy_value: '65000.51000000' }];
    venue.last.say({ v: 1, channel: 'price.crypto', seq: 1, ts: 1, snapshot: true, payload: { symbol: 'btcusd', source: 'chainlink', data } });
    expect(prices.map(({ price }) => price)).toEqual([65000.51]);
  });

  it('connects anew, later each time, where it is not believed or has nothing to say who it is', () => {
    for (const credentials of [() => CREDENTIALS, null]) {
      const { clock, venue, downs } = feed([BTC], { wire: POLYBOLT, credentials });
      for (const waits of [250, 500, 1_000]) {
        venue.last.say({ op: 'error', code: credentials === null ? 'auth_required' : 'auth_invalid', rid: 'x' });
        const { length } = venue.peers;
        clock.pass(waits * 0.75 - 1);
        expect(venue.peers).toHaveLength(length);
        clock.pass(1);
        expect(venue.peers).toHaveLength(length + 1);
        venue.last.open();
      }
      expect(downs).toEqual(Array.from({ length: 3 }, () => `refused: ${credentials === null ? 'auth_required' : 'auth_invalid'}: x`));
    }
  });

  it('says nothing of who asks, however the socket repeats it, and never more than 300 characters', () => {
    const { clock, venue, downs, refused } = feed([BTC], { wire: POLYBOLT, credentials: () => CREDENTIALS });
    const repeated = JSON.stringify({ op: 'auth', auth: CREDENTIALS });
    venue.last.say({ op: 'error', code: 'bad_request', message: `cannot read ${repeated}` });
    venue.last.say({ channel: 'price.crypto', payload: { symbol: 'btcusd', value: 1, timestamp: 1, source: CREDENTIALS.secret.repeat(40) } });
    venue.last.say({ op: 'error', code: 'auth_invalid', message: `unknown credentials ${repeated}${'!'.repeat(1_000)}` });
    clock.pass(250);
    venue.last.open().close(4001, CREDENTIALS.passphrase);
    expect([refused.length, downs.length]).toEqual([2, 2]);
    expect(downs[1]).toBe('closed with 4001: refused the credentials: ••••••••');
    for (const said of [...refused, ...downs]) {
      expect(said).not.toContain('canary');
      expect(said.length).toBeLessThanOrEqual(300);
    }
  });

  it('comes back later each time where it opens and no new price comes, and at once where one came', () => {
    const { clock, venue, downs } = feed([BTC]);
    const waits: number[] = [];
    // What came once comes again with each connection, and is no news.
    for (const ts of [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]) {
      venue.last.say({ topic: 'crypto_prices_chainlink', type: 'subscribe', payload: { symbol: 'btc/usd', data: [{ timestamp: 1_790_000_000_000 + ts, value: 1 }] } });
      const [lost, made] = [downs.length, venue.peers.length];
      while (downs.length === lost) clock.pass(125);
      const since = clock.uptime();
      while (venue.peers.length === made) clock.pass(125);
      waits.push(clock.uptime() - since);
      venue.last.open();
    }
    expect(waits).toEqual([250, 375, 750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500, 250, 375]);
  });

  it('takes no price from the future, says so, and goes on with those that come after it', () => {
    const { clock, venue, prices, refused, downs } = feed([BTC]);
    venue.last.say({ topic: 'crypto_prices_chainlink', type: 'subscribe', payload: { symbol: 'btc/usd', data: [{ timestamp: clock.now() - 1_000, value: 1 }, { timestamp: clock.now() * 1_000, value: 2 }] } });
    for (let i = 0; i < 60; i++) {
      venue.last.say(update('btc/usd', clock.now() + 5_001, 3));
      venue.last.say(update('btc/usd', clock.now(), 4));
      clock.pass(1_000);
    }
    venue.last.say(update('btc/usd', clock.now() + 5_000, 5));
    expect([prices.length, prices[0]?.price, prices.at(-1)?.price, prices.some(({ price }) => price === 3)]).toEqual([62, 1, 5, false]);
    expect([new Set(refused), downs]).toEqual([new Set(['a price of BTC/USD is stamped more than 5 s ahead of the clock here']), []]);
  });

  it('takes no price that is not Chainlink\'s from the newer socket, and says of what is refused that it is', () => {
    const { venue, prices, refused } = feed([BTC, ETH], { wire: POLYBOLT });
    const payload = { symbol: 'btcusd', value: 65000.5, timestamp: 1_790_000_000_000 };
    venue.last.say({ channel: 'price.crypto', payload: { ...payload, source: 'pyth' } }).say({ channel: 'price.crypto', payload });
    venue.last.say({ channel: 'price.crypto', snapshot: true, payload: { symbol: 'btcusd', source: 'pyth', data: [payload] } }).say({ op: 'error', code: 'bad_filter', rid: 'price.crypto:ethusd' }).say('{');
    expect([prices, refused]).toEqual([[], [
      'price.crypto of btcusd is from pyth, not from Chainlink', 'price.crypto of btcusd is of an unnamed source, not from Chainlink', 'price.crypto of btcusd is from pyth, not from Chainlink',
      'bad_filter: price.crypto:ethusd', 'a message cannot be read: is no JSON object',
    ]]);
  });

  it('refuses to be asked for what the socket does not have', () => {
    expect(() => feed([BINANCE], { wire: POLYBOLT })).toThrow('polymarket-polybolt has no binance of BTC/USDT');
    expect(() => feed([{ ...TWAP, windowSeconds: 45 }])).toThrow(RangeError);
  });

  it('tells a price once and never goes back in time, the history at the start included', () => {
    const { venue, prices } = feed([BTC]);
    venue.last.say({ topic: 'crypto_prices_chainlink', type: 'subscribe', payload: { symbol: 'btc/usd', data: [{ timestamp: 1_790_000_000_000, value: 1 }, { timestamp: 1_790_000_001_000, value: 2 }] } });
    for (const [ts, value] of [[1_790_000_000_500, 3], [1_790_000_001_000, 4], [1_790_000_002_000, 5]] as const) venue.last.say(update('btc/usd', ts, value));
    expect(prices.map(({ price }) => price)).toEqual([2, 5]);
  });

  it('drops a connection on which prices stopped, though it answers pings', () => {
    const { clock, venue, downs } = feed([BTC]);
    for (let i = 0; i < 1_500; i++) {
      venue.last.say(update('btc/usd', 1_790_000_000_000 + i * 1_000, 60_000));
      clock.pass(1_000);
    }
    expect(downs).toEqual([]);
    clock.pass(10_000);
    expect([downs, venue.peers.length]).toEqual([['no price comes'], 2]);
    expect(venue.last.open().asked()).toHaveLength(1);
  });

  it('drops it when one of several stopped or repeats itself, but not for one that never came', () => {
    const { clock, venue, downs, feed: prices } = feed([BTC, ETH, TWAP]);
    for (let i = 0; i < 30; i++) {
      venue.last.say(update('btc/usd', 1_790_000_000_000 + i * 1_000, 60_000)).say(update('eth/usd', 1_790_000_000_000 + Math.min(i, 15) * 1_000, 3_000));
      clock.pass(1_000);
      if (i === 20) expect(prices.ages().map(({ ageMs }) => ageMs)).toEqual([1_000, 6_000, Infinity]);
    }
    expect(downs).toEqual(['no price of ETH/USD comes any more']);
  });

  it('leaves nothing running when it is closed', () => {
    const { clock, feed: prices } = feed([BTC]);
    prices.close();
    expect(clock.pending).toBe(0);
  });

  it.skipIf(haveNoFrames)(`tells 22 recorded minutes in order, with no price left out${NO_FRAMES}`, () => {
    const { clock, venue, prices, downs } = feed([BTC]);
    const lines = recordedText('polymarket-rtds/rtds_crypto_prices_chainlink_2025-10-29.jsonl.gz').trim().split('\n').map((line) => ({ line, at: (JSON.parse(line) as { readonly timestamp: number }).timestamp }));
    const [first] = lines;
    for (const { line, at } of lines) {
      clock.pass(Math.max(0, at - (first?.at ?? 0) - clock.uptime()));
      venue.last.say(line);
    }
    expect(downs).toEqual([]);
    expect(prices.length).toBeGreaterThan(1_290);
    expect(prices.every(({ price }) => price > 100_000 && price < 120_000)).toBe(true);
    expect(prices.every(({ ts }, i) => i === 0 || ts > (prices[i - 1]?.ts ?? 0))).toBe(true);
  });
});
