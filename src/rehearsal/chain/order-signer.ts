// Who signed an order: the address that the signature recovers to, by the form that the wallet's type asks for. The
// question whether that address may sign for the maker is answered elsewhere.

import { TypedDataEncoder, concat, dataLength, dataSlice, keccak256, recoverAddress, toUtf8String } from 'ethers';
import { CHAIN_ID, type ExchangeContract } from './contracts.ts';
import { ORDER_TYPES, ORDER_TYPE_TEXT, domainSeparator, orderDigest, orderStructHash, type SignedFields } from './order-hash.ts';

const SIGNATURE_BYTES = 65;
/** ERC-7739: the inner signature, the domain of the exchange, the hash of the order, its type in words, and how long that is. */
const DOMAIN_AT = SIGNATURE_BYTES;
const CONTENTS_AT = DOMAIN_AT + 32;
const TYPE_AT = CONTENTS_AT + 32;
const LENGTH_AT = TYPE_AT + ORDER_TYPE_TEXT.length;
const WRAPPED_BYTES = LENGTH_AT + 2;

const WRAPPED = TypedDataEncoder.from({
  TypedDataSign: [
    { name: 'contents', type: 'Order' }, { name: 'name', type: 'string' }, { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' }, { name: 'verifyingContract', type: 'address' }, { name: 'salt', type: 'bytes32' },
  ],
  ...ORDER_TYPES,
});
const ZERO = `0x${'0'.repeat(64)}`;

/** Null where the bytes are no signature of this order in the form of its type. */
export function orderSigner(order: SignedFields, signature: string, exchange: ExchangeContract): string | null {
  try {
    return order.signatureType === 3 ? wrappedSigner(order, signature, exchange) : plainSigner(order, signature, exchange);
  } catch {
    // ethers throws for whatever is no hex, no point of the curve, or no value of its type.
    return null;
  }
}

function plainSigner(order: SignedFields, signature: string, exchange: ExchangeContract): string | null {
  if (dataLength(signature) !== SIGNATURE_BYTES) return null;
  return recoverAddress(orderDigest(order, exchange), signature);
}

function wrappedSigner(order: SignedFields, signature: string, exchange: ExchangeContract): string | null {
  if (dataLength(signature) !== WRAPPED_BYTES) return null;
  const isWhole = dataSlice(signature, DOMAIN_AT, CONTENTS_AT) === domainSeparator(exchange)
    && dataSlice(signature, CONTENTS_AT, TYPE_AT) === orderStructHash(order)
    && toUtf8String(dataSlice(signature, TYPE_AT, LENGTH_AT)) === ORDER_TYPE_TEXT
    && Number(dataSlice(signature, LENGTH_AT)) === ORDER_TYPE_TEXT.length;
  if (!isWhole) return null;
  const contents = WRAPPED.hash({ contents: order, name: 'DepositWallet', version: '1', chainId: CHAIN_ID, verifyingContract: order.signer, salt: ZERO });
  return recoverAddress(keccak256(concat(['0x1901', domainSeparator(exchange), contents])), dataSlice(signature, 0, SIGNATURE_BYTES));
}
