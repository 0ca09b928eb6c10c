// The signature that API keys are created and derived with ("L1"): the owner of an address attests to it, at a time.

import secp256k1 from 'secp256k1';
import { WORD, writeAddress, writeHash, writeNumber } from './abi-words.ts';
import type { ChainId } from './exchanges.ts';
import { keccak256, keccak256Text } from './keccak256.ts';
import { digestOf, signingEnvelope } from './signing-envelope.ts';
import { addressOf } from './wallet-address.ts';

const DOMAIN_TYPE = keccak256Text('EIP712Domain(string name,string version,uint256 chainId)');
const AUTH_TYPE = keccak256Text('ClobAuth(address address,string timestamp,uint256 nonce,string message)');
const MESSAGE = keccak256Text('This message attests that I control the given wallet');

export type L1Headers = Readonly<Record<'POLY_ADDRESS' | 'POLY_SIGNATURE' | 'POLY_TIMESTAMP' | 'POLY_NONCE', string>>;

/** `seconds`: Unix time. The same nonce derives the same API key. */
export function l1Headers(privateKey: Uint8Array, chainId: ChainId, seconds: number, nonce: number): L1Headers {
  const address = addressOf(privateKey);
  const words = Buffer.alloc(5 * WORD);
  writeHash(words, 0, AUTH_TYPE);
  writeAddress(words, 1, address);
  writeHash(words, 2, keccak256Text(String(seconds)));
  writeNumber(words, 3, nonce);
  writeHash(words, 4, MESSAGE);
  const { signature, recid } = secp256k1.ecdsaSign(digestOf(signingEnvelope(authDomain(chainId)), keccak256(words)), privateKey);
  return {
    POLY_ADDRESS: address, POLY_SIGNATURE: `0x${Buffer.from(signature).toString('hex')}${(27 + recid).toString(16)}`,
    POLY_TIMESTAMP: String(seconds), POLY_NONCE: String(nonce),
  };
}

function authDomain(chainId: ChainId): Buffer {
  const words = Buffer.alloc(4 * WORD);
  writeHash(words, 0, DOMAIN_TYPE);
  writeHash(words, 1, keccak256Text('ClobAuthDomain'));
  writeHash(words, 2, keccak256Text('1'));
  writeNumber(words, 3, chainId);
  return keccak256(words);
}
