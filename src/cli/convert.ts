// `evenkeel convert <size> <markets...>`: NO of some markets of an event becomes YES of the others and a dollar a share for each but one.

import { EXIT } from '../errors/exit-codes.ts';
import { tokensAsked } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

export const convert = (size: number, markets: readonly string[], options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const reply = await bot.post('/convert', { markets, size }, tokensAsked);
  terminal.out(options.json ? JSON.stringify(reply) : `${size} NO each of ${markets.join(', ')} are being converted`);
  return EXIT.ok;
});
