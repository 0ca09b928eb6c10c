import { describe, expect, it } from 'vitest';
import type { ReferenceSettings } from '../config/compiled-config.ts';
import { config, settings } from '../core/engine.fixture.ts';
import type { ReferencePriced } from '../core/domain/events.ts';
import { FakeClock, FakeVenue } from './polymarket/feed/fake-time.fixture.ts';
import { chainlinkSource } from './polymarket/feed/chainlink-source.ts';
import { POLYBOLT, RTDS } from './polymarket/feed/reference-wire.ts';
import { ReferenceWatch } from './reference-watch.ts';

const asks = (symbol: string, feed: ReferenceSettings['feed'] = 'polymarket-rtds'): ReferenceSettings => ({ feed, symbol, volatilityMs: 60_000, maxAgeMs: 5_000 });
const by = (...symbols: readonly string[]) => config({
  strategies: symbols.map((symbol, index) => ({
    name: `of ${index}`, kind: 'market-maker', markets: { venue: 'polymarket', include: ['*'], exclude: [] }, settings: settings({ quote: { reference: asks(symbol) } }), overrides: {},
  })),
});
const update = (symbol: string, ts: number, value: number): unknown => ({ topic: 'crypto_prices_chainlink', type: 'update', timestamp: ts, payload: { symbol, timestamp: ts, value } });

function watching() {
  const clock = new FakeClock();
  const venue = new FakeVenue();
  const events: ReferencePriced[] = [];
  const said: string[] = [];
  const watch = new ReferenceWatch({ sources: [RTDS, POLYBOLT].map((wire) => chainlinkSource(wire, { url: 'wss://venue', credentials: null, clock, connect: venue.connect, random: () => 0.5 })),
    now: () => clock.now(), emit: (event) => { events.push(event); }, say: (text) => { said.push(text); } });
  return { clock, venue, events, said, watch };
}

describe('the watch of reference prices', () => {
  it('connects to nothing while nobody asks', () => {
    const { clock, venue, watch } = watching();
    watch.follow(config());
    expect([venue.peers.length, clock.pending]).toEqual([0, 0]);
  });

  it('asks once for each price of a config, those of single markets included, and tells them as events', () => {
    const { clock, venue, events, watch } = watching();
    const { strategies: [first] } = by('BTC/USD');
    if (first?.kind !== 'market-maker') throw new Error('a maker was meant');
    watch.follow({ strategies: [first, { ...first, name: 'again', overrides: { rain: settings({ quote: { reference: asks('ETH/USD') } }) } }] });
    expect(venue.last.open().asked()).toEqual(['btc/usd', 'eth/usd'].map((symbol) => ({ action: 'subscribe', subscriptions: [{ topic: 'crypto_prices_chainlink', type: '*', filters: JSON.stringify({ symbol }) }] })));
    clock.pass(1_600);
    venue.last.say(update('btc/usd', 1_800_000_000_000, 65_000.5));
    expect(events).toEqual([{ type: 'ReferencePriced', ts: 1_800_000_001_600, feed: 'polymarket-rtds', symbol: 'BTC/USD', price: 65_000.5, at: 1_800_000_000_000 }]);
  });

  it('stays connected over a reload that asks for the same, and asks anew for others', () => {
    const { venue, watch } = watching();
    watch.follow(by('BTC/USD', 'ETH/USD'));
    watch.follow(by('ETH/USD', 'BTC/USD'));
    expect(venue.peers).toHaveLength(1);
    watch.follow(by('ETH/USD'));
    expect([venue.peers.length, venue.peers[0]?.isCut, venue.last.open().asked().length]).toEqual([2, true, 1]);
    watch.follow(config());
    expect([venue.peers.length, venue.last.isCut]).toEqual([2, true]);
  });

  it('says when prices stop though the socket is open, and connects again', () => {
    const { clock, venue, said, watch } = watching();
    watch.follow(by('BTC/USD'));
    venue.last.open().say(update('btc/usd', 1_800_000_000_000, 65_000));
    clock.pass(12_000);
    expect([said, venue.peers.length]).toEqual([['prices of polymarket-rtds: no price comes; asking again'], 2]);
    watch.close();
    expect(clock.pending).toBe(0);
  });

  it('says once of each thing that is refused that it is', () => {
    const { said, venue, watch } = watching();
    watch.follow(config({ settings: settings({ quote: { reference: asks('HYPE/USD', 'polymarket-polybolt') } }) }));
    const refusal = { op: 'error', code: 'bad_filter', channel: 'price.crypto' };
    venue.last.open().say({ ...refusal, rid: 'a' }).say({ ...refusal, rid: 'b' }).say({ ...refusal, rid: 'a' });
    expect(said).toEqual(['a', 'b'].map((rid) => `prices of polymarket-polybolt: refused: bad_filter: ${rid}`));
  });

  it('says that a feed is not to be had', () => {
    const { said, watch } = watching();
    watch.follow(config({ settings: settings({ quote: { reference: asks('BTC/USD', 'kraken') } }) }));
    expect(said).toEqual(['no prices of kraken are to be had here']);
  });
});
