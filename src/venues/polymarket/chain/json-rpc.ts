// JSON-RPC over HTTP, with the one distinction that money needs: what the node answered, and that it did not answer.

/** The node answered with an error: it did not do what was asked, or says why not. */
export class RpcRefusal extends Error {
  readonly code: number;
  /** Revert data, where there is any. */
  readonly data: string | null;
  constructor(code: number, message: string, data: string | null) {
    super(message);
    this.name = 'RpcRefusal';
    this.code = code;
    this.data = data;
  }
}

/** No usable answer: whether it did what was asked is not known. */
export class RpcUnanswered extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RpcUnanswered';
  }
}

export interface JsonRpcOptions { readonly url: string; readonly timeoutMs: number }

export class JsonRpc {
  readonly #options: JsonRpcOptions;
  #ids = 0;

  constructor(options: JsonRpcOptions) { this.#options = options; }

  /** Rejects with `RpcRefusal` or `RpcUnanswered`. */
  async ask(method: string, params: readonly unknown[]): Promise<unknown> {
    const { url, timeoutMs } = this.#options;
    let reply: unknown;
    try {
      const response = await fetch(url, {
        method: 'POST', headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(timeoutMs), redirect: 'error',
        body: JSON.stringify({ jsonrpc: '2.0', id: ++this.#ids, method, params }),
      });
      reply = await response.json();
    } catch (error) {
      const { cause } = error as { readonly cause?: { readonly code?: string } };
      // The address of a node may hold its key: it is not repeated.
      throw new RpcUnanswered(`${method}: ${cause?.code ?? (error as Error).name}`);
    }
    if (typeof reply !== 'object' || reply === null) throw new RpcUnanswered(`${method}: the reply is no JSON-RPC`);
    if ('error' in reply && typeof reply.error === 'object' && reply.error !== null) {
      const { code, message, data } = reply.error as { readonly code?: unknown; readonly message?: unknown; readonly data?: unknown };
      throw new RpcRefusal(Number(code), String(message), typeof data === 'string' ? data : null);
    }
    if (!('result' in reply)) throw new RpcUnanswered(`${method}: the reply is no JSON-RPC`);
    return reply.result;
  }

  /** A call that changes nothing; the returned bytes. */
  async read(target: string, data: string, from?: string, block: string = 'latest'): Promise<string> {
    return String(await this.ask('eth_call', [{ to: target, data, ...(from === undefined ? {} : { from }) }, block]));
  }

  async quantity(method: string, params: readonly unknown[] = []): Promise<bigint> { return BigInt(String(await this.ask(method, params))); }
}
