// Words that the user channel owes us: the venue tells of every order that it took and every cancel that it did on the channel as
// well as in its answer. One that never comes is the only sign of a channel that is open, answers pings and is deaf. A connection
// is blamed only for what was asked and answered while it was in force, whatever came first, the answer or the word.

import type { FeedClock } from '../feed/feed-clock.ts';
import type { UserMessage } from '../wire/user-message.ts';
import { RecentMap } from './recent-map.ts';

/** placed: any word of the order · canceled: the word of its end. */
export type Echo = 'placed' | 'canceled';
/** The connection that was in force when something was asked; null where none was for long enough to be blamed. */
export type AskedOn = number | null;

export interface OwedEchoesParts {
  readonly clock: Pick<FeedClock, 'uptime' | 'after'>;
  /** The connection in force tells nothing: it has to be dropped. */
  readonly deaf: (reason: string) => void;
}

/** A subscription is in force some time after it was sent, and its answers are not told. */
export const SUBSCRIBED_MS = 2_000;
/** The venue tells within milliseconds. */
const FIRST_PATIENCE_MS = 4_000;
/** A venue that does not tell of a kind of thing at all must not cost a connection every few seconds. */
const LAST_PATIENCE_MS = 64_000;
const MOST_HEARD = 20_000;

interface Owed { readonly echo: Echo; readonly orderId: string; readonly dueAt: number }

export class OwedEchoes {
  readonly #parts: OwedEchoesParts;
  readonly #owed = new Map<string, Owed>();
  /** By order, the most that was told of it. */
  readonly #heard = new RecentMap<string, Echo>(MOST_HEARD);
  /** Doubled by each connection that was dropped in vain, until a word of the kind comes. */
  readonly #patienceMs: Record<Echo, number> = { placed: FIRST_PATIENCE_MS, canceled: FIRST_PATIENCE_MS };
  #connection = 0;
  /** Null while no connection is open. */
  #openedAt: number | null = null;
  #drops = 0;
  #callOff: (() => void) | null = null;

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
    this.#callOff?.();
    this.#callOff = null;
  }

  /** To be called before a request leaves; what comes of it may be told at once. */
  asked(): AskedOn { return this.#openedAt !== null && this.#parts.clock.uptime() - this.#openedAt >= SUBSCRIBED_MS ? this.#connection : null; }

  /** The venue's answer says that it was done. */
  acknowledged(askedOn: AskedOn, orderId: string, echo: Echo): void {
    if (askedOn === null || askedOn !== this.#connection || this.#openedAt === null) return;
    const heard = this.#heard.get(orderId);
    if (heard === 'canceled' || heard === echo) return;
    this.#owed.set(`${echo} ${orderId}`, { echo, orderId, dueAt: this.#parts.clock.uptime() + this.#patienceMs[echo] });
    if (this.#callOff === null) this.#lookAfter(this.#patienceMs[echo]);
  }

  /** On the channel: what was asked for proves nothing of it. */
  heard(message: UserMessage): void {
    if (message.kind === 'order') this.#settle(message.id, message.what === 'cancellation' || message.status === 'canceled' || message.status === 'invalid' ? 'canceled' : 'placed');
    else if (message.kind === 'trade') for (const orderId of [message.takerOrderId, ...message.makers.map((maker) => maker.orderId)]) this.#settle(orderId, 'placed');
  }

  #settle(orderId: string, echo: Echo): void {
    if (this.#heard.get(orderId) !== 'canceled') this.#heard.set(orderId, echo);
    this.#owed.delete(`placed ${orderId}`);
    if (echo === 'canceled') this.#owed.delete(`canceled ${orderId}`);
    this.#patienceMs[echo] = FIRST_PATIENCE_MS;
  }

  #lookAfter(ms: number): void { this.#callOff = this.#parts.clock.after(ms, () => { this.#look(); }); }

  #look(): void {
    const now = this.#parts.clock.uptime();
    this.#callOff = null;
    let next = Infinity;
    for (const { echo, dueAt } of this.#owed.values()) {
      if (dueAt <= now) { this.#drop(echo); return; }
      next = Math.min(next, dueAt);
    }
    if (next < Infinity) this.#lookAfter(next - now);
  }

  #drop(echo: Echo): void {
    const seconds = this.#patienceMs[echo] / 1_000;
    this.#patienceMs[echo] = Math.min(this.#patienceMs[echo] * 2, LAST_PATIENCE_MS);
    this.#drops++;
    this.#parts.deaf(`open and silent: nothing was said for ${seconds} s of ${echo === 'placed' ? 'an order that the venue took' : 'a cancel that the venue did'} (so far ${this.#drops} of its connections)`);
  }
}
