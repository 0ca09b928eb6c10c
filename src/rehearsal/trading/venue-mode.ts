// What the matching engine takes at the moment: everything, only what cannot match, only cancels, nothing, or not even a
// word because it is restarting.

import { refusal, type Answer } from '../http/answer.ts';

export type Mode = 'open' | 'post-only' | 'cancel-only' | 'disabled' | 'restarting';

export const POST_ONLY_ERROR = 'post-only mode: only post-only orders and cancels are allowed';
const DISABLED_ERROR = 'Trading is currently disabled. Check polymarket.com for updates';
const CANCEL_ONLY_ERROR = 'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.';
/** The venue names no text for its 425; this one is ours. */
const RESTARTING_ERROR = 'Too Early';

export class VenueMode {
  readonly #now: () => number;
  /** What holds from when on, the latest last. */
  #stages: { readonly from: number; readonly mode: Mode }[] = [];

  readonly #turnedAway: { at: number; mode: Mode }[] = [];

  constructor(now: () => number) { this.#now = now; }

  set(mode: Mode, durationMs: number | undefined): void {
    const now = this.#now();
    this.#stages = [{ from: now, mode }];
    if (durationMs !== undefined) this.#stages.push({ from: now + durationMs, mode: 'open' });
  }

  restart(durationMs: number, postOnlyMs: number): void {
    const now = this.#now();
    this.#stages = [{ from: now, mode: 'restarting' }, { from: now + durationMs, mode: 'post-only' }, { from: now + durationMs + postOnlyMs, mode: 'open' }];
  }

  heal(): void { this.#stages = []; }

  get mode(): Mode { return this.#stages.findLast(({ from }) => from <= this.#now())?.mode ?? 'open'; }

  /** Null where orders may come in. In post-only mode each order is asked by itself. */
  refusesPlacing(): Answer | null {
    const { mode } = this;
    const refused = mode === 'cancel-only' ? refusal(503, CANCEL_ONLY_ERROR, { type: 'CANCEL_ONLY' }) : this.refusesCancelling(mode);
    if (refused !== null) this.#turnedAway.push({ at: this.#now(), mode });
    return refused;
  }

  /** Requests to place orders that were refused whatever was in them, oldest first. */
  get turnedAway(): readonly { readonly at: number; readonly mode: Mode }[] { return this.#turnedAway; }

  refusesCancelling(mode = this.mode): Answer | null {
    if (mode === 'restarting') return refusal(425, RESTARTING_ERROR);
    if (mode === 'disabled') return refusal(503, DISABLED_ERROR);
    return null;
  }

  /** Seconds until orders that match are taken again; null where they are. */
  postOnlyLeftS(): number | null {
    if (this.mode !== 'post-only') return null;
    const now = this.#now();
    const next = this.#stages.find(({ from }) => from > now);
    return next === undefined ? 0 : Math.ceil((next.from - now) / 1_000);
  }
}

export const postOnlyRefusal = (leftS: number): Answer =>
  refusal(503, POST_ONLY_ERROR, { code: 'post_only_mode', retry_after_seconds: leftS }, { 'retry-after': String(leftS) });
