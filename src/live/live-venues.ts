// The way to venues that the command line gives a bot: accounts of profiles, the simulator of a rehearsal that names no account
// of its own, and the public books that paper trades against.

import { join } from 'node:path';
import type { PolymarketSettings } from '../config/venue-settings.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { SecretSources } from '../keys/resolve-secret.ts';
import type { LiveAccount, LiveVenueRequest, LiveVenues } from '../runtime/live-venue.ts';
import { krakenSource } from '../venues/kraken/reference-source.ts';
import { SYSTEM_CLOCK } from '../venues/polymarket/feed/feed-clock.ts';
import type { ReferenceSource } from '../venues/reference-source.ts';
import { hostsOf } from '../venues/polymarket/hosts.ts';
import { PolymarketPaperFeed } from '../venues/polymarket/paper-feed.ts';
import { accountKeys } from './account-keys.ts';
import { polymarketAccount } from './polymarket-account.ts';

export interface LiveVenuesOptions {
  /** What an operator should know of venues: refused markets, transactions under way. */
  readonly say: (text: string) => void;
  /** Null where nobody sits at a terminal. */
  readonly askPassphrase: SecretSources['askPassphrase'];
}

export function liveVenues({ say, askPassphrase }: LiveVenuesOptions): LiveVenues {
  return {
    async account(request) {
      const settings = settingsOf(request);
      if (settings.wallet === null) return rehearsalAccount(request, settings, say);
      const { directory, environment, config: { mode, strategies } } = request;
      const keys = await accountKeys(settings, mode, { environment, folder: directory, askPassphrase });
      try {
        return polymarketAccount({ hosts: hostsOf(settings.hosts), references: referencesOf(request), keys, settings, strategies, isFleeting: false, folder: join(directory, 'data'), say, onClose: () => Promise.resolve() });
      } catch (error) {
        keys.close();
        throw error;
      }
    },
    async feed(request) { return new PolymarketPaperFeed(hostsOf(settingsOf(request).hosts), referencesOf(request), say); },
  };
}

function settingsOf({ config: { profile, venues } }: LiveVenueRequest): PolymarketSettings {
  const settings = venues?.polymarket ?? null;
  if (settings === null) throw new EvenkeelError(RUNTIME_ERRORS.noLiveVenues, `${profile} names no venue`);
  return settings;
}

/** What is rehearsed stays on this machine. */
const referencesOf = ({ config: { mode, venues } }: LiveVenueRequest): readonly ReferenceSource[] =>
  (mode === 'rehearsal' ? [] : [krakenSource({ market: venues?.kraken?.market ?? 'spot', clock: SYSTEM_CLOCK })]);

/** The simulator begins with the session and ends with it. */
async function rehearsalAccount({ config: { strategies }, directory }: LiveVenueRequest, settings: PolymarketSettings, say: (text: string) => void): Promise<LiveAccount> {
  const { startRehearsal } = await import('../rehearsal/rehearsal.ts');
  const rehearsal = await startRehearsal();
  const { key, funder, signatureType } = rehearsal.account;
  const { clob, gamma, data, relayer, wsMarket, wsUser, polybolt, rtds } = rehearsal.urls;
  say(`a rehearsal at ${clob}, with play money; faults on demand at ${rehearsal.urls.control}`);
  const privateKey = Buffer.from(key.slice(2), 'hex');
  return polymarketAccount({
    hosts: { clob, gamma, data, relayer, wsMarket, wsUser, polybolt, rtds }, references: [], settings, strategies, isFleeting: true, folder: join(directory, 'data'), say,
    keys: { privateKey, api: null, walletType: signatureType, funder: signatureType === 0 ? null : funder, relayer: null, rpcUrl: null, close: () => { privateKey.fill(0); } },
    onClose: () => rehearsal.close(),
  });
}
