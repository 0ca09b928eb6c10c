// What became of a request, as a value. A refusal is one that is proved; where nothing is proved the outcome is unknown, and
// what was asked for may have happened.

import type { RejectReason } from '../../../core/domain/order.ts';
import type { ModeSign } from './mode-sign.ts';

/** safe: ask again as it was · reconcile first: look at what the venue has before deciding · give up: asking again changes nothing. */
export type Retry = 'safe' | 'reconcile first' | 'give up';

export interface Answered<T> { readonly outcome: 'ok'; readonly data: T }

export interface Refused {
  readonly outcome: 'refused';
  readonly reason: RejectReason;
  /** The venue's words, or ours where it was not asked. */
  readonly detail: string;
  /** Null where the request never left. */
  readonly status: number | null;
  readonly retry: Retry;
  /** Null where nobody said when to ask again. */
  readonly retryAfterMs: number | null;
  /** Set where it is refused for what would refuse others too. */
  readonly mode: ModeSign | null;
}

/** Timeout, 5xx, a cut connection, an answer that cannot be read. */
export interface UnknownOutcome { readonly outcome: 'unknown'; readonly detail: string; readonly status: number | null }

export type Answer<T> = Answered<T> | Refused | UnknownOutcome;

export const answered = <T>(data: T): Answered<T> => ({ outcome: 'ok', data });
export const unknownOutcome = (detail: string, status: number | null): UnknownOutcome => ({ outcome: 'unknown', detail, status });
