// What the venue pays for making, beside what we reckon it should: statements of ended days are told as what they come to, the day
// under way is reckoned and compared, and the venue is asked which orders score. Slow and outside of trading; what is not answered is
// counted and asked again.

import type { CarriedState, IncentivePaid, RewardsAssessed } from '../../../core/domain/events.ts';
import type { Cash } from '../../../core/domain/numbers.ts';
import type { Roster } from '../account/account-plane.ts';
import type { FeedClock } from '../feed/feed-clock.ts';
import type { MarketPlane } from '../market-plane.ts';
import type { Answer } from '../rest/answer.ts';
import type { ClobRest } from '../rest/clob-rest.ts';
import type { ListedOrder } from '../rest/decode-orders.ts';
import type { RebateRow, RewardRow } from '../rest/decode-rewards.ts';
import { Payments, type Statement } from './payments.ts';
import { minuteOf, type RewardProgrammeTerms } from './reward-samples.ts';
import { statementRows, type StatementRows, type Wallet } from './statement-rows.ts';
import { dateOf, dayOf } from './utc-day.ts';

export interface IncentivesParts {
  readonly venue: string;
  readonly rest: Pick<ClobRest, 'openOrders' | 'ordersScoring' | 'clobMarket' | 'userRewards' | 'rebates'>;
  readonly wallet: Wallet;
  readonly markets: Pick<Roster, 'byCondition' | 'list'> & Pick<MarketPlane, 'hasRewards' | 'displayed'>;
  readonly clock: FeedClock;
  readonly carried: Pick<CarriedState, 'account' | 'begunAt' | 'payments' | 'rewards'> | null;
  readonly tell: (event: IncentivePaid | RewardsAssessed) => void;
  readonly say: (text: string) => void;
}

/** The start has other questions first. */
const FIRST_LOOK_MS = 10_000;
const SAMPLE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** After the full hour, so that a day that has just ended is stated before it is paid. */
const PAST_THE_HOUR_MS = 60_000;
const SCORING_EVERY_MS = 5 * 60_000;
/** Ended days whose statements may still grow. placeholder: the venue does not say when one is final. */
const DAYS_LOOKED_BACK = 3;
/** A bot that stood still for longer looks no further back. */
const MOST_DAYS = 31;
/** placeholder: the venue names no most for the scoring of orders. */
const MOST_ASKED = 100;

type Kind = IncentivePaid['kind'];

const isRead = (told: StatementRows<RewardRow | RebateRow> | null): boolean => told !== null && told.faults.length === 0;

interface Day { estimated: number; stated: Cash | null; orders: number; scoring: number | null }

export class Incentives {
  readonly #parts: IncentivesParts;
  readonly #payments: Payments;
  readonly #days = new Map<number, Day>();
  /** Days of which something was said. */
  readonly #told = new Set<number>();
  /** When it was last asked which orders score. */
  #asked: Pick<Day, 'orders' | 'scoring'> = { orders: 0, scoring: null };
  readonly #terms = new Map<string, { readonly terms: RewardProgrammeTerms | null; readonly readAt: number }>();
  /** Nothing from before the account was traded from here is ours to book. */
  readonly #firstDay: number;
  /** The oldest ended day whose statements were not all read and booked. */
  #owedFrom: number;
  #unanswered = 0;
  readonly #said = new Set<string>();
  #scoringAt = -Infinity;
  #isSampling = false;
  #isAsking = false;
  #isClosed = false;
  readonly #callOff = new Set<() => void>();

  constructor(parts: IncentivesParts) {
    this.#parts = parts;
    const { clock, carried, venue } = parts;
    const today = dayOf(clock.now());
    this.#payments = new Payments(carried?.payments);
    this.#firstDay = dayOf(carried?.begunAt ?? clock.now());
    // What the last days of the session before came to may have been stated since.
    this.#owedFrom = Math.min(carried?.account.day ?? today, today) - DAYS_LOOKED_BACK;
    for (const { day, estimated, stated, orders, scoring } of carried?.rewards?.[venue] ?? []) this.#days.set(day, { estimated, stated, orders, scoring });
    this.#after(FIRST_LOOK_MS, () => {
      this.#askHourly();
      this.#sampleLater();
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const callOff of this.#callOff) callOff();
  }

