// Keeps a journal from growing for ever. Never removes what recovery needs: the newest run, the newest run that
// continues the account, and in each run the newest snapshots with every frame after them.

import type { DatabaseSync } from 'node:sqlite';

const KEPT_RUNS = 20;
const KEPT_FRAMES_MS = 3 * 24 * 3_600_000;
/** What rests for longer is a stranger after a restart. */
const KEPT_ORDER_IDS_MS = 14 * 24 * 3_600_000;
const KEPT_SNAPSHOTS = 2;
const KEPT_HOURS_MS = 400 * 24 * 3_600_000;

/** Before a run begins: runs that took in nothing go, and of the others only the newest stay. */
export function pruneRuns(database: DatabaseSync): void {
  database.exec('DELETE FROM runs WHERE NOT EXISTS (SELECT 1 FROM frames WHERE frames.run = runs.run) AND NOT EXISTS (SELECT 1 FROM snapshots WHERE snapshots.run = runs.run)');
  const { changes } = database.prepare(`
    DELETE FROM runs WHERE run NOT IN (SELECT run FROM runs ORDER BY run DESC LIMIT ?)
      AND run IS NOT (SELECT max(run) FROM runs WHERE continues = 1)`).run(KEPT_RUNS);
  if (Number(changes) > 0) database.exec('PRAGMA incremental_vacuum');
}

/** Hours of the account stay for a good year; those of a recording as long as its run. */
export function pruneHours(database: DatabaseSync): void {
  database.prepare('DELETE FROM hours WHERE continues = 1 AND hour < (SELECT max(hour) FROM hours WHERE continues = 1) - ?').run(KEPT_HOURS_MS);
  database.exec('DELETE FROM hours WHERE continues = 0 AND run NOT IN (SELECT run FROM runs)');
}

/** Snapshots are large: all but the newest two (the second in case the first is damaged) and the kept ones go. */
export function thinSnapshots(database: DatabaseSync, run: number): void {
  database.prepare(`
    DELETE FROM snapshots WHERE run = ? AND kept = 0
      AND seq NOT IN (SELECT seq FROM snapshots WHERE run = ? ORDER BY seq DESC LIMIT ?)`).run(run, run, KEPT_SNAPSHOTS);
}

/** A run that goes on for weeks: frames before the newest kept snapshot that is over three days old go. A replay then begins there. */
export function cutOldFrames(database: DatabaseSync, run: number, now: number): void {
  database.prepare('DELETE FROM order_ids WHERE run = ? AND ts < ?').run(run, now - KEPT_ORDER_IDS_MS);
  const cut = database.prepare('SELECT max(seq) AS seq FROM snapshots WHERE run = ? AND kept = 1 AND ts < ?').get(run, now - KEPT_FRAMES_MS)?.['seq'];
  if (cut === null || cut === undefined) return;
  for (const sql of ['DELETE FROM commands WHERE run = ? AND frame <= ?', 'DELETE FROM frames WHERE run = ? AND first_seq <= ?', 'DELETE FROM snapshots WHERE run = ? AND seq < ?']) {
    database.prepare(sql).run(run, cut);
  }
}
