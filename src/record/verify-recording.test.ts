import { copyFileSync, cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { timestamp } from '../core/domain/numbers.ts';
import { allEvents } from '../tape/made-up-tapes.fixture.ts';
import { openTape } from '../tape/open-tape.ts';
import { parquetSource } from '../tape/parquet-read.ts';
import { DrivenFeed, marketOf, newFolder, recordDriven, START, talk } from './made-up-recording.fixture.ts';
import { rawPath, tapePath } from './segment-names.ts';
import { SegmentTape } from './segment-tape.ts';
import { verifyRecording } from './verify-recording.ts';

const RAIN = marketOf('rain');
const SNOW = marketOf('snow');
let whole = '';
let folder = '';
beforeAll(async () => {
  whole = newFolder();
  await recordDriven(whole, new DrivenFeed(START), (feed) => { talk(feed.list(RAIN).list(SNOW), [RAIN, SNOW], 2_400); }, { rotateMs: 600_000 });
});
beforeEach(() => {
  folder = newFolder();
  cpSync(whole, folder, { recursive: true });
});

const found = async (): Promise<readonly string[]> => {
  const { segments, found: ofAll, isClean } = await verifyRecording(folder);
  const all = [...ofAll, ...segments.flatMap((segment) => segment.found)].map((text) => text.replaceAll(folder, ''));
  expect(isClean).toBe(all.length === 0);
  return all;
};
const flip = (path: string, at: (length: number) => number): void => {
  const bytes = readFileSync(path);
  bytes[at(bytes.length)]! ^= 0x10;
  writeFileSync(path, bytes);
};
const swap = (a: string, b: string): void => {
  renameSync(a, `${a}.aside`);
  renameSync(b, a);
  renameSync(`${a}.aside`, b);
};
/** The lines of a raw segment changed, under a compression that is whole. */
const rewrite = (number: number, change: (lines: string[]) => string[]): void => {
  const path = rawPath(folder, number);
  writeFileSync(path, gzipSync(change(gunzipSync(readFileSync(path)).toString('utf8').split('\n')).join('\n')));
};

test('finds nothing in a recording that is whole', async () => {
  expect(await found()).toEqual([]);
});

for (const share of [0.02, 0.3, 0.6, 0.97]) {
  test(`finds a flipped bit of a raw segment, ${share * 100} % into it`, async () => {
    flip(rawPath(folder, 2), (length) => Math.floor(length * share));
    expect((await found()).join('\n')).toContain('/raw/segment-000002.jsonl.gz');
  });
  test(`finds a flipped bit of a tape, ${share * 100} % into it, unless nothing that is read has changed`, async () => {
    const before = await contentOf(2);
    flip(tapePath(folder, 2), (length) => Math.floor(length * share));
    const all = await found();
    if (all.length === 0) expect(await contentOf(2)).toEqual(before);
    else expect(all.join('\n')).toContain('segment-000002');
  });
}
const contentOf = async (number: number): Promise<unknown> => {
  const tape = await openTape(tapePath(folder, number));
  return [tape.instruments, await allEvents(tape)];
};

test('names the place of a row that the tape lacks, though the tape is whole in itself', async () => {
  const path = tapePath(folder, 2);
  const tape = await openTape(path);
  const { sources, facts } = (await parquetSource(tape))!;
  const events = await allEvents(tape);
  // A level that stays until the end of the segment, so that the last mark shows it.
  const index = events.findLastIndex(({ type }) => type === 'BookDelta');
  const lost = events[index]!;
  rmSync(path);
  const again = new SegmentTape({ path, name: tape.name, startedAt: facts.firstAt!, onFailure: (error) => { throw error; } });
  for (const instrument of tape.instruments) again.push({ type: 'InstrumentListed', ts: timestamp(0), instrument });
  events.forEach((event, i) => { if (i !== index) again.push(event); });
  again.close(facts.lastAt!);
  await again.finish(sources, facts.recordedRows);
  const [place] = await found();
  if (lost.type !== 'BookDelta') throw new Error('no change was lost');
  expect(place).toContain('segment 2, 2026-09-21T');
  expect(place).toContain(`${lost.market === 0 ? 'rain' : 'snow'}: ${lost.side} at ${lost.price / 1e6}: raw has`);
});

test('names a trade that the tape lacks', async () => {
  const path = tapePath(folder, 3);
  const tape = await openTape(path);
  const { sources, facts } = (await parquetSource(tape))!;
  const events = await allEvents(tape);
  const index = events.findIndex(({ type }) => type === 'TradePrinted');
  rmSync(path);
  const again = new SegmentTape({ path, name: tape.name, startedAt: facts.firstAt!, onFailure: (error) => { throw error; } });
  for (const instrument of tape.instruments) again.push({ type: 'InstrumentListed', ts: timestamp(0), instrument });
  events.forEach((event, i) => { if (i !== index) again.push(event); });
  again.close(facts.lastAt!);
  await again.finish(sources, facts.recordedRows);
  expect(await found()).toEqual(expect.arrayContaining([expect.stringMatching(/^segment 3, .*: trade 1 since the last mark: raw has (rain|snow): ask took .*, the tape has /)]));
});

test('finds a frame that was taken out of raw', async () => {
  rewrite(2, (lines) => lines.filter((_, i) => i !== 300));
  const all = (await found()).join('\n');
  expect(all).toContain('holds 599 frames, its end says 600');
  expect(all).toContain('segment-000002.jsonl.gz: is not the file that the tape was made of');
  expect(all).toContain('segment-000003.jsonl.gz: follows another segment than the segment-000002.jsonl.gz that is there');
});

test('finds segments that have changed places', async () => {
  swap(rawPath(folder, 2), rawPath(folder, 3));
  const all = (await found()).join('\n');
  expect(all).toContain('segment-000002.jsonl.gz: is segment 3 under another name');
  expect(all).toContain('segment-000003.jsonl.gz: is segment 2 under another name');
});

test('finds segments that have changed places in raw and on tape alike', async () => {
  swap(rawPath(folder, 2), rawPath(folder, 3));
  swap(tapePath(folder, 2), tapePath(folder, 3));
  expect((await found()).join('\n')).toContain('segment-000002.jsonl.gz: is segment 3 under another name');
});

test('finds tapes that have changed places', async () => {
  swap(tapePath(folder, 2), tapePath(folder, 3));
  expect((await found()).join('\n')).toContain('/tape/segment-000002.parquet: was made of segment-000003.jsonl.gz');
});

test('finds a segment that is gone, in raw, on tape or in both, and goes on behind it', async () => {
  rmSync(rawPath(folder, 2));
  expect(await found()).toEqual(['segment 2 is missing', '/tape/segment-000002.parquet: its raw segment is missing']);
  rmSync(tapePath(folder, 2));
  expect(await found()).toEqual(['segment 2 is missing']);
  rmSync(tapePath(folder, 3));
  expect(await found()).toEqual(['segment 2 is missing', '/tape/segment-000003.parquet: is missing']);
});

test('finds nothing wrong where the first segments were moved away: each is complete in itself', async () => {
  for (const path of [rawPath, tapePath]) for (const number of [1, 2]) rmSync(path(folder, number));
  expect(await found()).toEqual([]);
});

test('finds a tape whose market has other terms than the recorded one', async () => {
  const path = tapePath(folder, 1);
  const bytes = readFileSync(path);
  const where = bytes.indexOf('"minSize":5000000');
  expect(where).toBeGreaterThan(0);
  bytes.write('"minSize":6000000', where);
  writeFileSync(path, bytes);
  expect((await found()).join('\n')).toContain('the tape says');
});

test('a tape folder that lacks a segment has a hole there', async () => {
  rmSync(tapePath(folder, 2));
  copyFileSync(rawPath(folder, 1), join(folder, 'tape/notes.txt'));
  const tape = await openTape(join(folder, 'tape'));
  const events = await allEvents(tape);
  expect(tape.info.gaps).toEqual([{ market: null, from: expect.any(Number) as number, to: 1_790_001_000_000, how: 'segment 2 is missing' }]);
  expect(events.filter(({ type }) => type === 'BookInvalidated')).toHaveLength(2);
});
