// One trading process per account: an exclusive SQLite transaction on a file beside the journal. The operating system
// releases it when the process dies, however it dies, so there is nothing to clean up and no stale lock to doubt.

import { mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';

const SQLITE_BUSY = 5;

export interface AccountLock { readonly file: string; release(): void }

function realJournal(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return join(realpathSync(dirname(path)), basename(path));
  }
}

/** Makes the journal's folder if need be. Throws MM_JOURNAL_LOCKED where another process (or session) holds the account. */
export function lockAccount(journalPath: string): AccountLock {
  const path = resolve(journalPath);
  let file = `${path}.lock`;
  let database: DatabaseSync | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Through whatever links the journal is reached, the lock is the same file.
    file = `${realJournal(path)}.lock`;
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) {
      throw new EvenkeelError(JOURNAL_ERRORS.locked, `${path} is in use by another process (lock ${file})`, { path, lock: file });
    }
    throw new EvenkeelError(JOURNAL_ERRORS.cannotOpen, `${file}: ${(error as Error).message}`, { path });
  }
  const held = database;
  let isHeld = true;
  return {
    file,
    release(): void {
      if (!isHeld) return;
      isHeld = false;
      held.exec('ROLLBACK');
      held.close();
    },
  };
}
