// Words that the user channel owes us: the venue tells of every order that it took and every cancel that it did on the channel as
// well as in its answer. One that never comes is the only sign of a channel that is open, answers pings and is deaf. A connection
// is blamed only for what was asked and answered while it was in force, whatever came first, the answer or the word. One that is
// late is not deaf: how long its words are waited for is learnt of it. Later than can be waited for, it is of no use for quoting.

import type { FeedClock } from '../feed/feed-clock.ts';
import type { UserMessage } from '../wire/user-message.ts';
import { RecentMap } from './recent-map.ts';

/** placed: any word of the order · canceled: the word of its end. */
export type Echo = 'placed' | 'canceled';
/** The connection that was in force when something was asked; null where none was for long enough to be blamed. */
export type AskedOn = number | null;

export interface OwedEchoesParts {
  readonly clock: Pick<FeedClock, 'uptime' | 'after'>;
  /** The connection in force tells nothing: it has to be dropped, and the next one is not to be relied on for so long. */
  readonly deaf: (reason: string, stayOutMs: number) => void;
}

/** A subscription is in force some time after it was sent, and its answers are not told. */
export const SUBSCRIBED_MS = 2_000;
/** The venue tells within milliseconds. */
const FIRST_PATIENCE_MS = 4_000;
/**
 * Doubled up to this. A word on an order is what a fill would be: later than this, quotes would rest on positions that are not so.
 * A venue that does not tell of cancels at all must not cost a connection every few seconds.
 */
const LAST_PATIENCE_MS: Readonly<Record<Echo, number>> = { placed: 16_000, canceled: 64_000 };
/** Between connections that were silent about orders for the longest patience, doubled up to the last. */
const FIRST_STAY_OUT_MS = 30_000;
const LAST_STAY_OUT_MS = 600_000;
/** Doublings to the longest patience for orders. */
const LEARNT_STEPS = 2;
/** Doublings of the one and the other. */
const MOST_STEPS: Readonly<Record<Echo, number>> = { placed: 7, canceled: 4 };
/** Patience is one step shorter after each such time in which all words would have been in time for that too. */
const UNLEARNT_MS = 60_000;
/** Words may come so much later than they did. */
const MARGIN = 1.5;
const MOST_HEARD = 20_000;

interface Owed { readonly echo: Echo; readonly orderId: string; readonly since: number }

/** What is known of how late words of a kind come. */
interface Lateness {
  /** Doublings: one more by each connection that was dropped, and by words that are nearly too late. */
  steps: number;
  /** Of the time that is watched, which begins with its first word; NaN before. */
  watchedSince: number;
  worstMs: number;
}

const patienceAfter = (steps: number, echo: Echo): number => Math.min(FIRST_PATIENCE_MS * 2 ** steps, LAST_PATIENCE_MS[echo]);
/** Of orders: none before the longest patience. */
const stayOutAfter = (steps: number): number => (steps < LEARNT_STEPS ? 0 : Math.min(FIRST_STAY_OUT_MS * 2 ** (steps - LEARNT_STEPS), LAST_STAY_OUT_MS));

export class OwedEchoes {
  readonly #parts: OwedEchoesParts;
  readonly #owed = new Map<string, Owed>();
  /** By order, the most that was told of it. */
  readonly #heard = new RecentMap<string, Echo>(MOST_HEARD);
  readonly #lateness: Readonly<Record<Echo, Lateness>> = { placed: { steps: 0, watchedSince: NaN, worstMs: 0 }, canceled: { steps: 0, watchedSince: NaN, worstMs: 0 } };
  #connection = 0;
  /** Null while no connection is open. */
  #openedAt: number | null = null;
  #drops = 0;
  /** The look that is armed. */
  #look: { readonly at: number; readonly callOff: () => void } | null = null;

