// Rebuilds what the last run left behind: the newest sound snapshot, the frames after it, one fresh engine. The same path
// after a clean end and after a crash. Gives positions and latches or throws; it never guesses.

import type { DatabaseSync } from 'node:sqlite';
import { Engine } from '../core/engine.ts';
import type { CarriedState } from '../core/domain/events.ts';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { listRuns, readFrames, readSnapshots } from './read.ts';
import type { RunRecord } from './records.ts';

export interface Recovered {
  /** What the account's last continuing run (not a tape) left; null for a new account. */
  readonly carried: CarriedState | null;
  readonly from: RunRecord | null;
  /** The latch of the newest run of any kind. */
  readonly halted: CarriedState['halted'];
}

/** The engine as it stood after the last journaled event of `run`; null for a run that took in nothing. */
export function rebuildEngine(database: DatabaseSync, run: number): Engine | null {
  for (const start of [...readSnapshots(database, run), null]) {
    let engine: Engine;
    try {
      engine = start === null ? new Engine() : Engine.restore(start.state);
    } catch {
      // Of another version of the core: an older start with more frames says the same.
      continue;
    }
    let seq = start === null ? 0 : start.seq;
    for (const frame of readFrames(database, run, seq)) {
      if (frame.firstSeq !== seq + 1) {
        throw new EvenkeelError(JOURNAL_ERRORS.unrecoverable, `run ${run}: events ${seq + 1} to ${frame.firstSeq - 1} are not in the journal`, { run });
      }
      for (const event of frame.events) engine.step(event);
      seq += frame.events.length;
      engine.commands.length = 0;
      engine.notices.length = 0;
    }
    return seq === 0 ? null : engine;
  }
  throw new EvenkeelError(JOURNAL_ERRORS.unrecoverable, `run ${run}: no start to rebuild it from`, { run });
}

export function recover(database: DatabaseSync): Recovered {
  // Undefined until the newest run that took in anything has been read.
  let halted: CarriedState['halted'] | undefined;
  for (const run of listRuns(database)) {
    if (halted !== undefined && !run.continues) continue;
    const carried = rebuildEngine(database, run.run)?.carry();
    // A run killed before its first event left nothing; the one before it stands.
    if (carried === undefined) continue;
    if (halted === undefined) halted = carried.halted;
    if (run.continues) return { carried: { ...carried, halted }, from: run, halted };
  }
  return { carried: null, from: null, halted: halted ?? null };
}
