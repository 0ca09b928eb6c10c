// Requests by hand, for what no well-behaved client would send: signed like a client's, answered as bytes.

import { createHmac } from 'node:crypto';
import type { ApiKeyCreds } from '@polymarket/clob-client-v2';

export interface Holder { readonly creds: ApiKeyCreds; readonly address: string }
export interface RawAnswer { readonly status: number; readonly text: string; readonly headers: Headers }

export async function send(host: string, method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  const response = await fetch(`${host}${path}`, { method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body }) });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** `timestamp` in seconds. */
export function proof({ creds, address }: Holder, timestamp: number, method: string, path: string, body = ''): Record<string, string> {
  const [bare = ''] = path.split('?');
  const signature = createHmac('sha256', Buffer.from(creds.secret, 'base64')).update(`${timestamp}${method}${bare}${body}`).digest('base64').replaceAll('+', '-').replaceAll('/', '_');
  return { POLY_ADDRESS: address, POLY_SIGNATURE: signature, POLY_TIMESTAMP: String(timestamp), POLY_API_KEY: creds.key, POLY_PASSPHRASE: creds.passphrase };
}

export async function sendSigned(host: string, holder: Holder, method: string, path: string, body?: string): Promise<RawAnswer> {
  const { text: now } = await send(host, 'GET', '/time');
  return send(host, method, path, body, proof(holder, Number(now), method, path, body));
}
