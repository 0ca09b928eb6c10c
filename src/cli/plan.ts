// `evenkeel plan`: what the files on disk would change in the running bot, in words, and on request what that would have done
// over the last stretch of its session. Applies nothing. Exit 78 where the files have mistakes.

import { EXIT } from '../errors/exit-codes.ts';
import { replayedPlan } from '../server/replay-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import { planText, replayText } from './plan-text.ts';
import type { Terminal } from './terminal.ts';

export interface PlanOptions extends ClientOptions {
  /** "60m"; null: the plan alone. */
  readonly replay: string | null;
}

/** Longer than the bot itself takes before it gives up. */
const REPLAY_TIMEOUT_MS = 270_000;

export const plan = (options: PlanOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const { replay, json } = options;
  if (replay !== null) terminal.rewrite?.(`replaying the last ${replay} under both configs …`);
  try {
    const report = replay === null ? await bot.get('/config/plan', replayedPlan) : await bot.get(`/config/plan?replay=${encodeURIComponent(replay)}`, replayedPlan, REPLAY_TIMEOUT_MS);
    if (replay !== null) terminal.rewrite?.('');
    terminal.out(json ? JSON.stringify(report) : [planText(report), ...(replay === null ? [] : replayText(report, terminal))].join('\n'));
    return report.status === 'rejected' ? EXIT.config : EXIT.ok;
  } catch (error) {
    if (replay !== null) terminal.rewrite?.('');
    throw error;
  }
});
