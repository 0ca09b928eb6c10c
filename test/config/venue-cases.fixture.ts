// What a profile says of accounts at venues and of how a session there begins, proved on a real bot: what the way to venues
// is asked for (that an adapter does it is proved beside the adapter), and what arming makes of it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolymarketSettings } from '../../src/config/compiled-config.ts';
import { POLYMARKET_HOSTS, type PolymarketHost } from '../../src/config/venue-settings.ts';
import { cash, timestamp } from '../../src/core/domain/numbers.ts';
import { HOUR_MS } from '../../src/core/ledger/hour-pnl.ts';
import { Journal } from '../../src/journal/journal.ts';
import { examined } from '../../src/runtime/doctor.ts';
import { gateShortfall } from '../../src/runtime/gate.ts';
import { MadeUpVenues } from '../../src/runtime/made-up-venues.fixture.ts';
import { VENUE_CHECKS } from '../../src/runtime/venue-checks.ts';
import { soundDoctor } from '../../src/venues/sound-doctor.fixture.ts';
import { openedBot } from './opened-bot.fixture.ts';
import { BASE, configOf, load, variantsOf, withKey, type Files, type KeyCase, type KeyCases } from './variants.fixture.ts';

const inDemo = (...path: string[]): readonly string[] => ['profiles', 'demo', ...path];
const inPolymarket = (...path: string[]): readonly string[] => inDemo('venues', 'polymarket', ...path);
const ADDRESS = '0x1111111111111111111111111111111111111111';
const OTHER = '0x2222222222222222222222222222222222222222';

const SOCKETS: ReadonlySet<PolymarketHost> = new Set(['wsMarket', 'wsUser', 'polybolt', 'rtds']);
const on = (host: PolymarketHost, place: string): string => `${SOCKETS.has(host) ? 'ws' : 'http'}://127.0.0.1:${place}`;

/** Fit for live, and on hosts of this machine for a rehearsal as well. */
export const AT_VENUE: Files = Object.entries({
  mode: 'live', limits: { grossNotional: '$500', dailyLoss: '$25', drawdown: { halt: '$40' } },
  api: { listen: '127.0.0.1:0', token: '${env:FIRST_TOKEN}' },
  venues: { polymarket: { wallet: { type: 'safe', address: ADDRESS, key: '${env:KEY}' }, hosts: Object.fromEntries(POLYMARKET_HOSTS.map((host) => [host, on(host, '9000')])) } },
}).reduce((files, [key, value]) => withKey(files, inDemo(key), value), BASE);
const CREDENTIALS = { apiKey: '${env:A}', secret: '${env:B}', passphrase: '${env:C}' };

const asked = async (files: Files, look: (settings: PolymarketSettings) => unknown): Promise<unknown> => {
  const venues = new MadeUpVenues();
  return openedBot(files, () => {
    const settings = venues.asked[0]?.config.venues?.polymarket;
    return settings === undefined || settings === null ? null : look(settings);
  }, venues);
};
const env = (name: string): unknown => ({ from: 'env', name });
const text = (what: string): unknown => ({ from: 'text', text: what });

/** What the way to venues is told with two values of a key. */
const told = (path: readonly string[], values: readonly unknown[], look: (settings: PolymarketSettings) => unknown, sees: readonly unknown[], base = AT_VENUE): readonly KeyCase[] =>
  [{ variants: variantsOf(base, inPolymarket(...path), values), observe: (files) => asked(files, look), sees }];

const hosts = Object.fromEntries(POLYMARKET_HOSTS.map((host) => {
  const urls = [on(host, '9001'), on(host, '9002/x')];
  return [`profiles/*.yaml venues.polymarket.hosts.${host}`, told(['hosts', host], urls, (settings) => settings.hosts[host], urls)];
}));

const withCredentials = withKey(AT_VENUE, inPolymarket('credentials'), CREDENTIALS);
const withRelayer = withKey(AT_VENUE, inPolymarket('relayer'), { key: '${env:R}', address: ADDRESS });
const withGate = withKey(AT_VENUE, inDemo('gate', 'paperHours'), 2);

/** What is missing after three hours of paper with these strategies, in which a dollar was lost from the peak. */
function shortfall(files: Files): string | null {
  const result = load(files);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.text).join('\n\n'));
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-gate-'));
  const journal = Journal.open(join(folder, 'data/paper.db'));
  try {
    const none = { spread: 0, inventory: 0, fees: 0, rebates: 0, rewards: 0, unrealised: 0 };
    journal.recordGeneration({ number: 1, hash: '', at: 0, profile: 'paper', origin: 'start', loaded: result.loaded, changes: [] });
    journal.beginRun({ profile: 'paper', mode: 'paper', source: 'live books of polymarket', continues: true, startedAt: 0 }, () => 'paper-1', 1);
    journal.hour({ hour: timestamp(0), openedAt: timestamp(0), closedAt: timestamp(HOUR_MS), opening: none, closing: { ...none, inventory: -1e6 }, grossNotional: cash(0), cash: null, markets: [] });
    journal.append([{ type: 'Decide', ts: timestamp(3 * HOUR_MS) }]);
    journal.commit();
    const { config } = result.loaded;
    return gateShortfall(config.gate, config, folder);
  } finally {
    journal.close();
    rmSync(folder, { recursive: true });
  }
}

