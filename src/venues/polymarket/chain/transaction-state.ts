// What the chain has of a transaction, by every hash it may have: mined and buried, reverted, overtaken, or not decided yet.

import type { ActionOutcome, ActionRef } from './chain-actions.ts';
import type { ChainCall } from './chain-call.ts';
import { RpcRefusal, type JsonRpc } from './json-rpc.ts';
import { revertReason } from './revert-reason.ts';

type TransactionRef = Extract<ActionRef, { readonly kind: 'transaction' }>;

interface Receipt { readonly status: string; readonly blockNumber: string }

/** Null while it may still go either way. `call`: what it was, where known, so that a revert can be put in words. Rejects as the RPC does. */
export async function transactionState(rpc: JsonRpc, ref: TransactionRef, confirmations: number, call: ChainCall | null): Promise<ActionOutcome | null> {
  const head = await rpc.quantity('eth_blockNumber');
  const buried = head - BigInt(confirmations) + 1n;
  // The nonce is looked at first: what is mined between the two looks then shows as a receipt.
  const used = buried < 0n ? 0n : await rpc.quantity('eth_getTransactionCount', [ref.from, `0x${buried.toString(16)}`]);
  for (const txHash of ref.hashes) {
    const receipt = await rpc.ask('eth_getTransactionReceipt', [txHash]) as Receipt | null;
    if (receipt === null) continue;
    if (BigInt(receipt.blockNumber) > buried) return null;
    if (BigInt(receipt.status) === 1n) return { kind: 'done', txHash };
    return { kind: 'failed', reason: call === null ? 'reverted' : await whyReverted(rpc, ref, call, receipt.blockNumber), proof: 'reverted' };
  }
  if (used > BigInt(ref.nonce)) return { kind: 'failed', reason: `another transaction of ${ref.from} took nonce ${ref.nonce}`, proof: 'overtaken' };
  return null;
}

/** The same call at the block before, which says why if that has not changed. */
async function whyReverted(rpc: JsonRpc, { from }: TransactionRef, { target, data }: ChainCall, block: string): Promise<string> {
  try {
    await rpc.read(target, data, from, `0x${(BigInt(block) - 1n).toString(16)}`);
    return 'reverted, and the block before would not have: something else of its block was in the way, or its gas ran out';
  } catch (error) {
    if (error instanceof RpcRefusal) return revertReason(error.data, error.message);
    return 'reverted';
  }
}
