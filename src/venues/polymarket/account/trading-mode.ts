// What the venue takes of this account at the moment, as far as its refusals tell: the core is told, and told again when it is
// worth asking for more. The venue names no question that tells, so the next order is the question: after the time that the
// venue states, else after ever longer waits until it takes one.

import type { VenueModeChanged, VenueTakes } from '../../../core/domain/events.ts';
import type { FeedClock } from '../feed/feed-clock.ts';
import type { ModeSign } from '../rest/mode-sign.ts';

/** A refusal for a reason that others would be refused for too; `retryAfterMs` null where the venue states no end. */
export interface RefusedByMode { readonly sign: ModeSign; readonly retryAfterMs: number | null }

export interface TradingModeParts {
  readonly venue: string;
  readonly clock: Pick<FeedClock, 'now' | 'after'>;
  readonly tell: (event: VenueModeChanged) => void;
}

const TAKES: Readonly<Record<ModeSign, VenueTakes>> = { restarting: 'cancels', disabled: 'cancels', 'cancel-only': 'cancels', 'locked-out': 'cancels', 'post-only': 'makers' };
/** Waits where none is stated, doubling from the one to the other. What a person has to put right is asked about more rarely. */
const WAITS: Readonly<Record<ModeSign, readonly [firstMs: number, lastMs: number]>> = {
  restarting: [1_000, 30_000], disabled: [1_000, 30_000], 'cancel-only': [1_000, 30_000], 'post-only': [5_000, 30_000], 'locked-out': [30_000, 600_000],
};
/** The post-only time after a restart is two minutes: nothing that is stated is believed for longer than this. */
const LONGEST_STATED_MS = 300_000;

export class TradingMode {
  readonly #parts: TradingModeParts;
  /** In force: what the core was told. */
  #sign: ModeSign | null = null;
  /** The mode before, not yet disproved by an order that was taken, and how long it was waited for. */
  #last: { readonly sign: ModeSign; readonly waitMs: number } | null = null;
  #callOff: () => void = () => {};

  constructor(parts: TradingModeParts) { this.#parts = parts; }

  refused({ sign, retryAfterMs }: RefusedByMode, words: string): void {
    // The others that were under way are refused for the same reason.
    if (this.#sign === sign || (this.#sign !== null && TAKES[this.#sign] === 'cancels' && TAKES[sign] === 'makers')) return;
    const [firstMs, lastMs] = WAITS[sign];
    const waitMs = this.#last?.sign === sign ? Math.min(this.#last.waitMs * 2, lastMs) : firstMs;
    this.#last = { sign, waitMs };
    this.#sign = sign;
    this.#callOff();
    this.#callOff = this.#parts.clock.after(retryAfterMs === null ? waitMs : Math.min(Math.max(retryAfterMs, firstMs), LONGEST_STATED_MS), () => { this.#askAgain(); });
    this.#tell(TAKES[sign], `${sign}: ${words}`);
  }

  /** The venue took an order. One that was on its way before a mode began says nothing of it, and makers nothing of post-only. */
  took(isPostOnly: boolean): void {
    if (this.#sign === null && !(isPostOnly && this.#last?.sign === 'post-only')) this.#last = null;
  }

  close(): void { this.#callOff(); }

  #askAgain(): void {
    this.#sign = null;
    this.#tell('everything', 'it is worth asking again');
  }

  #tell(takes: VenueTakes, reason: string): void {
    const { venue, clock, tell } = this.#parts;
    tell({ type: 'VenueModeChanged', ts: clock.now(), venue, takes, reason });
  }
}
