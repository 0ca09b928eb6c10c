// Owns the generations: which config is in force, what the files on disk say against it, and every way from one to the
// next (save, apply, revert, profile). A change goes in whole or not at all; numbers only rise; each generation is in the
// journal before it is in force.

import type { LoadedConfig, LoadResult } from '../config/load.ts';
import { planChanges } from '../config/plan.ts';
import type { CompiledConfig } from '../config/compiled-config.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { GenerationRow, GenerationSummary, Written } from '../journal/records.ts';
import type { ConfigProblem, ConfigReport, Outcome, PlannedChange, PlanReport } from './controller.ts';
import { changeProblem } from './change-problem.ts';
import { refused } from './refused.ts';

/** Where a loosening (limit raised, guard removed) takes force on save; elsewhere it would wait for `apply`. */
const LOOSENS_ON_SAVE: Readonly<Record<CompiledConfig['mode'], boolean>> = { demo: true, paper: true, live: false, rehearsal: false };

/** What the keeper needs of the session that runs. */
export interface ConfigTarget {
  now(): number;
  /** Oldest first. */
  generations(): readonly GenerationSummary[];
  /** Null where there is none of this number. */
  generation(number: number): GenerationRow | null;
  /** The highest number given out so far, whatever the profile. */
  highest(): number;
  record(row: GenerationRow): Written;
  /** One `ConfigSwapped`, between two batches. */
  swap(generation: number, config: CompiledConfig): void;
}
export interface KeeperObserver {
  /** A config took force, was refused, or waits; `problems` in the form a terminal shows. */
  config(text: string, status: ConfigReport['status']): void;
}
type Disk =
  | { readonly status: 'in-force' }
  /** `waits`: for an operator's word, or (not taken for a fault of the journal) for the next look at the files. */
  | { readonly status: 'pending'; readonly waits: 'apply' | 'journal'; readonly loaded: LoadedConfig; readonly changes: readonly PlannedChange[] }
  | { readonly status: 'rejected'; readonly problems: readonly ConfigProblem[]; readonly changes: readonly PlannedChange[] };
type Applied = Outcome<{ generation: number; changes: readonly string[] }>;

const IN_FORCE: Disk = { status: 'in-force' };

export class ConfigKeeper {
  #current: GenerationRow;
  #target: ConfigTarget;
  #disk: Disk = IN_FORCE;
  readonly #observer: KeeperObserver;

  constructor(current: GenerationRow, target: ConfigTarget, observer: KeeperObserver) {
    this.#current = current;
    this.#target = target;
    this.#observer = observer;
  }

