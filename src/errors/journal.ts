// What can be wrong with a journal file, and what an operator does about it.

import { define } from './define.ts';

export const JOURNAL_ERRORS = {
  locked: define('MM_JOURNAL_LOCKED', 'refuse',
    'Another process trades on this journal: one account has one trading process.',
    'Stop the other process, or give this one a profile with its own `storage.journal`.'),
  accountLocked: define('MM_JOURNAL_ACCOUNT_LOCKED', 'refuse',
    'Another process trades this account at the venue: two would count each other\'s orders as strangers and pass every limit together.',
    'Stop the other process, or trade another account.'),
  newer: define('MM_JOURNAL_NEWER', 'refuse',
    'The journal was written by a newer version of Evenkeel.',
    'Run the newer version, or name another file in `storage.journal`.'),
  unreadable: define('MM_JOURNAL_UNREADABLE', 'refuse',
    'The file is not an Evenkeel journal, or what it holds is damaged.',
    'Check the path. To start over without its positions and latches, move the file away.'),
  missing: define('MM_JOURNAL_MISSING', 'refuse',
    'There is no journal at this path.',
    'Check `--journal` or `--profile`; a journal is made by the first `evenkeel run` of a profile.'),
  unknownRun: define('MM_JOURNAL_UNKNOWN_RUN', 'refuse',
    'The journal holds no such run.',
    'Choose one of the listed runs, or `last`.'),
  cannotOpen: define('MM_JOURNAL_CANNOT_OPEN', 'refuse',
    'The journal cannot be created or opened.',
    'Check that the folder exists and may be written, and that the disk has room.'),
  writeFailed: define('MM_JOURNAL_WRITE_FAILED', 'degrade',
    'The journal cannot be written. Only cancels and queries are sent until it can be.',
    'Free disk space or repair the disk; trading goes on by itself when a write succeeds.'),
  unrecoverable: define('MM_JOURNAL_UNRECOVERABLE', 'halt',
    'The state of the last run cannot be rebuilt from the journal, and positions are never guessed.',
    'Keep the file for examination and move it away to begin a new account.'),
} as const;
