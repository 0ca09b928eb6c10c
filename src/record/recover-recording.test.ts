import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { allEvents } from '../tape/made-up-tapes.fixture.ts';
import { openTape } from '../tape/open-tape.ts';
import { bookText, DrivenFeed, HOUR, marketOf, newFolder, recordDriven, START, talk } from './made-up-recording.fixture.ts';
import { recoverRecording } from './recover-recording.ts';
import type { OpenSegmentFile } from './segment-file.ts';
import { openSegmentFile } from './segment-file.ts';
import { rawPath, tapePath } from './segment-names.ts';
import { verifyRecording } from './verify-recording.ts';

const RAIN = marketOf('rain');
let whole = '';
let folder = '';
beforeAll(async () => {
  whole = newFolder();
  await recordDriven(whole, new DrivenFeed(START), (feed) => { talk(feed.list(RAIN), [RAIN], 4_000); });
});
beforeEach(() => {
  folder = newFolder();
  cpSync(whole, folder, { recursive: true });
});

const partial = (number: number): string => `${rawPath(folder, number)}.partial`;
/** As if the process had died while it wrote segment 2, with so many bytes of it on the disk. */
const cutOff = (bytes: (length: number) => number): void => {
  const path = rawPath(folder, 2);
  const content = readFileSync(path);
  rmSync(path);
  rmSync(tapePath(folder, 2));
  writeFileSync(partial(2), content.subarray(0, bytes(content.length)));
  mkdirSync(`${tapePath(folder, 2)}.import-Xy12`);
  writeFileSync(join(`${tapePath(folder, 2)}.import-Xy12`, 'staged.db'), 'x');
};
const recover = async (): Promise<{ readonly said: readonly string[]; readonly number: number }> => {
  const said: string[] = [];
  const { number } = await recoverRecording(folder, (text) => { said.push(text); });
  return { said, number };
};

for (const share of [0.999, 0.7, 0.4, 0.15]) {
  test(`saves what can be read of a segment of which ${share * 100} % reached the disk`, async () => {
    cutOff((length) => Math.floor(length * share));
    const { said, number } = await recover();
    expect([said.length, number]).toEqual([1, 3]);
    expect(said[0]).toMatch(/^segment 2 was cut off: its \d+ frames until .* were saved$/);
    const { segments, isClean } = await verifyRecording(folder);
    expect([isClean, segments.map(({ found }) => found)]).toEqual([true, [[], []]]);
    expect(Number(/its (\d+)/.exec(said[0]!)?.[1])).toBe(segments[1]!.frames);
    expect(readdirSync(join(folder, 'raw'))).toEqual(['segment-000001.jsonl.gz', 'segment-000002.jsonl.gz']);
    expect(readdirSync(join(folder, 'tape'))).toEqual(['segment-000001.parquet', 'segment-000002.parquet']);
    // The beginning of what there was, not another story.
    const [saved, before] = [await allEvents(await openTape(tapePath(folder, 2))), await allEvents(await openTape(tapePath(whole, 2)))];
    expect(saved).toEqual(before.slice(0, saved.length));
  });
}

test('says so where nothing of a segment had reached the disk but its beginning', async () => {
  cutOff(() => 0);
  writeFileSync(partial(2), gzipSync(`${gunzipSync(readFileSync(rawPath(whole, 2))).toString('utf8').split('\n')[0]!}\n`));
  expect(await recover()).toEqual({ said: ['segment 2 had only begun: no frame of it had reached the disk'], number: 2 });
  expect(readdirSync(join(folder, 'raw'))).toEqual(['segment-000001.jsonl.gz']);
});

test('a salvage that was itself cut off is done again', async () => {
  cutOff((length) => length >> 1);
  renameSync(partial(2), `${rawPath(folder, 2)}.cut`);
  writeFileSync(partial(2), 'half of a salvage');
  expect((await recover()).said).toEqual([expect.stringMatching(/ frames until .* were saved$/) as string]);
  expect((await verifyRecording(folder)).isClean).toBe(true);
});

test('puts aside with a word what cannot be read, and its place stays empty', async () => {
  cutOff(() => 0);
  appendFileSync(partial(2), 'this is no gzip at all');
  const { said, number } = await recover();
  expect([said, number]).toEqual([['segment 2 was cut off before anything of it could be read; what is there was put aside as segment-000002.jsonl.gz.quarantined'], 3]);
  expect(readFileSync(`${rawPath(folder, 2)}.quarantined`, 'utf8')).toBe('this is no gzip at all');
  await recordDriven(folder, new DrivenFeed(START + 3 * HOUR), (feed) => { talk(feed.list(RAIN), [RAIN], 10); });
  const { found, isClean } = await verifyRecording(folder);
  expect([found, isClean]).toEqual([['segment 2 is missing: it could not be read and was put aside'], false]);
});

test('keeps the original of a segment that is damaged in the middle, beside what was saved of it', async () => {
  cutOff((length) => length);
  const bytes = readFileSync(partial(2));
  bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 40);
  writeFileSync(partial(2), bytes);
  const { said } = await recover();
  expect(said[0]).toMatch(/^segment 2 was cut off and is damaged: .*\d+ frames were saved; what is there was put aside/);
  expect(readFileSync(`${rawPath(folder, 2)}.quarantined`)).toEqual(bytes);
  expect((await verifyRecording(folder)).segments.map(({ found }) => found)).toEqual([[], []]);
});

