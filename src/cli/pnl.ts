// `evenkeel pnl`: P&L of the running bot by hour and by day.

import { EXIT } from '../errors/exit-codes.ts';
import { pnlReport } from '../server/pnl-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import { pnlText } from './pnl-text.ts';
import type { Terminal } from './terminal.ts';

export const pnl = (hours: number, options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const report = await bot.get(`/pnl?hours=${hours}`, pnlReport);
  terminal.out(options.json ? JSON.stringify(report) : pnlText(report));
  return EXIT.ok;
});
