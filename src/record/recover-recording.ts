// Brings the folder of a recording to where the next run can go on: clears away what was never finished, salvages the segment that
// was cut off, and says of everything what was done. Finished segments are not touched.

import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EvenkeelError } from '../errors/define.ts';
import { RECORD_ERRORS } from '../errors/record.ts';
import { fileHash } from '../tape/recording-files.ts';
import { asSegment, type EndLine, type SegmentBefore } from './raw-line.ts';
import { rawLines } from './read-raw.ts';
import { rebuildTape, salvageSegment } from './rebuild-segment.ts';
import { CUT, findSegments, PARTIAL, QUARANTINED, rawFolder, rawName, rawPath, tapeFolder } from './segment-names.ts';

export interface Recovered {
  /** Of the next segment. */
  readonly number: number;
  readonly previous: SegmentBefore | null;
}

export async function recoverRecording(folder: string, say: (text: string) => void): Promise<Recovered> {
  try {
    await mkdir(rawFolder(folder), { recursive: true });
    await mkdir(tapeFolder(folder), { recursive: true });
    return await recovered(folder, say);
  } catch (error) {
    if (error instanceof EvenkeelError || typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    throw new EvenkeelError(RECORD_ERRORS.cannotWrite, `${folder}: ${(error as Error).message}`, { folder });
  }
}

async function recovered(folder: string, say: (text: string) => void): Promise<Recovered> {
  const before = await findSegments(folder);
  for (const name of before.leftovers) await rm(join(tapeFolder(folder), name), { recursive: true, force: true });
  for (const number of before.partial) {
    // Of a salvage that was itself cut off.
    if (before.cut.includes(number)) await rm(rawPath(folder, number) + PARTIAL);
    else await rename(rawPath(folder, number) + PARTIAL, rawPath(folder, number) + CUT);
  }
  // Tapes are finished in the order of their segments, and later than the raw ones.
  const lastTape = before.tapes.at(-1) ?? 0;
  for (const number of before.raw) {
    if (number <= lastTape || (await endOf(folder, number)).rows === 0) continue;
    await rebuildTape(folder, number);
    say(`segment ${number} was finished without its tape, which was made of it now`);
  }
  for (const number of (await findSegments(folder)).cut) {
    if (before.raw.includes(number)) await rm(rawPath(folder, number) + CUT);
    else await salvage(folder, number, say);
  }
  const found = await findSegments(folder);
  const last = found.raw.at(-1);
  return {
    number: Math.max(0, ...found.raw, ...found.tapes, ...found.quarantined) + 1,
    previous: last === undefined ? null : { number: last, sha256: await fileHash(rawPath(folder, last)), endedAt: (await endOf(folder, last)).at },
  };
}

async function salvage(folder: string, number: number, say: (text: string) => void): Promise<void> {
  const cut = rawPath(folder, number) + CUT;
  const putAside = (why: string): Promise<void> => {
    say(`segment ${number} ${why}; what is there was put aside as ${rawName(number)}${QUARANTINED}`);
    return rename(cut, rawPath(folder, number) + QUARANTINED);
  };
  let salvaged: Awaited<ReturnType<typeof salvageSegment>>;
  try {
    salvaged = await salvageSegment(folder, number, cut);
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.spec.code !== RECORD_ERRORS.damaged.code) throw error;
    return putAside(`cannot be read (${error.message})`);
  }
  const { size } = await stat(cut);
  if (salvaged === null && size > 0) return putAside('was cut off before anything of it could be read');
  if (salvaged === null || salvaged.frames === 0) {
    say(`segment ${number} had only begun: no frame of it had reached the disk`);
    return rm(cut);
  }
  if (salvaged.damage.length > 0) return putAside(`was cut off and is damaged: ${salvaged.damage.join('; ')}. ${salvaged.frames} frames were saved`);
  say(`segment ${number} was cut off: its ${salvaged.frames} frames until ${new Date(salvaged.endedAt).toISOString()} were saved`);
  return rm(cut);
}

/** It has rows unless no market was listed in it. */
async function endOf(folder: string, number: number): Promise<EndLine> {
  const path = rawPath(folder, number);
  let end: EndLine | null = null;
  let isFirst = true;
  for await (const lines of rawLines(path)) {
    if (isFirst) asSegment(path, lines[0]);
    isFirst = false;
    const last = lines.at(-1);
    if (last?.kind === 'end') end = last;
  }
  if (end === null) throw new EvenkeelError(RECORD_ERRORS.damaged, `${path}: has no end`, { file: path });
  return end;
}
