// What is signed of typed data: keccak256(0x19 0x01 ‖ domain separator ‖ struct hash), EIP-712.

import { keccak256 } from './keccak256.ts';

/** The 66 bytes with the separator in place and room for the struct hash. */
export const signingEnvelope = (separator: Buffer): Buffer => Buffer.concat([Buffer.from([0x19, 0x01]), separator, Buffer.alloc(32)]);

export function digestOf(envelope: Buffer, structHash: Buffer): Buffer {
  structHash.copy(envelope, 34);
  return keccak256(envelope);
}
