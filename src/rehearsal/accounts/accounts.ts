// Who may trade here: the wallets that were opened and the keys that own them.

import { Wallet as Key, getAddress, id } from 'ethers';
import { EXCHANGES } from '../chain/contracts.ts';
import { safeOf } from '../chain/market-ids.ts';
import { Wallet, type SignatureType } from './wallet.ts';

export interface OpenedAccount {
  /** Play money: the private key of the owner. */
  readonly key: string;
  /** Of the owner: what signs and what an API key is bound to. */
  readonly address: string;
  readonly signatureType: SignatureType;
  /** The wallet that holds the money; the owner itself for an EOA. */
  readonly funder: string;
}

export interface AccountTerms {
  readonly signatureType: SignatureType;
  /** Micro-dollars. */
  readonly cash: number;
  /** Made anew where absent. */
  readonly key?: string;
  /** False: the exchanges still have to be approved. */
  readonly isApproved?: boolean;
}

export class Accounts {
  readonly #wallets = new Map<string, Wallet>();

  open({ signatureType, cash, key, isApproved = true }: AccountTerms): OpenedAccount {
    const signer = key === undefined ? Key.createRandom() : new Key(key);
    const funder = walletOf(signer.address, signatureType);
    const wallet = new Wallet({ address: funder, owner: signer.address, signatureType });
    wallet.onChain.addCash(cash);
    if (isApproved) {
      for (const exchange of EXCHANGES) {
        wallet.onChain.spenders.add(exchange);
        wallet.onChain.operators.add(exchange);
      }
    }
    wallet.lookAgainAtCollateral();
    wallet.lookAgainAtToken('');
    this.#wallets.set(funder, wallet);
    return { key: signer.privateKey, address: signer.address, signatureType, funder };
  }

  /** Null where no wallet of that address was opened, or the text is no address. */
  find(address: string): Wallet | null {
    try {
      return this.#wallets.get(getAddress(address)) ?? null;
    } catch {
      return null;
    }
  }

  /** The wallet of a type that a key owns. */
  ownedBy(owner: string, signatureType: number): Wallet | null {
    for (const wallet of this.#wallets.values()) if (wallet.owner === owner && wallet.signatureType === signatureType) return wallet;
    return null;
  }

  all(): readonly Wallet[] { return [...this.#wallets.values()]; }
}

/** Proxies and deposit wallets get an address of their own here: their factories' bytecode is not known to a rehearsal. */
function walletOf(owner: string, signatureType: SignatureType): string {
  if (signatureType === 0) return owner;
  if (signatureType === 2) return safeOf(owner);
  return getAddress(`0x${id(`${owner}/wallet/${signatureType}`).slice(26)}`);
}
