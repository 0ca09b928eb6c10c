// Reads recordings with one format alone, as opening a tape does, and puts the rows in short words.

import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ByteSource } from './byte-source.ts';
import { INVALID_REASONS, KIND, KINDS, TapeColumns } from './columns.ts';
import type { Labels, RecordingFile, RecordingFormat, Survey } from './recording-format.ts';
import { TapeCounter } from './tape-info.ts';

export interface ReadRecording {
  readonly group: string;
  readonly survey: Survey;
  readonly out: TapeColumns;
  readonly counter: TapeCounter;
  readonly tookBytes: number;
}

/** New files of these contents in a folder of their own; gives their paths. */
export function filesWith(contents: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  return Object.entries(contents).map(([name, content]) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  });
}

/** Paths of the data files in a folder of recordings. */
export const filesIn = (folder: string): readonly string[] => readdirSync(folder).filter((name) => /\.(csv|gz|jsonl)$/.test(name)).toSorted().map((name) => join(folder, name));

export async function recordingFile(path: string): Promise<RecordingFile> {
  let text = '';
  for await (const block of new ByteSource(path).blocks()) {
    text += block.toString('utf8');
    if (text.includes('\n') || text.length > 65_536) break;
  }
  return { path, name: basename(path), bytes: statSync(path).size, firstLine: text.slice(0, 65_536).split(/\r?\n/)[0]! };
}

/** The recordings that `format` makes of the files, in the order of their groups; files of other formats are left out. */
export async function readWith(format: RecordingFormat, paths: readonly string[], labels: Labels = new Map()): Promise<readonly ReadRecording[]> {
  const groups = new Map<string, RecordingFile[]>();
  for (const path of paths) {
    const file = await recordingFile(path);
    const group = format.groupOf(file);
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), file]);
  }
  const recordings: ReadRecording[] = [];
  for (const [group, files] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const survey = await format.survey(files, labels);
    const out = new TapeColumns();
    const counter = new TapeCounter();
    let tookBytes = 0;
    const numbers = (list: readonly unknown[]): number[] => list.map((_, i) => i);
    const target = { out, counter, markets: numbers(survey.instruments), references: numbers(survey.references), terms: numbers(survey.terms), took: (bytes: number) => { tookBytes += bytes; } };
    for await (const _ of survey.decode(target)) { /* the rows gather in `out` */ }
    counter.countChunk(out);
    recordings.push({ group, survey, out, counter, tookBytes });
  }
  return recordings;
}

/** Rows with prices in cents and sizes in shares, milliseconds after `from`; a snapshot with its levels is one. */
export function rowsInWords(out: TapeColumns, from: number): readonly string[] {
  const words: string[] = [];
  for (let i = 0; i < out.length; i += out.rowsOf(i)) {
    const kind = KINDS[out.kind[i]!]!;
    const market = out.market[i]!;
    const size = out.size[i]!;
    const cents = (row: number): string => `${out.price[row]! / 10_000} x ${out.size[row]! / 1e6}`;
    const side = ['bid', 'ask', ''][out.side[i]!]!;
    words.push(`${out.ts[i]! - from} ${market} ${{
      delta: `${side} ${out.price[i]! / 10_000} = ${size / 1e6}`, trade: `trade ${cents(i)} taker ${side}`, snapshot: `book${levelsInWords(out, i, cents)}`, level: '',
      invalid: `invalid: ${INVALID_REASONS[size]}`, valid: 'valid', heartbeat: 'alive', status: ['open', 'paused', 'closed'][size]!,
      resolved: `pays ${out.price[i]! / 10_000}`, terms: `terms ${size}`, gap: `gap of ${size}`, reference: `costs ${out.price[i]!}`, facts: `traded ${out.price[i]!} in a day, ${size} stand`,
    }[kind]}`);
  }
  return words;
}

function levelsInWords(out: TapeColumns, at: number, cents: (row: number) => string): string {
  const sides = [' bids', ' asks'];
  for (let row = at + 1; row < at + out.rowsOf(at); row++) sides[out.side[row]!] += ` ${cents(row)}`;
  return sides.join('');
}

/** Stamps that are earlier than the row before them: none, in a tape. */
export function fallingStamps(out: TapeColumns): number {
  let falling = 0;
  for (let i = 1; i < out.length; i++) if (out.ts[i]! < out.ts[i - 1]!) falling++;
  return falling;
}

/** Rows of one kind. */
export const countOf = (out: TapeColumns, kind: keyof typeof KIND): number => out.kind.subarray(0, out.length).reduce((sum, code) => sum + Number(code === KIND[kind]), 0);
