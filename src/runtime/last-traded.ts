// What a journal says of the last session of a mode: whether it may have left orders at the venue, and whether it traded what
// is to be traded now.

import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { CompiledConfig } from '../config/compiled-config.ts';
import type { LoadedConfig } from '../config/load.ts';
import { listGenerations, listRuns, readGeneration } from '../journal/read.ts';
import { recover } from '../journal/recover.ts';
import { openForReading } from '../journal/schema.ts';
import { tradesAlike } from './gate.ts';
import { revertInForce } from './open-session.ts';

export interface LastTraded {
  /** It was killed, or ended without the proof that nothing is open. */
  readonly mayHaveLeftOrders: boolean;
  /** Strategies and rules as those to be opened, but for numbers. */
  readonly isAlike: boolean;
}

/** `loaded`: what the files say now. Null where nothing of its mode was opened here before. */
export function lastTraded(path: string, loaded: LoadedConfig): LastTraded | null {
  if (!existsSync(path)) return null;
  const database = openForReading(path);
  try {
    const { mode } = loaded.config;
    const run = listRuns(database).find((each) => each.mode === mode);
    if (run === undefined) return null;
    const opens = revertInForce(database, loaded)?.loaded ?? loaded;
    const last = newestConfig(database, mode);
    return { mayHaveLeftOrders: run.endedAt === null || hasOrders(database), isAlike: last !== null && tradesAlike(last, opens.config) };
  } finally {
    database.close();
  }
}

const hasOrders = (database: DatabaseSync): boolean =>
  Object.values(recover(database).carried?.markets ?? {}).some(({ orders = [] }) => orders.length > 0);

/** Of the newest generation that was in force in a session of this mode. */
function newestConfig(database: DatabaseSync, mode: CompiledConfig['mode']): CompiledConfig | null {
  for (const { number } of listGenerations(database).toReversed()) {
    const config = readGeneration(database, number)?.loaded.config;
    if (config?.mode === mode) return config;
  }
  return null;
}
