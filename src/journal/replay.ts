// Feeds a journaled run to a fresh engine and compares what it commands with what was journaled, one by one. The proof
// that a decision depends on its events and on nothing else.

import { isDeepStrictEqual } from 'node:util';
import type { DatabaseSync } from 'node:sqlite';
import { Engine } from '../core/engine.ts';
import type { Command } from '../core/domain/commands.ts';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { CommandHash } from './command-hash.ts';
import { isAsStored } from './hours.ts';
import { readFrames, readIntents, readSnapshots } from './read.ts';
import type { Intent, RunRecord } from './records.ts';

export interface FirstDifference {
  /** Number of the event after which they part. */
  readonly seq: number;
  /** Null where nothing was (or is) commanded at this place. */
  readonly expected: Command | null;
  readonly actual: Command | null;
}
export interface ReplayReport {
  readonly run: number;
  readonly events: number;
  readonly commands: number;
  /** Over the commands of the journal. */
  readonly commandHash: string;
  readonly replayedHash: string;
  /** True when the replay began at a snapshot or bridged events that could not be stored. */
  readonly hasGaps: boolean;
  readonly difference: FirstDifference | null;
  /** Hours of P&L that are stored and were told again, and of these the starts of those told otherwise. */
  readonly hours: { readonly compared: number; readonly differing: readonly number[] };
}

export function replayRun(database: DatabaseSync, run: RunRecord): ReplayReport {
  const journaled = readIntents(database, run.run);
  const expectedHash = new CommandHash();
  const actualHash = new CommandHash();
  let engine = new Engine();
  let seq = 0;
  let events = 0;
  let hasGaps = false;
  let difference: FirstDifference | null = null;

  let hours = 0;
  const differing: number[] = [];

  const nextExpected = (): Intent | null => {
    const next = journaled.next();
    if (next.done === true) return null;
    expectedHash.add(next.value.command);
    return next.value;
  };
  const compare = (at: number, actual: Command): void => {
    actualHash.add(actual);
    const expected = nextExpected();
    if (difference !== null) return;
    if (expected === null) difference = { seq: at, expected: null, actual };
    else if (expected.seq < at) difference = { seq: expected.seq, expected: expected.command, actual: null };
    else if (expected.seq > at) difference = { seq: at, expected: null, actual };
    else if (!isDeepStrictEqual(expected.command, JSON.parse(JSON.stringify(actual)))) difference = { seq: at, expected: expected.command, actual };
  };

  for (const frame of readFrames(database, run.run, 0)) {
    if (frame.firstSeq !== seq + 1) {
      const bridge = readSnapshots(database, run.run, frame.firstSeq - 1)[0];
      if (bridge === undefined) {
        throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `run ${run.run}: events ${seq + 1} to ${frame.firstSeq - 1} are missing and no snapshot bridges them`, { run: run.run });
      }
      engine = Engine.restore(bridge.state);
      hasGaps = true;
      seq = bridge.seq;
    }
    for (const event of frame.events) {
      engine.step(event);
      seq++;
      events++;
      for (const command of engine.commands) compare(seq, command);
      for (const notice of engine.notices) {
        if (notice.type !== 'HourClosed') continue;
        const isSame = isAsStored(database, run.run, notice.record);
        if (isSame !== null) hours++;
        if (isSame === false) differing.push(notice.hour);
      }
      engine.commands.length = 0;
      engine.notices.length = 0;
    }
  }
  for (let left = nextExpected(); left !== null; left = nextExpected()) {
    difference ??= { seq: left.seq, expected: left.command, actual: null };
  }
  return {
    run: run.run, events, commands: expectedHash.count, commandHash: expectedHash.digest(), replayedHash: actualHash.digest(),
    hasGaps, difference, hours: { compared: hours, differing },
  };
}
