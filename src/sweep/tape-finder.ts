// Where recordings are on this machine, by what they hold: other machines name their jobs' files by hash alone. Hashes are
// remembered by path, size and time of change, so that a folder is read once.

import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_NOT_FOUND } from '../errors/tape.ts';
import { fileHash } from '../tape/recording-files.ts';

interface Known { readonly size: number; readonly changed: number; readonly sha256: string }

/** Path by SHA-256 of every file below `folder`; `cache` is a file of its own. */
export async function tapesBelow(folder: string, cache: string): Promise<ReadonlyMap<string, string>> {
  const known = await readCache(cache);
  const found = new Map<string, Known>();
  const byHash = new Map<string, string>();
  for (const path of await filesBelow(folder)) {
    const { size, mtimeMs } = await stat(path);
    const before = known.get(path);
    const sha256 = before !== undefined && before.size === size && before.changed === mtimeMs ? before.sha256 : await fileHash(path);
    found.set(path, { size, changed: mtimeMs, sha256 });
    if (!byHash.has(sha256)) byHash.set(sha256, path);
  }
  const temporary = `${cache}.${process.pid}.tmp`;
  await mkdir(dirname(cache), { recursive: true });
  await writeFile(temporary, JSON.stringify(Object.fromEntries(found)));
  await rename(temporary, cache);
  return byHash;
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  } catch (error) {
    throw new EvenkeelError(TAPE_NOT_FOUND, `${folder}: cannot be read (${(error as Error).message})`, { folder });
  }
}

/** A cache that is not there or not readable is made anew. */
async function readCache(path: string): Promise<ReadonlyMap<string, Known>> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(path, 'utf8')) as Record<string, Known>));
  } catch {
    return new Map();
  }
}
