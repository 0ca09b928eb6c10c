// Orders as the venue's contracts verify them (EIP-712). `prepare` is pure and gives the id that the venue will know the
// order by, before anything is signed or sent; `sign` adds the signature. Holds the key by reference and shows it nowhere.

import secp256k1 from 'secp256k1';
import type { TimestampMs } from '../../../core/domain/numbers.ts';
import type { ClientOrderId } from '../../../core/domain/order.ts';
import type { MarketVersion } from '../polymarket-market.ts';
import { uint256Hex } from './abi-words.ts';
import { domainSeparator, EXCHANGES, exchangeKindOf, type ChainId, type ExchangeKind } from './exchanges.ts';
import { orderAmounts, unsignable, type AmountsWish, type UnsignableOrder } from './order-amounts.ts';
import { orderLifetime, type OrderType } from './order-lifetime.ts';
import { orderSalt } from './order-salt.ts';
import { OrderStruct } from './order-struct.ts';
import { digestOf, signingEnvelope } from './signing-envelope.ts';
import { orderParties, type OrderParties, type SigningAccount } from './signing-account.ts';
import { WrappedDigest } from './wrapped-digest.ts';

export interface OrderWish extends AmountsWish {
  /** Decimal text: a token id where `version` is v1, a position id where it is v2. */
  readonly tokenId: string;
  readonly version: MarketVersion;
  readonly negRisk: boolean;
  readonly clientId: ClientOrderId;
  readonly ts: TimestampMs;
  readonly postOnly: boolean;
  readonly expiresAt?: TimestampMs;
}

export interface PreparedOrder {
  readonly kind: 'prepared';
  /** The digest that is signed, and the venue's id of the order: 0x and 64 digits. */
  readonly orderId: string;
  readonly structHash: Buffer;
  readonly digest: Buffer;
  readonly exchange: ExchangeKind;
  readonly tokenId: string;
  readonly action: 'buy' | 'sell';
  readonly salt: number;
  readonly makerAmount: number;
  readonly takerAmount: number;
  readonly timestamp: TimestampMs;
  readonly type: OrderType;
  readonly expiration: number;
  readonly postOnly: boolean;
}

export interface SignedOrder {
  readonly prepared: PreparedOrder;
  readonly parties: OrderParties;
  /** 0x and hex: 65 bytes, or for a deposit wallet those and what its contract needs to verify them. */
  readonly signature: string;
}

/** A digest under one exchange's domain, with the buffers that it is computed in. */
interface Domain { readonly separator: Buffer; readonly envelope: Buffer; readonly wrapped: WrappedDigest | null }

export class OrderSigner {
  readonly parties: OrderParties;
  readonly #privateKey: Uint8Array;
  readonly #domains: Readonly<Record<ExchangeKind, Domain>>;
  readonly #struct: OrderStruct;
  readonly #signature = Buffer.alloc(64);

  /** Throws MM_KEYS_WALLET where key, wallet type and funder do not fit together. */
  constructor(account: SigningAccount, chainId: ChainId) {
    this.#privateKey = account.privateKey;
    this.parties = orderParties(account);
    this.#struct = new OrderStruct(this.parties);
    const { maker, walletType } = this.parties;
    const domainOf = (kind: ExchangeKind): Domain => {
      const separator = domainSeparator(EXCHANGES[chainId][kind], chainId);
      return { separator, envelope: signingEnvelope(separator), wrapped: walletType === 3 ? new WrappedDigest(separator, maker, chainId) : null };
    };
    this.#domains = { standard: domainOf('standard'), 'neg-risk': domainOf('neg-risk'), positions: domainOf('positions') };
  }

  prepare(wish: OrderWish): PreparedOrder | UnsignableOrder {
    const { tokenId, action, clientId, ts, postOnly } = wish;
    const amounts = orderAmounts(wish);
    if (amounts.kind === 'refused') return amounts;
    const lifetime = orderLifetime(wish);
    if (lifetime.kind === 'refused') return lifetime;
    const token = uint256Hex(tokenId);
    if (token === null) return unsignable('unknown-market', `"${tokenId}" is no token id`);
    const salt = orderSalt(clientId);
    const structHash = this.#struct.hash({ salt, token, makerAmount: amounts.maker, takerAmount: amounts.taker, side: action, timestamp: ts });
    const exchange = exchangeKindOf(wish.version, wish.negRisk);
    const digest = digestOf(this.#domains[exchange].envelope, structHash);
    return {
      kind: 'prepared', orderId: `0x${digest.toString('hex')}`, structHash, digest, exchange, tokenId, action, salt,
      makerAmount: amounts.maker, takerAmount: amounts.taker, timestamp: ts, type: lifetime.type, expiration: lifetime.expiration, postOnly,
    };
  }

  /** Throws once the key has been wiped. */
  sign(prepared: PreparedOrder): SignedOrder {
    const { wrapped } = this.#domains[prepared.exchange];
    const plain = this.#signatureOf(wrapped === null ? prepared.digest : wrapped.of(prepared.structHash));
    return { prepared, parties: this.parties, signature: wrapped === null ? plain : plain + wrapped.tail(prepared.structHash) };
  }

  #signatureOf(digest: Buffer): string {
    const { recid } = secp256k1.ecdsaSign(digest, this.#privateKey, {}, this.#signature);
    return `0x${this.#signature.toString('hex')}${(27 + recid).toString(16)}`;
  }
}
