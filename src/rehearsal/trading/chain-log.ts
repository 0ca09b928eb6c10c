// What wallets did on the chain apart from trading, for the activity that the data API tells of.

import { createHash } from 'node:crypto';
import type { Wallet } from '../accounts/wallet.ts';
import type { RehearsalMarket } from '../market/market.ts';

export interface ChainEntry {
  readonly wallet: Wallet;
  readonly market: RehearsalMarket;
  readonly type: 'SPLIT' | 'MERGE' | 'REDEEM';
  /** Shares. */
  readonly size: number;
  /** Micro-dollars. */
  readonly value: number;
}
export interface ChainActivity extends ChainEntry { readonly at: number; readonly transactionHash: string }

export class ChainLog {
  readonly #now: () => number;
  readonly #entries: ChainActivity[] = [];

  constructor(now: () => number) { this.#now = now; }

  add(entry: ChainEntry): void {
    this.#entries.push({ ...entry, at: this.#now(), transactionHash: `0x${createHash('sha256').update(`chain/${this.#entries.length}`).digest('hex')}` });
  }

  of(wallet: Wallet): readonly ChainActivity[] { return this.#entries.filter((entry) => entry.wallet === wallet); }
}
