// An account's authenticated line to the order service, opened when it is first needed. Where the profile has no API
// credentials they are derived with the key.

import { EvenkeelError } from '../errors/define.ts';
import { VENUE_UNREACHABLE } from '../errors/venues.ts';
import { systemClock } from '../venues/polymarket/rest/clock.ts';
import { ClobRest } from '../venues/polymarket/rest/clob-rest.ts';
import { GrantedCredentials } from '../venues/polymarket/rest/decode-account.ts';
import type { ApiCredentials } from '../venues/polymarket/signing/request-signature.ts';
import type { AccountKeys } from './account-keys.ts';

export interface ClobAccessOptions {
  readonly origin: string;
  readonly keys: AccountKeys;
  /** Of the key. */
  readonly address: string;
}
export interface ClobAccess {
  /** The same line at each call; again where it failed. Throws MM_VENUE_UNREACHABLE. */
  connected(): Promise<{ readonly rest: ClobRest; readonly credentials: ApiCredentials }>;
  /** Forgets what was derived. */
  close(): Promise<void>;
}

const CHAIN = 137;
const TIMEOUT_MS = 10_000;
const MOST_ANSWER_BYTES = 16 * 1_024 * 1_024;

export function clobAccess({ origin, keys, address }: ClobAccessOptions): ClobAccess {
  const restWith = (credentials: ApiCredentials | null): ClobRest => new ClobRest({
    origin: new URL(origin), clock: systemClock, chainId: CHAIN, walletType: keys.walletType, access: credentials === null ? null : { address, credentials },
    tier: 'standard', timeoutMs: TIMEOUT_MS, maxAnswerBytes: MOST_ANSWER_BYTES,
  });
  let access: ReturnType<ClobAccess['connected']> | null = null;
  return {
    connected() {
      access ??= credentialsOf(keys, restWith).then((credentials) => ({ rest: restWith(credentials), credentials })).catch((error: unknown) => {
        access = null;
        throw error;
      });
      return access;
    },
    async close() {
      const opened = await access?.catch(() => null) ?? null;
      if (opened === null) return;
      opened.rest.close();
      // Those that a profile names are wiped with its keys.
      if (opened.credentials instanceof GrantedCredentials) opened.credentials.wipe();
    },
  };
}

async function credentialsOf({ api, privateKey }: AccountKeys, restWith: (credentials: null) => ClobRest): Promise<ApiCredentials> {
  if (api !== null) return api;
  const rest = restWith(null);
  try {
    const derived = await rest.deriveApiKey(privateKey);
    if (derived.outcome === 'ok') return derived.data;
    // Nobody has created them yet.
    const created = derived.outcome === 'refused' ? await rest.createApiKey(privateKey) : derived;
    if (created.outcome === 'ok') return created.data;
    throw new EvenkeelError(VENUE_UNREACHABLE, `API credentials cannot be derived: ${created.detail}`);
  } finally {
    rest.close();
  }
}