  constructor(parts: OwedEchoesParts) { this.#parts = parts; }

  connected(): void {
    this.lost();
    this.#connection++;
    this.#openedAt = this.#parts.clock.uptime();
  }

  /** What it owed is for the look at the venue's lists that follows each connection. */
  lost(): void {
    this.#openedAt = null;
    this.#owed.clear();
    this.#callOffLook();
    this.#lateness.placed.watchedSince = this.#lateness.canceled.watchedSince = NaN;
  }

  /** To be called before a request leaves; what comes of it may be told at once. */
  asked(): AskedOn { return this.#openedAt !== null && this.#parts.clock.uptime() - this.#openedAt >= SUBSCRIBED_MS ? this.#connection : null; }

  /** The venue's answer says that it was done. */
  acknowledged(askedOn: AskedOn, orderId: string, echo: Echo): void {
    if (askedOn === null || askedOn !== this.#connection || this.#openedAt === null) return;
    const heard = this.#heard.get(orderId);
    if (heard === 'canceled' || heard === echo) { this.#learn(echo, 0); return; }
    const owed: Owed = { echo, orderId, since: this.#parts.clock.uptime() };
    this.#owed.set(`${echo} ${orderId}`, owed);
    this.#lookAt(this.#dueAt(owed));
  }

  /** On the channel: what was asked for proves nothing of it. */
  heard(message: UserMessage): void {
    if (message.kind === 'order') this.#settle(message.id, message.what === 'cancellation' || message.status === 'canceled' || message.status === 'invalid' ? 'canceled' : 'placed');
    else if (message.kind === 'trade') for (const orderId of [message.takerOrderId, ...message.makers.map((maker) => maker.orderId)]) this.#settle(orderId, 'placed');
  }

  #settle(orderId: string, echo: Echo): void {
    if (this.#heard.get(orderId) !== 'canceled') this.#heard.set(orderId, echo);
    this.#paid('placed', orderId);
    if (echo === 'canceled') this.#paid('canceled', orderId);
    if (this.#owed.size === 0) this.#callOffLook();
  }

  #paid(echo: Echo, orderId: string): void {
    const key = `${echo} ${orderId}`;
    const owed = this.#owed.get(key);
    if (owed === undefined) return;
    this.#owed.delete(key);
    this.#learn(echo, this.#parts.clock.uptime() - owed.since);
  }

  /** A word came so long after the answer. */
  #learn(echo: Echo, lateMs: number): void {
    const lateness = this.#lateness[echo];
    const now = this.#parts.clock.uptime();
    const needs = lateMs * MARGIN;
    const before = lateness.steps;
    while (patienceAfter(lateness.steps, echo) < Math.min(needs, LAST_PATIENCE_MS[echo])) lateness.steps++;
    if (Number.isNaN(lateness.watchedSince) || lateness.steps !== before) {
      lateness.watchedSince = now;
      lateness.worstMs = needs;
      return;
    }
    lateness.worstMs = Math.max(lateness.worstMs, needs);
    if (lateness.steps === 0 || now - lateness.watchedSince < UNLEARNT_MS) return;
    if (lateness.worstMs <= patienceAfter(lateness.steps - 1, echo)) lateness.steps--;
    lateness.watchedSince = now;
    lateness.worstMs = needs;
  }

  #dueAt({ echo, since }: Owed): number { return since + patienceAfter(this.#lateness[echo].steps, echo); }

  /** At the latest. */
  #lookAt(at: number): void {
    if (this.#look !== null && this.#look.at <= at) return;
    this.#callOffLook();
    this.#look = { at, callOff: this.#parts.clock.after(at - this.#parts.clock.uptime(), () => { this.#lookNow(); }) };
  }

  #callOffLook(): void {
    this.#look?.callOff();
    this.#look = null;
  }

  #lookNow(): void {
    const now = this.#parts.clock.uptime();
    this.#look = null;
    let next = Infinity;
    for (const owed of this.#owed.values()) {
      const dueAt = this.#dueAt(owed);
      if (dueAt <= now) { this.#drop(owed.echo); return; }
      next = Math.min(next, dueAt);
    }
    if (next < Infinity) this.#lookAt(next);
  }

  #drop(echo: Echo): void {
    const lateness = this.#lateness[echo];
    const patienceMs = patienceAfter(lateness.steps, echo);
    const stayOutMs = echo === 'placed' ? stayOutAfter(lateness.steps) : 0;
    lateness.steps = Math.min(lateness.steps + 1, MOST_STEPS[echo]);
    this.#drops++;
    const out = stayOutMs === 0 ? '' : `; no quotes for ${stayOutMs / 1_000} s`;
    this.#parts.deaf(`open and silent: nothing was said for ${patienceMs / 1_000} s of ${echo === 'placed' ? 'an order that the venue took' : 'a cancel that the venue did'} (so far ${this.#drops} of its connections)${out}`, stayOutMs);
  }
}
