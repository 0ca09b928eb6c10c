// An account's way to the chain, where a profile names one: its own transactions for a plain key, the relayer's batches for a
// deposit wallet. Proxies and Safes have none here: their tokens are split, merged and redeemed by hand or by the venue.

import { hexlify, Wallet } from 'ethers';
import type { TokenCommand } from '../../core/domain/commands.ts';
import type { MarketId } from '../../core/domain/instrument.ts';
import type { ListedMarket } from './account/trade-book.ts';
import { Balances } from './chain/balances.ts';
import type { ActionRef, ChainActions } from './chain/chain-actions.ts';
import { POLYGON } from './chain/contracts.ts';
import { DirectActions } from './chain/direct-actions.ts';
import { JsonRpc } from './chain/json-rpc.ts';
import { RelayedActions } from './chain/relayed-actions.ts';
import { Relayer } from './chain/relayer.ts';
import { TokenDesk } from './chain/token-desk.ts';
import type { WalletType } from './signing/signing-account.ts';

export interface ChainSideOptions {
  readonly privateKey: Uint8Array;
  readonly walletType: WalletType;
  readonly wallet: string;
  readonly rpcUrl: string;
  readonly relayer: { readonly url: string; readonly key: string; readonly address: string } | null;
  /** What an earlier session had under way; null where that is known to be over. */
  readonly unproved: ActionRef | null;
}
export interface ChainSide {
  readonly rpc: JsonRpc;
  desk(byId: (market: MarketId) => ListedMarket | null, note: (command: TokenCommand, ref: ActionRef) => void): Pick<TokenDesk, 'perform'>;
}

const TIMEOUT_MS = 10_000;
const POLL_MS = 1_000;
const GIVE_UP_MS = 5 * 60_000;
/** Polygon makes a block in two seconds and has undone some dozens of them. */
const CONFIRMATIONS = 32;
const STUCK_MS = 30_000;
/** A thousand gwei: some three dollars for a redemption at the prices of 2026. */
const MOST_PER_GAS = 1_000n * 10n ** 9n;
const BATCH_LIFE_SECONDS = 240;

const clock = { now: () => Date.now(), wait: (ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); }) };

/** Null where the wallet has no way of its own. */
export function chainSide({ privateKey, walletType, wallet, rpcUrl, relayer, unproved }: ChainSideOptions): ChainSide | null {
  const rpc = new JsonRpc({ url: rpcUrl, timeoutMs: TIMEOUT_MS });
  const owner = new Wallet(hexlify(privateKey));
  const common = { chainId: POLYGON.chainId, clock, pollMs: POLL_MS, giveUpMs: GIVE_UP_MS, unproved };
  const actions: ChainActions | null = walletType === 0
    ? new DirectActions({ ...common, rpc, wallet: owner, confirmations: CONFIRMATIONS, stuckMs: STUCK_MS, mostPerGas: MOST_PER_GAS })
    : walletType === 3 && relayer !== null
      ? new RelayedActions({ ...common, relayer: new Relayer({ url: relayer.url, key: relayer.key, keyAddress: relayer.address, timeoutMs: TIMEOUT_MS }), owner, depositWallet: wallet, factory: POLYGON.depositWalletFactory, lifeSeconds: BATCH_LIFE_SECONDS })
      : null;
  if (actions === null) return null;
  return {
    rpc,
    desk: (byId, note) => new TokenDesk({
      actions, rpc, contracts: POLYGON, balances: new Balances(rpc, POLYGON), clock, note,
      market(id) {
        const listed = byId(id);
        if (listed === null) throw new Error(`no market ${id} is listed`);
        return listed.market;
      },
      // Discovery does not say where a question stands in its event, and so no market is listed as convertible.
      negRisk() { throw new Error('conversions are not offered at this venue'); },
    }),
  };
}
