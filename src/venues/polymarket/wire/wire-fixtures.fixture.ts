// Where the real messages are: in the folder that EVENKEEL_DATA names, or beside the repository. They are never part of it.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const ROOT = process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../../shared/data');
const FRAMES = join(ROOT, 'nautilus-fixtures');
const FOLDERS = ['polymarket', 'polymarket-newer', 'polymarket-py'];

/** To be added to a test's name, so that a skipped one says why. */
export const NO_FRAMES = existsSync(FRAMES) ? '' : ' (skipped: no recordings; set EVENKEEL_DATA to their folder)';
export const haveNoFrames = NO_FRAMES !== '';

/** Every file of Polymarket's, by its path under the folder of frames. */
export const frameFiles = (): readonly string[] => FOLDERS
  .flatMap((folder) => readdirSync(join(FRAMES, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`))
  .filter((path) => path.endsWith('.json')).toSorted();
export const frameText = (path: string): string => readFileSync(join(FRAMES, path), 'utf8');

/** A file of another folder of recordings, unpacked. */
export function recordedText(path: string): string {
  const bytes = readFileSync(join(ROOT, path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}
export const recordedJson = (path: string): unknown => JSON.parse(recordedText(path));
