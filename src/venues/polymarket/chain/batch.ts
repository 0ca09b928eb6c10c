// A batch of calls as a deposit wallet executes it: EIP-712 typed data that its owner signs (facts 15.5; types as the venue's
// own SDK signs them).

import { TypedDataEncoder, type TypedDataDomain, type TypedDataField, type Wallet } from 'ethers';
import type { ChainCall } from './chain-call.ts';

export interface Batch {
  readonly chainId: number;
  readonly wallet: string;
  readonly nonce: string;
  /** Seconds since the epoch. */
  readonly deadline: number;
  readonly calls: readonly Pick<ChainCall, 'target' | 'data'>[];
}

const TYPES: Record<string, TypedDataField[]> = {
  Call: [{ name: 'target', type: 'address' }, { name: 'value', type: 'uint256' }, { name: 'data', type: 'bytes' }],
  Batch: [{ name: 'wallet', type: 'address' }, { name: 'nonce', type: 'uint256' }, { name: 'deadline', type: 'uint256' }, { name: 'calls', type: 'Call[]' }],
};

const typed = ({ chainId, wallet, nonce, deadline, calls }: Batch): [TypedDataDomain, Record<string, TypedDataField[]>, Record<string, unknown>] => [
  { name: 'DepositWallet', version: '1', chainId, verifyingContract: wallet }, TYPES,
  { wallet, nonce, deadline, calls: calls.map(({ target, data }) => ({ target, value: 0, data })) },
];

export const batchDigest = (batch: Batch): string => TypedDataEncoder.hash(...typed(batch));
export const signBatch = (owner: Wallet, batch: Batch): Promise<string> => owner.signTypedData(...typed(batch));
