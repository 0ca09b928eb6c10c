// The relayer: takes a batch of calls signed by a deposit wallet's owner and sees it through to the chain.

import { createHash } from 'node:crypto';
import { getAddress, verifyTypedData } from 'ethers';
import { z } from 'zod';
import type { Agenda } from '../agenda.ts';
import { uuidOf } from '../accounts/api-keys.ts';
import type { Wallet } from '../accounts/wallet.ts';
import { CHAIN_ID, CONTRACTS } from '../chain/contracts.ts';
import { answer, refusal, type Answer } from '../http/answer.ts';
import type { Asked, Handler, Routes } from '../http/http-server.ts';
import type { ChainLog } from '../trading/chain-log.ts';
import type { Exchange } from '../trading/exchange.ts';
import { performCalls } from './perform-calls.ts';
import { walletCall, type WalletCall } from './wallet-call.ts';

type State = 'STATE_NEW' | 'STATE_EXECUTED' | 'STATE_MINED' | 'STATE_CONFIRMED' | 'STATE_INVALID' | 'STATE_FAILED';

interface Relayed { readonly id: string; readonly from: string; readonly wallet: Wallet; readonly calls: readonly WalletCall[]; readonly createdAt: number; state: State; hash: string }

const EXECUTED_MS = 300;
const MINED_MS = 1_000;
const CONFIRMED_MS = 1_000;

const BATCH = {
  Batch: [{ name: 'wallet', type: 'address' }, { name: 'nonce', type: 'uint256' }, { name: 'deadline', type: 'uint256' }, { name: 'calls', type: 'Call[]' }],
  Call: [{ name: 'target', type: 'address' }, { name: 'value', type: 'uint256' }, { name: 'data', type: 'bytes' }],
};
const call = z.object({ target: z.string(), value: z.string(), data: z.string() });
const submission = z.object({
  type: z.literal('WALLET'), from: z.string(), to: z.string(), nonce: z.string().regex(/^\d{1,20}$/), signature: z.string(), metadata: z.string().default(''),
  depositWalletParams: z.object({ depositWallet: z.string(), deadline: z.string().regex(/^\d{1,20}$/), calls: z.array(call).min(1) }),
});
type Submission = z.output<typeof submission>;

export interface RelayerOptions { readonly exchange: Exchange; readonly agenda: Agenda; readonly chain: ChainLog; readonly apiKey: string }

export function relayerRoutes({ exchange, agenda, chain, apiKey }: RelayerOptions): Routes {
  const relayed = new Map<string, Relayed>();
  const nonces = new Map<string, number>();
  const nonceOf = (wallet: Wallet): number => nonces.get(wallet.address) ?? 0;
  const depositWalletOf = (owner: string): Wallet | null => exchange.accounts.ownedBy(owner, 3);

  const withKey = (give: (asked: Asked) => Answer): Handler => (asked) => (asked.headers.relayer_api_key === apiKey && typeof asked.headers.relayer_api_key_address === 'string'
    ? give(asked) : refusal(401, 'invalid authorization'));

  const see = (entry: Relayed): void => {
    const become = (state: State): void => { entry.state = state; };
    agenda.after(EXECUTED_MS, () => {
      become('STATE_EXECUTED');
      entry.hash = `0x${createHash('sha256').update(`relayed/${entry.id}`).digest('hex')}`;
      agenda.after(MINED_MS, () => {
        if (!performCalls(entry.calls, entry.wallet, exchange, chain)) return become('STATE_FAILED');
        become('STATE_MINED');
        agenda.after(CONFIRMED_MS, () => { become('STATE_CONFIRMED'); });
        return undefined;
      });
    });
  };

  const submit = ({ body }: Asked): Answer => {
    const read = submission.safeParse(body);
    if (!read.success) return refusal(400, 'invalid payload');
    const wallet = depositWalletOf(addressOf(read.data.from));
    if (wallet === null || addressOf(read.data.depositWalletParams.depositWallet) !== wallet.address || addressOf(read.data.to) !== CONTRACTS.depositWalletFactory) return refusal(400, 'invalid wallet');
    if (Number(read.data.nonce) !== nonceOf(wallet)) return refusal(400, 'invalid nonce');
    if (Number(read.data.depositWalletParams.deadline) <= agenda.now() / 1_000) return refusal(400, 'deadline passed');
    if (batchSigner(read.data, wallet) !== wallet.owner) return refusal(400, 'invalid signature');
    nonces.set(wallet.address, nonceOf(wallet) + 1);
    const calls = read.data.depositWalletParams.calls.map(walletCall);
    const isKnown = calls.every((each) => each !== null);
    const entry: Relayed = {
      id: uuidOf(createHash('sha256').update(`${wallet.address}/${read.data.nonce}`).digest()), from: wallet.owner, wallet, calls: calls.filter((each) => each !== null), createdAt: agenda.now(),
      state: isKnown ? 'STATE_NEW' : 'STATE_INVALID', hash: '',
    };
    relayed.set(entry.id, entry);
    if (isKnown) see(entry);
    return answer({ transactionID: entry.id, state: entry.state });
  };

  const find = (id: string): Answer => {
    const entry = relayed.get(id);
    return entry === undefined ? refusal(404, 'transaction not found') : answer([row(entry)]);
  };
  return {
    'GET /v1/account/transactions/params': withKey(({ query }) => {
      const wallet = depositWalletOf(addressOf(query.address ?? ''));
      return wallet === null || query.type !== 'WALLET' ? refusal(400, 'invalid address') : answer({ address: wallet.owner, nonce: String(nonceOf(wallet)) });
    }),
    'POST /submit': withKey(submit),
    'GET /transaction': withKey(({ query }) => find(query.id ?? '')),
    'GET /v1/account/transactions/:id': withKey(({ params }) => {
      const entry = relayed.get(params.id ?? '');
      return entry === undefined ? refusal(404, 'transaction not found') : answer(row(entry));
    }),
  };
}

/** Empty where the text is no address. */
function addressOf(text: string): string {
  try {
    return getAddress(text);
  } catch {
    return '';
  }
}

function batchSigner({ nonce, signature, depositWalletParams: { deadline, calls } }: Submission, wallet: Wallet): string {
  try {
    return verifyTypedData({ name: 'DepositWallet', version: '1', chainId: CHAIN_ID, verifyingContract: wallet.address }, BATCH, { wallet: wallet.address, nonce, deadline, calls }, signature);
  } catch {
    return '';
  }
}

const row = ({ id, state, hash, from, wallet, createdAt }: Relayed): unknown => ({
  transactionID: id, transactionHash: hash, from, to: CONTRACTS.depositWalletFactory, proxyAddress: wallet.address, state, type: 'WALLET', metadata: '',
  createdAt: new Date(createdAt).toISOString(), updatedAt: new Date(createdAt).toISOString(),
});
