import { describe, expect, it } from 'vitest';
import type { MarketDataEvent } from '../../../core/domain/events.ts';
import { marketId } from '../../../core/domain/instrument.ts';
import { FakeClock } from '../feed/fake-time.fixture.ts';
import { FakeGamma, gammaJson, gammaMarket, updownJson } from './gamma-market.fixture.ts';
import { ListedWatch } from './listed-watch.ts';
import { listingOf, type Listing } from './listing.ts';

const heard = async (): Promise<void> => { for (let i = 0; i < 10; i++) await Promise.resolve(); };
const PATH = '/markets/slug/rain';

function watch(over: object = {}) {
  const clock = new FakeClock();
  const gamma = new FakeGamma();
  const events: MarketDataEvent[] = [];
  const told: string[] = [];
  const listed = new ListedWatch({
    clock, getJson: gamma.getJson, emit: (event) => { events.push(event); },
    onFees: (_, { taker }) => { told.push(`fees ${taker.rate}`); }, onTerms: (_, { priceToBeat }) => { told.push(`to beat ${priceToBeat}`); },
  });
  const listing = listingOf(gammaMarket(over), { venue: 'polymarket', now: clock.now(), canMerge: true }) as Listing;
  listed.add(listing, marketId(4));
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 1_000) {
      clock.pass(Math.min(left, 1_000));
      await heard();
    }
  };
  return { clock, gamma, events, told, listed, pass, conditionId: listing.market.conditionId };
}

describe('a listed market', () => {
  it('has its facts told at once and again every five minutes', async () => {
    const { gamma, events, pass } = watch();
    gamma.has(PATH, gammaJson({ volume24hr: 7, liquidityNum: null }));
    expect(events).toEqual([{ type: 'MarketFactsReported', ts: 1_800_000_000_000, market: 4, volume24h: 1_200_500_000, liquidity: 15_344_900_000 }]);
    await pass(299_000);
    expect(events).toHaveLength(1);
    await pass(2_000);
    expect(events.slice(1)).toMatchObject([{ type: 'MarketFactsReported', market: 4, volume24h: 7_000_000, liquidity: null }]);
  });

  it('is paused when it takes no orders, open when it does again, and closed when it is', async () => {
    const { gamma, events, pass } = watch();
    for (const over of [{ acceptingOrders: false }, { acceptingOrders: false }, { active: null }, {}, { closed: true }]) {
      gamma.has(PATH, gammaJson(over));
      await pass(301_000);
    }
    expect(events.flatMap((event) => (event.type === 'InstrumentStatusChanged' ? [event.status] : []))).toEqual(['paused', 'open', 'closed']);
  });

  it('has other fees told once', async () => {
    const { gamma, told, pass } = watch();
    gamma.has(PATH, gammaJson({ feeSchedule: { exponent: 1, rate: 0.05, takerOnly: true, rebateRate: 0.2 } }));
    await pass(900_000);
    expect(told).toEqual(['fees 0.05']);
  });

  it('of a series is asked often for the price to beat, from its start until it is told', async () => {
    const clock = new FakeClock();
    const startsAt = Math.ceil(clock.now() / 300_000) * 300_000;
    const slug = `btc-updown-5m-${startsAt / 1_000}`;
    const { gamma, told, pass } = watch(updownJson(startsAt));
    gamma.has(`/markets/slug/${slug}`, updownJson(startsAt));
    await pass(startsAt - clock.now());
    const before = gamma.asked.length;
    await pass(30_000);
    expect(gamma.asked.length - before).toBeGreaterThanOrEqual(2);
    gamma.has(`/markets/slug/${slug}`, updownJson(startsAt, { events: [{ slug, eventMetadata: { priceToBeat: 65000.5 } }] }));
    await pass(12_000);
    expect(told).toEqual(['to beat 65000.5']);
    const { length } = gamma.asked;
    await pass(60_000);
    expect(gamma.asked).toHaveLength(length);
  });

  it('is not judged by an answer that fails, or is of another market', async () => {
    const { gamma, events, listed, pass } = watch();
    gamma.answers.set(PATH, { kind: 'failed', why: 'status 503' });
    await pass(301_000);
    gamma.has(PATH, gammaJson({ conditionId: `0x${'cd'.repeat(32)}`, closed: true }));
    await pass(301_000);
    expect([events.length, listed.failures]).toEqual([1, 2]);
  });

  it('is asked for no more once it is removed', async () => {
    const { gamma, listed, pass, clock, conditionId } = watch();
    listed.remove(conditionId);
    await pass(400_000);
    listed.close();
    expect([gamma.asked, clock.pending]).toEqual([[], 0]);
  });
});
