// Actions of an account that sends its own transactions: one call each, one transaction at a time. Its hash is told before it
// is sent; sending the same bytes again is harmless; a stuck one is replaced under the same nonce with a higher fee, so that
// at most one of them can ever happen.

import { keccak256, type Wallet } from 'ethers';
import type { ActionOutcome, ActionRef, ChainActions } from './chain-actions.ts';
import type { ChainCall } from './chain-call.ts';
import type { Clock } from './clock.ts';
import { gasPrice, raised, type GasPrice } from './gas-price.ts';
import { RpcRefusal, type JsonRpc } from './json-rpc.ts';
import { revertReason } from './revert-reason.ts';
import { transactionState } from './transaction-state.ts';

export interface DirectActionsOptions {
  readonly rpc: JsonRpc;
  readonly wallet: Wallet;
  readonly chainId: number;
  readonly clock: Clock;
  /** Blocks, its own counted, before it is believed. */
  readonly confirmations: number;
  readonly pollMs: number;
  /** Not mined for this long, it is replaced with a higher fee; and given up as unknown after `giveUpMs`. */
  readonly stuckMs: number;
  readonly giveUpMs: number;
  /** What an earlier run noted last and nobody has proved: nothing is sent before it is. Null where there is none. */
  readonly unproved: ActionRef | null;
  /** Never offers more, wei a unit of gas. */
  readonly mostPerGas: bigint;
}

type Note = (ref: ActionRef) => void | Promise<void>;
interface Sent { readonly ref: Extract<ActionRef, { readonly kind: 'transaction' }>; readonly raw: string; readonly price: GasPrice }

