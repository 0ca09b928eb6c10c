// The options of `evenkeel sweep` as typed or as they stand in its file, and what they mean. What is typed counts before
// what the file says; what is varied adds up.

import { availableParallelism } from 'node:os';
import type { BacktestOptions } from './backtest-options.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { SWEEP_ERRORS } from '../errors/sweep.ts';
import type { RankBy } from '../sweep/rank.ts';
import { readSweepFile, type SweepFile, type SweepSetting } from '../sweep/sweep-file.ts';
import { readVariation, type Variation } from '../sweep/variation.ts';

export interface SweepOptions {
  readonly dir: string;
  readonly json: boolean;
  readonly tapes: readonly string[];
  /** "presets.calm.quote.halfSpread=1c,1.5c" */
  readonly vary: readonly string[];
  readonly file: string | null;
  readonly settings: Readonly<Record<SweepSetting, string | null>>;
  readonly jobs: string | null;
  readonly database: string | null;
  /** Work on the sweeps of others, and on none of one's own. */
  readonly worker: boolean;
  /** Folder of the recordings of a worker. */
  readonly below: string | null;
  /** Null: a folder of its own under data/sweeps. */
  readonly out: string | null;
}

export interface SweepRequest {
  readonly variations: readonly Variation[];
  readonly sample: number | null;
  /** Of the sample; the same number seeds what is random in the exchange where it was given. */
  readonly seed: number;
  readonly rankBy: RankBy;
  readonly walkForward: number | null;
  /** What a job is made with. */
  readonly backtest: BacktestOptions;
}

const SEED = 1;
const MOST_FOLDS = 50;
const MOST_JOBS = 512;
const bad = (text: string): EvenkeelError => new EvenkeelError(RUNTIME_ERRORS.badOption, text);

export function readSweep(options: SweepOptions): SweepRequest {
  const file: SweepFile | null = options.file === null ? null : readSweepFile(options.file);
  const setting = (name: SweepSetting): string | null => options.settings[name] ?? file?.settings[name] ?? null;
  const variations = [...file?.vary ?? [], ...options.vary.map(readVariation)];
  if (variations.length === 0) throw new EvenkeelError(SWEEP_ERRORS.badVary, 'nothing is varied');
  const tapes = options.tapes.length > 0 ? options.tapes : file?.tapes ?? [];
  if (tapes.length === 0) throw new EvenkeelError(RUNTIME_ERRORS.tapeNeeded, 'no recording was given');
  if (options.below !== null) throw bad('--tapes is for --worker; the recordings of a sweep are named without an option');
  return {
    variations, sample: numberOf('--sample', setting('sample'), 1, 1e9), seed: numberOf('--seed', setting('seed'), 0, 1e9 - 1) ?? SEED,
    rankBy: readRankBy(setting('rankBy')), walkForward: numberOf('--walk-forward', setting('walkForward'), 1, MOST_FOLDS),
    backtest: {
      dir: options.dir, json: options.json, tapes, profile: setting('profile'), models: setting('models') ?? 'profile', seed: setting('seed'), from: setting('from'), to: setting('to'),
      gaps: setting('gaps') ?? 'refuse', labels: setting('labels'), synthetic: null, informed: null, scenario: null, compare: null, out: options.out, report: true,
    },
  };
}

/** All cores unless told. */
export const readJobs = (text: string | null): number => numberOf('--jobs', text, 1, MOST_JOBS) ?? availableParallelism();

/** Without a scheme it would be taken for the name of a database on this machine. */
export function readDatabase(text: string): string {
  if (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)) return text;
  throw bad('--database: write it like `postgres://user@host:5432/database`; the password may stand in PGPASSWORD');
}

function readRankBy(text: string | null): RankBy {
  if (text === null || text === 'pnl' || text === 'sharpe') return text ?? 'pnl';
  throw bad(`--rank-by ${text}: pnl or sharpe`);
}

function numberOf(option: string, text: string | null, least: number, most: number): number | null {
  if (text === null) return null;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw bad(`${option} ${text}: write a whole number from ${least}${most < 1e6 ? ` to ${most}` : ''}`);
}
