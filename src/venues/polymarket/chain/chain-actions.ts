// How calls reach the chain, whichever way an account has: its own transactions, or batches through the venue's relayer. An
// action is known by something that can be written down before it is sent, and its outcome is one of three, never guessed.

import type { ChainCall } from './chain-call.ts';

/** What an action is known by: plain data, for the journal. */
export type ActionRef =
  /** Every hash under which the transaction of this nonce was or may have been sent, the newest last. */
  | { readonly kind: 'transaction'; readonly from: string; readonly nonce: number; readonly hashes: readonly string[] }
  /** `transactionId` is the relayer's, null until it has answered. After `deadline` (seconds) nobody can execute the batch any more. */
  | { readonly kind: 'batch'; readonly wallet: string; readonly nonce: string; readonly deadline: number; readonly digest: string; readonly transactionId: string | null };

/** How it is known that nothing happened. `overtaken`: another transaction has taken its nonce. `expired`: its deadline has passed unused. */
export type FailureProof = 'not-sent' | 'refused' | 'reverted' | 'overtaken' | 'expired';

export type ActionOutcome =
  | { readonly kind: 'done'; readonly txHash: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly proof: FailureProof }
  | { readonly kind: 'unknown'; readonly reason: string; readonly ref: ActionRef };

export interface ChainActions {
  /** The account whose collateral and tokens move. */
  readonly account: string;
  /** How many calls go into one action: they happen all or none. */
  readonly mostCalls: number;
  /**
   * Performs the calls once. `note` is given what the action is known by before anything is sent, and again when that grows;
   * where it throws, nothing is sent. Never rejects for what a chain, node or relayer does.
   */
  perform(calls: readonly ChainCall[], note: (ref: ActionRef) => void | Promise<void>): Promise<ActionOutcome>;
  /** What became of an action, of this run or an earlier one. Sends nothing. */
  prove(ref: ActionRef): Promise<ActionOutcome>;
}
