// The secrets of a profile's account at Polymarket, read from where the profile says they are, and wiped together.

import type { KeyRef, TextRef } from '../config/secret-ref.ts';
import { isLoopbackUrl } from '../config/schema/venues.ts';
import type { Mode, PolymarketSettings, WalletType as NamedWalletType } from '../config/venue-settings.ts';
import { EvenkeelError } from '../errors/define.ts';
import { VENUE_LEAVES_MACHINE } from '../errors/venues.ts';
import { resolveSecret, type SecretSources } from '../keys/resolve-secret.ts';
import { openSessionKeys } from '../keys/session-keys.ts';
import type { ApiCredentials } from '../venues/polymarket/signing/request-signature.ts';
import type { WalletType } from '../venues/polymarket/signing/signing-account.ts';

export interface AccountKeys {
  /** 32 bytes, not a copy. */
  readonly privateKey: Uint8Array;
  /** Null: derived with the key. */
  readonly api: ApiCredentials | null;
  readonly walletType: WalletType;
  /** Null for a plain key. */
  readonly funder: string | null;
  readonly relayer: { readonly key: string; readonly address: string } | null;
  readonly rpcUrl: string | null;
  /** Wipes the private key and the API credentials. Idempotent. */
  close(): void;
}

const WALLETS: Readonly<Record<NamedWalletType, WalletType>> = { eoa: 0, proxy: 1, safe: 2, 'deposit-wallet': 3 };

/** Throws MM_KEYS_…, and MM_VENUE_LEAVES_MACHINE for a rehearsal whose node is elsewhere; what was read before an error is wiped. */
export async function accountKeys({ wallet, credentials, relayer, rpc }: PolymarketSettings, mode: Mode, sources: SecretSources): Promise<AccountKeys> {
  if (wallet === null) throw new Error('an account has a wallet');
  const { type, address, key } = wallet;
  const session = await openSessionKeys({ privateKey: key, api: credentials === null ? null : { key: credentials.apiKey, secret: credentials.secret, passphrase: credentials.passphrase } }, sources);
  try {
    return {
      get privateKey() { return session.privateKey; }, get api() { return session.api; }, walletType: WALLETS[type], funder: address === null ? null : await textOf(address, sources),
      relayer: relayer === null ? null : { key: await textOf(relayer.key, sources), address: await textOf(relayer.address, sources) },
      rpcUrl: rpc === null ? null : nodeOf(mode, await textOf(rpc, sources)), close: () => { session.close(); },
    };
  } catch (error) {
    session.close();
    throw error;
  }
}

/** Of an address by reference only this moment can tell where it leads. It is not repeated: it may hold a key. */
function nodeOf(mode: Mode, url: string): string {
  if (mode === 'rehearsal' && !(URL.canParse(url) && isLoopbackUrl(url))) throw new EvenkeelError(VENUE_LEAVES_MACHINE, 'venues.polymarket.rpc leads to another machine');
  return url;
}

async function textOf(reference: TextRef | KeyRef, sources: SecretSources): Promise<string> {
  if (reference.from === 'text') return reference.text;
  const secret = await resolveSecret(reference, sources);
  try {
    return Buffer.from(secret.reveal()).toString('utf8');
  } finally {
    secret.wipe();
  }
}
