// `evenkeel replay`: proves that a journaled run decides the same again, or shows the first command that differs.

import { resolve } from 'node:path';
import { loadConfig } from '../config/load.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { findRun } from '../journal/read.ts';
import { replayRun, type ReplayReport } from '../journal/replay.ts';
import { openForReading } from '../journal/schema.ts';
import { refusal } from './refusal.ts';
import type { Terminal } from './terminal.ts';

export interface ReplayOptions {
  readonly dir: string;
  readonly json: boolean;
  /** A journal file; null: that of the profile. */
  readonly journal: string | null;
  /** Null: the profile that strategies.yaml names. */
  readonly profile: string | null;
}

/** `wanted`: number of a run, name of a session, or "last". */
export async function replay(wanted: string, options: ReplayOptions, terminal: Terminal): Promise<number> {
  try {
    const path = journalPath(options, terminal);
    if (path === null) return EXIT.config;
    const database = openForReading(path);
    try {
      const report = replayRun(database, findRun(database, wanted));
      terminal.out(options.json ? JSON.stringify(report) : reportText(report));
      return report.difference === null && report.hours.differing.length === 0 ? EXIT.ok : EXIT.failed;
    } finally {
      database.close();
    }
  } catch (error) {
    return refusal(error, terminal);
  }
}

function journalPath({ dir, journal, profile }: ReplayOptions, terminal: Terminal): string | null {
  if (journal !== null) return resolve(journal);
  const result = loadConfig({ dir, profile: profile ?? undefined });
  if (result.ok) return resolve(dir, result.loaded.config.storage.journal);
  terminal.err(`${result.problems.map((problem) => problem.text).join('\n\n')}\n`);
  terminal.err('the profile says where its journal is; with mistakes in it, name the file: `--journal <path>`');
  return null;
}

function reportText({ run, events, commands, commandHash, hasGaps, difference, hours }: ReplayReport): string {
  const gaps = hasGaps ? '\n  part of its events is not in the journal; the replay took them over from snapshots' : '';
  if (difference === null) return `run ${run}: the same ${commands} commands from ${events} events\n  sha256 ${commandHash}${gaps}${hoursText(hours)}`;
  const { seq, expected, actual } = difference;
  return [
    `run ${run}: differs after event ${seq}${gaps}${hoursText(hours)}`,
    `  journaled  ${expected === null ? 'no command' : JSON.stringify(expected)}`,
    `  replayed   ${actual === null ? 'no command' : JSON.stringify(actual)}`,
  ].join('\n');
}

function hoursText({ compared, differing }: ReplayReport['hours']): string {
  if (differing.length > 0) return `\n  P&L of ${differing.length} of ${compared} hours is stored otherwise: ${differing.map((hour) => new Date(hour).toISOString()).join(', ')}`;
  return compared === 0 ? '' : `\n  the same P&L of ${compared} ${compared === 1 ? 'hour' : 'hours'}`;
}
