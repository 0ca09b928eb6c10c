import { beforeEach, describe, expect, it } from 'vitest';
import type { IncentivePaid, RewardsAssessed } from '../../../core/domain/events.ts';
import { timestamp } from '../../../core/domain/numbers.ts';
import { INSTRUMENT, LISTED, MARKET, cents, shares } from '../account/account.fixture.ts';
import { FakeClock } from '../feed/fake-time.fixture.ts';
import { answered, unknownOutcome, type Answer } from '../rest/answer.ts';
import type { ListedOrder } from '../rest/decode-orders.ts';
import type { RebateRow, RewardRow } from '../rest/decode-rewards.ts';
import { Incentives, type IncentivesParts } from './incentives.ts';
import { dateOf, dayOf } from './utc-day.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PUSD = '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB';
const LOST = unknownOutcome('away', null);
const settled = async (): Promise<void> => { for (let i = 0; i < 20; i++) await new Promise((resolve) => { setImmediate(resolve); }); };

let clock: FakeClock;
/** Without a date of its own a row is of the day that was asked for. */
type Undated<T> = T extends { readonly date: string } ? Omit<T, 'date'> & { readonly date?: string } : T;
const dated = <T>(rows: readonly Undated<T>[] | undefined, date: string): T[] => (rows ?? []).map((row) => ('unreadable' in (row as object) ? row : { date, ...row }) as T);
/** What the venue answers, and what it was asked. */
let venue: {
  rewards: Map<string, Undated<RewardRow>[]>; rebates: Map<string, Undated<RebateRow>[]>; orders: ListedOrder[]; scores: boolean; isAway: boolean; isListed: boolean; hasRewards: boolean;
  asked: string[];
};
let told: (IncentivePaid | RewardsAssessed)[];
let said: string[];
beforeEach(() => {
  clock = new FakeClock();
  // Ten o'clock.
  clock.pass(DAY - (clock.now() % DAY) + 10 * HOUR);
  venue = { rewards: new Map(), rebates: new Map(), orders: [], scores: true, isAway: false, isListed: true, hasRewards: true, asked: [] };
  told = [];
  said = [];
});
const today = (): number => dayOf(clock.now());
const rewards = { daily: 1_440_000_000, maxSpread: 30_000, minSize: shares(50) };
const listed = { ...LISTED, instrument: { ...INSTRUMENT, rewards } };

function open(carried: Partial<NonNullable<IncentivesParts['carried']>> | null = { begunAt: timestamp(0) }): Incentives {
  const asked = <T>(what: string, value: () => T): Promise<Answer<T>> => {
    venue.asked.push(what);
    return Promise.resolve(venue.isAway ? LOST : answered(value()));
  };
  return new Incentives({
    venue: 'polymarket', wallet: { maker: '0xMe', address: '0xKey' }, clock, tell: (event) => told.push(event), say: (text) => said.push(text),
    carried: carried === null ? null : { account: { day: today() } as never, ...carried },
    rest: {
      openOrders: () => asked('orders', () => venue.orders), ordersScoring: (ids) => asked('scoring', () => new Map(ids.map((id) => [id, venue.scores]))),
      clobMarket: () => asked('market', () => ({ rewards: { minSize: shares(50), maxSpread: 30_000, minAgeSeconds: 30 } }) as never),
      userRewards: (date) => asked(`rewards ${date}`, () => dated<RewardRow>(venue.rewards.get(date), date)), rebates: (date) => asked(`rebates ${date}`, () => dated<RebateRow>(venue.rebates.get(date), date)),
    },
    markets: {
      byCondition: () => (venue.isListed ? listed : null), list: () => Promise.resolve(venue.isListed ? listed : null), hasRewards: venue.hasRewards,
      displayed: () => ({ bids: [cents(49), shares(200)], asks: [cents(51), shares(200)] }),
    },
  });
}
async function pass(ms: number): Promise<void> {
  clock.pass(ms);
  await settled();
}
const reward = (amount: number, over: Partial<Extract<RewardRow, { date: string }>> = {}): Undated<RewardRow> => ({ conditionId: MARKET.conditionId, maker: '0xme', asset: PUSD, earned: amount * 1e6, ...over });
const rebate = (amount: number, over: Partial<Extract<RebateRow, { date: string }>> = {}): Undated<RebateRow> => ({ conditionId: MARKET.conditionId, maker: '0xme', paid: amount * 1e6, ...over });
const SUN = `0x${'b2'.repeat(32)}`;
const payments = (): readonly string[] => told.flatMap((event) => (event.type === 'IncentivePaid' ? [`${event.kind} ${event.amount / 1e6} on ${event.paymentId.split(' ')[1]}`] : []));
const assessed = (): RewardsAssessed | undefined => told.findLast((event) => event.type === 'RewardsAssessed');
const order = (action: 'buy' | 'sell', at: number): ListedOrder => ({
  orderId: `0x${at}`, status: 'LIVE', conditionId: MARKET.conditionId, tokenId: MARKET.yesId, action, price: cents(at), size: shares(100), matched: shares(0), type: 'GTC', createdAt: timestamp(clock.now() - HOUR), expiration: null, tradeIds: [],
});

