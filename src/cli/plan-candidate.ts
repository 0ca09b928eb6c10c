// A config that is not saved where the bot watches, next to the one in force: what would change, and what it would have done
// over the last stretch of the session. Reads the journal beside the bot; asks it nothing and applies nothing.

import { resolve } from 'node:path';
import { preview } from '../backtest/preview/preview.ts';
import { loadConfig } from '../config/load.ts';
import { planChanges } from '../config/plan.ts';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { findRun, newestGenerationNumber, readGeneration } from '../journal/read.ts';
import type { GenerationRow } from '../journal/records.ts';
import { openForReading } from '../journal/schema.ts';
import { readReplay } from '../runtime/plan-replays.ts';
import type { ReplayedPlan } from '../runtime/controller.ts';
import { refusal } from './refusal.ts';
import { loadedNamed, mistakesText } from './named-config.ts';
import { planText, replayText } from './plan-text.ts';
import { progressLine } from './progress-line.ts';
import { COMPUTING, stopSignals } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

export interface CandidateOptions {
  readonly dir: string;
  readonly json: boolean;
  readonly profile: string | null;
  /** "60m". */
  readonly replay: string;
  /** A folder with a strategies.yaml, or a file in place of it. */
  readonly candidate: string;
}

export async function planCandidate(options: CandidateOptions, terminal: Terminal): Promise<number> {
  const { dir, json, candidate } = options;
  let isStopped = false;
  const signals = stopSignals(() => { isStopped = true; }, (text) => { terminal.err(text); }, COMPUTING);
  const bar = progressLine(terminal, { what: `replaying the last ${options.replay}`, unit: 'events' });
  try {
    const lastMs = readReplay(options.replay);
    const written = loadConfig({ dir, profile: options.profile ?? undefined });
    if (!written.ok) {
      terminal.err(`${mistakesText(written, dir)}the profile says where the journal of the running session is`);
      return EXIT.config;
    }
    const journal = resolve(dir, written.loaded.config.storage.journal);
    const { run, inForce } = newestOf(journal);
    const wanted = loadedNamed(candidate, { dir, profile: inForce.loaded.config.profile });
    if (!wanted.ok) {
      terminal.err(mistakesText(wanted, candidate));
      return EXIT.config;
    }
    const plan = { status: 'pending', generation: inForce.number, next: inForce.number + 1, needsApply: false, problems: [], changes: planChanges(inForce.loaded, wanted.loaded) } as const;
    const replay = await preview({
      journal, run, lastMs, directory: dir, inForce: { name: `in force (generation ${inForce.number})`, loaded: inForce.loaded }, pending: { name: candidate, loaded: wanted.loaded },
    }, { stop: () => isStopped, progress: ({ events, share }) => { bar.update(share, events); } });
    bar.end();
    const report: ReplayedPlan = { ...plan, replay, whyNoReplay: null };
    terminal.out(json ? JSON.stringify(report) : [planText(report).replace('the files on disk would make it', `${candidate} would make it`), ...replayText(report, terminal)].join('\n'));
    return isStopped ? EXIT.failed : EXIT.ok;
  } catch (error) {
    bar.end();
    return refusal(error, terminal);
  } finally {
    signals.ignore();
  }
}

function newestOf(journal: string): { readonly run: number; readonly inForce: GenerationRow } {
  const database = openForReading(journal);
  try {
    const { run } = findRun(database, 'last');
    const inForce = readGeneration(database, newestGenerationNumber(database));
    if (inForce === null) throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `${journal}: holds no generation`, { path: journal });
    return { run, inForce };
  } finally {
    database.close();
  }
}
