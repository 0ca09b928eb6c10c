// What the venue's refusals mean. One table: its words and status → why, what is proved, and what may be done about it. What
// stands in no row is decided by the status alone, to the safe side. Words as of the venue's page of error codes and of answers
// seen in the wild (July to October 2026).

import type { RejectReason } from '../../../core/domain/order.ts';
import type { Retry } from './answer.ts';
import type { ModeSign } from './mode-sign.ts';

/**
 * refused: it had no effect · killed: the order came in, found nothing to match with and is gone · present: the venue has this
 * order already · unknown: it may have had an effect.
 */
export type Proof = 'refused' | 'killed' | 'present' | 'unknown';

export interface ErrorRule {
  readonly says: RegExp;
  /** Only with this status; absent: with any. */
  readonly status?: number;
  readonly reason: RejectReason;
  readonly proof: Proof;
  readonly retry: Retry;
  readonly mode?: ModeSign;
}

const ANYTHING = /^/;

export const ERROR_RULES: readonly ErrorRule[] = [
  // The venue as a whole.
  { says: ANYTHING, status: 425, reason: 'venue-error', proof: 'refused', retry: 'safe', mode: 'restarting' },
  { says: /post[-_]only[ _]mode|\(POST_ONLY\)/i, reason: 'venue-error', proof: 'refused', retry: 'safe', mode: 'post-only' },
  { says: /cancel[-_]only/i, reason: 'venue-error', proof: 'refused', retry: 'safe', mode: 'cancel-only' },
  { says: /trading is currently disabled/i, reason: 'venue-error', proof: 'refused', retry: 'safe', mode: 'disabled' },
  { says: ANYTHING, status: 429, reason: 'rate-limited', proof: 'refused', retry: 'safe' },

  // The order is there, or was.
  { says: /duplicated/i, reason: 'duplicate-client-id', proof: 'present', retry: 'reconcile first' },
  { says: /couldn't be fully filled/i, reason: 'venue-error', proof: 'killed', retry: 'safe' },
  { says: /fok orders are (?:fully )?filled or killed/i, reason: 'venue-error', proof: 'killed', retry: 'safe' },
  { says: /no orders found to match|no matching orders/i, reason: 'venue-error', proof: 'killed', retry: 'safe' },
  { says: /order match delayed/i, reason: 'venue-error', proof: 'unknown', retry: 'reconcile first' },
  { says: /could not insert order/i, reason: 'venue-error', proof: 'unknown', retry: 'reconcile first' },
  { says: /trade contains rounding issues|discrepancy greater than allowed/i, reason: 'venue-error', proof: 'unknown', retry: 'reconcile first' },
  // Refused before it reached the book, although the status is 500.
  { says: /order timed out/i, reason: 'venue-error', proof: 'refused', retry: 'safe' },

  // The order itself.
  { says: /crosses (?:the )?book/i, reason: 'would-cross', proof: 'refused', retry: 'safe' },
  { says: /minimum tick size|invalid tick size/i, reason: 'off-tick', proof: 'refused', retry: 'reconcile first' },
  { says: /lower than the minimum|min size/i, reason: 'too-small', proof: 'refused', retry: 'give up' },
  { says: /invalid amounts/i, reason: 'off-lot', proof: 'refused', retry: 'give up' },
  { says: /not enough balance|insufficient balance/i, reason: 'insufficient-balance', proof: 'refused', retry: 'reconcile first' },
  { says: /invalid expiration/i, reason: 'venue-error', proof: 'refused', retry: 'give up' },
  { says: /canceled in the ctf exchange contract/i, reason: 'venue-error', proof: 'refused', retry: 'give up' },
  { says: /not yet ready to process/i, reason: 'market-closed', proof: 'refused', retry: 'safe' },
  { says: /no orderbook exists|market not found|invalid token id|invalid market/i, reason: 'unknown-market', proof: 'refused', retry: 'give up' },
  { says: /too many orders in payload|invalid order payload/i, reason: 'venue-error', proof: 'refused', retry: 'give up' },

  // The account: every order would be refused.
  { says: /order_version_mismatch/i, reason: 'venue-error', proof: 'refused', retry: 'give up', mode: 'wrong-signature' },
  { says: /invalid signature/i, reason: 'venue-error', proof: 'refused', retry: 'give up', mode: 'wrong-signature' },
  { says: /owner of the api key|address of the api key/i, reason: 'venue-error', proof: 'refused', retry: 'give up', mode: 'locked-out' },
  { says: /maker address not allowed/i, reason: 'venue-error', proof: 'refused', retry: 'give up', mode: 'locked-out' },
  { says: /address banned/i, reason: 'venue-error', proof: 'refused', retry: 'give up', mode: 'locked-out' },
  // The words for a region are the same where it may close and where it may not ("Geographic Restrictions"): a refused sale tells.
  { says: /closed only mode|restricted in your region/i, reason: 'venue-error', proof: 'refused', retry: 'give up', mode: 'close-only' },
  { says: /unauthorized|invalid api key|invalid l1 request/i, reason: 'venue-error', proof: 'refused', retry: 'give up', mode: 'unauthorized' },
];

const REFUSED: ErrorRule = { says: ANYTHING, reason: 'venue-error', proof: 'refused', retry: 'give up' };
const UNAUTHORIZED: ErrorRule = { ...REFUSED, mode: 'unauthorized' };
const LOCKED_OUT: ErrorRule = { ...REFUSED, mode: 'locked-out' };
const NOTHING_PROVED: ErrorRule = { says: ANYTHING, reason: 'venue-error', proof: 'unknown', retry: 'reconcile first' };

/** `said`: the text of the answer's own error field. An answer without one proves nothing and is not asked about here. */
export function errorRule(status: number, said: string): ErrorRule {
  const rule = ERROR_RULES.find((candidate) => (candidate.status === undefined || candidate.status === status) && candidate.says.test(said));
  if (rule !== undefined) return rule;
  if (status === 401) return UNAUTHORIZED;
  if (status === 403) return LOCKED_OUT;
  // An entry of a batch is refused under status 200. A request timeout (408) is a refusal in name only.
  return status < 500 && status !== 408 ? REFUSED : NOTHING_PROVED;
}
