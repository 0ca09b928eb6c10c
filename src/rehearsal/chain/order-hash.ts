// The signed part of an order and its EIP-712 digest, which is the id of the order at the venue.

import { TypedDataEncoder, concat, keccak256 } from 'ethers';
import { CHAIN_ID, CONTRACTS, EXCHANGES, type ExchangeContract } from './contracts.ts';

export interface SignedFields {
  readonly salt: bigint;
  readonly maker: string;
  readonly signer: string;
  readonly tokenId: string;
  readonly makerAmount: string;
  readonly takerAmount: string;
  readonly side: 0 | 1;
  readonly signatureType: number;
  readonly timestamp: string;
  readonly metadata: string;
  readonly builder: string;
}

interface Domain { readonly name: string; readonly version: string; readonly chainId: number; readonly verifyingContract: string }
interface Field { name: string; type: string }

export const ORDER_TYPES: Record<string, Field[]> = {
  Order: [
    { name: 'salt', type: 'uint256' }, { name: 'maker', type: 'address' }, { name: 'signer', type: 'address' }, { name: 'tokenId', type: 'uint256' },
    { name: 'makerAmount', type: 'uint256' }, { name: 'takerAmount', type: 'uint256' }, { name: 'side', type: 'uint8' }, { name: 'signatureType', type: 'uint8' },
    { name: 'timestamp', type: 'uint256' }, { name: 'metadata', type: 'bytes32' }, { name: 'builder', type: 'bytes32' },
  ],
};

/** Orders on markets of Protocol V2 are signed for version 3 of the domain, all others for version 2. */
export const orderDomain = (exchange: ExchangeContract): Domain =>
  ({ name: 'Polymarket CTF Exchange', version: exchange === CONTRACTS.exchangeV3 ? '3' : '2', chainId: CHAIN_ID, verifyingContract: exchange });

const ENCODER = TypedDataEncoder.from(ORDER_TYPES);
const SEPARATORS = new Map(EXCHANGES.map((exchange) => [exchange, TypedDataEncoder.hashDomain(orderDomain(exchange))]));

/** Of the domain of an exchange. */
export const domainSeparator = (exchange: ExchangeContract): string => SEPARATORS.get(exchange) ?? '';

export const orderDigest = (order: SignedFields, exchange: ExchangeContract): string => keccak256(concat(['0x1901', domainSeparator(exchange), orderStructHash(order)]));

export const orderStructHash = (order: SignedFields): string => ENCODER.hash(order);

export const ORDER_TYPE_TEXT = ENCODER.encodeType('Order');
