// `evenkeel plan`: what the files on disk would change in the running bot, in words. Exit 78 where they have mistakes.

import { EXIT } from '../errors/exit-codes.ts';
import { planReport } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import { planText } from './plan-text.ts';
import type { Terminal } from './terminal.ts';

export const plan = (options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const report = await bot.get('/config/plan', planReport);
  terminal.out(options.json ? JSON.stringify(report) : planText(report));
  return report.status === 'rejected' ? EXIT.config : EXIT.ok;
});
