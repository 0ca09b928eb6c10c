// The headers of every private request ("L2"): an HMAC over time, method, path and body with the secret of the API key.

import { createHmac } from 'node:crypto';

export interface ApiCredentials {
  /** A UUID; also the `owner` of orders. Not secret by itself. */
  readonly key: string;
  /** The base64-decoded secret. Neither it nor the passphrase is copied: wiping them ends signing. */
  readonly secret: Uint8Array;
  readonly passphrase: Uint8Array;
}

export type L2Headers = Readonly<Record<'POLY_ADDRESS' | 'POLY_SIGNATURE' | 'POLY_TIMESTAMP' | 'POLY_API_KEY' | 'POLY_PASSPHRASE', string>>;

/** `path` has no query string; `body` is exactly what is sent, empty where nothing is. Base64 with - and _, padding kept. */
export const requestSignature = (secret: Uint8Array, seconds: number, method: string, path: string, body: string): string =>
  createHmac('sha256', secret).update(`${seconds}${method}${path}${body}`).digest('base64').replaceAll('+', '-').replaceAll('/', '_');

/** `address` is that of the signing key, for deposit wallets too. */
export function l2Headers(address: string, credentials: ApiCredentials, seconds: number, method: string, path: string, body: string): L2Headers {
  return {
    POLY_ADDRESS: address, POLY_SIGNATURE: requestSignature(credentials.secret, seconds, method, path, body),
    POLY_TIMESTAMP: String(seconds), POLY_API_KEY: credentials.key, POLY_PASSPHRASE: Buffer.from(credentials.passphrase).toString('latin1'),
  };
}