describe('statements of the venue', () => {
  it('are booked for ended days alone, soon after the start, and once', async () => {
    venue.rewards.set(dateOf(today() - 1), [reward(2)]).set(dateOf(today()), [reward(5)]);
    venue.rebates.set(dateOf(today() - 2), [rebate(1.5)]).set(dateOf(today()), [rebate(7)]);
    open();
    await pass(10_000);
    expect(payments()).toEqual([`rebate 1.5 on ${dateOf(today() - 2)}`, `reward 2 on ${dateOf(today() - 1)}`]);
    expect(assessed()).toMatchObject({ day: today(), stated: 5_000_000, paid: 0 });
    await pass(3 * HOUR);
    expect(payments()).toHaveLength(2);
  });
  it('of the day that has just ended are read a minute later, and when they change they are told anew', async () => {
    open();
    const day = dateOf(today());
    venue.rewards.set(day, [reward(2)]);
    await pass(14 * HOUR + 59_000);
    expect(payments()).toEqual([]);
    await pass(1_000);
    expect(payments()).toEqual([`reward 2 on ${day}`]);
    venue.rewards.set(day, [reward(2.25)]);
    await pass(HOUR);
    expect(payments()).toEqual([`reward 2 on ${day}`, `reward 2.25 on ${day}`]);
    venue.rewards.set(day, [reward(1.5)]);
    await pass(2 * HOUR);
    expect(payments().slice(2)).toEqual([`reward 1.5 on ${day}`]);
    expect(told.findLast((event) => event.type === 'RewardsAssessed' && event.day === today() - 1)).toMatchObject({ stated: 1_500_000, paid: 1_500_000 });
  });
  it('of days before the account was traded from here are somebody else\u2019s', async () => {
    venue.rewards.set(dateOf(today() - 1), [reward(2)]);
    open(null);
    await pass(HOUR);
    expect(payments()).toEqual([]);
    expect(venue.asked.some((what) => what.includes(dateOf(today() - 1)))).toBe(false);
  });
  it('that an earlier session told are not told again, by what it left', async () => {
    venue.rewards.set(dateOf(today() - 1), [reward(2)]);
    open().close();
    const first = open();
    await pass(10_000);
    first.close();
    const left = told.flatMap((event) => (event.type === 'IncentivePaid' ? [[event.paymentId, event.amount, today()] as const] : []));
    expect(left).toHaveLength(1);
    open({ begunAt: timestamp(0), payments: left });
    await pass(HOUR);
    expect(payments()).toHaveLength(1);
    told = [];
    venue.rewards.set(dateOf(today() - 1), [reward(3)]);
    open({ begunAt: timestamp(0), payments: left });
    await pass(10_000);
    expect(payments()).toEqual([`reward 3 on ${dateOf(today() - 1)}`]);
  });
  it('are looked for back to the last days of the session before', async () => {
    venue.rewards.set(dateOf(today() - 9), [reward(2)]);
    open({ begunAt: timestamp(0), account: { day: today() - 8 } as never });
    await pass(10_000);
    expect(payments()).toEqual([`reward 2 on ${dateOf(today() - 9)}`]);
  });
  it('that were not answered are counted and asked for again, however long that takes', async () => {
    const day = dateOf(today() - 3);
    venue.rewards.set(day, [reward(2)]);
    venue.isAway = true;
    open();
    for (let hour = 0; hour < 72; hour++) await pass(HOUR);
    expect(payments()).toEqual([]);
    venue.isAway = false;
    await pass(HOUR);
    expect(payments()).toEqual([`reward 2 on ${day}`]);
    expect(assessed()!.unanswered).toBeGreaterThan(72);
  });
  it('of a market that cannot be listed wait until it can', async () => {
    venue.rewards.set(dateOf(today() - 1), [reward(2)]);
    venue.isListed = false;
    open();
    await pass(10_000);
    expect(payments()).toEqual([]);
    venue.isListed = true;
    await pass(HOUR + 60_000);
    expect(payments()).toHaveLength(1);
  });
  it('in something that is no dollar are left out', async () => {
    const asset = '0x0000000000000000000000000000000000000001';
    venue.rewards.set(dateOf(today() - 1), [reward(2, { asset }), { unreadable: 'earnings is no decimal', asset }, reward(3, { asset, date: '2020-01-01' })]);
    open();
    await pass(10_000);
    expect(payments()).toEqual([]);
    expect([said, told]).toEqual([[], []]);
  });
  it('of which a row cannot be read are booked by the others, which is said once and asked again', async () => {
    const day = dateOf(today() - 1);
    venue.rewards.set(day, [reward(2), { unreadable: 'earnings is no decimal', asset: PUSD }, { unreadable: 'a reward is no object', asset: null }]);
    venue.rebates.set(day, [rebate(1), { unreadable: 'date is no date', asset: null }]);
    open();
    await pass(10_000);
    expect(payments()).toEqual([`reward 2 on ${day}`, `rebate 1 on ${day}`]);
    expect(assessed()!.unanswered).toBe(2);
    await pass(HOUR + 60_000);
    expect(said).toEqual([
      `a reward of ${day} at polymarket is unreadable: earnings is no decimal`, `a reward of ${day} at polymarket is unreadable: a reward is no object`, `a rebate of ${day} at polymarket is unreadable: date is no date`,
    ]);
    expect(assessed()!.unanswered).toBe(4);
    venue.rewards.set(day, [reward(2), reward(1.5, { conditionId: SUN })]);
    await pass(HOUR + 60_000);
    expect(payments()).toHaveLength(3);
  });
  it('are of the day and the wallet that was asked: what else is in the answer is not booked, and is asked for again', async () => {
    const day = dateOf(today() - 3);
    // "Current" is the newest, whatever date is asked for.
    for (let ago = 0; ago <= 4; ago++) venue.rebates.set(dateOf(today() - ago), [rebate(2, { date: dateOf(today() - 1) })]);
    venue.rewards.set(day, [reward(4, { maker: '0xsomebody' }), reward(1.25, { maker: '0xKEY' }), reward(1.5, { maker: null })]);
    open();
    await pass(10_000);
    expect(payments()).toEqual([`reward 2.75 on ${day}`, `rebate 2 on ${dateOf(today() - 1)}`]);
    expect(assessed()!.unanswered).toBe(3);
    expect(said).toContain(`a rebate of ${day} at polymarket is unreadable: it is of ${dateOf(today() - 1)}`);
    expect(said).toContain(`a reward of ${day} at polymarket is unreadable: it is of another wallet`);
    venue.rebates.set(day, [rebate(3)]);
    await pass(50 * HOUR);
    expect(payments()).toContain(`rebate 3 on ${day}`);
  });
  it('of the day under way are not shown where a part of them is not known', async () => {
    venue.rewards.set(dateOf(today()), [reward(5), { unreadable: 'x', asset: PUSD }]);
    open();
    await pass(10_000);
    expect(assessed()).toMatchObject({ day: today(), stated: null });
    venue.rewards.set(dateOf(today()), [reward(5)]);
    await pass(HOUR + 60_000);
    expect(assessed()).toMatchObject({ stated: 5_000_000 });
  });
});

