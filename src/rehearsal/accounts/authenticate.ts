// Who sends a request: by a signature of the wallet's key (level one) or by the HMAC of an API key over the very bytes
// that were sent (level two). Null where the proof does not hold.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { getAddress, verifyTypedData } from 'ethers';
import { CHAIN_ID } from '../chain/contracts.ts';
import type { ApiKey, ApiKeys } from './api-keys.ts';

export interface Presented {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly rawBody: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** How far the sender's clock may be off. The venue does not say; half a minute is refused by none of its clients. */
const LEEWAY_S = 30;

const CLOB_AUTH = {
  ClobAuth: [{ name: 'address', type: 'address' }, { name: 'timestamp', type: 'string' }, { name: 'nonce', type: 'uint256' }, { name: 'message', type: 'string' }],
};
const MESSAGE = 'This message attests that I control the given wallet';

function header(presented: Presented, name: string): string {
  const value = presented.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : '';
}

const isTimely = (timestamp: string, nowMs: number): boolean => /^\d{1,12}$/.test(timestamp) && Math.abs(nowMs / 1_000 - Number(timestamp)) <= LEEWAY_S;

export function levelOne(presented: Presented, nowMs: number): { readonly address: string; readonly nonce: string } | null {
  const timestamp = header(presented, 'POLY_TIMESTAMP');
  const nonce = header(presented, 'POLY_NONCE') || '0';
  if (!isTimely(timestamp, nowMs) || !/^\d{1,20}$/.test(nonce)) return null;
  try {
    const address = getAddress(header(presented, 'POLY_ADDRESS'));
    const signer = verifyTypedData({ name: 'ClobAuthDomain', version: '1', chainId: CHAIN_ID }, CLOB_AUTH,
      { address, timestamp, nonce, message: MESSAGE }, header(presented, 'POLY_SIGNATURE'));
    return signer === address ? { address, nonce } : null;
  } catch {
    // What is no address or no signature proves nothing.
    return null;
  }
}

export function levelTwo(presented: Presented, keys: Pick<ApiKeys, 'find'>, nowMs: number): ApiKey | null {
  const key = keys.find(header(presented, 'POLY_API_KEY'));
  const timestamp = header(presented, 'POLY_TIMESTAMP');
  if (key === null || !isTimely(timestamp, nowMs)) return null;
  if (header(presented, 'POLY_PASSPHRASE') !== key.passphrase) return null;
  if (header(presented, 'POLY_ADDRESS').toLowerCase() !== key.address.toLowerCase()) return null;
  const expected = createHmac('sha256', Buffer.from(key.secret, 'base64')).update(`${timestamp}${presented.method}${presented.path}${presented.rawBody}`).digest();
  const given = Buffer.from(header(presented, 'POLY_SIGNATURE'), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected) ? key : null;
}
