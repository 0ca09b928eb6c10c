// One trading process per account at a venue, whatever folder, profile or journal it trades from on this machine. Of other
// machines nobody here can know.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { lockAccount, type AccountLock } from './account-lock.ts';

/** Where the locks of this user's accounts are. */
export function accountLocksFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const state = environment['XDG_STATE_HOME'] ?? join(environment['HOME'] ?? homedir(), '.local', 'state');
  return join(state, 'evenkeel', 'accounts');
}

/** `id`: fit for the name of a file. Throws MM_JOURNAL_ACCOUNT_LOCKED where another process (or session) trades the account. */
export function lockVenueAccount(id: string, environment: Readonly<Record<string, string | undefined>>): AccountLock {
  try {
    return lockAccount(join(accountLocksFolder(environment), id));
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.spec !== JOURNAL_ERRORS.locked) throw error;
    throw new EvenkeelError(JOURNAL_ERRORS.accountLocked, `${id} is traded by another process (lock ${String(error.details['lock'])})`, error.details);
  }
}
