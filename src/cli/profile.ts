// `evenkeel profile <name>`: swaps the session of the running bot to another profile. Typing the command is the confirmation,
// but for a session with money, which takes the name twice.

import { isAbsolute, resolve } from 'node:path';
import { EXIT } from '../errors/exit-codes.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { EvenkeelError } from '../errors/define.ts';
import { profileSwapped } from '../server/control-schemas.ts';
import { profileAsWritten } from './api-address.ts';
import { withBot, type ClientOptions } from './api-client.ts';
import type { Terminal } from './terminal.ts';

export interface ProfileOptions extends ClientOptions {
  /** Relative to where the operator stands, which the bot cannot know: it travels as an absolute path. */
  readonly tape: string | null;
  /** The name again; null where it was not given. */
  readonly confirm: string | null;
  readonly leavePositions: boolean;
}

export function profile(name: string, options: ProfileOptions, terminal: Terminal): Promise<number> {
  const { dir, tape, confirm, leavePositions } = options;
  const written = profileAsWritten(dir, name);
  return withBot(options, terminal, async (bot) => {
    // Where the profile cannot be read here it may be one with money.
    if (confirm === null && (written === null || written.mode === 'live')) {
      throw new EvenkeelError(RUNTIME_ERRORS.awaitsConfirmation, `${name} ${written === null ? 'cannot be read here and may trade' : 'trades'} with money: \`evenkeel profile ${name} --confirm ${name}\``);
    }
    const more = { ...(tape === null ? {} : { tape: isAbsolute(tape) ? tape : resolve(tape) }), ...(leavePositions ? { leavePositions } : {}) };
    const reply = await bot.post('/profile', { profile: name, confirm: confirm ?? name, ...more }, profileSwapped);
    terminal.out(options.json ? JSON.stringify(reply) : `session ${reply.session} runs profile ${reply.profile}`);
    return EXIT.ok;
  }, written?.token ?? null);
}
