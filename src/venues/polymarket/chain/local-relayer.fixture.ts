// A relayer on loopback that keeps to the venue's wire: checks the key, the nonce, the deadline and the owner's signature of
// the batch, then executes it as the deposit wallet on a chain of our own, if there is one. Its faults are set by tests.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyTypedData } from 'ethers';
import type { LocalChain } from './local-chain.fixture.ts';

interface Submitted {
  readonly type: string; readonly from: string; readonly to: string; readonly nonce: string; readonly signature: string; readonly metadata: string;
  readonly depositWalletParams: { readonly depositWallet: string; readonly deadline: string; readonly calls: readonly { readonly target: string; readonly value: string; readonly data: string }[] };
}
interface Kept { readonly transactionID: string; state: string; transactionHash: string; errorMsg: string; readonly signature: string; readonly nonce: string; readonly submitted: Submitted }

/** The venue's types, written out a second time on purpose. */
const TYPES = {
  Call: [{ name: 'target', type: 'address' }, { name: 'value', type: 'uint256' }, { name: 'data', type: 'bytes' }],
  Batch: [{ name: 'wallet', type: 'address' }, { name: 'nonce', type: 'uint256' }, { name: 'deadline', type: 'uint256' }, { name: 'calls', type: 'Call[]' }],
};

export class LocalRelayer {
  readonly kept: Kept[] = [];
  /** `before`: the submission is lost on its way; `after`: it is taken, and the answer lost; `bad gateway`: taken, and answered by somebody between. */
  loseSubmission: 'before' | 'after' | 'bad gateway' | null = null;
  /** States that a batch goes through, one a poll; the last one stays. */
  states: readonly string[] = ['STATE_NEW', 'STATE_EXECUTED', 'STATE_MINED', 'STATE_CONFIRMED'];
  /** Every status poll fails so. */
  failPolls = 0;
  nonce = 7n;
  now = 0;
  readonly key = 'relayer-key';
  readonly #owner: string;
  readonly #chain: LocalChain | null;
  readonly #server: Server;

  private constructor(owner: string, chain: LocalChain | null) {
    this.#owner = owner;
    this.#chain = chain;
    this.#server = createServer((request, response) => { this.#serve(request, response).catch((error: unknown) => { response.writeHead(500).end(String(error)); }); });
  }

  static async start(owner: string, chain: LocalChain | null): Promise<LocalRelayer> {
    const relayer = new LocalRelayer(owner, chain);
    await new Promise<void>((resolve) => { relayer.#server.listen(0, '127.0.0.1', resolve); });
    return relayer;
  }

  get url(): string { return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`; }
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => { this.#server.close(resolve); });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const reply = (status: number, body: unknown): void => { response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)); };
    if (request.headers['relayer_api_key'] !== this.key || request.headers['relayer_api_key_address'] !== this.#owner) return reply(401, { error: 'invalid authorization' });
    if (url.pathname === '/v1/account/transactions/params') {
      if (url.searchParams.get('type') !== 'WALLET' || url.searchParams.get('address') !== this.#owner) return reply(400, { error: 'invalid address' });
      return reply(200, { address: this.#owner, nonce: String(this.nonce) });
    }
    if (url.pathname === '/transactions') return reply(200, this.kept.map((kept) => this.#told(kept)));
    if (url.pathname === '/transaction') {
      if (this.failPolls > 0) { this.failPolls--; return reply(503, { error: 'unavailable' }); }
      const kept = this.kept.find(({ transactionID }) => transactionID === url.searchParams.get('id'));
      if (kept !== undefined) await this.#advance(kept);
      return reply(200, kept === undefined ? [] : [this.#told(kept)]);
    }
    if (url.pathname !== '/submit' || request.method !== 'POST') return reply(404, { error: 'not found' });
    let text = '';
    for await (const chunk of request) text += String(chunk);
    if (this.loseSubmission === 'before') { request.socket.destroy(); return; }
    const refusal = this.#refusal(JSON.parse(text) as Submitted);
    if (refusal !== null) return reply(400, { error: refusal });
    const submitted = JSON.parse(text) as Submitted;
    const kept: Kept = { transactionID: `0190b317-${this.kept.length}`, state: this.states[0] as string, transactionHash: '', errorMsg: '', signature: submitted.signature, nonce: submitted.nonce, submitted };
    this.kept.push(kept);
    if (this.loseSubmission === 'after') { request.socket.destroy(); return; }
    if (this.loseSubmission === 'bad gateway') return reply(502, { error: 'bad gateway' });
    reply(200, { transactionID: kept.transactionID, state: kept.state });
  }

  #told({ transactionID, state, transactionHash, errorMsg, signature, nonce }: Kept): Record<string, string> {
    return { transactionID, state, transactionHash, errorMsg, signature, nonce, type: 'WALLET', owner: this.#owner };
  }

  #refusal({ type, from, nonce, signature, depositWalletParams: { depositWallet, deadline, calls } }: Submitted): string | null {
    if (type !== 'WALLET') return `unsupported type ${type}`;
    if (BigInt(nonce) !== this.nonce) return `batch nonce ${nonce} does not match on-chain nonce ${this.nonce}`;
    if (Number(deadline) * 1000 < this.now) return 'deadline has passed';
    const signer = verifyTypedData({ name: 'DepositWallet', version: '1', chainId: 137, verifyingContract: depositWallet }, TYPES, { wallet: depositWallet, nonce, deadline, calls }, signature);
    return signer === from && from === this.#owner ? null : `invalid signature: signed by ${signer}`;
  }

  async #advance(kept: Kept): Promise<void> {
    const at = this.states.indexOf(kept.state);
    kept.state = this.states[Math.min(at + 1, this.states.length - 1)] as string;
    if (kept.transactionHash !== '' || !['STATE_EXECUTED', 'STATE_CONFIRMED'].includes(kept.state)) return;
    this.nonce++;
    kept.transactionHash = `0x${'ab'.repeat(32)}`;
    const { depositWallet, calls } = kept.submitted.depositWalletParams;
    for (const { target, data } of calls) if (this.#chain !== null) kept.transactionHash = await this.#chain.as(depositWallet, target, data);
  }
}
