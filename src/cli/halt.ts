// `evenkeel halt`: cancels everything and stays halted. Exit 0 only where zero open orders are proved.

import { EXIT } from '../errors/exit-codes.ts';
import { haltReport } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

export const halt = (reason: string | null, options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const report = await bot.post('/halt', reason === null ? {} : { reason }, haltReport);
  const isProved = report.zeroOpen === 'proved';
  const text = isProved
    ? `halted: zero open orders proved after ${report.tookMs.toFixed(0)} ms; \`evenkeel resume\` ends it`
    : `halted, but UNCONFIRMED: ${report.openOrders} orders are or may be live after ${report.tookMs.toFixed(0)} ms; look at the venue, and run \`evenkeel halt\` again`;
  terminal.out(options.json ? JSON.stringify(report) : text);
  return isProved ? EXIT.ok : EXIT.failed;
});
