import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Event } from '../core/domain/events.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { Engine } from '../core/engine.ts';
import { Journal } from './journal.ts';
import { newestFrame, readFramesBetween, snapshotBefore } from './read.ts';
import { openForReading } from './schema.ts';

let folder = '';
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-journal-'));
  journal = Journal.open(join(folder, 'journal.db'));
  journal.beginRun({ profile: 'demo', mode: 'demo', source: 'test', continues: true, startedAt: 1 }, (run) => `demo-${run}`, 1);
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const beat = (ts: number): Event => ({ type: 'FeedHeartbeat', ts: timestamp(ts), venue: 'demo' });
const write = (...stamps: readonly number[]): void => {
  journal.append(stamps.map(beat));
  journal.commit();
};

test('reads the frames between two numbers, page after page, while they go on being written', () => {
  for (let i = 0; i < 600; i++) write(2 * i, 2 * i + 1);
  const reader = openForReading(journal.path);
  const seqs: number[] = [];
  for (const { firstSeq, events } of readFramesBetween(reader, 1, 3, 1_101)) {
    expect(events.map(({ ts }) => ts)).toEqual([firstSeq - 1, firstSeq]);
    seqs.push(firstSeq);
    // A reading transaction that stays open would keep the file from being checkpointed.
    if (seqs.length % 100 === 0) {
      write(5_000);
      expect(journal.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy']).toBe(0);
    }
  }
  expect(seqs).toEqual(Array.from({ length: 549 }, (_, i) => 5 + 2 * i));
  expect([...readFramesBetween(reader, 2, 0, 10)]).toEqual([]);
  reader.close();
});

test('knows the newest frame of a run, or that there is none', () => {
  expect(newestFrame(journal.database, 1)).toBeNull();
  write(1, 2, 3);
  write(4, 7);
  expect(newestFrame(journal.database, 1)).toEqual({ firstSeq: 4, lastSeq: 5, ts: 7 });
});

test('finds the newest snapshot that is not after a time, past one that is damaged', () => {
  const engine = new Engine();
  for (const ts of [3_600_000, 7_200_000, 10_800_000]) {
    write(ts);
    journal.snapshot(engine.snapshot());
  }
  const seqBefore = (ts: number): number | null => snapshotBefore(journal.database, 1, ts)?.seq ?? null;
  expect([3_599_999, 3_600_000, 7_200_001, 1e12].map(seqBefore)).toEqual([null, 1, 2, 3]);
  journal.database.exec(`UPDATE snapshots SET payload = '{}' WHERE seq = 2`);
  expect(seqBefore(7_200_001)).toBe(1);
});
