// A maker at the rehearsal exchange, which scores, counts and pays by rules of its own: what we reckon and book is held against it.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CarriedState, IncentivePaid, RewardsAssessed } from '../../../core/domain/events.ts';
import { marketId } from '../../../core/domain/instrument.ts';
import { price, size, timestamp, type Cash } from '../../../core/domain/numbers.ts';
import { config, Script } from '../../../core/engine.fixture.ts';
import { openRehearsal, type OpenedRehearsal, type Trader } from '../../../rehearsal/opened-rehearsal.fixture.ts';
import { INSTRUMENT } from '../account/account.fixture.ts';
import type { ListedMarket } from '../account/trade-book.ts';
import type { YesLevels } from '../feed/yes-terms.ts';
import { systemClock } from '../rest/clock.ts';
import { ClobRest } from '../rest/clob-rest.ts';
import { Incentives, type IncentivesParts } from './incentives.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const MARKET = marketId(0);

let opened: OpenedRehearsal;
let maker: Trader;
let rest: ClobRest;
beforeEach(async () => {
  opened = await openRehearsal();
  maker = await opened.trader();
  const { creds, account, address } = maker;
  const { signatureType: walletType } = account;
  rest = new ClobRest({
    origin: new URL(opened.rehearsal.urls.clob), clock: { ...systemClock, now: () => timestamp(opened.clock.now()) }, chainId: 137, walletType: walletType as 0, tier: 'elite', timeoutMs: 10_000, maxAnswerBytes: 1e7,
    access: { address, credentials: { key: creds.key, secret: Buffer.from(creds.secret, 'base64'), passphrase: Buffer.from(creds.passphrase) } },
  });
});
afterEach(async () => {
  rest.close();
  await opened.rehearsal.close();
});

/** A session of the account, fed with what comes of its incentives. */
class Account {
  readonly script: Script;
  readonly told: (IncentivePaid | RewardsAssessed)[] = [];
  readonly #incentives: Incentives;
  readonly #market: ListedMarket;
  #displayed: YesLevels | null = null;
  #underway = 0;

  constructor(script: Script, carried: CarriedState | null) {
    const { clock, market: { conditionId, slug, tokenIds: [yesId, noId] } } = opened;
    this.script = script;
    const rewards = { daily: 50_000_000, maxSpread: 45_000, minSize: 20_000_000 };
    this.#market = { market: { conditionId, slug, yesId, noId, version: 'v1', negRisk: false, tick: price(10_000), minSize: size(5e6) }, instrument: { ...INSTRUMENT, id: MARKET, rewards } };
    this.#incentives = new Incentives({
      venue: 'test', rest: this.#counted(), wallet: { maker: maker.account.funder, address: maker.address }, carried, tell: (event) => { this.#hear(event); }, say: (text) => { throw new Error(text); },
      markets: { byCondition: () => this.#market, list: () => Promise.resolve(this.#market), hasRewards: true, displayed: () => this.#displayed },
      clock: { now: () => timestamp(clock.now()), uptime: () => clock.now(), after: (ms, act) => clock.after(ms, act) },
    });
  }

  /** The questions, so that a test can wait until all are answered. */
  #counted(): IncentivesParts['rest'] {
    const counted = <A extends readonly unknown[], R>(ask: (...args: A) => Promise<R>) => async (...args: A): Promise<R> => {
      this.#underway++;
      try { return await ask(...args); } finally { this.#underway--; }
    };
    return {
      openOrders: counted((of) => rest.openOrders(of)), ordersScoring: counted((ids) => rest.ordersScoring(ids)), clobMarket: counted((id) => rest.clobMarket(id)),
      userRewards: counted((date) => rest.userRewards(date)), rebates: counted((date, of) => rest.rebates(date, of)),
    };
  }

  #hear(event: IncentivePaid | RewardsAssessed): void {
    this.told.push(event);
    this.script.now = Math.max(this.script.now, event.ts);
    const { ts: _ts, ...told } = event;
    this.script.step(told);
  }

  /** Lets minutes pass, each with what the venue shows. */
  async pass(minutes: number): Promise<void> {
    for (let i = 0; i < minutes; i++) {
      const book = await rest.book(this.#market.market.yesId);
      this.#displayed = book.outcome === 'ok' ? book.data : null;
      opened.clock.advance(MINUTE);
      await this.answered();
    }
  }

  async answered(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet = this.#underway === 0 ? quiet + 1 : 0) await new Promise((resolve) => { setImmediate(resolve); });
  }

  /** The venue is asked what is held, as often as it takes to believe it. */
  async reconciles(yes: number): Promise<void> {
    const cash = await balance();
    this.script.now = opened.clock.now();
    for (let i = 0; i < 2; i++) this.script.step({ type: 'HoldingsReported', venue: 'test', cash: cash as Cash, holdings: [{ market: MARKET, yes: size(yes), no: size(0) }] });
  }

  get paid(): readonly IncentivePaid[] { return this.told.filter((event) => event.type === 'IncentivePaid'); }
  rewards() { return this.script.engine.status().rewards; }
  close(): CarriedState {
    this.#incentives.close();
    return JSON.parse(JSON.stringify(this.script.engine.carry())) as CarriedState;
  }
}

