// Where the replay of a journaled run begins: the state of its session shortly before a moment, from the newest snapshot
// before it and the events between the two.

import type { DatabaseSync } from 'node:sqlite';
import type { EngineSnapshot } from '../../core/engine.ts';
import { EvenkeelError } from '../../errors/define.ts';
import { JOURNAL_ERRORS } from '../../errors/journal.ts';
import { readFramesBetween, readSnapshots, snapshotBefore } from '../../journal/read.ts';
import type { Frame } from '../../journal/records.ts';
import { RunCopy } from './run-copy.ts';

export interface RunStart {
  /** Stamp of the first moment that is replayed. */
  readonly from: number;
  /** Number of the last event before it. */
  readonly seq: number;
  /** The frames to be read are those that begin after this number; the first of them may begin with events that are not. */
  readonly frameAfter: number;
  /** The session's state there; null at the very beginning of the run. */
  readonly state: EngineSnapshot | null;
}

/** The newest event of the run that is read is `last`. Null where nothing is recorded from `wanted` on. */
export function findStart(database: DatabaseSync, run: number, { wanted, last }: { readonly wanted: number; readonly last: number }): RunStart | null {
  const snapshot = snapshotBefore(database, run, wanted);
  let copy = new RunCopy(snapshot?.state ?? null);
  let seq = snapshot?.seq ?? 0;
  for (const frame of readFramesBetween(database, run, seq, last)) {
    if (frame.firstSeq > seq + 1) {
      const { state } = bridgeTo(database, run, seq, frame);
      copy = new RunCopy(state);
      seq = frame.firstSeq - 1;
      // What was stored begins later than was asked for.
      if (copy.now >= wanted) return { from: copy.now, seq, frameAfter: seq, state: stateOf(copy) };
    }
    for (const event of frame.events) {
      if (event.ts >= wanted) return { from: seq === 0 ? event.ts : wanted, seq, frameAfter: frame.firstSeq - 1, state: seq === 0 ? null : stateOf(copy) };
      copy.step(event);
      seq++;
    }
  }
  return null;
}

/** What the session wrote after a time in which the journal took nothing: its state before the first event of `frame`. */
export function bridgeTo(database: DatabaseSync, run: number, seq: number, { firstSeq }: Frame): { readonly state: EngineSnapshot } {
  const bridge = readSnapshots(database, run, firstSeq - 1)[0];
  if (bridge !== undefined) return bridge;
  throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `run ${run}: events ${seq + 1} to ${firstSeq - 1} are missing and no snapshot bridges them`, { run });
}

/** As it would come out of the journal. */
const stateOf = (copy: RunCopy): EngineSnapshot => JSON.parse(JSON.stringify(copy.snapshot())) as EngineSnapshot;