test('makes the tape of a segment that was finished without it, the same as it was', async () => {
  rmSync(tapePath(folder, 2));
  expect(await recover()).toEqual({ said: ['segment 2 was finished without its tape, which was made of it now'], number: 3 });
  expect(await allEvents(await openTape(tapePath(folder, 2)))).toEqual(await allEvents(await openTape(tapePath(whole, 2))));
  expect((await verifyRecording(folder)).isClean).toBe(true);
});

test('makes the tapes of several segments that the tapes lagged behind, and then saves the one that was cut off', async () => {
  cutOff((length) => length >> 1);
  rmSync(tapePath(folder, 1));
  const { said } = await recover();
  expect(said).toEqual(['segment 1 was finished without its tape, which was made of it now', expect.stringMatching(/^segment 2 was cut off/) as string]);
  expect((await verifyRecording(folder)).isClean).toBe(true);
});

test('does nothing to a recording that is whole', async () => {
  expect(await recover()).toEqual({ said: [], number: 3 });
});

/** A disk that takes so many blocks and then half of one. */
const fullAfter = (blocks: number, code: string): OpenSegmentFile => async (path) => {
  const file = await openSegmentFile(path);
  let left = blocks;
  return {
    ...file,
    async append(bytes) {
      if (left-- > 0) return file.append(bytes);
      await file.append(bytes.subarray(0, bytes.length >> 1));
      throw Object.assign(new Error(`${code}: no space left on device, write`), { code });
    },
  };
};

for (const [code, blocks] of [['ENOSPC', 0], ['ENOSPC', 1], ['ENOSPC', 7], ['EIO', 20]] as const) {
  test(`stops and says so when the disk gives ${code} after ${blocks} blocks, and nothing that was finished is touched`, async () => {
    const wholeTape = readFileSync(tapePath(folder, 2));
    let heardAfter = 0;
    const session = recordDriven(folder, new DrivenFeed(START + 2 * HOUR), async (feed) => {
      feed.list(RAIN);
      for (let i = 0; i < 30; i++) {
        talk(feed, [RAIN], 10, i + 1);
        await (await feed.began()).settled();
        heardAfter++;
      }
    }, { open: fullAfter(blocks, code) });
    await expect(session).rejects.toMatchObject({ spec: { code: 'MM_RECORD_CANNOT_WRITE' }, message: expect.stringContaining(code) as string });
    expect(heardAfter).toBe(30);
    expect(readdirSync(join(folder, 'tape'))).toEqual(['segment-000001.parquet', 'segment-000002.parquet']);
    expect(readFileSync(tapePath(folder, 2))).toEqual(wholeTape);
    expect(existsSync(join(folder, 'recording.lock'))).toBe(false);
    // With room again it goes on, and what reached the disk is there.
    const { said } = await recordDriven(folder, new DrivenFeed(START + 4 * HOUR), (feed) => { talk(feed.list(RAIN), [RAIN], 10); });
    expect(said.length).toBeLessThanOrEqual(1);
    expect((await verifyRecording(folder)).segments.flatMap(({ found }) => found)).toEqual([]);
  });
}

test('stops and says so when the disk is slower than the feed, before memory runs out', async () => {
  let go: () => void = () => {};
  const stuck = new Promise<void>((resolve) => { go = resolve; });
  const slow: OpenSegmentFile = async (path) => {
    const file = await openSegmentFile(path);
    return { ...file, append: async (bytes) => { await stuck; await file.append(bytes); } };
  };
  const session = recordDriven(folder, new DrivenFeed(START + 2 * HOUR), (feed) => {
    talk(feed.list(RAIN), [RAIN], 100);
    go();
  }, { open: slow, mostWaiting: 10_000 });
  await expect(session).rejects.toMatchObject({ spec: { code: 'MM_RECORD_BEHIND' } });
});

test('a tape that cannot be written stops the recording too', async () => {
  const session = recordDriven(folder, new DrivenFeed(START + 2 * HOUR), (feed) => {
    feed.list(RAIN).pass(10).hear(bookText(RAIN, feed.now(), [[480_000, 5_000_000]], [])).pass(10);
    // Where its staging would stand there is a file.
    rmSync(join(folder, 'tape'), { recursive: true });
    writeFileSync(join(folder, 'tape'), '');
  });
  await expect(session).rejects.toMatchObject({ spec: { code: 'MM_RECORD_CANNOT_WRITE' } });
});

test('two recorders do not share a folder', async () => {
  const feed = new DrivenFeed(START + 2 * HOUR);
  await recordDriven(folder, feed, async () => {
    writeFileSync(join(folder, 'recording.lock'), `${process.ppid}\n`);
    await expect(recordDriven(folder, new DrivenFeed(START + 3 * HOUR), () => {})).rejects.toMatchObject({ spec: { code: 'MM_RECORD_LOCKED' } });
  });
});
