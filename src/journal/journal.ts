// The one writer of an account's journal: events in batches, intents, snapshots, generations, each batch one transaction.
// By which ids venues know our orders stands with the intents; the index over these is written when nothing waits to be sent.
// A write that fails is a value, never an exception: from then on nothing is stored until `resumeFrom` writes a snapshot
// to start again from. Holds the account's lock as long as it is open.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EngineSnapshot } from '../core/engine.ts';
import type { Command } from '../core/domain/commands.ts';
import type { Event } from '../core/domain/events.ts';
import { HOUR_MS, type HourPnl } from '../core/ledger/hour-pnl.ts';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { lockAccount, type AccountLock } from './account-lock.ts';
import { insertHour } from './hours.ts';
import { cutOldFrames, pruneHours, pruneRuns, thinSnapshots } from './prune.ts';
import { listRuns, orderIds, unindexedOrders, type IndexedOrder, type OrderIds } from './read.ts';
import { payloadHash, type GenerationRow, type RunEnding, type RunOpening, type Written } from './records.ts';
import { openForWriting } from './schema.ts';

const DONE: Written = { ok: true };
/** More are not left for a moment without orders. */
const MOST_UNINDEXED = 1_000;

export class Journal {
  readonly path: string;
  /** For readers (recovery) in this process. */
  readonly database: DatabaseSync;
  readonly #lock: AccountLock;
  readonly #insertFrame: StatementSync;
  readonly #insertCommands: StatementSync;
  readonly #insertSnapshot: StatementSync;
  readonly #insertOrderId: StatementSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #run = 0;
  #groupEvents = 1;
  #seq = 0;
  #ts = 0;
  #events: string[] = [];
  #count = 0;
  #intents: string[] = [];
  /** On disk with their intents, and not in the index yet. */
  #unindexed: IndexedOrder[] = [];
  #hours: HourPnl[] = [];
  #continues = false;
  #failure: string | null = null;
  #keptSnapshotAt = 0;
  #isOpen = true;

