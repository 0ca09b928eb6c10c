// `evenkeel split <market> <size>`: dollars become as many YES and NO, which stay until sold or merged.

import { EXIT } from '../errors/exit-codes.ts';
import { tokensAsked } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

export const split = (market: string, size: number, options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const reply = await bot.post('/split', { market, size }, tokensAsked);
  terminal.out(options.json ? JSON.stringify(reply) : `${size} pairs of ${market} are asked for; \`evenkeel status\` shows when they are there`);
  return EXIT.ok;
});
