// What a journal says of the last session of a mode: whether it may have left orders at the venue, and whether it traded what
// is to be traded now.

import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { CompiledConfig } from '../config/compiled-config.ts';
import type { LoadedConfig } from '../config/load.ts';
import { listRuns, readGeneration } from '../journal/read.ts';
import { rebuildEngine } from '../journal/recover.ts';
import type { RunRecord } from '../journal/records.ts';
import { openForReading } from '../journal/schema.ts';
import { tradesAlike } from './gate.ts';
import { revertInForce } from './open-session.ts';
import { ARMING } from './standing-halt.ts';

export interface LastTraded {
  /** It was killed, or ended without the proof that nothing is open. */
  readonly mayHaveLeftOrders: boolean;
  /** Strategies and rules as those to be opened, but for numbers. */
  readonly isAlike: boolean;
  /** What a start opens: what the files say, or a revert that outlives the restart. */
  readonly opens: CompiledConfig;
}

/** `loaded`: what the files say now. Null where nothing of its mode was opened here before. */
export function lastTraded(path: string, loaded: LoadedConfig): LastTraded | null {
  if (!existsSync(path)) return null;
  const database = openForReading(path);
  try {
    const runs = listRuns(database).filter(({ mode }) => mode === loaded.config.mode);
    if (runs.length === 0) return null;
    const opens = (revertInForce(database, loaded)?.loaded ?? loaded).config;
    const last = tradedConfig(database, runs);
    return { mayHaveLeftOrders: mayHaveLeftOrders(database, runs), isAlike: last !== null && tradesAlike(last, opens), opens };
  } finally {
    database.close();
  }
}

/** A run that took in nothing says nothing, and left what the one before it had left. */
function mayHaveLeftOrders(database: DatabaseSync, runs: readonly RunRecord[]): boolean {
  for (const { run, endedAt } of runs) {
    if (endedAt === null) return true;
    const engine = rebuildEngine(database, run);
    if (engine !== null) return Object.values(engine.carry().markets).some(({ orders = [] }) => orders.length > 0);
  }
  return false;
}

/** What was in force at the end of the newest run that traded: one that arming halted, and nobody resumed, placed nothing. */
function tradedConfig(database: DatabaseSync, runs: readonly RunRecord[]): CompiledConfig | null {
  for (const { run } of runs) {
    const engine = rebuildEngine(database, run);
    if (engine !== null && engine.status().halted?.by !== ARMING) return readGeneration(database, engine.generation())?.loaded.config ?? null;
  }
  return null;
}
