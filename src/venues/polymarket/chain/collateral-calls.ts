// Calls that wrap dollars into the venue's collateral and back, and that let contracts move what is ours.

import { MaxUint256 } from 'ethers';
import type { Cash } from '../../../core/domain/numbers.ts';
import type { ChainCall } from './chain-call.ts';
import type { Contracts } from './contracts.ts';
import { ERC1155, ERC20, RAMP } from './interfaces.ts';

const dollars = (micros: Cash): string => `$${micros / 1e6}`;

/** `asset`: USDC.e, or native USDC while the venue takes it (paused since 2026-10-09 [T]). */
export const wrapCall = ({ onramp }: Contracts, asset: string, to: string, micros: Cash): ChainCall =>
  ({ target: onramp, data: RAMP.encodeFunctionData('wrap', [asset, to, BigInt(micros)]), what: `wrap ${dollars(micros)}` });

export const unwrapCall = ({ offramp }: Contracts, asset: string, to: string, micros: Cash): ChainCall =>
  ({ target: offramp, data: RAMP.encodeFunctionData('unwrap', [asset, to, BigInt(micros)]), what: `unwrap ${dollars(micros)}` });

/** Lets `spender` move any amount of an ERC-20. */
export const allowCall = (token: string, spender: string, what: string): ChainCall =>
  ({ target: token, data: ERC20.encodeFunctionData('approve', [spender, MaxUint256]), what });

/** Lets `operator` move every token of an ERC-1155. */
export const allowAllCall = (token: string, operator: string, what: string): ChainCall =>
  ({ target: token, data: ERC1155.encodeFunctionData('setApprovalForAll', [operator, true]), what });
