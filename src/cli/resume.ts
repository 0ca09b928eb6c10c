// `evenkeel resume [market]`: ends a halt and clears the loss latches, or the stop-loss latch of one market.

import { EXIT } from '../errors/exit-codes.ts';
import { resumed } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

export const resume = (market: string | null, options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const reply = await bot.post('/resume', market === null ? {} : { market }, resumed);
  const text = market === null ? 'resumed: halt and loss latches cleared' : `resumed: stop-loss latch of ${market} cleared`;
  terminal.out(options.json ? JSON.stringify(reply) : text);
  return EXIT.ok;
});
