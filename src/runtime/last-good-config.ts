// The config that was last in force, from the journals of a folder: what `--last-good` starts from when the files on disk
// have mistakes. Journals are looked for in `data/`, where the shipped profiles keep them, unless one is named.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { LoadedConfig } from '../config/load.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { listGenerations, readGeneration } from '../journal/read.ts';
import type { GenerationRow } from '../journal/records.ts';
import { openForReading } from '../journal/schema.ts';

/** `profile` null: of any profile, the newest. */
export function lastGoodConfig(directory: string, profile: string | null): LoadedConfig {
  let newest: GenerationRow | null = null;
  for (const path of journalsIn(join(directory, 'data'))) {
    const row = newestIn(path, profile);
    if (row !== null && row.at >= (newest?.at ?? 0)) newest = row;
  }
  if (newest !== null) return newest.loaded;
  throw new EvenkeelError(RUNTIME_ERRORS.noLastGood, `no generation${profile === null ? '' : ` of profile ${profile}`} in ${join(directory, 'data')}`);
}

/** Paths of what may be journals, where the shipped profiles keep them. */
export function journalsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.db')).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Null also for a file that is no journal: others may keep theirs in this folder too. */
function newestIn(path: string, profile: string | null): GenerationRow | null {
  let database: DatabaseSync;
  try {
    database = openForReading(path);
  } catch (error) {
    if (error instanceof EvenkeelError && error.spec === JOURNAL_ERRORS.unreadable) return null;
    throw error;
  }
  try {
    const newest = listGenerations(database).findLast((row) => profile === null || row.profile === profile);
    return newest === undefined ? null : readGeneration(database, newest.number);
  } finally {
    database.close();
  }
}
