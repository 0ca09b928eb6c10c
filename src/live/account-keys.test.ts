import { expect, it } from 'vitest';
import type { Mode, PolymarketSettings } from '../config/venue-settings.ts';
import { VENUE_LEAVES_MACHINE } from '../errors/venues.ts';
import { accountKeys } from './account-keys.ts';

const SETTINGS: PolymarketSettings = {
  wallet: { type: 'eoa', address: null, key: { from: 'env', name: 'KEY' } }, credentials: null, heartbeatMs: null, hosts: {}, relayer: null, rpc: { from: 'env', name: 'NODE' },
};
const nodeOf = async (mode: Mode, url: string): Promise<string | null> => {
  const keys = await accountKeys(SETTINGS, mode, { environment: { KEY: `0x${'5a'.repeat(32)}`, NODE: url }, folder: '/nowhere', askPassphrase: null });
  keys.close();
  return keys.rpcUrl;
};

it('refuse the node of a rehearsal that a reference leads to on another machine, without repeating where', async () => {
  for (const url of ['https://polygon.example/v2/a-key', 'http://127.0.0.1.example:8545', 'nonsense']) {
    const refused = nodeOf('rehearsal', url);
    await expect(refused).rejects.toMatchObject({ spec: VENUE_LEAVES_MACHINE });
    await expect(refused).rejects.not.toThrow(url);
  }
  expect(await nodeOf('rehearsal', 'http://127.0.0.1:8545')).toBe('http://127.0.0.1:8545');
  expect(await nodeOf('live', 'https://polygon.example/v2/a-key')).toBe('https://polygon.example/v2/a-key');
});
