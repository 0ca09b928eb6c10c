// `evenkeel revert <generation>`: puts an earlier generation in force again, as a new one.

import { EXIT } from '../errors/exit-codes.ts';
import { swapped } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

export const revert = (generation: number, options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const reply = await bot.post('/config/revert', { generation }, swapped);
  const lines = [`generation ${reply.generation} in force, the same as ${generation}`, ...reply.changes.map((change) => `  ${change}`)];
  terminal.out(options.json ? JSON.stringify(reply) : lines.join('\n'));
  return EXIT.ok;
});
