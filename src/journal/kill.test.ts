import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal } from './journal.ts';
import { readFrames, readIntents, readSnapshots } from './read.ts';

const KILLS = Number(process.env['EVENKEEL_KILLS'] ?? 20);
let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'evenkeel-kill-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

/** Kills the writer at a random moment after its first acknowledgement; gives the last one read. */
async function writeUntilKilled(path: string): Promise<{ run: number; acknowledged: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'append-until-killed.fixture.ts'), path], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString(); });
  const exited = new Promise<void>((resolve) => { child.on('close', () => { resolve(); }); });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); resolve(); });
    child.on('close', () => { reject(new Error(`the writer ended by itself: ${errors}`)); });
  });
  await sleep(Math.random() * 30);
  child.kill('SIGKILL');
  await exited;
  const [run, acknowledged] = output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1)?.split(' ').map(Number) ?? [];
  return { run: run ?? Number.NaN, acknowledged: acknowledged ?? Number.NaN };
}

test(`after kill -9 at any moment every acknowledged event is there, in order and with its intent (${KILLS} kills)`, async () => {
  const path = join(folder, 'journal.db');
  for (let kill = 0; kill < KILLS; kill++) {
    const { run, acknowledged } = await writeUntilKilled(path);
    const journal = Journal.open(path);
    let seq = 0;
    for (const frame of readFrames(journal.database, run, 0)) {
      expect(frame.firstSeq).toBe(seq + 1);
      seq += frame.events.length;
    }
    expect(seq).toBeGreaterThanOrEqual(acknowledged);
    // One batch may have been committed and not yet said.
    expect(seq).toBeLessThanOrEqual(acknowledged + 2);
    expect([...readIntents(journal.database, run)].map((i) => i.seq)).toEqual(Array.from({ length: seq / 2 }, (_, i) => 2 * (i + 1)));
    for (const snapshot of readSnapshots(journal.database, run)) expect(snapshot.seq).toBeLessThanOrEqual(seq);
    journal.close();
  }
}, 30_000 + KILLS * 2_000);
