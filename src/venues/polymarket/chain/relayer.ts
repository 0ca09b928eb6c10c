// The venue's relayer over HTTP: what it answers, checked at the edge, and the one distinction that money needs: that it refused,
// and that it did not answer.

import { z } from 'zod';

export class RelayerRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'RelayerRefusal';
    this.status = status;
  }
}
class RelayerUnanswered extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RelayerUnanswered';
  }
}

const state = z.enum(['STATE_NEW', 'STATE_EXECUTED', 'STATE_MINED', 'STATE_CONFIRMED', 'STATE_INVALID', 'STATE_FAILED']);
const params = z.object({ nonce: z.string().regex(/^\d+$/) });
const submitted = z.object({ transactionID: z.string().min(1), state });
const transaction = z.object({
  transactionID: z.string().min(1), state, transactionHash: z.string().nullish(), signature: z.string().nullish(), errorMsg: z.string().nullish(),
});
export type RelayedTransaction = z.output<typeof transaction>;

export interface RelayerOptions {
  readonly url: string;
  readonly key: string;
  /** The owner of the key, and of the deposit wallet. */
  readonly keyAddress: string;
  readonly timeoutMs: number;
}

export interface Submission {
  readonly from: string; readonly to: string; readonly nonce: string; readonly signature: string;
  readonly depositWallet: string; readonly deadline: number;
  readonly calls: readonly { readonly target: string; readonly data: string }[];
}

/** Each rejects with `RelayerRefusal` or `RelayerUnanswered`. */
export class Relayer {
  readonly #options: RelayerOptions;

  constructor(options: RelayerOptions) { this.#options = options; }

  /** The next nonce of the owner's deposit wallet. */
  async nonce(owner: string): Promise<string> {
    return (await this.#ask(`/v1/account/transactions/params?address=${owner}&type=WALLET`, null, params)).nonce;
  }

  submit({ from, to, nonce, signature, depositWallet, deadline, calls }: Submission): Promise<z.output<typeof submitted>> {
    return this.#ask('/submit', {
      type: 'WALLET', from, to, nonce, signature, metadata: '',
      depositWalletParams: { depositWallet, deadline: String(deadline), calls: calls.map(({ target, data }) => ({ target, value: '0', data })) },
    }, submitted);
  }

  /** Null where it knows none of that id. The answer is a list of one. */
  async transaction(id: string): Promise<RelayedTransaction | null> {
    return (await this.#ask(`/transaction?id=${encodeURIComponent(id)}`, null, z.array(transaction)))[0] ?? null;
  }

  /** The latest of the key's owner. */
  recent(): Promise<readonly RelayedTransaction[]> { return this.#ask('/transactions', null, z.array(transaction)); }

  async #ask<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    const { url, key, keyAddress, timeoutMs } = this.#options;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${url}${path}`, {
        method: body === null ? 'GET' : 'POST', signal: AbortSignal.timeout(timeoutMs), redirect: 'error',
        headers: { RELAYER_API_KEY: key, RELAYER_API_KEY_ADDRESS: keyAddress, ...(body === null ? {} : { 'content-type': 'application/json' }) },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (error) {
      const { cause } = error as { readonly cause?: { readonly code?: string } };
      throw new RelayerUnanswered(`${path.split('?')[0]}: ${cause?.code ?? (error as Error).name}`);
    }
    // A server in trouble may have done what it was asked.
    if (response.status >= 500) throw new RelayerUnanswered(`HTTP ${response.status}: ${text.slice(0, 200)}`);
    if (!response.ok) throw new RelayerRefusal(response.status, `HTTP ${response.status}: ${text.slice(0, 200)}`);
    const parsed = schema.safeParse(jsonOf(text));
    if (!parsed.success) throw new RelayerUnanswered(`${path.split('?')[0]}: its reply has another shape`);
    return parsed.data;
  }
}

function jsonOf(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}
