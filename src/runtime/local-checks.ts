// What the doctor asks of this machine: the files, the secrets of the bot itself, room and right to write, and whether
// another process is at work.

import { statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { lockAccount } from '../journal/account-lock.ts';
import { accountLocksFolder } from '../journal/venue-account-lock.ts';
import { controlToken } from './control-token.ts';
import { failed, ok, warning, type Check, type Judgement } from './doctor.ts';
import { gateShortfall } from './gate.ts';
import { lastTraded } from './last-traded.ts';

export interface LocalContext {
  readonly loaded: LoadedConfig;
  readonly directory: string;
  readonly journalPath: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const GIGABYTE = 2 ** 30;
/** Placeholders: a busy journal grows by some hundred megabytes a day. */
const SPACE_FAILS = 0.1 * GIGABYTE;
const SPACE_WARNS = 2 * GIGABYTE;

/** Free, held by another process, or not to be had at all. */
function lockState(path: string, what: string): Judgement {
  try {
    lockAccount(path).release();
    return ok(`${what} can be written and is free`);
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    if (error.spec === JOURNAL_ERRORS.locked) return warning(`${what} is in use`, 'Right where the bot is trading on it now. Otherwise stop the other process.');
    return failed(error.message, error.spec.remedy);
  }
}

export const LOCAL_CHECKS: readonly Check<LocalContext>[] = [
  {
    name: 'token', unasked: 'Set what `api.token` refers to.',
    async ask({ loaded: { config: { api } }, environment }) {
      return controlToken(api.token, environment).isNeeded ? ok('can be read') : ok('none is asked for');
    },
  },
  { name: 'journal', unasked: 'Check the folder of `storage.journal`.', ask: async ({ journalPath }) => lockState(journalPath, journalPath) },
  {
    name: 'disk', unasked: 'Check the folder of `storage.journal`.',
    async ask({ journalPath }) {
      const { bavail, bsize } = statfsSync(dirname(journalPath));
      const free = bavail * bsize;
      const measured = `${(free / GIGABYTE).toFixed(1)} GB free`;
      const remedy = 'Free disk space: when the journal cannot be written, only cancels are sent.';
      return free < SPACE_FAILS ? failed(measured, remedy) : free < SPACE_WARNS ? warning(measured, remedy) : ok(measured);
    },
  },
  {
    name: 'gate', unasked: 'Check the journals in `data/`.',
    async ask({ loaded, directory, journalPath }) {
      const { config } = loaded;
      if (config.gate === undefined) return ok('none is asked for');
      const shortfall = gateShortfall(config.gate, config, directory);
      if (shortfall === null) return ok('paper has shown what it asks for');
      const remedy = 'Let paper go on with these strategies on live books.';
      return lastTraded(journalPath, loaded)?.isAlike === true
        ? failed(`${shortfall}; a swap is refused, a start is not, since these were traded last`, `${remedy} Or open it by \`evenkeel run --profile ${config.profile}\`, which does not ask again for what is traded already.`)
        : failed(shortfall, remedy);
    },
  },
];

/** `id`: of an account whose secrets could be read. */
export const accountLockCheck = (id: string): Check<LocalContext> => ({
  name: 'account lock', unasked: 'Check the folder that XDG_STATE_HOME or HOME leads to.',
  ask: async ({ environment }) => lockState(join(accountLocksFolder(environment), id), id),
});
