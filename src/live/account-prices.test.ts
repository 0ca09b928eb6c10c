// The credentials of an account on their way to the data socket that asks for them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { config, settings } from '../core/engine.fixture.ts';
import type { VenueEvent } from '../core/domain/events.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { startRehearsal } from '../rehearsal/rehearsal.ts';
import { polymarketAccount } from './polymarket-account.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const close of closing.splice(0).toReversed()) await close(); });

it('is told prices of Chainlink by the newer data socket as the account that it is', async () => {
  const rehearsal = await startRehearsal({ isQuiet: true });
  closing.push(() => rehearsal.close());
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-prices-'));
  closing.push(() => { rmSync(folder, { recursive: true }); });
  const said: string[] = [];
  const account = polymarketAccount({
    hosts: rehearsal.urls, references: [], settings: { heartbeatMs: null }, strategies: [], isFleeting: true, folder, say: (text) => { said.push(text); }, onClose: async () => {},
    keys: { privateKey: Buffer.from(rehearsal.account.key.slice(2), 'hex'), api: null, walletType: 0, funder: null, relayer: null, rpcUrl: null, close: () => {} },
  });
  closing.push(() => account.close());
  const venue = await account.open(null, { clientIdOf: () => null, venueOrderIdOf: () => null });
  closing.push(() => venue.close());
  const reference = { feed: 'polymarket-polybolt', symbol: 'BTC/USD', volatilityMs: 60_000, maxAgeMs: 5_000 } as const;
  venue.follow?.(config({
    strategies: [{ name: 'updown', kind: 'market-maker', markets: { venue: 'polymarket', include: ['none-*'], exclude: [] }, settings: settings({ quote: { fairValue: 'reference', reference } }), overrides: {} }],
  }));

  const events: VenueEvent[] = [];
  const priced = (): VenueEvent | undefined => events.find(({ type }) => type === 'ReferencePriced');
  while (priced() === undefined) {
    const woken = new Promise<void>((resolve) => { venue.listen?.(resolve); });
    venue.advance(timestamp(Date.now()), (event) => { events.push(event); });
    if (priced() === undefined) await woken;
  }
  expect(priced()).toMatchObject({ feed: 'polymarket-polybolt', symbol: 'BTC/USD', price: expect.closeTo(67_000, -4) as number });
  expect(said).toEqual([]);
});
