// Where the segments of a recording stand: raw/ and tape/ in its folder, by number. A raw segment that is being written ends in
// `.partial`, one that was cut off and is being salvaged in `.cut`; what could not be read is put aside as `.quarantined`.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SEGMENT_NAME } from '../tape/tape-segments.ts';

const RAW_ENDING = '.jsonl.gz';
const TAPE_ENDING = '.parquet';
export const PARTIAL = '.partial';
export const CUT = '.cut';
export const QUARANTINED = '.quarantined';

const stem = (number: number): string => `segment-${String(number).padStart(6, '0')}`;

export const rawFolder = (folder: string): string => join(folder, 'raw');
export const tapeFolder = (folder: string): string => join(folder, 'tape');
export const rawName = (number: number): string => `${stem(number)}${RAW_ENDING}`;
export const rawPath = (folder: string, number: number): string => join(rawFolder(folder), rawName(number));
export const tapePath = (folder: string, number: number): string => join(tapeFolder(folder), `${stem(number)}${TAPE_ENDING}`);

export interface FoundSegments {
  readonly raw: readonly number[];
  readonly tapes: readonly number[];
  readonly partial: readonly number[];
  readonly cut: readonly number[];
  readonly quarantined: readonly number[];
  /** Staging of tapes that were never finished. */
  readonly leftovers: readonly string[];
}

/** Numbers in order. A folder that is not there holds nothing. */
export async function findSegments(folder: string): Promise<FoundSegments> {
  const [raw, tapes] = [await namesIn(rawFolder(folder)), await namesIn(tapeFolder(folder))];
  return {
    raw: numbersOf(raw, RAW_ENDING), partial: numbersOf(raw, RAW_ENDING + PARTIAL), cut: numbersOf(raw, RAW_ENDING + CUT), quarantined: numbersOf(raw, RAW_ENDING + QUARANTINED),
    tapes: numbersOf(tapes, TAPE_ENDING), leftovers: tapes.filter((name) => name.includes('.import-')),
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const numbersOf = (names: readonly string[], ending: string): readonly number[] =>
  names.flatMap((name) => {
    const number = name.endsWith(ending) ? SEGMENT_NAME.exec(name.slice(0, -ending.length))?.[1] : undefined;
    return number === undefined ? [] : [Number(number)];
  }).toSorted((a, b) => a - b);
