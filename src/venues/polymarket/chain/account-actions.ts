// The way in which an account reaches the chain: its own transactions for a plain key, the relayer's batches for a deposit
// wallet. Proxies and Safes have none here.

import { hexlify, Wallet } from 'ethers';
import type { WalletType } from '../signing/signing-account.ts';
import type { ActionRef, ChainActions } from './chain-actions.ts';
import type { Clock } from './clock.ts';
import { POLYGON, type Contracts } from './contracts.ts';
import { DirectActions } from './direct-actions.ts';
import { JsonRpc } from './json-rpc.ts';
import { RelayedActions } from './relayed-actions.ts';
import { Relayer } from './relayer.ts';

export interface AccountActionsOptions {
  readonly privateKey: Uint8Array;
  readonly walletType: WalletType;
  readonly wallet: string;
  readonly rpc: JsonRpc;
  readonly relayer: { readonly url: string; readonly key: string; readonly address: string } | null;
  /** What an earlier process had under way; null where that is known to be over. */
  readonly unproved: ActionRef | null;
  readonly surroundings: ChainSurroundings;
}

/** A chain, as far as acting on it goes. */
export interface ChainSurroundings {
  readonly contracts: Contracts;
  readonly clock: Clock;
  /** Blocks, its own counted, before a transaction is believed. */
  readonly confirmations: number;
}

/** Polygon makes a block in two seconds and has undone some dozens of them. */
export const POLYGON_SURROUNDINGS: ChainSurroundings = {
  contracts: POLYGON, confirmations: 32, clock: { now: () => Date.now(), wait: (ms) => new Promise<void>((resolve) => { setTimeout(resolve, ms); }) },
};

const TIMEOUT_MS = 10_000;
const POLL_MS = 1_000;
const GIVE_UP_MS = 5 * 60_000;
const STUCK_MS = 30_000;
/** A thousand gwei: some three dollars for a redemption at the prices of 2026. */
const MOST_PER_GAS = 1_000n * 10n ** 9n;
const BATCH_LIFE_SECONDS = 240;

export const nodeAt = (url: string): JsonRpc => new JsonRpc({ url, timeoutMs: TIMEOUT_MS });

/** Null where the wallet has no way of its own. */
export function accountActions({ privateKey, walletType, wallet, rpc, relayer, unproved, surroundings: { contracts, clock, confirmations } }: AccountActionsOptions): ChainActions | null {
  const common = { chainId: contracts.chainId, clock, pollMs: POLL_MS, giveUpMs: GIVE_UP_MS, unproved };
  const owner = (): Wallet => new Wallet(hexlify(privateKey));
  if (walletType === 0) return new DirectActions({ ...common, rpc, wallet: owner(), confirmations, stuckMs: STUCK_MS, mostPerGas: MOST_PER_GAS });
  if (walletType !== 3 || relayer === null) return null;
  const service = new Relayer({ url: relayer.url, key: relayer.key, keyAddress: relayer.address, timeoutMs: TIMEOUT_MS });
  return new RelayedActions({ ...common, relayer: service, owner: owner(), depositWallet: wallet, factory: contracts.depositWalletFactory, lifeSeconds: BATCH_LIFE_SECONDS });
}
