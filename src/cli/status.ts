// `evenkeel status`: session, permission, P&L, orders, and a line per market of the running bot.

import { EXIT } from '../errors/exit-codes.ts';
import { engineStatus } from '../server/view-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import { statusText } from './status-text.ts';
import type { Terminal } from './terminal.ts';

export const status = (options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const report = await bot.get('/status', engineStatus);
  terminal.out(options.json ? JSON.stringify(report) : statusText(report));
  return EXIT.ok;
});