const canary = (files: Files): Promise<unknown> => openedBot(files, (bot) => {
  const begun = bot.status().canary;
  return begun === null ? null : [begun.size, begun.until - begun.since];
}, new MadeUpVenues());

export const VENUE_CASES: KeyCases = {
  ...hosts,
  'profiles/*.yaml venues.polymarket.wallet.type': told(['wallet', 'type'], ['safe', 'proxy'], ({ wallet }) => wallet?.type, ['safe', 'proxy']),
  'profiles/*.yaml venues.polymarket.wallet.address': told(['wallet', 'address'], [ADDRESS, '${env:WALLET}'], ({ wallet }) => wallet?.address, [text(ADDRESS), env('WALLET')]),
  'profiles/*.yaml venues.polymarket.wallet.key': told(['wallet', 'key'], ['${env:KEY}', '${keystore:main}'], ({ wallet }) => wallet?.key, [env('KEY'), { from: 'keystore', name: 'main' }]),
  'profiles/*.yaml venues.polymarket.credentials.apiKey': told(['credentials', 'apiKey'], ['${env:A}', '${env:X}'], ({ credentials }) => credentials?.apiKey, [env('A'), env('X')], withCredentials),
  'profiles/*.yaml venues.polymarket.credentials.secret': told(['credentials', 'secret'], ['${env:B}', '${credential:x}'], ({ credentials }) => credentials?.secret, [env('B'), { from: 'credential', name: 'x' }], withCredentials),
  'profiles/*.yaml venues.polymarket.credentials.passphrase': told(['credentials', 'passphrase'], ['${env:C}', '${file:/x}'], ({ credentials }) => credentials?.passphrase, [env('C'), { from: 'file', path: '/x' }], withCredentials),
  'profiles/*.yaml venues.polymarket.heartbeat': [
    ...told(['heartbeat'], ['3s', 'off'], ({ heartbeatMs }) => heartbeatMs, [3_000, null]),
    {
      variants: variantsOf(AT_VENUE, inPolymarket('heartbeat'), ['5s', 'off']),
      observe: async (files) => (await examined(VENUE_CHECKS, { config: configOf(files), doctor: soundDoctor(), carried: null })).find(({ check }) => check === 'heartbeat')?.status,
      sees: ['ok', 'warning'],
    },
  ],
  'profiles/*.yaml venues.polymarket.relayer.key': told(['relayer', 'key'], ['${env:R}', '${env:X}'], ({ relayer }) => relayer?.key, [env('R'), env('X')], withRelayer),
  'profiles/*.yaml venues.polymarket.relayer.address': told(['relayer', 'address'], [ADDRESS, OTHER], ({ relayer }) => relayer?.address, [text(ADDRESS), text(OTHER)], withRelayer),
  'profiles/*.yaml venues.polymarket.rpc': told(['rpc'], ['http://127.0.0.1:8545', '${env:RPC}'], ({ rpc }) => rpc, [text('http://127.0.0.1:8545'), env('RPC')]),
  'profiles/*.yaml venues.kraken.market': [{
    variants: variantsOf(AT_VENUE, inDemo('venues', 'kraken', 'market'), ['spot', 'futures']), sees: ['spot', 'futures'],
    observe: async (files) => { const venues = new MadeUpVenues(); return openedBot(files, () => venues.asked[0]?.config.venues?.kraken?.market, venues); },
  }],
  'profiles/*.yaml canary.size': [{ variants: variantsOf(AT_VENUE, inDemo('canary'), [{ size: '25%', for: '15m' }, { size: '50%', for: '15m' }, undefined]), observe: canary, sees: [[0.25, 900_000], [0.5, 900_000], null] }],
  'profiles/*.yaml canary.for': [{ variants: variantsOf(AT_VENUE, inDemo('canary'), [{ size: '25%', for: '15m' }, { size: '25%', for: '5m' }]), observe: canary, sees: [[0.25, 900_000], [0.25, 300_000]] }],
  'profiles/*.yaml gate.paperHours': [{
    variants: variantsOf(AT_VENUE, inDemo('gate', 'paperHours'), [2, 24]), observe: shortfall,
    sees: [null, 'paper has run 3 h 0 min of 24 h 0 min with these strategies'],
  }],
  'profiles/*.yaml gate.paperDrawdownBelow': [{
    variants: variantsOf(withGate, inDemo('gate', 'paperDrawdownBelow'), ['$5', '$1']), observe: shortfall,
    sees: [null, 'its worst drawdown was $1, which is not below $1'],
  }],
};
