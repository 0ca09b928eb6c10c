// From a definition to the jobs it comes to: every combination is put into the files and read by the loader that reads any
// configuration. What the loader refuses is kept with its reason and is not run.

import type { BacktestJob } from '../backtest/job.ts';
import { loadSources, type LoadedConfig } from '../config/load.ts';
import type { SourceFiles } from '../config/sources.ts';
import { EvenkeelError } from '../errors/define.ts';
import { SWEEP_ERRORS } from '../errors/sweep.ts';
import { combinationsOf, gridSize } from './combinations.ts';
import { jobKey, type KeyedJob } from './job-key.ts';
import type { Variation } from './variation.ts';
import { targetOf, variedFiles } from './varied-files.ts';

/** Values by path, as written. */
export type Parameters = Readonly<Record<string, string>>;
export interface PlannedCombination { readonly parameters: Parameters; readonly keyed: KeyedJob }
export interface RefusedCombination { readonly parameters: Parameters; readonly message: string }

export interface SweepPlan {
  readonly variations: readonly Variation[];
  /** Of the whole grid, also where a sample is taken. */
  readonly gridSize: number;
  readonly combinations: readonly PlannedCombination[];
  readonly refused: readonly RefusedCombination[];
}

export interface SweepDefinition { readonly variations: readonly Variation[]; readonly sample: number | null; readonly seed: number }

export function planSweep(definition: SweepDefinition, { files, profile, jobOf }: {
  readonly files: SourceFiles;
  /** The profile in force. */
  readonly profile: string;
  readonly jobOf: (loaded: LoadedConfig, name: string) => BacktestJob;
}): SweepPlan {
  const { variations } = definition;
  const twice = variations.find(({ path }, i) => variations.findIndex((other) => other.path === path) !== i);
  if (twice !== undefined) throw new EvenkeelError(SWEEP_ERRORS.badVary, `${twice.path}: is varied twice`);
  const targets = variations.map(({ path }) => targetOf(path, files, profile));
  const combinations: PlannedCombination[] = [];
  const refused: RefusedCombination[] = [];
  for (const combination of combinationsOf(variations, definition)) {
    const values = variations.map((variation, i) => variation.values[combination[i] ?? 0] ?? '');
    const parameters = Object.fromEntries(variations.map(({ path }, i) => [path, values[i] ?? '']));
    const result = loadSources(variedFiles(files, targets.map((target, i) => ({ target, value: values[i] ?? '' }))), profile);
    if (result.ok) {
      const job = jobOf(result.loaded, parametersText(parameters));
      combinations.push({ parameters, keyed: { key: jobKey(job), job } });
    } else refused.push({ parameters, message: result.problems.map(({ message, remedy }) => `${message}: ${remedy}`).join('; ') });
  }
  const [first] = refused;
  if (combinations.length === 0 && first !== undefined) {
    throw new EvenkeelError(SWEEP_ERRORS.allRefused, `all ${refused.length} combinations are refused, like ${parametersText(first.parameters)}\n  ${first.message}`);
  }
  return { variations, gridSize: gridSize(variations), combinations, refused };
}

const parametersText = (parameters: Parameters): string => Object.entries(parameters).map(([path, value]) => `${path}=${value}`).join('  ');

/** Whether a path changes what the exchange is assumed to be rather than what we do. */
export const isAssumption = (path: string): boolean => path.startsWith('profile.exchange');
