// The files of a configuration as bytes: strategies.yaml and every profile beside it. The only part of loading that
// touches the disk; what cannot be read says why and is never an exception.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const STRATEGIES_FILE = 'strategies.yaml';
export const PROFILES_FOLDER = 'profiles';
export const profileFileName = (profile: string): string => `${PROFILES_FOLDER}/${profile}.yaml`;

/** By path relative to the folder, with `/`. A file that exists and cannot be read is the system's word for why. */
export type SourceFiles = ReadonlyMap<string, Uint8Array | string>;

const failureOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

export function readSources(dir: string): SourceFiles {
  const files = new Map<string, Uint8Array | string>();
  const read = (file: string): void => {
    try {
      files.set(file, readFileSync(join(dir, file)));
    } catch (error) {
      const failure = failureOf(error);
      if (failure !== 'ENOENT') files.set(file, failure);
    }
  };
  read(STRATEGIES_FILE);
  try {
    for (const name of readdirSync(join(dir, PROFILES_FOLDER)).toSorted()) {
      if (/^[A-Za-z][A-Za-z0-9_-]*\.yaml$/.test(name)) read(`${PROFILES_FOLDER}/${name}`);
    }
  } catch (error) {
    // Without the folder no profile is found, and the loader says that with the place where one is named.
    if (!['ENOENT', 'ENOTDIR'].includes(failureOf(error))) files.set(PROFILES_FOLDER, failureOf(error));
  }
  return files;
}

/** Over names and contents of `involved`; an absent file counts as absent, not as empty. */
export function hashOfFiles(files: SourceFiles, involved: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const file of [...new Set(involved)].toSorted()) {
    const content = files.get(file);
    const state = content === undefined ? 'absent' : typeof content === 'string' ? `failed ${content}` : `bytes ${content.byteLength}`;
    hash.update(`${file}\0${state}\0`);
    if (content instanceof Uint8Array) hash.update(content);
  }
  return hash.digest('hex');
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** JSON with sorted keys: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value);
}
