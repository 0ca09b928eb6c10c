// Public questions to one of the venue's hosts that need no signature: discovery and positions. An answer that is no JSON, or is
// not a success, is a failure with its status.

import type { HttpTransport } from './http-transport.ts';

export type Fetched = { readonly kind: 'ok'; readonly json: unknown } | { readonly kind: 'failed'; readonly detail: string };
/** Does not reject. */
export type GetJson = (path: string) => Promise<Fetched>;

const TIMEOUT_MS = 10_000;

export const jsonGetter = (transport: HttpTransport, timeoutMs = TIMEOUT_MS): GetJson => async (path) => {
  const answer = await transport.send({ method: 'GET', path, headers: { Accept: 'application/json' }, body: null, timeoutMs });
  if (answer.kind !== 'answer') return { kind: 'failed', detail: answer.detail };
  if (answer.status !== 200) return { kind: 'failed', detail: `HTTP ${answer.status}` };
  try {
    return { kind: 'ok', json: JSON.parse(answer.text) };
  } catch {
    return { kind: 'failed', detail: 'the answer is no JSON' };
  }
};
