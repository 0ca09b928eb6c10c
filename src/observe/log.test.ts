import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from './log.ts';

let directory: string;
beforeEach(async () => { directory = await mkdtemp(join(tmpdir(), 'evenkeel-log-')); });
afterEach(() => rm(directory, { recursive: true }));

const onFailure = (error: Error) => { throw error; };

test('has every line on disk when closed, as JSON, and a link to the newest file', async () => {
  const log = await openLog({ directory, level: 'info', onFailure });
  for (let n = 0; n < 500; n++) log.logger.info({ n }, 'line');
  log.logger.debug('too fine');
  await log.close();
  const lines = (await readFile(join(directory, 'logs', 'current.log'), 'utf8')).trim().split('\n').map((line) => JSON.parse(line));
  expect(lines.map(({ n }) => n)).toEqual(Array.from({ length: 500 }, (_, n) => n));
  expect(lines[0]).toMatchObject({ level: 'info', msg: 'line', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) });
  expect((await readdir(join(directory, 'logs'))).filter((name) => name.startsWith('evenkeel.'))).toEqual([expect.stringMatching(/^evenkeel\.\d{4}-\d\d-\d\d\.\d+\.log$/)]);
});

test('goes on in the same file after a restart on the same day', async () => {
  for (let run = 0; run < 2; run++) {
    const log = await openLog({ directory, level: 'info', onFailure });
    log.logger.info({ run }, 'started');
    await log.close();
  }
  expect((await readFile(join(directory, 'logs', 'current.log'), 'utf8')).trim().split('\n')).toHaveLength(2);
});

test('redacts fields that are named like secrets, at any usual depth', async () => {
  const canary = 'canary-5f1e';
  const log = await openLog({ directory, level: 'info', onFailure });
  log.logger.info({ token: canary, api: { token: canary }, venues: { kraken: { secret: canary, apiKey: canary } }, req: { headers: { authorization: canary } }, harmless: 'kept' }, 'start');
  await log.close();
  const text = await readFile(join(directory, 'logs', 'current.log'), 'utf8');
  expect(text).not.toContain(canary);
  expect(text).toContain('kept');
});

test('refuses a directory that cannot be written', async () => {
  await writeFile(join(directory, 'logs'), 'a file in the way');
  await expect(openLog({ directory, level: 'info', onFailure: () => {} })).rejects.toThrow();
});
