// `evenkeel apply`: puts the pending difference in force.

import { EXIT } from '../errors/exit-codes.ts';
import { swapped } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

export const apply = (options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const reply = await bot.post('/config/apply', {}, swapped);
  terminal.out(options.json ? JSON.stringify(reply) : [`generation ${reply.generation} in force`, ...reply.changes.map((change) => `  ${change}`)].join('\n'));
  return EXIT.ok;
});
