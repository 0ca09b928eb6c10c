// Shows a change that a save cannot make as a problem at its place in the files.

import type { LoadedConfig } from '../config/load.ts';
import { problemFrom } from '../config/problem.ts';
import { STRATEGIES_FILE } from '../config/sources.ts';
import { CATALOGUE } from '../errors/catalogue.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { ErrorSpec } from '../errors/define.ts';
import type { ConfigProblem, PlannedChange } from './controller.ts';

/** `origin` of an effective value: "profiles/demo.yaml:4:9". */
const PLACE = /^(.*):(\d+):(\d+)$/;

export function changeProblem(change: PlannedChange, loaded: LoadedConfig): ConfigProblem {
  // The account of a profile is opened with its session, which a swap to itself would not open anew.
  const spec = change.path === 'profile' || change.path === 'mode' ? RUNTIME_ERRORS.otherProfile : RUNTIME_ERRORS.needsRestart;
  const leaf = loaded.effective.find((value) => value.path === change.path);
  const [, file, line, column] = PLACE.exec(leaf?.origin ?? '') ?? [];
  // A key taken out has no place of its own: the profile is where it would stand.
  if (file === undefined) return problemAt(spec, change.words, loaded, `profiles/${loaded.config.profile}.yaml`, 0, '');
  const text = textOf(loaded, file);
  const start = text.split('\n').slice(0, Number(line) - 1).reduce((sum, before) => sum + before.length + 1, 0) + Number(column) - 1;
  return problemAt(spec, change.words, loaded, file, start, leaf?.value ?? '');
}

/** A swap that was refused, at the name that strategies.yaml gives as the profile to run. */
export function profileProblem(code: string, message: string, loaded: LoadedConfig): ConfigProblem {
  const spec = CATALOGUE.find((one) => one.code === code);
  if (spec === undefined) throw new Error(`${code} is not in the catalogue`);
  const written = /^profile:[ \t]*/m.exec(textOf(loaded, STRATEGIES_FILE));
  return problemAt(spec, message, loaded, STRATEGIES_FILE, (written?.index ?? 0) + (written?.[0].length ?? 0), loaded.profileNamed);
}

const textOf = ({ sources }: LoadedConfig, file: string): string => sources.find((source) => source.file === file)?.text ?? '';

function problemAt(spec: ErrorSpec, message: string, loaded: LoadedConfig, file: string, start: number, value: string): ConfigProblem {
  const isWritten = textOf(loaded, file).startsWith(value, start);
  const place = { file, start, end: start + (isWritten ? value.length : 0) };
  const sources = new Map(loaded.sources.map((source) => [source.file, source]));
  return problemFrom({ spec, place, message, remedy: spec.remedy }, sources);
}