const notSent = (reason: string): ActionOutcome => ({ kind: 'failed', reason, proof: 'not-sent' });
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export class DirectActions implements ChainActions {
  readonly mostCalls = 1;
  readonly #options: DirectActionsOptions;
  #nonce = 0;
  /** Of a transaction that was given up: until it is proved the next one would not be known to come after it. */
  #unproved: ActionRef | null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: DirectActionsOptions) {
    this.#options = options;
    this.#unproved = options.unproved;
  }

  get account(): string { return this.#options.wallet.address; }

  perform(calls: readonly ChainCall[], note: Note): Promise<ActionOutcome> {
    const [call, ...rest] = calls;
    if (call === undefined || rest.length > 0) throw new RangeError(`a transaction takes one call, not ${calls.length}`);
    const performed = this.#queue.then(() => this.#perform(call, note));
    this.#queue = performed;
    return performed;
  }

  async prove(ref: ActionRef): Promise<ActionOutcome> {
    if (ref.kind !== 'transaction') throw new RangeError('a batch of a deposit wallet is proved by its relayer');
    try {
      return await transactionState(this.#options.rpc, ref, this.#options.confirmations, null) ?? { kind: 'unknown', reason: 'it may still be mined', ref };
    } catch (error) {
      return { kind: 'unknown', reason: messageOf(error), ref };
    }
  }

  async #perform(call: ChainCall, note: Note): Promise<ActionOutcome> {
    if (this.#unproved !== null) {
      const earlier = await this.prove(this.#unproved);
      if (earlier.kind === 'unknown') return notSent('an earlier transaction is not proved yet');
      this.#unproved = null;
    }
    let sent: Sent;
    try {
      sent = await this.#signed(call);
    } catch (error) {
      // Nothing was sent: the node was only asked what would come of it.
      return notSent(error instanceof RpcRefusal ? revertReason(error.data, error.message) : messageOf(error));
    }
    try {
      await note(sent.ref);
    } catch (error) {
      return notSent(`it could not be written down: ${messageOf(error)}`);
    }
    this.#nonce = sent.ref.nonce + 1;
    const refusal = await this.#broadcast(sent);
    if (refusal !== null) {
      this.#nonce = sent.ref.nonce;
      return { kind: 'failed', reason: refusal, proof: 'refused' };
    }
    return this.#follow(call, sent, note);
  }

  async #signed({ target, data }: ChainCall): Promise<Sent> {
    const { rpc, mostPerGas } = this.#options;
    const from = this.account;
    const [gas, pending, price] = await Promise.all([
      rpc.quantity('eth_estimateGas', [{ from, to: target, data }]), rpc.quantity('eth_getTransactionCount', [from, 'pending']), gasPrice(rpc),
    ]);
    if (price.maxFeePerGas > mostPerGas) throw new Error(`gas costs ${price.maxFeePerGas} wei, ${mostPerGas} is the most that is offered`);
    // A node behind the others may not count our last one yet.
    const nonce = Math.max(this.#nonce, Number(pending));
    return this.#sign({ target, data }, { nonce, hashes: [] }, price, gas);
  }

  async #sign({ target, data }: Pick<ChainCall, 'target' | 'data'>, { nonce, hashes }: { readonly nonce: number; readonly hashes: readonly string[] }, price: GasPrice, gas: bigint): Promise<Sent> {
    const { wallet, chainId } = this.#options;
    // State may move between the estimate and the block: a quarter more.
    const raw = await wallet.signTransaction({ type: 2, chainId, nonce, to: target, data, value: 0n, gasLimit: (gas * 5n) / 4n, ...price });
    return { raw, price, ref: { kind: 'transaction', from: wallet.address, nonce, hashes: [...hashes, keccak256(raw)] } };
  }

  /** Null where it is or may be on its way; else why the node refused it. */
  async #broadcast({ raw, ref }: Sent): Promise<string | null> {
    const { rpc } = this.#options;
    try {
      await rpc.ask('eth_sendRawTransaction', [raw]);
      return null;
    } catch (error) {
      if (!(error instanceof RpcRefusal) || /already known|already imported|known transaction|nonce too low|replacement transaction underpriced/i.test(error.message)) return null;
      try {
        // One node of several may refuse what another has taken.
        return await rpc.ask('eth_getTransactionByHash', [ref.hashes.at(-1)]) === null ? error.message : null;
      } catch {
        return null;
      }
    }
  }

  async #follow(call: ChainCall, first: Sent, note: Note): Promise<ActionOutcome> {
    const { rpc, clock, confirmations, pollMs, stuckMs, giveUpMs } = this.#options;
    const beganAt = clock.now();
    let sent = first;
    let sentAt = beganAt;
    let reason = 'it was not mined';
    while (clock.now() - beganAt < giveUpMs) {
      await clock.wait(pollMs);
      try {
        const outcome = await transactionState(rpc, sent.ref, confirmations, call);
        if (outcome !== null) return outcome;
        const isKnown = await rpc.ask('eth_getTransactionByHash', [sent.ref.hashes.at(-1)]) as { readonly blockNumber: string | null } | null;
        if (isKnown === null) await this.#broadcast(sent);
        else if (isKnown.blockNumber === null && clock.now() - sentAt >= stuckMs) {
          sentAt = clock.now();
          sent = await this.#replaced(call, sent, note);
        }
      } catch (error) {
        reason = messageOf(error);
      }
    }
    this.#unproved = sent.ref;
    return { kind: 'unknown', reason, ref: sent.ref };
  }

  /** The same call under the same nonce for a higher fee; the old one stays where no more is to be offered. */
  async #replaced(call: ChainCall, sent: Sent, note: Note): Promise<Sent> {
    const { rpc, mostPerGas } = this.#options;
    const price = raised(sent.price);
    if (price.maxFeePerGas > mostPerGas) return sent;
    const gas = await rpc.quantity('eth_estimateGas', [{ from: this.account, to: call.target, data: call.data }]);
    const next = await this.#sign(call, sent.ref, price, gas);
    await note(next.ref);
    await this.#broadcast(next);
    return next;
  }
}
