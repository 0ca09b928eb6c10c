// `evenkeel profile <name>`: swaps the session of the running bot to another profile. Typing the command is the confirmation.

import { isAbsolute, resolve } from 'node:path';
import { EXIT } from '../errors/exit-codes.ts';
import { profileSwapped } from '../server/control-schemas.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

/** `tape` is relative to where the operator stands, which the bot cannot know: it travels as an absolute path. */
export const profile = (name: string, tape: string | null, options: ClientOptions, terminal: Terminal): Promise<number> => withBot(options, terminal, async (bot) => {
  const recording = tape === null ? {} : { tape: isAbsolute(tape) ? tape : resolve(tape) };
  const reply = await bot.post('/profile', { profile: name, confirm: name, ...recording }, profileSwapped);
  terminal.out(options.json ? JSON.stringify(reply) : `session ${reply.session} runs profile ${reply.profile}`);
  return EXIT.ok;
});
