// What the venue takes of this account at the moment, as far as its refusals tell: the core is told, and told again when it is
// worth asking for more. The venue names no question that tells, so the next order is the question: after the time that the
// venue states, else after ever longer waits until it takes one; at once where an operator asks, or where keys work again.

import type { PlaceOrder } from '../../../core/domain/commands.ts';
import type { VenueModeChanged, VenueTakes } from '../../../core/domain/events.ts';
import type { MarketId } from '../../../core/domain/instrument.ts';
import type { FeedClock } from '../feed/feed-clock.ts';
import type { ModeSign } from '../rest/mode-sign.ts';

/** A refusal for a reason that others would be refused for too; `retryAfterMs` null where the venue states no end. */
export interface RefusedByMode { readonly sign: ModeSign; readonly retryAfterMs: number | null }

/** What an answer says of one order that was placed, or with `order: null` of cancels. */
export type ModeWord =
  | { readonly kind: 'taken'; readonly order: AskedOrder }
  | { readonly kind: 'refused'; readonly by: RefusedByMode; readonly words: string; readonly order: AskedOrder | null };
/** `mode`: where it was refused for what others would be refused for too. */
export interface PrivateAnswer { readonly kind: 'ok' | 'refused' | 'unknown'; readonly mode?: RefusedByMode | null }
export type AskedOrder = Pick<PlaceOrder, 'market' | 'postOnly' | 'leg'>;

export interface TradingModeParts {
  readonly venue: string;
  readonly clock: FeedClock;
  readonly tell: (event: VenueModeChanged) => void;
}

const TAKES: Readonly<Record<ModeSign, VenueTakes>> = {
  restarting: 'cancels', disabled: 'cancels', 'cancel-only': 'cancels', 'locked-out': 'cancels', unauthorized: 'cancels', 'wrong-signature': 'cancels', 'close-only': 'closing', 'post-only': 'makers',
};
const RANK: Readonly<Record<VenueTakes, number>> = { cancels: 0, closing: 1, makers: 2, everything: 3 };

type Waits = readonly [firstMs: number, lastMs: number];
const SOON: Waits = [1_000, 30_000];
/** What a person has to put right is asked about more rarely. */
const RARELY: Waits = [30_000, 600_000];
/** Where no time is stated, doubling from the one to the other. */
const WAITS: Readonly<Record<ModeSign, Waits>> = {
  restarting: SOON, disabled: SOON, 'cancel-only': SOON, 'post-only': [5_000, 30_000], 'close-only': RARELY, 'locked-out': RARELY, unauthorized: RARELY, 'wrong-signature': RARELY,
};
/** The post-only time after a restart is two minutes: nothing that is stated is believed for longer than this. */
const LONGEST_STATED_MS = 300_000;
/** An order that was taken proves signatures of the account for so long: makers may rest for minutes. placeholder: to be fitted on how often markets are quoted anew. */
const PROVES_SIGNATURES_MS = 600_000;

export class TradingMode {
  readonly #parts: TradingModeParts;
  /** In force: what the core was told. */
  #sign: ModeSign | null = null;
  /** The refusal before, not yet disproved by an order that was taken, and how long was waited after it. */
  #last: { readonly sign: ModeSign; readonly waitMs: number } | null = null;
  /** The market whose order the mode in force was told by. */
  #toldBy: MarketId | null = null;
  /** While keys are the reason: a private request was refused for them as well. */
  #isShutOut = false;
  /** The two markets that an order was taken of last, the last first. */
  #taken: readonly { readonly market: MarketId; readonly at: number }[] = [];
  #callOff: () => void = () => {};

  constructor(parts: TradingModeParts) { this.#parts = parts; }

  /** All that one answer says: what it takes is known before it is asked whose fault a refusal is, and ends no mode that it refuses for. */
  heard(words: readonly ModeWord[]): void {
    for (const { kind, order } of words) if (kind === 'taken') this.#noteTaken(order.market);
    const refused = words.filter((word) => word.kind === 'refused');
    // Where what closes is refused as well, nothing is taken. A batch that is refused as a whole is so for what it opens.
    const isAll = refused.every(({ order }) => order?.leg.action === 'sell');
    for (const { by, words: said, order } of refused) this.#refused(by, by.sign === 'close-only' && isAll ? 'locked-out' : by.sign, said, order);
    for (const { kind, order } of words) if (kind === 'taken') this.#took(order);
  }

  /** Any private request but a place. */
  answered(outcome: PrivateAnswer): void {
    if (this.#sign !== 'unauthorized') return;
    if (outcome.mode?.sign === 'unauthorized') this.#isShutOut = true;
    else if (outcome.kind === 'ok' && this.#isShutOut) this.#end('private requests are answered again');
  }

  /** Whatever was waited for: an operator may have put right what the reason was. */
  askAgain(): void {
    if (this.#sign === null) return;
    this.#last = null;
    this.#end('an operator asks again');
  }

  close(): void { this.#callOff(); }

  #refused({ sign: said, retryAfterMs }: RefusedByMode, sign: ModeSign, words: string, order: AskedOrder | null): void {
    if (sign === 'wrong-signature' && order !== null && this.#takesOthersThan(order.market)) return;
    // The others that were under way are refused for the same reason.
    if (this.#sign === sign || (this.#sign !== null && RANK[TAKES[this.#sign]] < RANK[TAKES[sign]])) return;
    const [firstMs, lastMs] = WAITS[sign];
    const waitMs = this.#last?.sign !== said ? firstMs : this.#sign === null ? Math.min(this.#last.waitMs * 2, lastMs) : this.#last.waitMs;
    this.#last = { sign: said, waitMs };
    this.#sign = sign;
    this.#toldBy = order?.market ?? null;
    this.#isShutOut = false;
    this.#callOff();
    this.#callOff = this.#parts.clock.after(retryAfterMs === null ? waitMs : Math.min(Math.max(retryAfterMs, firstMs), LONGEST_STATED_MS), () => { this.#end('it is worth asking again'); });
    this.#tell(TAKES[sign], `${sign}: ${words}`);
  }

  /** One that was on its way before a mode began says nothing of it, and neither do makers of post-only, sales of close-only. */
  #took({ market, postOnly, leg }: AskedOrder): void {
    if (this.#sign === 'wrong-signature' && market !== this.#toldBy) {
      this.#last = null;
      this.#end('an order of another market was taken');
    }
    if (this.#sign !== null || (postOnly && this.#last?.sign === 'post-only') || (leg.action === 'sell' && this.#last?.sign === 'close-only')) return;
    this.#last = null;
  }

  #noteTaken(market: MarketId): void {
    this.#taken = [{ market, at: this.#parts.clock.uptime() }, ...this.#taken.filter((taken) => taken.market !== market)].slice(0, 2);
  }

  #takesOthersThan(refused: MarketId): boolean {
    const since = this.#parts.clock.uptime() - PROVES_SIGNATURES_MS;
    return this.#taken.some(({ market, at }) => market !== refused && at >= since);
  }

  #end(reason: string): void {
    this.#callOff();
    this.#sign = null;
    this.#tell('everything', reason);
  }

  #tell(takes: VenueTakes, reason: string): void {
    const { venue, clock, tell } = this.#parts;
    tell({ type: 'VenueModeChanged', ts: clock.now(), venue, takes, reason });
  }
}