async function balance(): Promise<number> {
  await rest.updateBalanceAllowance({ kind: 'collateral' });
  const told = await rest.balanceAllowance({ kind: 'collateral' });
  if (told.outcome !== 'ok') throw new Error(told.detail);
  return told.data.balance;
}
const cents = (c: number): number => c * 10_000;
const shares = (n: number): number => n * 1_000_000;
async function session(carried: CarriedState | null): Promise<Account> {
  const script = new Script();
  script.now = opened.clock.now();
  script.step({ type: 'SessionStarted', session: { id: carried === null ? 's' : 'next', profile: 'test', mode: 'rehearsal' }, carried });
  script.step({ type: 'ConfigSwapped', generation: 1, config: config() });
  script.step({ type: 'InstrumentListed', instrument: { ...INSTRUMENT, id: MARKET, venue: 'test', showsOwnOrders: false } }).decide();
  script.reconcile((await balance()) / 1e6, carried?.markets['rain']);
  script.step({ type: 'BookSnapshot', market: MARKET, bids: [cents(49), shares(100)], asks: [cents(51), shares(100)] }).decide();
  return new Account(script, carried);
}

test('reckons what the venue counts, books what it paid once across sessions, and cash and P&L agree', async () => {
  const { clock } = opened;
  // An hour before the end of a day.
  clock.advance(DAY - (clock.now() % DAY) - 60 * MINUTE);
  const account = await session(null);
  const [taker, rival] = [await opened.trader(), await opened.trader()];
  const no = opened.market.tokenIds[1];
  await maker.place('BUY', 0.5, 400, { postOnly: true });
  await taker.place('BUY', 0.5, 400, { tokenId: no });
  clock.advance(5_000);
  account.script.now = clock.now();
  account.script.fill('stranger', 'bid', 50, 400, 'f1');
  for (const [trader, at, n] of [[maker, 0.49, 200], [rival, 0.48, 200]] as const) {
    await trader.place('BUY', at, n, { postOnly: true });
    await trader.place('BUY', at, n, { tokenId: no, postOnly: true });
  }
  await maker.place('BUY', 0.3, 100, { postOnly: true });

  await account.pass(50);
  const [today] = account.rewards();
  expect(today).toMatchObject({ orders: 3, scoring: 2, paid: 0, unanswered: 0 });
  const { earnings: counted } = (await maker.client.getEarningsForUserForDay(new Date(clock.now()).toISOString().slice(0, 10)))[0]!;
  expect(counted).toBeGreaterThan(1);
  // Two samples of one minute each, at other moments of it.
  expect(Math.abs(today!.estimated - counted)).toBeLessThan(50 / 1_440 * 2);
  expect(account.paid).toEqual([]);

  // Past midnight: the statement comes first, the money some minutes later.
  await account.pass(14);
  expect(account.paid.map(({ kind }) => kind)).toEqual(['reward', 'rebate']);
  const { pnl } = account.script.engine.status();
  expect(pnl).toMatchObject({ rebates: 1.25 });
  expect(pnl.rewards).toBeGreaterThanOrEqual(counted);
  const before = await balance();
  await account.reconciles(shares(400));
  expect(account.script.engine.status().exposure.cash).toBe(before / 1e6);
  await account.pass(5);
  await account.reconciles(shares(400));
  const { exposure: { cash }, pnl: after } = account.script.engine.status();
  expect(cash! * 1e6).toBe(await balance());
  expect((await balance() - before) / 1e6).toBeCloseTo(after.rewards + after.rebates, 4);
  // Cash and 400 shares at their mark, less what there was at first.
  const { position, fairValue } = account.script.market();
  expect(after.total).toBeCloseTo(cash! + position * fairValue! - 10_000, 4);
  expect(account.script.alerts()).not.toContain('HOLDINGS_DIFFER');
  const yesterday = account.rewards()[1]!;
  expect([yesterday.paid, yesterday.stated]).toEqual([after.rewards, after.rewards]);

  // The next session is told the same statements again.
  const carried = account.close();
  const next = await session(carried);
  await next.pass(70);
  expect(next.paid).toEqual([]);
  expect(next.script.engine.status().pnl).toMatchObject({ rewards: after.rewards, rebates: 1.25 });
  expect(next.rewards()[1]).toMatchObject({ estimated: yesterday.estimated, paid: after.rewards });
  next.close();
});
