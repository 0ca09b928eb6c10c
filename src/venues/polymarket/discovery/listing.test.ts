import { describe, expect, it } from 'vitest';
import { decodeGammaEvent, decodeGammaMarket } from '../wire/gamma.ts';
import { frameText, haveNoFrames, NO_FRAMES, recordedJson, recordedText } from '../wire/wire-fixtures.fixture.ts';
import { gammaMarket, START, UPDOWN_SLUG } from './gamma-market.fixture.ts';
import { listingOf, type Listing, type Refusal } from './listing.ts';

const OPTIONS = { venue: 'polymarket', now: Date.UTC(2026, 10, 20), abilities: { canMerge: true } };
const listed = (over: object = {}): Listing => {
  const listing = listingOf(gammaMarket(over), OPTIONS);
  if (listing.kind === 'refusal') throw new Error(listing.reason);
  return listing;
};
const refused = (over: object): string => {
  const listing = listingOf(gammaMarket(over), OPTIONS);
  return listing.kind === 'refusal' ? listing.reason : 'listed';
};

describe('a market of the venue', () => {
  it('is listed with all that quoting needs', () => {
    expect(listed()).toEqual({
      kind: 'listing', outcomes: ['Yes', 'No'], isOpen: true, paid: null,
      market: { conditionId: `0x${'ab'.repeat(32)}`, slug: 'rain', yesId: '11', noId: '12', version: 'v1', negRisk: false, tick: 10_000, minSize: 5_000_000 },
      instrument: {
        name: 'rain', venue: 'polymarket', tick: 10_000, lot: 10_000, minSize: 5_000_000, endsAt: Date.UTC(2027, 0, 1), showsOwnOrders: true, canAmend: false, netsPairs: false, canMerge: true, event: 'weather',
        fees: { maker: { rate: 0, exponent: 1, roundUpTo: 1 }, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 }, makerRebate: 0.2 }, rewards: { maxSpread: 45_000, minSize: 50_000_000, daily: 5_000_000 },
      },
      facts: { volume24h: 1_200_500_000, liquidity: 15_344_900_000 },
      resolution: { by: 'oracle', symbol: null, windowSeconds: null, source: '', opensAt: null, closesAt: Date.UTC(2027, 0, 1), priceToBeat: null },
    });
  });

  it('is known by its position ids in Protocol V2, and by its tokens where no version is named', () => {
    expect(listed({ version: 'v2' }).market).toMatchObject({ version: 'v2', yesId: '21', noId: '22' });
    expect(listed({ version: undefined }).market).toMatchObject({ version: 'v1', yesId: '11' });
    expect(refused({ version: 'v3' })).toBe('it is of the unknown version v3');
    expect(refused({ version: 'v2', positionIds: null })).toBe('it has no position ids for its two outcomes');
  });

  it('is refused unless it is open to orders', () => {
    expect([{ closed: true }, { active: false }, { acceptingOrders: false }, { enableOrderBook: null }, { closed: undefined }].map(refused)).toEqual(['it is closed', 'it is not active', 'it takes no orders', 'it has no order book', 'it is closed']);
  });

  it('that something of ours may be in is listed all the same, with what it has paid once that is final', () => {
    const ours = (over: object): Listing | Refusal => listingOf(gammaMarket({ closed: true, acceptingOrders: false, ...over }), { ...OPTIONS, isOurs: true });
    expect(ours({})).toMatchObject({ kind: 'listing', isOpen: false, paid: null });
    const prices = (yes: string, no: string): object => ({ umaResolutionStatus: 'resolved', outcomePrices: JSON.stringify([yes, no]) });
    expect(ours(prices('1', '0'))).toMatchObject({ isOpen: false, paid: 1_000_000 });
    expect(ours(prices('0.5', '0.5'))).toMatchObject({ paid: 500_000 });
    expect(ours({ ...prices('1', '0'), umaResolutionStatus: 'proposed' })).toMatchObject({ paid: null });
    expect(ours({ ...prices('1', '0'), closed: false })).toMatchObject({ paid: null });
    expect(ours(prices('0.9', '0'))).toMatchObject({ paid: null });
  });

  it('is refused for anything that quoting needs and the venue does not say', () => {
    for (const missing of ['orderPriceMinTickSize', 'orderMinSize', 'negRisk', 'clobTokenIds', 'feeSchedule']) expect(refused({ [missing]: null }), missing).toMatch(/^it /);
    expect(refused({ feeSchedule: null, feesEnabled: null })).toBe('it does not say whether it charges fees');
    expect(refused({ feeSchedule: { exponent: 3, rate: 0.1, takerOnly: true } })).toBe('its fees have the exponent 3');
    expect(refused({ orderPriceMinTickSize: 0.03 })).toBe('it has no tick that divides a dollar');
    expect(refused({ outcomes: '["A","B","C"]' })).toBe('it has 3 outcomes');
    expect(refused({ clobTokenIds: '["11","11"]' })).toMatch('no token ids');
    expect(listed({ feesEnabled: false, feeSchedule: null }).instrument.fees.taker.rate).toBe(0);
  });

  it('excludes the others of a negative-risk event, and is refused as a placeholder or the rest of one', () => {
    expect(listed({ negRisk: true }).instrument).toMatchObject({ isExclusive: true, event: 'weather' });
    const augmented = { negRisk: true, events: [{ slug: 'e', negRiskAugmented: true }] };
    expect(listed({ ...augmented, groupItemTitle: 'Adam Fox' }).instrument.event).toBe('e');
    for (const groupItemTitle of ['Person A', 'Company BC', 'Other', 'Other candidate', '', undefined]) expect(refused({ ...augmented, groupItemTitle }), groupItemTitle).not.toBe('listed');
    expect(refused({ negRiskOther: true })).toMatch('"Other"');
  });

  it('is paid rewards only while a programme runs, in dollars', () => {
    const reward = { assetAddress: '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB', rewardsDailyRate: 2.5, startDate: '2026-11-01', endDate: '2026-12-01' };
    expect(listed({ clobRewards: [reward, reward] }).instrument.rewards).toMatchObject({ daily: 5_000_000 });
    for (const clobRewards of [[], [{ ...reward, endDate: '2026-11-02' }], [{ ...reward, startDate: '2026-11-25' }], [{ ...reward, assetAddress: '0x1' }]]) expect(listed({ clobRewards }).instrument).not.toHaveProperty('rewards');
    expect(listed({ rewardsMaxSpread: 0 }).instrument).not.toHaveProperty('rewards');
  });

  it('of a recurring series says which, when it begins and by what average it resolves', () => {
    const updown = { slug: UPDOWN_SLUG, eventStartTime: new Date(START).toISOString(), endDate: new Date(START + 300_000).toISOString(), resolutionSource: 'https://data.chain.link/streams/btc-usd-twap-60s-streams', events: [{ slug: UPDOWN_SLUG, eventMetadata: { priceToBeat: 65000.5 } }] };
    const { instrument, resolution } = listed(updown);
    expect(instrument).toMatchObject({ series: 'btc-updown-5m', startsAt: START, endsAt: START + 300_000 });
    expect(resolution).toMatchObject({ by: 'chainlink-twap', symbol: 'BTC/USD', windowSeconds: 60, opensAt: START, closesAt: START + 300_000, priceToBeat: 65000.5 });
    // What "Yes" would mean, and how a candle of Binance opens, nobody says.
    expect(instrument).not.toHaveProperty('reference');
    const { reference } = listed({ ...updown, outcomes: '["Up", "Down"]' }).instrument;
    expect(reference).toEqual({ kind: 'up-down', symbol: 'BTC/USD', startsAt: START, endsAt: START + 300_000, windowSeconds: 60, priceToBeat: 65000.5 });
    expect(listed({ ...updown, outcomes: '["Up", "Down"]', resolutionSource: 'https://www.binance.com/en/trade/BTC_USDT' }).instrument).not.toHaveProperty('reference');
    expect(refused({ ...updown, eventStartTime: new Date(START + 300_000).toISOString() })).toBe('its name and its start do not agree');
    expect(refused({ ...updown, cryptoMarketConfig: { twapEnabled: true, twapLookbackSeconds: 30 } })).toBe('it resolves by an average of 30 s, or of 60 s');
    expect(refused({ ...updown, resolutionSource: '', cryptoMarketConfig: { twapEnabled: true } })).toBe('it resolves by an average of unknown length');
  });

  it.skipIf(haveNoFrames)(`of the twap days is listed from its real answer${NO_FRAMES}`, () => {
    const market = decodeGammaMarket(JSON.parse(frameText('polymarket-newer/gamma_market_crypto_twap.json')));
    expect(market.kind === 'market' && listingOf(market, OPTIONS)).toMatchObject({ kind: 'listing', instrument: { series: 'btc-updown-5m' }, resolution: { by: 'chainlink-twap', symbol: 'BTC/USD', windowSeconds: 60 } });
  });

  it.skipIf(haveNoFrames)(`of 750 recorded ones is listed, or refused for a reason that is true of it${NO_FRAMES}`, () => {
    const results = recordedText('polymarket-gamma/gamma_markets_pages_2026-03-11.jsonl.gz').trim().split('\n')
      .flatMap((line) => (JSON.parse(line) as { readonly body: { readonly markets: readonly object[] } }).body.markets)
      .map((json): Listing | Refusal => {
        const market = decodeGammaMarket(json);
        if (market.kind !== 'market') throw new Error(market.reason);
        return listingOf(market, { ...OPTIONS, now: Date.UTC(2026, 2, 11) });
      });
    const reasons = Object.groupBy(results.filter((result) => result.kind === 'refusal'), ({ reason }) => reason);
    expect(Object.fromEntries(Object.entries(reasons).map(([reason, all]) => [reason, all?.length]))).toEqual({ 'it charges fees and does not say which': 31 });
    const listings = results.filter((result) => result.kind === 'listing');
    expect(listings).toHaveLength(719);
    expect(listings.filter(({ instrument }) => instrument.isExclusive === true)).toHaveLength(280);
    expect(listings.filter(({ instrument }) => instrument.rewards !== undefined).length).toBeGreaterThan(70);
  });

  it.skipIf(haveNoFrames)(`of a real event carries the event${NO_FRAMES}`, () => {
    const markets = decodeGammaEvent(recordedJson('polymarket-gamma/fed-decision-in-june-825/gamma-event.json'));
    const listings = markets.map((market) => (market.kind === 'market' ? listingOf(market, { ...OPTIONS, now: Date.UTC(2026, 4, 17) }) : null));
    expect(listings).toHaveLength(5);
    for (const listing of listings) expect(listing).toMatchObject({ kind: 'listing', instrument: { event: 'fed-decision-in-june-825', isExclusive: true, tick: 1_000, fees: { taker: { rate: 0.05 }, makerRebate: 0.25 } } });
  });
});
