// A folder with the shipped files in it, and the ways operators edit them. The API listens on a port that was free a moment
// ago; the journal lies beside the folder, so that the folder can be replaced.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
export const STRATEGIES = 'strategies.yaml';

export interface BotFolder {
  readonly path: string;
  readonly port: number;
  readonly url: string;
  journal(profile: string): string;
  read(file: string): string;
  write(file: string, text: string): void;
  /** Replaces what must be there. */
  edit(file: string, from: string, to: string): void;
  remove(): void;
}

export async function botFolder(): Promise<BotFolder> {
  const whole = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-e2e-')));
  const path = join(whole, 'config');
  mkdirSync(path);
  cpSync(join(ROOT, STRATEGIES), join(path, STRATEGIES));
  cpSync(join(ROOT, 'profiles'), join(path, 'profiles'), { recursive: true });
  const port = await freePort();
  const folder: BotFolder = {
    path, port, url: `http://127.0.0.1:${port}`,
    journal: (profile) => join(whole, `data/${profile}.db`),
    read: (file) => readFileSync(join(path, file), 'utf8'),
    write: (file, text) => { writeFileSync(join(path, file), text); },
    edit(file, from, to) { folder.write(file, replaced(folder.read(file), from, to)); },
    remove() { rmSync(whole, { recursive: true, force: true }); },
  };
  for (const profile of ['demo', 'paper']) {
    folder.edit(`profiles/${profile}.yaml`, '127.0.0.1:8787', `127.0.0.1:${port}`);
    folder.edit(`profiles/${profile}.yaml`, './data/', '../data/');
  }
  return folder;
}

export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the file does not hold "${from}"`);
  return text.replace(from, to);
}

/** The text with this half-spread for the demo markets. */
export const withHalfSpread = (text: string, cents: number): string => text.replace(/halfSpread: [\d.]+c/, `halfSpread: ${cents}c`);

/** Quotes near enough to fair value, at any hour, to be filled within seconds. */
export function quoteTightly(folder: BotFolder): void {
  folder.edit(STRATEGIES, 'halfSpread: 1.5c', 'halfSpread: 0.5c');
  folder.edit(STRATEGIES, 'minEdge: 0.5c', 'minEdge: 0.1c');
  folder.write(STRATEGIES, folder.read(STRATEGIES).replace(/ {2}- name: quiet hours\n(?: {4}.*\n)+/, ''));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => { if (address !== null && typeof address === 'object') resolve(address.port); else reject(new Error('no port')); });
    });
  });
}
