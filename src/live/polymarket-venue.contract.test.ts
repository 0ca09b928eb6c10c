import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { counterparty, type Counterparty } from '../rehearsal/counterparty.fixture.ts';
import { startRehearsal } from '../rehearsal/rehearsal.ts';
import type { SignatureType } from '../rehearsal/accounts/wallet.ts';
import { describeVenueContract } from '../venues/venue.contract.ts';
import type { Venue } from '../venues/port.ts';
import { polymarketAccount } from './polymarket-account.ts';

const open: { close(): Promise<unknown> | void }[] = [];
const others = new Map<Venue, Counterparty>();
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
  others.clear();
});

/** A quiet rehearsal with a book of somebody else's, and the account there behind real sockets. */
async function create(slug: string, signatureType: SignatureType): Promise<Venue> {
  const rehearsal = await startRehearsal({ isQuiet: true, signatureType, cash: 1_000, settlement: { minedMs: 20, confirmedMs: 20 } });
  open.push(rehearsal);
  const market = rehearsal.markets().find((listed) => listed.slug === slug)!;
  const other = await counterparty(rehearsal, market);
  for (const [side, price] of [['bid', 0.44], ['bid', 0.43], ['ask', 0.48], ['ask', 0.49]] as const) await other.rest(side, price, 500);
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-venue-'));
  open.push({ close: () => { rmSync(folder, { recursive: true }); } });
  const { key, funder } = rehearsal.account;
  const account = polymarketAccount({
    hosts: rehearsal.urls, references: [], settings: { heartbeatMs: null }, strategies: [], isFleeting: true, folder, say: () => {}, onClose: async () => {},
    keys: { privateKey: Buffer.from(key.slice(2), 'hex'), api: null, walletType: signatureType, funder: signatureType === 0 ? null : funder, relayer: null, rpcUrl: null, close: () => {} },
  });
  open.push(account);
  const venue = await account.open(null, { clientIdOf: () => null, venueOrderIdOf: () => null });
  open.push(venue);
  const { config } = shipped;
  venue.follow?.({ ...config, strategies: config.strategies.slice(0, 1).map((strategy) => ({ ...strategy, markets: { venue: 'polymarket', include: [slug], exclude: [] } })) });
  others.set(venue, other);
  return venue;
}

const loaded = loadConfig({ dir: join(import.meta.dirname, '../..') });
if (!loaded.ok) throw new Error('the shipped configuration does not load');
const shipped = loaded.loaded;

const KINDS: readonly (readonly [string, string, SignatureType])[] = [
  ['Polymarket behind sockets', 'will-it-rain-in-lisbon', 0],
  ['Polymarket behind sockets, of Protocol V2 and from a deposit wallet', 'will-the-probe-land-on-the-moon', 3],
];
for (const [name, slug, signatureType] of KINDS) {
  describeVenueContract(name, {
    create: () => create(slug, signatureType), orderLatencyMs: 0, isRealTime: true, matchesOwnOrders: true,
    async trade(venue, { side, price, size }) { await others.get(venue)?.take(side === 'ask' ? 'bid' : 'ask', price / 1e6, size / 1e6); },
  });
}