describe('what we reckon', () => {
  it('grows with each minute that our orders stand, and starts anew with the day', async () => {
    venue.orders = [order('buy', 49), order('sell', 51)];
    open();
    await pass(10_000);
    // Half of a dollar a minute.
    expect(assessed()).toMatchObject({ estimated: 500_000, orders: 2, scoring: 2 });
    await pass(60_000);
    await pass(60_000);
    expect(assessed()).toMatchObject({ day: today(), estimated: 1_500_000 });
    await pass(14 * HOUR - 160_000);
    expect(assessed()).toMatchObject({ day: today(), estimated: 2_000_000 });
    await pass(60_000);
    expect(assessed()).toMatchObject({ day: today(), estimated: 500_000, orders: 2, scoring: 2 });
  });
  it('goes on where the session before left it', async () => {
    venue.orders = [order('buy', 49), order('sell', 51)];
    const day = { day: today(), estimated: 2_000_000, stated: null, paid: 0, orders: 1, scoring: 0, unanswered: 0 } as never;
    open({ begunAt: timestamp(0), rewards: { polymarket: [day] } });
    await pass(10_000);
    expect(assessed()).toMatchObject({ estimated: 2_500_000 });
  });
  it('is beside what the venue says of our orders, asked every five minutes', async () => {
    venue.orders = [order('buy', 49), order('sell', 51)];
    open();
    await pass(10_000);
    venue.scores = false;
    await pass(60_000);
    expect(assessed()).toMatchObject({ scoring: 2 });
    for (let minute = 0; minute < 5; minute++) await pass(60_000);
    expect(assessed()).toMatchObject({ orders: 2, scoring: 0 });
    expect(venue.asked.filter((what) => what === 'scoring')).toHaveLength(2);
    venue.orders = [];
    for (let minute = 0; minute < 5; minute++) await pass(60_000);
    expect(assessed()).toMatchObject({ orders: 0, scoring: 0 });
  });
  it('costs nothing, and says nothing, where no market pays', async () => {
    venue.hasRewards = false;
    open();
    await pass(2 * HOUR);
    expect(venue.asked.filter((what) => ['orders', 'scoring', 'market'].includes(what))).toEqual([]);
    expect(told).toEqual([]);
  });
});

it('asks and says nothing once it is closed', async () => {
  venue.rewards.set(dateOf(today() - 1), [reward(2)]);
  const incentives = open();
  clock.pass(10_000);
  incentives.close();
  await settled();
  await pass(2 * HOUR);
  expect(told).toEqual([]);
  expect(clock.pending).toBe(0);
});
