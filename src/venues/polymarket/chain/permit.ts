// EIP-2612: the holder of a dollar lets a spender take it by signature alone, without a transaction of its own.

import { Signature, type TypedDataDomain, type Wallet } from 'ethers';
import type { ChainCall } from './chain-call.ts';
import { ERC20 } from './interfaces.ts';

export interface Permit {
  readonly spender: string;
  /** Token units; micro-dollars for USDC. */
  readonly value: bigint;
  /** `nonces(owner)` of the token. */
  readonly nonce: bigint;
  /** Seconds since the epoch. */
  readonly deadline: bigint;
}

/** The domain of native USDC on Polygon; another token states its own. */
export const usdcDomain = (chainId: number, usdc: string): TypedDataDomain => ({ name: 'USD Coin', version: '2', chainId, verifyingContract: usdc });

const PERMIT = [
  { name: 'owner', type: 'address' }, { name: 'spender', type: 'address' }, { name: 'value', type: 'uint256' }, { name: 'nonce', type: 'uint256' }, { name: 'deadline', type: 'uint256' },
];

export async function signPermit(owner: Wallet, domain: TypedDataDomain, permit: Permit): Promise<Signature> {
  return Signature.from(await owner.signTypedData(domain, { Permit: PERMIT }, { owner: owner.address, ...permit }));
}

/** The call that hands the signature in; anybody may make it. */
export const permitCall = (token: string, owner: string, { spender, value, deadline }: Permit, { v, r, s }: Signature): ChainCall =>
  ({ target: token, data: ERC20.encodeFunctionData('permit', [owner, spender, value, deadline, v, r, s]), what: `let ${spender} take ${value}` });
