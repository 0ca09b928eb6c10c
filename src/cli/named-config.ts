// A config as it is named on a command line: the folder of a strategies.yaml, or another file in its place beside the
// same profiles.

import { readFileSync, statSync } from 'node:fs';
import { loadSources, type LoadResult } from '../config/load.ts';
import { readSources, STRATEGIES_FILE } from '../config/sources.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';

export function loadedNamed(name: string, { dir, profile }: { readonly dir: string; readonly profile: string | null }): LoadResult {
  if (isFolder(name)) return loadSources(readSources(name), profile ?? undefined);
  return loadSources(new Map([...readSources(dir), [STRATEGIES_FILE, readFileSync(name)]]), profile ?? undefined);
}

function isFolder(name: string): boolean {
  try {
    return statSync(name).isDirectory();
  } catch (error) {
    throw new EvenkeelError(RUNTIME_ERRORS.badOption, `${name}: cannot be read (${(error as Error).message}); give a folder with a strategies.yaml, or such a file`);
  }
}

/** The mistakes name strategies.yaml; here stands which file that was. */
export function mistakesText({ problems }: LoadResult & { readonly ok: false }, name: string): string {
  return `${problems.map((problem) => problem.text).join('\n\n')}\n${isFolder(name) ? '' : `strategies.yaml stands for ${name}\n`}`;
}
