// The contracts that settle orders, and the EIP-712 domain each of them is signed under. Addresses as in the official client
// 1.1.0; the domain of a market follows from its version and whether its event is a negative-risk one.

import type { MarketVersion } from '../polymarket-market.ts';
import { writeAddress, writeHash, writeNumber, WORD } from './abi-words.ts';
import { keccak256, keccak256Text } from './keccak256.ts';

/** Polygon, and its test network. */
export type ChainId = 137 | 80_002;

export type ExchangeKind = 'standard' | 'neg-risk' | 'positions';

interface ExchangeContract {
  readonly address: string;
  /** Not the market's version: conditional tokens trade under "2", positions under "3". */
  readonly domainVersion: '2' | '3';
}

const STANDARD: ExchangeContract = { address: '0xE111180000d2663C0091e4f400237545B87B996B', domainVersion: '2' };
const NEG_RISK: ExchangeContract = { address: '0xe2222d279d744050d28e00520010520000310F59', domainVersion: '2' };

export const EXCHANGES: Readonly<Record<ChainId, Readonly<Record<ExchangeKind, ExchangeContract>>>> = {
  137: { standard: STANDARD, 'neg-risk': NEG_RISK, positions: { address: '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa', domainVersion: '3' } },
  // On the test network the client and the contracts' own page name different addresses for positions; this is the client's.
  80_002: { standard: STANDARD, 'neg-risk': NEG_RISK, positions: { address: '0x9fE6e61422AdB6F610d8597F9684b16912D50C3D', domainVersion: '3' } },
};

export const exchangeKindOf = (version: MarketVersion, negRisk: boolean): ExchangeKind =>
  (version === 'v2' ? 'positions' : negRisk ? 'neg-risk' : 'standard');

const DOMAIN_TYPE = keccak256Text('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)');
const DOMAIN_NAME = keccak256Text('Polymarket CTF Exchange');

export function domainSeparator({ address, domainVersion }: ExchangeContract, chainId: ChainId): Buffer {
  const words = Buffer.alloc(5 * WORD);
  writeHash(words, 0, DOMAIN_TYPE);
  writeHash(words, 1, DOMAIN_NAME);
  writeHash(words, 2, keccak256Text(domainVersion));
  writeNumber(words, 3, chainId);
  writeAddress(words, 4, address);
  return keccak256(words);
}
