// What a profile says besides overlays: account limits, proved on the engine, and what the runtime and the API read,
// proved on a real bot.

import { createServer, type AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../../src/server/server.ts';
import { firstOrders, losing, permissionAndAlerts } from './market-scripts.fixture.ts';
import { MadeUpVenues } from '../../src/runtime/made-up-venues.fixture.ts';
import { openedBot } from './opened-bot.fixture.ts';
import { AT_VENUE } from './venue-cases.fixture.ts';
import { BASE, configOf, variantsOf, withKey, type Files, type KeyCases } from './variants.fixture.ts';

const inDemo = (...path: string[]): readonly string[] => ['profiles', 'demo', ...path];
const afterLoss = (files: Files): unknown => permissionAndAlerts(losing(configOf(files)));
const QUIET = { permission: 'full', alerts: [] };

/** Two addresses that nobody listens on. */
async function freeAddresses(): Promise<readonly string[]> {
  const servers = [createServer(), createServer()];
  await Promise.all(servers.map((server) => new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); })));
  const addresses = servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  await Promise.all(servers.map((server) => new Promise((closed) => { server.close(closed); })));
  return addresses;
}
const ADDRESSES = await freeAddresses();

const PARENTS: Files = ['near', 'far'].reduce(
  (files, name, index) => withKey(files, ['profiles', name, 'strategies', 'one', 'quote', 'halfSpread'], `${index + 2}c`), BASE,
);

export const PROFILE_CASES: KeyCases = {
  'profiles/*.yaml extends': [{
    variants: variantsOf(PARENTS, inDemo('extends'), ['near', 'far']), observe: (files) => firstOrders(configOf(files)),
    sees: [['bid 48c 10', 'ask 52c 10'], ['bid 47c 10', 'ask 53c 10']],
  }],
  'profiles/*.yaml mode': [
    {
      variants: variantsOf(BASE, inDemo('mode'), ['demo', 'paper']), observe: (files) => openedBot(files, (bot) => bot.opened.source.kind),
      sees: ['demo', 'MM_RUN_TAPE_NEEDED'],
    },
    {
      variants: variantsOf(AT_VENUE, inDemo('mode'), ['live', 'rehearsal']), observe: (files) => openedBot(files, (bot) => bot.opened.source.kind, new MadeUpVenues()),
      sees: ['live', 'rehearsal'],
    },
  ],
  'profiles/*.yaml limits.grossNotional': [{
    variants: variantsOf(BASE, inDemo('limits', 'grossNotional'), ['$100', '$3']), observe: (files) => firstOrders(configOf(files)),
    sees: [['bid 48c 10', 'ask 52c 10'], ['bid 48c 6', 'ask 52c 6']],
  }],
  'profiles/*.yaml limits.dailyLoss': [{
    variants: variantsOf(BASE, inDemo('limits', 'dailyLoss'), ['$5', '$1']), observe: afterLoss,
    sees: [QUIET, { permission: 'reduce-only', alerts: ['DAILY_LOSS'] }],
  }],
  'profiles/*.yaml limits.drawdown.warn': [{
    variants: variantsOf(BASE, inDemo('limits', 'drawdown', 'warn'), ['$5', '$1']), observe: afterLoss,
    sees: [QUIET, { permission: 'full', alerts: ['DRAWDOWN'] }],
  }],
  'profiles/*.yaml limits.drawdown.reduceOnly': [{
    variants: variantsOf(BASE, inDemo('limits', 'drawdown', 'reduceOnly'), ['$5', '$1']), observe: afterLoss,
    sees: [QUIET, { permission: 'reduce-only', alerts: ['DRAWDOWN'] }],
  }],
  'profiles/*.yaml limits.drawdown.halt': [{
    variants: variantsOf(BASE, inDemo('limits', 'drawdown', 'halt'), ['$5', '$1']), observe: afterLoss,
    sees: [QUIET, { permission: 'halted', alerts: ['DRAWDOWN'] }],
  }],
  // A sixth of a minute's orders may go at once.
  'profiles/*.yaml limits.ordersPerMinute': [{
    variants: variantsOf(BASE, inDemo('limits', 'ordersPerMinute'), [60, 6]), observe: (files) => firstOrders(configOf(files)),
    sees: [['bid 48c 10', 'ask 52c 10'], ['bid 48c 10']],
  }],
  'profiles/*.yaml storage.journal': [{
    variants: variantsOf(BASE, inDemo('storage', 'journal'), ['./data/a.db', './kept/b.db']),
    observe: (files) => openedBot(files, (_bot, directory) => ['data/a.db', 'kept/b.db'].filter((path) => existsSync(join(directory, path)))),
    sees: [['data/a.db'], ['kept/b.db']],
  }],
  'profiles/*.yaml api.listen': [{
    variants: variantsOf(BASE, inDemo('api', 'listen'), ADDRESSES),
    observe: (files) => openedBot(files, async (bot) => {
      const { api } = bot.opened.generation.loaded.config;
      const server = await startServer(bot, { ...api, onFault: (error) => { throw error; } });
      const reply = await fetch(`${server.address}/status`);
      await server.close();
      return [server.address, reply.status];
    }),
    sees: ADDRESSES.map((address) => [`http://${address}`, 200]),
  }],
  'profiles/*.yaml api.token': [{
    variants: variantsOf(BASE, inDemo('api', 'token'), [undefined, '${env:FIRST_TOKEN}', '${env:SECOND_TOKEN}', '${env:NOT_SET}']),
    observe: (files) => openedBot(files, (bot) => ({ needed: bot.needsToken, first: bot.checkToken('first'), second: bot.checkToken('second') })),
    sees: [{ needed: false, first: true, second: true }, { needed: true, first: true, second: false }, { needed: true, first: false, second: true }, 'MM_API_TOKEN_UNREADABLE'],
  }],
};
