// The tables of a journal and their version. Opens a file, brings an empty one to the current version, refuses a file
// that is newer or not ours.

import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';

const JOURNAL_VERSION = 1;
/** "EvKl": tells our files from other SQLite files. */
const APPLICATION_ID = 0x45764b6c;

const TABLES = `
  CREATE TABLE runs (
    run INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL,
    profile TEXT NOT NULL,
    mode TEXT NOT NULL,
    source TEXT NOT NULL,
    -- 1: its positions are the account's and the next such run starts from them; 0: a tape or a run in virtual time
    continues INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_because TEXT,
    events INTEGER,
    command_hash TEXT
  ) STRICT;
  CREATE TABLE frames (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    first_seq INTEGER NOT NULL,
    count INTEGER NOT NULL,
    ts REAL NOT NULL,
    -- a JSON array of events
    payload TEXT NOT NULL,
    PRIMARY KEY (run, first_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE commands (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    -- the frame whose events asked for them
    frame INTEGER NOT NULL,
    -- a JSON array of [seq of the event, command]
    payload TEXT NOT NULL,
    PRIMARY KEY (run, frame)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE snapshots (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    -- the state after this event
    seq INTEGER NOT NULL,
    ts REAL NOT NULL,
    -- 1: stays while its run does (a replay has to begin here, or older frames will be cut here)
    kept INTEGER NOT NULL,
    payload TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (run, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE generations (
    number INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    profile TEXT NOT NULL,
    origin TEXT NOT NULL,
    loaded TEXT NOT NULL,
    changes TEXT NOT NULL
  ) STRICT;
`;

const pragma = (database: DatabaseSync, name: string): number => {
  const row = database.prepare(`PRAGMA ${name}`).get();
  return Number(row === undefined ? 0 : Object.values(row)[0]);
};

function checkVersion(database: DatabaseSync, path: string): 'empty' | 'current' {
  let version: number;
  let application: number;
  let tables: number;
  try {
    version = pragma(database, 'user_version');
    application = pragma(database, 'application_id');
    tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.['n']);
  } catch (error) {
    throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `${path} is not a journal: ${(error as Error).message}`, { path });
  }
  if (tables === 0 && version === 0) return 'empty';
  if (application !== APPLICATION_ID) {
    throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `${path} is an SQLite file of something else`, { path });
  }
  if (version > JOURNAL_VERSION) {
    throw new EvenkeelError(JOURNAL_ERRORS.newer,
      `${path} has journal version ${version}, this program knows up to ${JOURNAL_VERSION}`, { path, version });
  }
  return 'current';
}

/** For the one writer. Creates the file and its tables where there are none. */
export function openForWriting(path: string): DatabaseSync {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path, { timeout: 2_000 });
  } catch (error) {
    throw new EvenkeelError(JOURNAL_ERRORS.cannotOpen, `${path}: ${(error as Error).message}`, { path });
  }
  try {
    if (checkVersion(database, path) === 'empty') {
      // Must stand before the first table: lets pruning give pages back to the disk.
      database.exec('PRAGMA auto_vacuum = INCREMENTAL');
      database.exec('PRAGMA journal_mode = WAL');
      database.exec(`BEGIN; ${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${JOURNAL_VERSION}; COMMIT`);
    }
    // NORMAL: a commit survives the death of the process; a power cut may take the last moments, never the file's order.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof EvenkeelError) throw error;
    throw new EvenkeelError(JOURNAL_ERRORS.cannotOpen, `${path}: ${(error as Error).message}`, { path });
  }
}

/** For replay and listing; needs no lock and works beside a running writer. */
export function openForReading(path: string): DatabaseSync {
  if (!existsSync(path)) throw new EvenkeelError(JOURNAL_ERRORS.missing, `no journal at ${path}`, { path });
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 2_000 });
  } catch (error) {
    throw new EvenkeelError(JOURNAL_ERRORS.cannotOpen, `${path}: ${(error as Error).message}`, { path });
  }
  try {
    if (checkVersion(database, path) === 'empty') {
      throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `${path} holds no journal`, { path });
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
