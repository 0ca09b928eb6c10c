// `evenkeel merge <market> [size]`: pairs of YES and NO become a dollar each.

import { EXIT } from '../errors/exit-codes.ts';
import { tokensAsked } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

export const merge = (market: string, size: number | null, options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const reply = await bot.post('/merge', { market, ...(size === null ? {} : { size }) }, tokensAsked);
  terminal.out(options.json ? JSON.stringify(reply) : `${size ?? 'all free'} pairs of ${market} are being merged`);
  return EXIT.ok;
});
