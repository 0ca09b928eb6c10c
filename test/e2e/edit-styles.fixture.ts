// The nine ways a file of the configuration changes on real disks. Each takes the new text of strategies.yaml and leaves the
// folder as the tool it is named after would.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STRATEGIES, type BotFolder } from './bot-folder.fixture.ts';

export type Edit = (folder: BotFolder, text: string) => void;

const at = (folder: BotFolder, file = STRATEGIES): string => join(folder.path, file);

export const inPlace: Edit = (folder, text) => { writeFileSync(at(folder), text); };

export const renameOver: Edit = (folder, text) => {
  writeFileSync(at(folder, '.strategies.yaml.new'), text);
  renameSync(at(folder, '.strategies.yaml.new'), at(folder));
};

/** vim with `backupcopy=no`: the old file moves aside, a new one is written under the name, the backup goes. */
export const asVim: Edit = (folder, text) => {
  renameSync(at(folder), at(folder, 'strategies.yaml~'));
  writeFileSync(at(folder), text);
  unlinkSync(at(folder, 'strategies.yaml~'));
};

/** With the real program; the half-spread is the line that differs. */
export const sedInPlace: Edit = (folder, text) => {
  const value = /halfSpread: ([\d.]+c)/.exec(text)?.[1] ?? '';
  const { status, stderr } = spawnSync('sed', ['-i', `0,/halfSpread/s/halfSpread: [0-9.]*c/halfSpread: ${value}/`, at(folder)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
};

export const directoryReplaced: Edit = (folder, text) => {
  const fresh = `${folder.path}.new`;
  cpSync(folder.path, fresh, { recursive: true, filter: (path) => !path.includes('/logs') });
  writeFileSync(join(fresh, STRATEGIES), text);
  renameSync(folder.path, `${folder.path}.old`);
  renameSync(fresh, folder.path);
};

export const deleted = (folder: BotFolder): void => { rmSync(at(folder)); };
export const touched = (folder: BotFolder): void => { utimesSync(at(folder), new Date(), new Date()); };

/** Two saves 20 ms apart; the first is never the last word. */
export const twiceQuickly = (folder: BotFolder, first: string, second: string): void => {
  writeFileSync(at(folder), first);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  writeFileSync(at(folder), second);
};

/** Makes the folder a mounted ConfigMap: the names are links through `..data`, which is a link to a dated folder. */
export function mountConfigMap(folder: BotFolder): void {
  const dated = '..2026_01_05_12_00_00.1';
  mkdirSync(join(at(folder, dated), 'profiles'), { recursive: true });
  renameSync(at(folder), at(folder, `${dated}/${STRATEGIES}`));
  symlinkSync(dated, at(folder, '..data'));
  symlinkSync(`..data/${STRATEGIES}`, at(folder));
  for (const name of readdirSync(at(folder, 'profiles'))) {
    renameSync(at(folder, `profiles/${name}`), at(folder, `${dated}/profiles/${name}`));
    symlinkSync(`../..data/profiles/${name}`, at(folder, `profiles/${name}`));
  }
}

/** As the kubelet does it: a new dated folder, one rename of the link, the old folder goes. */
export const configMapSwap = (turn: number): Edit => (folder, text) => {
  const older = readdirSync(folder.path).filter((name) => name.startsWith('..2026'));
  const dated = `..2026_01_05_12_00_00.${turn + 1}`;
  cpSync(at(folder, '..data/profiles'), at(folder, `${dated}/profiles`), { recursive: true });
  writeFileSync(at(folder, `${dated}/${STRATEGIES}`), text);
  symlinkSync(dated, at(folder, '..data_tmp'));
  renameSync(at(folder, '..data_tmp'), at(folder, '..data'));
  for (const name of older) rmSync(at(folder, name), { recursive: true });
};
