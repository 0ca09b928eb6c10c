// What a deposit wallet's owner signs, and what follows the signature so that the wallet's contract can verify it (ERC-7739):
// the order nested in a TypedDataSign that names the wallet, both under the exchange's domain.

import { WORD, writeAddress, writeHash, writeNumber } from './abi-words.ts';
import { keccak256, keccak256Text } from './keccak256.ts';
import { digestOf, signingEnvelope } from './signing-envelope.ts';

export const ORDER_TYPE = 'Order(uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,bytes32 builder)';

const TYPED_DATA_SIGN = keccak256Text(`TypedDataSign(Order contents,string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)${ORDER_TYPE}`);
const WALLET_NAME = keccak256Text('DepositWallet');
const WALLET_VERSION = keccak256Text('1');
/** The type of the contents in full, and its length in two bytes. */
const DESCRIPTION = Buffer.from(ORDER_TYPE, 'utf8').toString('hex') + ORDER_TYPE.length.toString(16).padStart(4, '0');

export class WrappedDigest {
  readonly #words = Buffer.alloc(7 * WORD);
  readonly #envelope: Buffer;
  readonly #separator: string;

  constructor(separator: Buffer, wallet: string, chainId: number) {
    this.#envelope = signingEnvelope(separator);
    this.#separator = separator.toString('hex');
    writeHash(this.#words, 0, TYPED_DATA_SIGN);
    writeHash(this.#words, 2, WALLET_NAME);
    writeHash(this.#words, 3, WALLET_VERSION);
    writeNumber(this.#words, 4, chainId);
    writeAddress(this.#words, 5, wallet);
  }

  /** To be signed in place of the order's own digest, which stays its id. */
  of(structHash: Buffer): Buffer {
    writeHash(this.#words, 1, structHash);
    return digestOf(this.#envelope, keccak256(this.#words));
  }

  /** Hex, to be put behind the 65 bytes of the signature. */
  tail(structHash: Buffer): string {
    return this.#separator + structHash.toString('hex') + DESCRIPTION;
  }
}