  private constructor(path: string, lock: AccountLock, database: DatabaseSync) {
    this.path = path;
    this.#lock = lock;
    this.database = database;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#insertFrame = database.prepare('INSERT INTO frames (run, first_seq, count, ts, payload) VALUES (?, ?, ?, ?, ?)');
    this.#insertCommands = database.prepare('INSERT INTO commands (run, frame, payload) VALUES (?, ?, ?)');
    this.#insertOrderId = database.prepare('INSERT OR IGNORE INTO order_ids (venue_order_id, client_id, run, ts) VALUES (?, ?, ?, ?)');
    this.#insertSnapshot = database.prepare('INSERT OR REPLACE INTO snapshots (run, seq, ts, kept, payload, hash) VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** Throws MM_JOURNAL_LOCKED, MM_JOURNAL_NEWER, MM_JOURNAL_UNREADABLE or MM_JOURNAL_CANNOT_OPEN. */
  static open(path: string): Journal {
    const lock = lockAccount(path);
    let database: DatabaseSync | null = null;
    try {
      database = openForWriting(path);
      const journal = new Journal(path, lock, database);
      journal.#indexWhatACrashLeft();
      return journal;
    } catch (error) {
      database?.close();
      lock.release();
      throw error;
    }
  }

  /** Number of the last event appended in this run. */
  get seq(): number { return this.#seq; }
  get run(): number { return this.#run; }
  /** Why nothing is being stored, or null while all is well. */
  get failure(): string | null { return this.#failure; }

  /**
   * `groupEvents`: 1 makes each batch its own transaction; more lets a run in virtual time, whose venue dies with the
   * process, gather that many events. `session` names the session once the number of the run is known.
   */
  beginRun(opening: RunOpening, session: (run: number) => string, groupEvents: number): { run: number; session: string } {
    try {
      return this.#beginRun(opening, session, groupEvents);
    } catch (error) {
      throw new EvenkeelError(JOURNAL_ERRORS.cannotOpen, `${this.path}: ${(error as Error).message}`, { path: this.path });
    }
  }

  #beginRun(opening: RunOpening, session: (run: number) => string, groupEvents: number): { run: number; session: string } {
    pruneRuns(this.database);
    pruneHours(this.database);
    const { lastInsertRowid } = this.database.prepare(
      `INSERT INTO runs (session, profile, mode, source, continues, started_at) VALUES ('', ?, ?, ?, ?, ?)`,
    ).run(opening.profile, opening.mode, opening.source, opening.continues ? 1 : 0, opening.startedAt);
    this.#run = Number(lastInsertRowid);
    this.#seq = 0;
    this.#groupEvents = groupEvents;
    this.#continues = opening.continues;
    const name = session(this.#run);
    this.database.prepare('UPDATE runs SET session = ? WHERE run = ?').run(name, this.#run);
    return { run: this.#run, session: name };
  }

  /** Takes the events down in order. They are on disk after the `commit` that follows. */
  append(events: readonly Event[]): void {
    this.#seq += events.length;
    if (events.length === 0 || this.#failure !== null) return;
    const text = JSON.stringify(events);
    this.#events.push(text.substring(1, text.length - 1));
    this.#count += events.length;
    this.#ts = events[events.length - 1]?.ts ?? this.#ts;
  }

  /** `venueOrderId`: where the venue's id of the order it places is settled before it is sent. */
  intent(seq: number, command: Command, venueOrderId: string | null = null): void {
    if (this.#failure !== null) return;
    const isKnown = venueOrderId !== null && command.type === 'PlaceOrder';
    this.#intents.push(`[${seq},${JSON.stringify(command)}${isKnown ? `,${JSON.stringify(venueOrderId)}` : ''}]`);
    if (isKnown) this.#unindexed.push({ venueOrderId, clientId: command.clientId, ts: command.ts });
  }

  /** An hour of P&L that is over: written with the frame whose decision told it, or with the snapshot that bridges a failure. */
  hour(record: HourPnl): void { this.#hours.push(record); }

  /** Of every order whose intent was taken down. */
  orderIds(): OrderIds {
    const indexed = orderIds(this.database);
    return {
      clientIdOf: (id) => this.#unindexed.find(({ venueOrderId }) => venueOrderId === id)?.clientId ?? indexed.clientIdOf(id),
      venueOrderIdOf: (id) => this.#unindexed.find(({ clientId }) => clientId === id)?.venueOrderId ?? indexed.venueOrderIdOf(id),
    };
  }

  commit(): Written {
    if (this.#failure !== null) return { ok: false, reason: this.#failure };
    return this.#count < this.#groupEvents ? DONE : this.flush();
  }

  /** Writes what is gathered, as one frame. */
  flush(): Written {
    if (this.#failure !== null) return { ok: false, reason: this.#failure };
    if (this.#count === 0) return DONE;
    const firstSeq = this.#seq - this.#count + 1;
    const indexes = this.#intents.length === 0 || this.#unindexed.length >= MOST_UNINDEXED;
    const written = this.#transaction(() => {
      this.#insertFrame.run(this.#run, firstSeq, this.#count, this.#ts, `[${this.#events.join(',')}]`);
      if (this.#intents.length > 0) this.#insertCommands.run(this.#run, firstSeq, `[${this.#intents.join(',')}]`);
      if (indexes) this.#writeIndex(this.#run, this.#unindexed);
      this.#writeHours();
    });
    if (written.ok) this.#hours = [];
    if (written.ok && indexes) this.#unindexed = [];
    this.#events = [];
    this.#intents = [];
    this.#count = 0;
    return written;
  }

  /** `state` is the engine's after the last event appended. */
  snapshot(state: EngineSnapshot): Written {
    const flushed = this.flush();
    if (!flushed.ok) return flushed;
    const isKept = this.#ts - this.#keptSnapshotAt >= HOUR_MS;
    const written = this.#transaction(() => {
      this.#writeSnapshot(state, isKept);
      this.#writeIndex(this.#run, this.#unindexed);
      thinSnapshots(this.database, this.#run);
      if (isKept) {
        cutOldFrames(this.database, this.#run, this.#ts);
        pruneHours(this.database);
      }
    });
    if (written.ok) this.#unindexed = [];
    if (written.ok && isKept) this.#keptSnapshotAt = this.#ts;
    return written;
  }

  /** After a failure: tries to write again, with a snapshot that bridges the events that were not stored. */
  resumeFrom(state: EngineSnapshot): Written {
    this.#failure = null;
    const written = this.#transaction(() => {
      this.#writeSnapshot(state, true);
      this.#writeIndex(this.#run, this.#unindexed);
      this.#writeHours();
    });
    if (written.ok) {
      this.#unindexed = [];
      this.#hours = [];
    }
    return written;
  }

  endRun(ending: RunEnding): Written {
    const flushed = this.flush();
    if (!flushed.ok) return flushed;
    const written = this.#transaction(() => {
      this.#writeIndex(this.#run, this.#unindexed);
      this.database.prepare('UPDATE runs SET ended_at = ?, ended_because = ?, events = ?, command_hash = ? WHERE run = ?')
        .run(ending.endedAt, ending.because, ending.events, ending.commandHash, this.#run);
    });
    if (written.ok) this.#unindexed = [];
    return written;
  }

  recordGeneration(row: GenerationRow): Written {
    return this.#transaction(() => {
      this.database.prepare('INSERT INTO generations (number, hash, at, profile, origin, loaded, changes) VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(row.number, row.hash, row.at, row.profile, row.origin, JSON.stringify(row.loaded), JSON.stringify(row.changes));
    });
  }

  /** Idempotent. What was appended without a commit is not written. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.database.close();
    this.#lock.release();
  }

  #writeIndex(run: number, orders: readonly IndexedOrder[]): void {
    for (const { venueOrderId, clientId, ts } of orders) this.#insertOrderId.run(venueOrderId, clientId, run, ts);
  }

  #indexWhatACrashLeft(): void {
    const [last] = listRuns(this.database);
    const left = last === undefined ? [] : unindexedOrders(this.database, last.run);
    if (last === undefined || left.length === 0) return;
    const written = this.#transaction(() => { this.#writeIndex(last.run, left); });
    // No later opening looks at this run again: without these ids its orders would be taken for somebody else's.
    if (!written.ok) throw new EvenkeelError(JOURNAL_ERRORS.cannotOpen, `${this.path}: ${written.reason}`, { path: this.path });
  }

  #writeHours(): void {
    for (const record of this.#hours) insertHour(this.database, this.#run, this.#continues, record);
  }

  #writeSnapshot(state: EngineSnapshot, isKept: boolean): void {
    const payload = JSON.stringify(state);
    this.#insertSnapshot.run(this.#run, this.#seq, this.#ts, isKept ? 1 : 0, payload, payloadHash(payload));
  }

  #transaction(work: () => void): Written {
    try {
      this.#begin.run();
      work();
      this.#commit.run();
      return DONE;
    } catch (error) {
      // Only what SQLite reports is the disk's; anything else is a mistake of ours and must be seen.
      if ((error as { code?: string }).code !== 'ERR_SQLITE_ERROR') throw error;
      // SQLite has already rolled back after some errors (full disk, I/O).
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      this.#failure = (error as Error).message;
      return { ok: false, reason: this.#failure };
    }
  }
}
