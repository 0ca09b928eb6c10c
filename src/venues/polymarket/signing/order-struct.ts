// The order as it is hashed: twelve words, of which only what differs from order to order is written anew.

import { WORD, writeAddress, writeHash, writeHex, writeNumber } from './abi-words.ts';
import { keccak256, keccak256Text } from './keccak256.ts';
import type { OrderParties } from './signing-account.ts';
import { ORDER_TYPE } from './wrapped-digest.ts';

const FIELD = { salt: 1, maker: 2, signer: 3, tokenId: 4, makerAmount: 5, takerAmount: 6, side: 7, walletType: 8, timestamp: 9, builder: 11 } as const;

export interface OrderFields {
  readonly salt: number;
  /** 64 hex digits. */
  readonly token: string;
  readonly makerAmount: number;
  readonly takerAmount: number;
  readonly side: 'buy' | 'sell';
  /** Milliseconds, but any number hashes. */
  readonly timestamp: number;
}

export class OrderStruct {
  /** The tenth, metadata, stays zero: orders of ours have none. */
  readonly words = Buffer.alloc(12 * WORD);

  constructor({ maker, signer, walletType, builder }: OrderParties) {
    writeHash(this.words, 0, keccak256Text(ORDER_TYPE));
    writeAddress(this.words, FIELD.maker, maker);
    writeAddress(this.words, FIELD.signer, signer);
    writeNumber(this.words, FIELD.walletType, walletType);
    writeHex(this.words, FIELD.builder, builder.slice(2));
  }

  hash(order: OrderFields): Buffer {
    const { words } = this;
    writeNumber(words, FIELD.salt, order.salt);
    writeHex(words, FIELD.tokenId, order.token);
    writeNumber(words, FIELD.makerAmount, order.makerAmount);
    writeNumber(words, FIELD.takerAmount, order.takerAmount);
    writeNumber(words, FIELD.side, order.side === 'buy' ? 0 : 1);
    writeNumber(words, FIELD.timestamp, order.timestamp);
    return keccak256(words);
  }
}
