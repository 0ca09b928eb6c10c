// The config that was last in force, from the journals of a folder: what `--last-good` starts from when the files on disk
// have mistakes. Journals are looked for in `data/`, where the shipped profiles keep them, unless one is named.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { readGenerations } from '../journal/read.ts';
import type { GenerationRow } from '../journal/records.ts';
import { openForReading } from '../journal/schema.ts';

/** `profile` null: of any profile, the newest. */
export function lastGoodConfig(directory: string, profile: string | null): LoadedConfig {
  let newest: GenerationRow | null = null;
  for (const path of journalsIn(join(directory, 'data'))) {
    for (const row of generationsOf(path)) {
      if ((profile === null || row.profile === profile) && row.at >= (newest?.at ?? 0)) newest = row;
    }
  }
  if (newest !== null) return newest.loaded;
  throw new EvenkeelError(RUNTIME_ERRORS.noLastGood, `no generation${profile === null ? '' : ` of profile ${profile}`} in ${join(directory, 'data')}`);
}

function journalsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.db')).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function generationsOf(path: string): readonly GenerationRow[] {
  const database = openForReading(path);
  try {
    return readGenerations(database);
  } finally {
    database.close();
  }
}
