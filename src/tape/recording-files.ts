// Which files a tape is made of: those that are named, and those of folders that are named. Of a folder, what no format
// knows is passed over and said; a file that is named has to be a recording.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY, TAPE_MIXED, TAPE_NOT_FOUND, TAPE_UNKNOWN_FORMAT } from '../errors/tape.ts';
import { ByteSource } from './byte-source.ts';
import type { RecordingFile, RecordingFormat } from './recording-format.ts';

const FIRST_LINE_BYTES = 65_536;
const NEWLINE = 10;
const RETURN = 13;
/** What recordings end in; a folder may hold notes beside them. */
const ENDINGS = /\.(csv|json|jsonl|txt|gz|parquet)$/;

/** Files of one recording with the format that reads them. */
export interface RecordingGroup { readonly format: RecordingFormat; readonly files: readonly RecordingFile[] }
export interface FoundRecordings { readonly groups: readonly RecordingGroup[]; readonly passedOver: readonly string[] }

export async function findRecordings(paths: readonly string[], formats: readonly RecordingFormat[]): Promise<FoundRecordings> {
  const groups = new Map<string, { format: RecordingFormat; files: RecordingFile[] }>();
  const passedOver: string[] = [];
  for (const { path, isNamed } of await listed(paths)) {
    const file = await recordingFile(path);
    const claim = claimOf(file, formats);
    if (claim === null) {
      if (isNamed) throw unknownFormat(file);
      passedOver.push(path);
      continue;
    }
    const group = groups.get(claim.key);
    if (group === undefined) groups.set(claim.key, { format: claim.format, files: [file] });
    else group.files.push(file);
  }
  if (groups.size > 0) return { groups: [...groups.values()], passedOver };
  throw unknownFormat(await recordingFile(passedOver[0]!));
}

async function listed(paths: readonly string[]): Promise<readonly { readonly path: string; readonly isNamed: boolean }[]> {
  const files = new Map<string, boolean>();
  for (const path of paths) {
    const inside = await filesOfFolder(path);
    for (const file of inside ?? [path]) {
      if (files.has(file)) throw new EvenkeelError(TAPE_MIXED, `${file}: is named twice`, { file });
      files.set(file, inside === null);
    }
  }
  return [...files].map(([path, isNamed]) => ({ path, isNamed }));
}

/** Null where the path is that of a file. */
async function filesOfFolder(path: string): Promise<readonly string[] | null> {
  try {
    if (!(await stat(path)).isDirectory()) return null;
    const names = (await readdir(path)).filter((name) => ENDINGS.test(name)).toSorted();
    if (names.length > 0) return names.map((name) => join(path, name));
  } catch (error) {
    throw new EvenkeelError(TAPE_NOT_FOUND, `${path}: cannot be read (${(error as Error).message})`, { file: path });
  }
  throw new EvenkeelError(TAPE_NOT_FOUND, `${path}: the folder holds no recording`, { file: path });
}

function claimOf(file: RecordingFile, formats: readonly RecordingFormat[]): { readonly format: RecordingFormat; readonly key: string } | null {
  for (const format of formats) {
    const group = format.groupOf(file);
    if (group !== null) return { format, key: `${format.name}\n${group}` };
  }
  return null;
}

function unknownFormat({ path, firstLine }: RecordingFile): EvenkeelError {
  const header = firstLine.slice(0, 120);
  return new EvenkeelError(TAPE_UNKNOWN_FORMAT, `${path}:1  no known format begins with ${JSON.stringify(header)}`, { file: path, line: 1, header });
}

async function recordingFile(path: string): Promise<RecordingFile> {
  const { size } = await stat(path);
  const blocks: Buffer[] = [];
  let bytes = 0;
  for await (const block of new ByteSource(path).blocks()) {
    blocks.push(block);
    bytes += block.length;
    if (bytes >= FIRST_LINE_BYTES || block.includes(NEWLINE)) break;
  }
  if (bytes === 0) throw new EvenkeelError(TAPE_EMPTY, `${path}: the file is empty`, { file: path });
  const start = Buffer.concat(blocks).subarray(0, FIRST_LINE_BYTES);
  const newline = start.indexOf(NEWLINE);
  const end = newline < 0 ? start.length : newline;
  return { path, name: basename(path), bytes: size, firstLine: start.toString('utf8', 0, end > 0 && start[end - 1] === RETURN ? end - 1 : end) };
}

export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(block as Buffer);
  return hash.digest('hex');
}
