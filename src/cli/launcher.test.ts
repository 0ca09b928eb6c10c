import { execFile, spawn } from 'node:child_process';
import { mkdtemp, mkdir, copyFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const LAUNCHER = resolve(import.meta.dirname, '../../bin/evenkeel');
let directory: string;
beforeEach(async () => { directory = await mkdtemp(join(tmpdir(), 'evenkeel-bin-')); });
afterEach(() => rm(directory, { recursive: true }));

const run = (file: string, words: readonly string[], environment: NodeJS.ProcessEnv = process.env) =>
  new Promise<{ exit: number | string | null | undefined; out: string; err: string }>((done) => {
    execFile(file, words, { cwd: directory, env: environment }, (error, out, err) => done({ exit: error === null ? 0 : error.code, out, err }));
  });

test('runs from any directory, through symbolic links of links, without a warning', async () => {
  await mkdir(join(directory, 'links'));
  await symlink(LAUNCHER, join(directory, 'links', 'one'));
  // Relative to where the link is, not to where the operator stands.
  await symlink('one', join(directory, 'links', 'two'));
  const { exit, out, err } = await run(join(directory, 'links', 'two'), ['--help']);
  expect([exit, err]).toEqual([0, '']);
  expect(out).toContain('Usage: evenkeel');
});

test('tells its version', async () => {
  expect((await run(LAUNCHER, ['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('suggests the command that was meant, and exits 64', async () => {
  const { exit, err } = await run(LAUNCHER, ['hlat']);
  expect(exit).toBe(64);
  expect(err).toContain('Did you mean halt?');
});

test.each([['an option nobody knows', ['status', '--jsno']], ['a generation that is no number', ['revert', 'two']], ['no command at all', []], ['a missing argument', ['explain']]])(
  'exits 64 on %s', async (_what, words) => { expect((await run(LAUNCHER, words)).exit).toBe(64); });

test('says what to do when the only Node is too old', async () => {
  await mkdir(join(directory, 'bin'));
  await mkdir(join(directory, 'path'));
  await copyFile(LAUNCHER, join(directory, 'bin', 'evenkeel'));
  await writeFile(join(directory, 'path', 'node'), '#!/bin/sh\necho 20.19.0\n', { mode: 0o755 });
  const { exit, err } = await run(join(directory, 'bin', 'evenkeel'), ['run'], { PATH: `${join(directory, 'path')}:/usr/bin:/bin` });
  expect(exit).toBe(69);
  expect(err).toContain('this is 20.19.0');
  expect(err).toContain('npm ci');
});

test.each(['stdout', 'stderr'] as const)('keeps its exit code when the reader of %s has gone', async (stream) => {
  const child = spawn(LAUNCHER, stream === 'stdout' ? ['--help'] : ['hlat'], { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  child[stream].destroy();
  expect(await new Promise((done) => { child.on('exit', done); })).toBe(stream === 'stdout' ? 0 : 64);
});
