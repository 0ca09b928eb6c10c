// Addresses: of a private key, and as the venue writes them (with the checksum of EIP-55 in the case of the letters).

import secp256k1 from 'secp256k1';
import { keccak256, keccak256Text } from './keccak256.ts';

/** The address that a private key signs for, checksummed. Throws on bytes that are no key. */
export function addressOf(privateKey: Uint8Array): string {
  const point = secp256k1.publicKeyCreate(privateKey, false);
  return checksummed(keccak256(Buffer.from(point.subarray(1))).toString('hex', 12));
}

export const isAddress = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text);

/** The case of what is given does not matter; it is not checked either. */
export const checksumAddress = (address: string): string => checksummed(address.slice(2).toLowerCase());

function checksummed(digits: string): string {
  const hash = keccak256Text(digits);
  let address = '0x';
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charAt(i);
    const nibble = (hash.readUInt8(i >> 1) >> (i % 2 === 0 ? 4 : 0)) & 15;
    address += nibble > 7 ? digit.toUpperCase() : digit;
  }
  return address;
}
