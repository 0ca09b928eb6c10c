// The ids of outcomes as the contracts derive them. Of the Conditional Tokens (v1): from the collateral, which is USDC.e or
// for neg-risk its wrapping, and the condition. Of Protocol V2: the condition is part of the id.

import { solidityPackedKeccak256, toBeHex } from 'ethers';

/** Field of the curve alt_bn128, on which ids of collections are points. */
const FIELD = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const CURVE_B = 3n;

/** Ids of the first and the second outcome (index sets 1 and 2), decimal. */
export function conditionalTokenIds(collateral: string, conditionId: string): readonly [yes: string, no: string] {
  return [1n, 2n].map((indexSet) => positionId(collateral, collectionId(conditionId, indexSet))) as unknown as readonly [string, string];
}

const positionId = (collateral: string, collection: string): string => BigInt(solidityPackedKeccak256(['address', 'bytes32'], [collateral, collection])).toString();

/**
 * CTHelpers.getCollectionId of the Gnosis Conditional Tokens without a parent collection: the first x after the hash that is
 * on the curve, with the parity of y in bit 254.
 */
function collectionId(conditionId: string, indexSet: bigint): string {
  const hash = BigInt(solidityPackedKeccak256(['bytes32', 'uint256'], [conditionId, indexSet]));
  const isOdd = hash >> 255n !== 0n;
  let x = hash;
  let y = 0n;
  let square = 0n;
  do {
    x = (x + 1n) % FIELD;
    square = (x * x * x + CURVE_B) % FIELD;
    y = power(square, (FIELD + 1n) / 4n);
  } while ((y * y) % FIELD !== square);
  if (isOdd !== (y % 2n === 1n)) y = FIELD - y;
  return toBeHex(y % 2n === 1n ? x ^ (1n << 254n) : x, 32);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base % FIELD;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * factor) % FIELD;
    factor = (factor * factor) % FIELD;
  }
  return result;
}

/** What is in the id of a position of Protocol V2: condition (31 bytes), event (29 bytes), place of the condition in the event, outcome. */
export function v2Parts(position: string): { readonly conditionId: string; readonly eventId: string; readonly conditionIndex: number; readonly outcome: number } {
  const id = BigInt(position);
  return {
    conditionId: toBeHex(id >> 8n, 31), eventId: toBeHex(id >> 24n, 29),
    conditionIndex: Number((id >> 8n) & 0xffffn), outcome: Number(id & 0xffn),
  };
}
