// Calls that wrap dollars into the venue's collateral and back, and that let contracts move what is ours.

import { MaxUint256 } from 'ethers';
import type { Cash } from '../../../core/domain/numbers.ts';
import type { ChainCall } from './chain-call.ts';
import type { Contracts } from './contracts.ts';
import { ERC1155, ERC20, RAMP } from './interfaces.ts';

/** Cents, and more decimals only where they are not zero. */
export const dollars = (micros: Cash): string => `$${(micros / 1e6).toFixed(6).replace(/0{1,4}$/, '')}`;

/** USDC.e into collateral of the same account. Native USDC is not taken: paused since 2026-10-09. */
export const wrapCall = ({ onramp, usdcE }: Contracts, account: string, micros: Cash): ChainCall =>
  ({ target: onramp, data: RAMP.encodeFunctionData('wrap', [usdcE, account, BigInt(micros)]), what: `wrap ${dollars(micros)}` });

/** The asset that is named is the one that comes out. */
export const unwrapCall = ({ offramp, usdcE }: Contracts, account: string, micros: Cash): ChainCall =>
  ({ target: offramp, data: RAMP.encodeFunctionData('unwrap', [usdcE, account, BigInt(micros)]), what: `unwrap ${dollars(micros)}` });

/** Lets `spender` move an ERC-20: any amount, or no more than `most`. */
export const allowCall = (token: string, spender: string, what: string, most: bigint = MaxUint256): ChainCall =>
  ({ target: token, data: ERC20.encodeFunctionData('approve', [spender, most]), what });

/** Lets `operator` move every token of an ERC-1155. */
export const allowAllCall = (token: string, operator: string, what: string): ChainCall =>
  ({ target: token, data: ERC1155.encodeFunctionData('setApprovalForAll', [operator, true]), what });
