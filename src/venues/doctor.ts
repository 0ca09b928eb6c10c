// What can be asked of a venue and of an account there before anything is sent: facts alone, judged elsewhere. Every
// question may reject, which says that it could not be asked; none changes anything at the venue.

import type { Cash, Size } from '../core/domain/numbers.ts';
import type { WalletType } from '../config/compiled-config.ts';

export interface WalletFacts {
  readonly type: WalletType;
  readonly signer: string;
  /** Where the money is. */
  readonly funder: string;
  /** Where the venue's rule puts the money of this signer; null where it cannot be computed. */
  readonly expectedFunder: string | null;
}
export interface ApprovalFact {
  /** "pUSD to the neg-risk exchange" */
  readonly what: string;
  readonly isGranted: boolean;
  /** What does not work without it. */
  readonly neededFor: string;
}
/** `difference`: where what the venue trades by and what it lists disagree ("tick 0.01 at the book, 0.001 listed"); null where they agree. */
export interface MarketTermsFact { readonly market: string; readonly difference: string | null }
export interface HeldFact { readonly market: string; readonly yes: Size; readonly no: Size }

export interface VenueDoctor {
  /** Milliseconds that our clock is ahead of the venue's, by half the time of the question. */
  clockAhead(): Promise<number>;
  wallet(): Promise<WalletFacts>;
  /** Whether the wallet's contract is there; null for an account that needs none, and where no node of the chain is named. */
  isDeployed(): Promise<boolean | null>;
  /** Address that the API key belongs to; derives the key where none was given. */
  apiKeyOwner(): Promise<string>;
  restrictions(): Promise<{ readonly isClosedOnly: boolean; readonly isBlocked: boolean; readonly country: string | null }>;
  approvals(): Promise<readonly ApprovalFact[]>;
  balance(): Promise<Cash>;
  /** Of the markets that the config would trade now; empty where it finds none. */
  marketTerms(): Promise<readonly MarketTermsFact[]>;
  openOrders(): Promise<readonly { readonly venueOrderId: string; readonly market: string }[]>;
  positions(): Promise<readonly HeldFact[]>;
  /** Rejects where the venue does not take one. */
  heartbeat(): Promise<void>;
  /** Rejects where the user channel does not take the credentials. */
  userFeed(): Promise<void>;
  /** Nothing more is asked, not even by a question under way. Idempotent. */
  close(): void;
}
