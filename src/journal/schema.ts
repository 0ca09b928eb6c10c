// The tables of a journal and their version. Opens a file, brings an empty or an older one to the current version, refuses
// a file that is newer or not ours.

import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';

const JOURNAL_VERSION = 3;
/** From this version on a journal has hours of P&L. */
const HOURS_VERSION = 2;
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
    -- a JSON array of [seq of the event, command, id at the venue where it is known before]
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

/** A projection: each is told by a decision that the frames hold, and written in one transaction with its frame. */
const HOURS = `
  CREATE TABLE hours (
    -- may have been pruned; the hours of the account outlive its runs
    run INTEGER NOT NULL,
    continues INTEGER NOT NULL,
    -- start of the hour, milliseconds since the epoch, UTC
    hour INTEGER NOT NULL,
    -- total P&L since the account began, micro-dollars
    opening INTEGER NOT NULL,
    closing INTEGER NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (continues, hour, run)
  ) STRICT, WITHOUT ROWID;
`;

/** An index into the intents, written with a frame without any, at the latest with the next snapshot: by which ids venues know our orders. */
const ORDER_IDS = `
  CREATE TABLE order_ids (
    venue_order_id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL UNIQUE,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    ts REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX order_ids_by_run ON order_ids (run, ts);
`;

/** By the version a file has: what brings it to the next one. */
const MIGRATIONS: Readonly<Record<number, string>> = { 1: HOURS, 2: ORDER_IDS };

const pragma = (database: DatabaseSync, name: string): number => {
  const row = database.prepare(`PRAGMA ${name}`).get();
  return Number(row === undefined ? 0 : Object.values(row)[0]);
};

/** Whether the file is of a version that stores hours of P&L. */
export const hasHours = (database: DatabaseSync): boolean => pragma(database, 'user_version') >= HOURS_VERSION;

/** The version of the file; 0 for one that is empty. */
function checkVersion(database: DatabaseSync, path: string): number {
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
  if (tables === 0 && version === 0) return 0;
  if (application !== APPLICATION_ID) {
    throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `${path} is an SQLite file of something else`, { path });
  }
  if (version > JOURNAL_VERSION) {
    throw new EvenkeelError(JOURNAL_ERRORS.newer,
      `${path} has journal version ${version}, this program knows up to ${JOURNAL_VERSION}`, { path, version });
  }
  return version;
}

function migrate(database: DatabaseSync, from: number): void {
  for (let version = from; version < JOURNAL_VERSION; version++) {
    database.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[version] ?? ''} PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}

/** For the one writer. Creates the file and its tables where there are none, and brings those of an earlier version up to date. */
export function openForWriting(path: string): DatabaseSync {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path, { timeout: 2_000 });
  } catch (error) {
    throw new EvenkeelError(JOURNAL_ERRORS.cannotOpen, `${path}: ${(error as Error).message}`, { path });
  }
  try {
    const version = checkVersion(database, path);
    if (version === 0) {
      // Must stand before the first table: lets pruning give pages back to the disk.
      database.exec('PRAGMA auto_vacuum = INCREMENTAL');
      database.exec('PRAGMA journal_mode = WAL');
      database.exec(`BEGIN; ${TABLES} ${HOURS} ${ORDER_IDS} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${JOURNAL_VERSION}; COMMIT`);
    } else migrate(database, version);
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
    if (checkVersion(database, path) === 0) {
      throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `${path} holds no journal`, { path });
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
