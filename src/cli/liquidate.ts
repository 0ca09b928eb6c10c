// `evenkeel liquidate <market>`: works the position of a market off by stages, until it is gone or the market is resumed.

import type { LiquidationStage } from '../config/compiled-config.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { liquidating } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

export const liquidate = (market: string, stage: LiquidationStage, options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const reply = await bot.post('/liquidate', { market, stage }, liquidating);
  terminal.out(options.json ? JSON.stringify(reply) : `${market} is worked off, by stage ${stage} at least; \`evenkeel resume ${market}\` ends it`);
  return EXIT.ok;
});
