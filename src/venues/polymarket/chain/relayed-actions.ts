// Actions of a deposit wallet, through the venue's relayer: all calls in one signed batch, free of gas. The batch is known by
// its nonce and digest before it is sent; a nonce is executed once, and never after the deadline. One batch at a time: the
// nonce is not used again before the one that was signed for it is proved dead.

import type { Wallet } from 'ethers';
import { batchDigest, signBatch, type Batch } from './batch.ts';
import type { ActionOutcome, ActionRef, ChainActions } from './chain-actions.ts';
import type { ChainCall } from './chain-call.ts';
import type { Clock } from './clock.ts';
import { RelayerRefusal, type Relayer, type RelayedTransaction } from './relayer.ts';

export interface RelayedActionsOptions {
  readonly relayer: Relayer;
  /** Signs for the deposit wallet. */
  readonly owner: Wallet;
  readonly depositWallet: string;
  readonly factory: string;
  readonly chainId: number;
  readonly clock: Clock;
  readonly pollMs: number;
  /** How long a batch may be executed, seconds; after it and `giveUpMs` it is proved dead, or unknown. */
  readonly lifeSeconds: number;
  readonly giveUpMs: number;
  /** What an earlier run noted last and nobody has proved: nothing is sent before it is. Null where there is none. */
  readonly unproved: ActionRef | null;
}

type BatchRef = Extract<ActionRef, { readonly kind: 'batch' }>;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const notSent = (reason: string): ActionOutcome => ({ kind: 'failed', reason, proof: 'not-sent' });
/** Clocks of the chain and ours differ by less, seconds. */
const CLOCK_MARGIN = 120;

export class RelayedActions implements ChainActions {
  /** placeholder: the relayer states no limit; what a block takes of redemptions with room to spare. */
  readonly mostCalls = 20;
  readonly #options: RelayedActionsOptions;
  #unproved: ActionRef | null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: RelayedActionsOptions) {
    this.#options = options;
    this.#unproved = options.unproved;
  }

  get account(): string { return this.#options.depositWallet; }

  perform(calls: readonly ChainCall[], note: (ref: ActionRef) => void | Promise<void>): Promise<ActionOutcome> {
    if (calls.length === 0 || calls.length > this.mostCalls) throw new RangeError(`a batch takes 1 to ${this.mostCalls} calls, not ${calls.length}`);
    const performed = this.#queue.then(() => this.#perform(calls, note));
    this.#queue = performed;
    return performed;
  }

  async prove(ref: ActionRef): Promise<ActionOutcome> {
    if (ref.kind !== 'batch') throw new RangeError('a transaction is proved by the chain');
    try {
      return await this.#state(ref) ?? { kind: 'unknown', reason: 'it may still be executed', ref };
    } catch (error) {
      return { kind: 'unknown', reason: messageOf(error), ref };
    }
  }

  async #perform(calls: readonly ChainCall[], note: (ref: ActionRef) => void | Promise<void>): Promise<ActionOutcome> {
    const { relayer, owner, depositWallet, factory, chainId, clock, lifeSeconds } = this.#options;
    if (this.#unproved !== null) {
      if ((await this.prove(this.#unproved)).kind === 'unknown') return notSent('an earlier batch is not proved yet');
      this.#unproved = null;
    }
    let ref: BatchRef;
    let batch: Batch;
    let signature: string;
    try {
      batch = { chainId, wallet: depositWallet, nonce: await relayer.nonce(owner.address), deadline: Math.floor(clock.now() / 1000) + lifeSeconds, calls };
      ref = { kind: 'batch', wallet: depositWallet, nonce: batch.nonce, deadline: batch.deadline, digest: batchDigest(batch), transactionId: null };
      signature = await signBatch(owner, batch);
      await note(ref);
    } catch (error) {
      return notSent(messageOf(error));
    }
    try {
      const { transactionID } = await relayer.submit({ from: owner.address, to: factory, nonce: batch.nonce, signature, depositWallet, deadline: batch.deadline, calls });
      ref = { ...ref, transactionId: transactionID };
    } catch (error) {
      if (error instanceof RelayerRefusal) return { kind: 'failed', reason: error.message, proof: 'refused' };
      // It may have been taken all the same: it is looked for by its signature.
    }
    return this.#follow(ref, signature, note);
  }

  async #follow(sent: BatchRef, signature: string, note: (ref: ActionRef) => void | Promise<void>): Promise<ActionOutcome> {
    const { relayer, clock, pollMs, giveUpMs } = this.#options;
    const beganAt = clock.now();
    let transactionId = sent.transactionId;
    let ref = sent;
    let reason = 'the relayer did not finish it';
    if (transactionId !== null) await Promise.resolve(note(ref)).catch(() => {});
    while (clock.now() - beganAt < giveUpMs) {
      await clock.wait(pollMs);
      try {
        if (transactionId === null) {
          const found = (await relayer.recent()).find((each) => each.signature?.toLowerCase() === signature.toLowerCase());
          if (found !== undefined) {
            transactionId = found.transactionID;
            ref = { ...sent, transactionId };
            await note(ref);
          }
        }
        const outcome = await this.#state(ref);
        if (outcome !== null) return outcome;
      } catch (error) {
        reason = messageOf(error);
      }
    }
    this.#unproved = ref;
    return { kind: 'unknown', reason, ref };
  }

  /** Null while it may still go either way. */
  async #state(ref: BatchRef): Promise<ActionOutcome | null> {
    const { relayer, owner, clock } = this.#options;
    if (ref.transactionId !== null) {
      const told = await relayer.transaction(ref.transactionId);
      if (told !== null) return stateOf(told);
    }
    if (clock.now() / 1000 <= ref.deadline + CLOCK_MARGIN) return null;
    // Past its deadline it can no longer be executed; that its nonce is still to come says that it was not before.
    return BigInt(await relayer.nonce(owner.address)) <= BigInt(ref.nonce) ? { kind: 'failed', reason: 'its deadline has passed and its nonce was not used', proof: 'expired' } : null;
  }
}

function stateOf({ state, transactionHash, errorMsg }: RelayedTransaction): ActionOutcome | null {
  switch (state) {
    // A hash is told of everything that was executed; without one nothing can be looked up.
    case 'STATE_CONFIRMED': return typeof transactionHash === 'string' && transactionHash !== '' ? { kind: 'done', txHash: transactionHash } : null;
    case 'STATE_INVALID': return { kind: 'failed', reason: errorMsg ?? 'the relayer calls it invalid', proof: 'refused' };
    case 'STATE_FAILED': return { kind: 'failed', reason: errorMsg ?? 'it failed on chain', proof: 'reverted' };
    default: return null;
  }
}
