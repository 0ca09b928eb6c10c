// Shows a change that a save cannot make as a problem at its place in the files.

import type { LoadedConfig } from '../config/load.ts';
import { STRATEGIES_FILE } from '../config/sources.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { ErrorSpec } from '../errors/define.ts';
import type { ConfigProblem, PlannedChange } from './controller.ts';

/** `origin` of an effective value: "profiles/demo.yaml:4:9". */
const PLACE = /^(.*):(\d+):(\d+)$/;

export function changeProblem(change: PlannedChange, loaded: LoadedConfig): ConfigProblem {
  const spec = change.class === 'session' ? RUNTIME_ERRORS.otherProfile : RUNTIME_ERRORS.needsRestart;
  const origin = loaded.effective.find((value) => value.path === change.path)?.origin;
  // A key taken out has no place of its own: the profile is where it would stand.
  return problemAt(spec, change.words, origin ?? `profiles/${loaded.config.profile}.yaml:1:1`);
}

/** Where strategies.yaml says which profile runs. */
export function profileLine({ sources }: LoadedConfig): string {
  const text = sources.find((source) => source.file === STRATEGIES_FILE)?.text ?? '';
  return `${STRATEGIES_FILE}:${text.slice(0, text.search(/^profile:/m)).split('\n').length}:1`;
}

export function problemAt(spec: Pick<ErrorSpec, 'code' | 'remedy'>, message: string, origin: string): ConfigProblem {
  const [, file = origin, line = 1, column = 1] = PLACE.exec(origin) ?? [];
  return {
    code: spec.code, file, line: Number(line), column: Number(column), message, remedy: spec.remedy,
    text: `${file}:${line}:${column}  ${message}\n  ${spec.code} · ${spec.remedy}`,
  };
}
