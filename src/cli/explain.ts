// `evenkeel explain <market>`: the last decision of the running bot for a market, step by step.

import { EXIT } from '../errors/exit-codes.ts';
import { explanation } from '../server/view-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import { explanationText } from './explanation-text.ts';
import type { Terminal } from './terminal.ts';

export const explain = (market: string, options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const explained = await bot.get(`/markets/${encodeURIComponent(market)}/explain`, explanation);
  terminal.out(options.json ? JSON.stringify(explained) : explanationText(explained, terminal.isColoured));
  return EXIT.ok;
});
