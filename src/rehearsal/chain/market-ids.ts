// The ids of made-up markets, in the forms that the chain gives them. The same seed and name give the same ids.

import { AbiCoder, dataSlice, getCreate2Address, id, keccak256, toBeHex } from 'ethers';
import { CONTRACTS, SAFE_INIT_CODE_HASH } from './contracts.ts';

export interface MarketIds {
  /** 32 bytes, for Protocol V2 the 31 of its condition and a zero. */
  readonly conditionId: string;
  readonly questionId: string;
  /** Of the first and the second outcome. */
  readonly clobTokenIds: readonly [string, string];
  readonly positionIds: readonly [string, string];
}

const decimal = (hex: string): string => BigInt(hex).toString();

/** Module 1 is binary markets, 2 exclusive events; 137 is the chain that resolves. */
function conditionV2(name: string, negRisk: boolean): string {
  const base = dataSlice(id(`${name}/base`), 0, 16).slice(2);
  return `0x${negRisk ? '02' : '01'}${base}${toBeHex(2, 2).slice(2)}${'0'.repeat(16)}${toBeHex(137, 2).slice(2)}${'0'.repeat(4)}`;
}

/** A question of an exclusive event: the event's id with the number of the question in its last byte. */
export const questionOf = (negRiskMarketId: string, index: number): string => `${negRiskMarketId.slice(0, -2)}${toBeHex(index, 1).slice(2)}`;

export function marketIds(name: string, version: 'v1' | 'v2', negRisk: boolean): MarketIds {
  const condition31 = conditionV2(name, negRisk);
  const conditionId = version === 'v2' ? `${condition31}00` : id(`${name}/condition`);
  return {
    conditionId, questionId: id(`${name}/question`),
    clobTokenIds: [decimal(id(`${name}/token/0`)), decimal(id(`${name}/token/1`))],
    positionIds: [decimal(`${condition31}00`), decimal(`${condition31}01`)],
  };
}

/** The Safe that the venue's factory deploys for an owner. */
export const safeOf = (owner: string): string =>
  getCreate2Address(CONTRACTS.safeFactory, keccak256(AbiCoder.defaultAbiCoder().encode(['address'], [owner])), SAFE_INIT_CODE_HASH);
