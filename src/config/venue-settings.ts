// The compiled settings of accounts at venues: a part of the compiled configuration that the core does not read.

import type { AccountSecretRef, KeyRef, TextRef } from './secret-ref.ts';

/** live: orders with money. rehearsal: the same against a simulator on this machine. */
export type Mode = 'demo' | 'paper' | 'live' | 'rehearsal';

export const WALLET_TYPES = ['eoa', 'proxy', 'safe', 'deposit-wallet'] as const;
export type WalletType = (typeof WALLET_TYPES)[number];

export interface WalletSettings {
  readonly type: WalletType;
  /** Where the money is. Null: the address of the key, which only an `eoa` trades from. */
  readonly address: TextRef | null;
  readonly key: KeyRef;
}

export const POLYMARKET_HOSTS = ['clob', 'gamma', 'data', 'relayer', 'wsMarket', 'wsUser', 'polybolt', 'rtds'] as const;
export type PolymarketHost = (typeof POLYMARKET_HOSTS)[number];

export interface PolymarketSettings {
  /** Null where nothing is signed (paper), and in a rehearsal that makes its own account. */
  readonly wallet: WalletSettings | null;
  /** Null: derived with the key. */
  readonly credentials: { readonly apiKey: AccountSecretRef; readonly secret: AccountSecretRef; readonly passphrase: AccountSecretRef } | null;
  /** Null: off; orders then outlive a bot that hangs. */
  readonly heartbeatMs: number | null;
  /** Those that are not the venue's own; without a slash at the end. */
  readonly hosts: Readonly<Partial<Record<PolymarketHost, string>>>;
  readonly relayer: { readonly key: AccountSecretRef; readonly address: TextRef } | null;
  readonly rpc: TextRef | null;
}
export const KRAKEN_MARKETS = ['spot', 'futures'] as const;
export type KrakenMarket = (typeof KRAKEN_MARKETS)[number];

/** `kraken`: absent in what versions before it wrote, and where a profile says nothing of it. */
export interface VenueSettings { readonly polymarket: PolymarketSettings | null; readonly kraken?: { readonly market: KrakenMarket } }

/** Sizes at first, as a fraction, and for how long. */
export interface CanarySettings { readonly size: number; readonly forMs: number }

/** What paper has to have shown: for how long, and micro-dollars that its worst drawdown stays below (null: any). */
export interface GateSettings { readonly paperMs: number; readonly paperDrawdownBelow: number | null }
