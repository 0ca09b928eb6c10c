// What one trading wallet owns: on the chain, and as the order book knows it. Both follow every match; what happens on the
// chain alone (a split, a redemption, an approval) is known to the order book only after it was told to look again.

import type { Cash, Size } from '../../core/domain/numbers.ts';

/** 0 EOA, 1 proxy, 2 Safe, 3 deposit wallet. */
export type SignatureType = 0 | 1 | 2 | 3;

class Holdings {
  cash = 0 as Cash;
  readonly tokens = new Map<string, Size>();
  /** Contracts that may move collateral, and those that may move outcome tokens. */
  readonly spenders = new Set<string>();
  readonly operators = new Set<string>();

  token(tokenId: string): Size { return this.tokens.get(tokenId) ?? (0 as Size); }
  addCash(by: number): void { this.cash = (this.cash + by) as Cash; }
  addToken(tokenId: string, by: number): void { this.tokens.set(tokenId, (this.token(tokenId) + by) as Size); }
}

export class Wallet {
  readonly address: string;
  /** The key that signs for it; the address itself for an EOA. */
  readonly owner: string;
  readonly signatureType: SignatureType;
  readonly onChain = new Holdings();
  /** The order book's cached view. */
  readonly known = new Holdings();

  constructor(options: { readonly address: string; readonly owner: string; readonly signatureType: SignatureType }) {
    this.address = options.address;
    this.owner = options.owner;
    this.signatureType = options.signatureType;
  }

  /** A match, or its reversal. */
  move(cash: number, tokenId: string, size: number): void {
    for (const holdings of [this.onChain, this.known]) {
      holdings.addCash(cash);
      holdings.addToken(tokenId, size);
    }
  }

  lookAgainAtCollateral(): void {
    this.known.cash = this.onChain.cash;
    replace(this.known.spenders, this.onChain.spenders);
  }

  lookAgainAtToken(tokenId: string): void {
    this.known.tokens.set(tokenId, this.onChain.token(tokenId));
    replace(this.known.operators, this.onChain.operators);
  }
}

function replace(target: Set<string>, source: ReadonlySet<string>): void {
  target.clear();
  for (const entry of source) target.add(entry);
}