  #after(ms: number, act: () => void): void {
    const callOff = this.#parts.clock.after(ms, () => {
      this.#callOff.delete(callOff);
      act();
    });
    this.#callOff.add(callOff);
  }

  // ── what was paid ──

  #askHourly(): void {
    const now = this.#parts.clock.now();
    this.#after((Math.floor(now / HOUR_MS) + 1) * HOUR_MS + PAST_THE_HOUR_MS - now, () => { this.#askHourly(); });
    void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const today = dayOf(this.#parts.clock.now());
    this.#payments.forget(dateOf(today - MOST_DAYS));
    const from = Math.max(this.#firstDay, Math.min(this.#owedFrom, today - DAYS_LOOKED_BACK), today - MOST_DAYS);
    let owedFrom = today;
    for (let day = from; day <= today && !this.#isClosed; day++) {
      if (!await this.#askOf(day, day < today)) owedFrom = Math.min(owedFrom, day);
    }
    this.#owedFrom = owedFrom;
    this.#isAsking = false;
    this.#assess(today - 1);
    this.#assess(today);
  }

  /** False where something of the day has to be asked again. */
  async #askOf(day: number, isOver: boolean): Promise<boolean> {
    const { rest, wallet } = this.#parts;
    const date = dateOf(day);
    const rewards = this.#rowsOf('reward', date, await rest.userRewards(date));
    const earned = rewards?.rows.flatMap(({ conditionId, earned: amount }): readonly Statement[] => (conditionId === null ? [] : [{ conditionId, amount }])) ?? [];
    // Of a part of it no sum is shown.
    if (isRead(rewards)) this.#day(day).stated = earned.reduce((sum, { amount }) => sum + amount, 0) as Cash;
    // What is not over is neither final nor paid.
    if (!isOver) return true;
    const rebates = this.#rowsOf('rebate', date, await rest.rebates(date, wallet.maker));
    const given = rebates?.rows.map(({ conditionId, paid: amount }): Statement => ({ conditionId, amount })) ?? [];
    const areBooked = [await this.#book('reward', date, earned, isRead(rewards)), await this.#book('rebate', date, given, isRead(rebates))];
    return areBooked.every(Boolean);
  }

  /** Null where the question was not answered. */
  #rowsOf<R extends RewardRow | RebateRow>(kind: Kind, date: string, answer: Answer<readonly R[]>): StatementRows<R> | null {
    const listed = this.#read(answer);
    if (listed === null) return null;
    const { venue, wallet } = this.#parts;
    const told = statementRows(listed, date, wallet);
    if (!isRead(told)) this.#unanswered++;
    for (const fault of told.faults) this.#sayOnce(`a ${kind} of ${date} at ${venue} is unreadable: ${fault}`);
    return told;
  }

  #sayOnce(text: string): void {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    this.#parts.say(text);
  }

  /** False where the statement was not read whole, or a market cannot be listed: what it was paid is booked later. */
  async #book(kind: Kind, date: string, statements: readonly Statement[], isWhole: boolean): Promise<boolean> {
    const { markets, tell, clock } = this.#parts;
    let areAllBooked = isWhole;
    for (const payment of this.#payments.due(kind, date, statements, isWhole)) {
      const listed = await markets.list(payment.conditionId);
      if (this.#isClosed) return false;
      if (listed === null) {
        this.#unanswered++;
        areAllBooked = false;
        continue;
      }
      const { paymentId, amount } = payment;
      this.#payments.note(payment);
      tell({ type: 'IncentivePaid', ts: clock.now(), market: listed.instrument.id, paymentId, kind, amount, cashFollows: true });
    }
    return areAllBooked;
  }

  // ── what we reckon ──

  #sampleLater(): void {
    this.#after(SAMPLE_MS, () => { this.#sampleLater(); });
    void this.#sample();
  }

  async #sample(): Promise<void> {
    const { rest, markets, clock } = this.#parts;
    if (this.#isSampling || !markets.hasRewards) return;
    this.#isSampling = true;
    const listed = this.#read(await rest.openOrders());
    if (listed !== null) {
      const byCondition = Map.groupBy(listed.filter(({ status }) => status === 'LIVE'), ({ conditionId }) => conditionId);
      const rewarded: ListedOrder[] = [];
      for (const [conditionId, orders] of byCondition) {
        const terms = await this.#termsOf(conditionId);
        const market = markets.byCondition(conditionId);
        if (terms === null || market === null) continue;
        rewarded.push(...orders);
        const displayed = markets.displayed(market.market.conditionId);
        const now = clock.now();
        if (displayed !== null) this.#day(dayOf(now)).estimated += minuteOf({ market: market.market, displayed, orders, terms }, now);
      }
      await this.#askScoring(rewarded);
      this.#assess(dayOf(clock.now()));
    }
    this.#isSampling = false;
  }

  /** Null where the market pays none, or does not say. What it pays a day is what it was listed with. */
  async #termsOf(conditionId: string): Promise<RewardProgrammeTerms | null> {
    const { rest, markets, clock } = this.#parts;
    const rewards = markets.byCondition(conditionId)?.instrument.rewards;
    if (rewards === undefined) return null;
    const known = this.#terms.get(conditionId);
    if (known !== undefined && clock.uptime() - known.readAt < HOUR_MS) return known.terms;
    const told = this.#read(await rest.clobMarket(conditionId));
    if (told === null) return null;
    const terms = told.rewards === null ? null : { daily: rewards.daily, maxSpread: told.rewards.maxSpread, minSize: told.rewards.minSize, minAgeMs: told.rewards.minAgeSeconds * 1_000 };
    this.#terms.set(conditionId, { terms, readAt: clock.uptime() });
    return terms;
  }

  async #askScoring(orders: readonly ListedOrder[]): Promise<void> {
    const { rest, clock } = this.#parts;
    if (clock.uptime() - this.#scoringAt < SCORING_EVERY_MS) return;
    const day = this.#day(dayOf(clock.now()));
    const asked = orders.slice(0, MOST_ASKED).map(({ orderId }) => orderId);
    const scoring = asked.length === 0 ? new Map<string, boolean>() : this.#read(await rest.ordersScoring(asked));
    this.#asked = { orders: asked.length, scoring: scoring === null ? null : asked.filter((id) => scoring.get(id) === true).length };
    Object.assign(day, this.#asked);
    // Without an answer, or without an order, it is asked again with the next sample.
    if (scoring !== null && asked.length > 0) this.#scoringAt = clock.uptime();
  }

  #day(number: number): Day {
    const known = this.#days.get(number);
    if (known !== undefined) return known;
    const day: Day = { estimated: 0, stated: null, ...this.#asked };
    this.#days.set(number, day);
    for (const old of this.#days.keys()) if (old < number - MOST_DAYS) this.#days.delete(old);
    return day;
  }

  /** Says of a day what there is to say. */
  #assess(number: number): void {
    const day = this.#day(number);
    const paid = this.#payments.booked('reward', dateOf(number)) as Cash;
    if (this.#isClosed) return;
    // Who has nothing to do with rewards hears nothing of them.
    if (!this.#told.has(number) && day.estimated === 0 && (day.stated ?? 0) === 0 && paid === 0 && day.orders === 0 && this.#unanswered === 0) return;
    this.#told.add(number);
    const { clock, venue, tell } = this.#parts;
    const { stated, orders, scoring } = day;
    tell({ type: 'RewardsAssessed', ts: clock.now(), venue, day: number, estimated: Math.floor(day.estimated) as Cash, stated, paid, orders, scoring, unanswered: this.#unanswered });
  }

  #read<T>(answer: Answer<T>): T | null {
    if (answer.outcome === 'ok') return answer.data;
    this.#unanswered++;
    return null;
  }
}
