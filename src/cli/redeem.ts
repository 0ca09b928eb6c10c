// `evenkeel redeem <market>`: what is held of a resolved market becomes what it pays. The bot claims winnings by itself; this is for what it left.

import { EXIT } from '../errors/exit-codes.ts';
import { tokensAsked } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

export const redeem = (market: string, options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const reply = await bot.post('/redeem', { market }, tokensAsked);
  terminal.out(options.json ? JSON.stringify(reply) : `what is held of ${market} is being redeemed`);
  return EXIT.ok;
});