  get current(): GenerationRow { return this.#current; }
  get status(): ConfigReport['status'] { return this.#disk.status; }
  /** What the files say where that is another config than the one in force; null where it is the same or has mistakes. */
  get pending(): LoadedConfig | null { return this.#disk.status === 'pending' ? this.#disk.loaded : null; }

  /** Another session has opened with this generation. */
  moveTo(current: GenerationRow, target: ConfigTarget): void {
    this.#current = current;
    this.#target = target;
    this.#disk = IN_FORCE;
  }

  /** The files say this, which takes force only when an operator applies it. */
  wait(onDisk: LoadedConfig): void {
    this.#disk = { status: 'pending', waits: 'apply', loaded: onDisk, changes: planChanges(this.#current.loaded, onDisk) };
  }

  /** What the files say, of the profile in force. */
  consider(result: LoadResult): void {
    if (!result.ok) return this.#reject(result.problems, []);
    const { loaded } = result;
    if (loaded.hash === this.#current.hash) return this.#agree(loaded);
    // Written again or seen again, it is still what waits: a revert is not undone by a touch.
    if (this.#disk.status === 'pending' && this.#disk.waits === 'apply' && this.#disk.loaded.hash === loaded.hash) return;
    const changes = planChanges(this.#current.loaded, loaded);
    const fixed = changes.filter((change) => change.class === 'restart' || change.class === 'session');
    if (fixed.length > 0) return this.#reject(fixed.map((change) => changeProblem(change, loaded)), changes);
    if (!LOOSENS_ON_SAVE[this.#current.loaded.config.mode] && changes.some((change) => change.class === 'loosen')) {
      this.#disk = { status: 'pending', waits: 'apply', loaded, changes };
      this.#observer.config(`a change waits for \`evenkeel apply\`, since it loosens a limit:\n${words(changes)}`, 'pending');
      return;
    }
    this.#disk = { status: 'pending', waits: 'journal', loaded, changes };
    this.#take(loaded, changes, 'save', 'the files');
  }

  /** The files ask for something that was refused for a reason outside them (a swap that failed). */
  refuse(problem: ConfigProblem): void { this.#reject([problem], []); }

  apply(by: string): Applied {
    if (this.#disk.status === 'rejected') return refused(RUNTIME_ERRORS.invalidConfig, problemText(this.#disk.problems));
    if (this.#disk.status === 'in-force') return refused(RUNTIME_ERRORS.nothingPending, `generation ${this.#current.number} is what the files say`);
    return this.#take(this.#disk.loaded, this.#disk.changes, 'apply', by);
  }

  /** An ordinary swap to the config of an older generation, which becomes a new one. */
  revert(generation: number, by: string): Applied {
    const row = this.#target.generation(generation);
    if (row === null) return refused(RUNTIME_ERRORS.unknownGeneration, `there is no generation ${generation}`);
    if (row.profile !== this.#current.profile) {
      return refused(RUNTIME_ERRORS.otherProfile, `generation ${generation} is of profile ${row.profile}, the session runs ${this.#current.profile}`);
    }
    if (row.hash === this.#current.hash) return { ok: true, generation: this.#current.number, changes: [] };
    const changes = planChanges(this.#current.loaded, row.loaded);
    const fixed = changes.find((change) => change.class === 'restart' || change.class === 'session');
    if (fixed !== undefined) return refused(RUNTIME_ERRORS.needsRestart, fixed.words);
    const onDisk = this.#disk.status === 'in-force' ? this.#current.loaded : this.#disk.status === 'pending' ? this.#disk.loaded : null;
    const taken = this.#take(row.loaded, changes, 'revert', by);
    // The files now say something else than what is in force; files with mistakes stay rejected.
    if (taken.ok && onDisk !== null && onDisk.hash !== this.#current.hash) this.wait(onDisk);
    return taken;
  }

  plan(): PlanReport {
    const disk = this.#disk;
    return {
      status: disk.status === 'in-force' ? 'nothing' : disk.status,
      generation: this.#current.number,
      next: disk.status === 'pending' ? this.#next() : null,
      changes: disk.status === 'in-force' ? [] : disk.changes,
      needsApply: disk.status === 'pending',
      problems: disk.status === 'rejected' ? disk.problems : [],
    };
  }

  report(): ConfigReport {
    const { number, hash, profile, loaded } = this.#current;
    return {
      generation: number, hash, profile, status: this.#disk.status,
      problems: this.#disk.status === 'rejected' ? this.#disk.problems : [],
      generations: this.#target.generations().map((row) => ({
        generation: row.number, at: row.at, hash: row.hash, profile: row.profile, origin: row.origin, changes: row.changes,
      })),
      effective: loaded.effective.map(({ path, value, origin }) => ({ path, value, origin })),
    };
  }

  #next(): number {
    return Math.max(this.#current.number, this.#target.highest()) + 1;
  }

  #take(loaded: LoadedConfig, changes: readonly PlannedChange[], origin: 'save' | 'apply' | 'revert', by: string): Applied {
    const row: GenerationRow = {
      number: this.#next(), hash: loaded.hash, at: this.#target.now(), profile: loaded.config.profile, origin, loaded,
      changes: changes.map((change) => change.words),
    };
    const written = this.#target.record(row);
    if (!written.ok) {
      this.#observer.config(`the config stays at generation ${this.#current.number}: the journal cannot be written (${written.reason})`, this.#disk.status);
      return refused(JOURNAL_ERRORS.writeFailed, `the new generation could not be journaled: ${written.reason}`);
    }
    this.#current = row;
    this.#disk = IN_FORCE;
    // First, so that whoever reads along meets the change before the quotes that it moves.
    this.#observer.config(`generation ${row.number} in force (${origin === 'save' ? 'saved' : `${origin} by ${by}`})\n${[words(changes), ...warnings(loaded)].join('\n')}`, 'in-force');
    this.#target.swap(row.number, loaded.config);
    return { ok: true, generation: row.number, changes: row.changes };
  }

  /** The same meaning as what is in force; its lines may have moved, so the origins shown are the new ones. */
  #agree(loaded: LoadedConfig): void {
    const known = new Set(warnings(this.#current.loaded).map(withoutPlace));
    const news = warnings(loaded).filter((warning) => !known.has(withoutPlace(warning)));
    this.#current = { ...this.#current, loaded };
    const was = this.#disk.status;
    this.#disk = IN_FORCE;
    if (was === 'in-force' && news.length === 0) return;
    const text = was === 'in-force' ? `the files mean what generation ${this.#current.number} does` : `the files say again what generation ${this.#current.number} does`;
    this.#observer.config([text, ...news].join('\n'), 'in-force');
  }

  #reject(problems: readonly ConfigProblem[], changes: readonly PlannedChange[]): void {
    this.#disk = { status: 'rejected', problems, changes };
    this.#observer.config(`${problemText(problems)}\ngeneration ${this.#current.number} stays in force`, 'rejected');
  }
}

const words = (changes: readonly PlannedChange[]): string => changes.map((change) => `  ${change.words}`).join('\n');
const warnings = (loaded: LoadedConfig): readonly string[] => loaded.warnings.map((warning) => `  warning: ${warning}`);
const withoutPlace = (warning: string): string => warning.replace(/^ {2}warning: \S+ {2}/, '');
const problemText = (problems: readonly ConfigProblem[]): string => problems.map((problem) => problem.text).join('\n\n');
