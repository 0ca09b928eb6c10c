// One JSON answer by GET, over node:https (node:http for loopback) with a deadline and a limit. What cannot be had is a value.

import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

export type JsonAnswer =
  | { readonly kind: 'ok'; readonly body: unknown }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failed'; readonly why: string };

/** `path` begins with a slash and carries its query. */
export type GetJson = (path: string) => Promise<JsonAnswer>;

const DEADLINE_MS = 10_000;
/** A page of a hundred markets is half a megabyte. */
const MOST_BYTES = 32 * 1_024 * 1_024;

export function getJsonFrom(base: string): GetJson {
  return (path) => new Promise((resolve) => {
    const url = new URL(path, base);
    const failed = (why: string): void => { resolve({ kind: 'failed', why }); };
    const asked = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(DEADLINE_MS) }, (answer) => { read(answer, resolve, failed); });
    asked.on('error', ({ message }) => { failed(message); });
    asked.end();
  });
}

function read(answer: IncomingMessage, resolve: (answer: JsonAnswer) => void, failed: (why: string) => void): void {
  const { statusCode = 0 } = answer;
  if (statusCode !== 200) {
    answer.resume();
    if (statusCode === 404) resolve({ kind: 'not-found' });
    else failed(`status ${statusCode}`);
    return;
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > MOST_BYTES) answer.destroy(new Error(`more than ${MOST_BYTES} bytes`));
    else parts.push(part);
  });
  answer.on('error', ({ message }) => { failed(message); });
  answer.on('end', () => {
    try {
      resolve({ kind: 'ok', body: JSON.parse(Buffer.concat(parts).toString('utf8')) });
    } catch {
      failed('is no JSON');
    }
  });
}
