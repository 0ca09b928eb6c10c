import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DrivenFeed, HOUR, marketOf, recordDriven, START, talk } from '../../src/record/made-up-recording.fixture.ts';
import { EXIT } from '../../src/errors/exit-codes.ts';
import { botFolder, ROOT, type BotFolder } from './bot-folder.fixture.ts';
import { cleanUp, type Ended, evenkeel, eventually } from './running-bot.fixture.ts';

const MARKETS = ['btc-updown-15m-1790000100', 'rain-in-london'].map((name) => marketOf(name));
/** Frames, one a second, of each raw recording that is recorded anew: enough to be killed in the middle. */
const FRAMES = 60_000;
const LATER = 100 * HOUR;
/** More than a segment has before its first frame. */
const HEAD_BYTES = 2_000;

let folder: BotFolder;
const at = (name: string): string => join(folder.path, name);
const source = async (name: string, from: number, frames: number): Promise<string> => {
  await recordDriven(at(name), new DrivenFeed(from), (feed) => {
    for (const market of MARKETS) feed.list(market);
    talk(feed, MARKETS, frames);
  }, { rotateMs: 1_000 * HOUR, everySecond: () => () => {} });
  return at(name);
};
beforeAll(async () => {
  folder = await botFolder();
  for (let i = 0; i < 3; i++) await source(`source-${i}`, START + i * LATER, FRAMES);
  await source('short', START, 7_200);
});
afterAll(() => cleanUp(folder));

const record = (...words: string[]): Promise<Ended> => evenkeel(folder, 'record', ...words);
const lastLine = ({ out, err }: Ended): Record<string, unknown> => {
  expect(out, err).not.toBe('');
  return JSON.parse(out.trimEnd().split('\n').at(-1)!) as Record<string, unknown>;
};

/** Ends it in the middle of a segment, when the disk has some of it. */
async function endedIn(out: string, from: string, signal: NodeJS.Signals, isThere: (names: readonly string[]) => boolean): Promise<Ended> {
  const child = spawn(join(ROOT, 'bin/evenkeel'), ['record', '--from-raw', from, '--out', out, '--rotate', '2h'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => { text += more; });
  child.stderr.setEncoding('utf8').on('data', (more: string) => { err += more; });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await eventually('a segment is being written', () => {
    const names = existsSync(join(out, 'raw')) ? readdirSync(join(out, 'raw')) : [];
    const partial = names.find((name) => name.endsWith('.partial'));
    return partial !== undefined && isThere(names) && (statSync(join(out, 'raw', partial), { throwIfNoEntry: false })?.size ?? 0) > HEAD_BYTES ? true : null;
  }, () => text + err);
  child.kill(signal);
  const [exit, by] = await ended;
  return { exit, signal: by, out: text, err };
}

test('after kill -9 in the middle of a segment, twice, finished ones are as they were, the rest is saved, and it goes on behind a hole', async () => {
  const out = at('killed');
  const finished = new Map<string, Buffer>();
  for (let kill = 0; kill < 2; kill++) {
    const before = finished.size;
    const killed = await endedIn(out, at(`source-${kill}`), 'SIGKILL', (names) => names.filter((name) => name.endsWith('.gz')).length > before + 1);
    expect(killed.signal).toBe('SIGKILL');
    for (const [name, bytes] of finished) expect(readFileSync(join(out, 'raw', name)).equals(bytes)).toBe(true);
    for (const name of readdirSync(join(out, 'raw'))) if (name.endsWith('.gz')) finished.set(name, readFileSync(join(out, 'raw', name)));
    // Not finished, and said.
    expect(await record('verify', out)).toMatchObject({ exit: 1, out: expect.stringContaining('was not finished') as string });
  }
  const last = await record('--from-raw', at('source-2'), '--out', out, '--rotate', '10h', '--json');
  expect(last.exit, last.err).toBe(0);
  expect(last.err).toMatch(/segment \d+ was cut off: its \d+ frames until .* were saved/);
  for (const [name, bytes] of finished) expect(readFileSync(join(out, 'raw', name)).equals(bytes)).toBe(true);

  const verified = await record('verify', out, '--json');
  expect(verified.exit, verified.out + verified.err).toBe(0);
  const { segments } = lastLine(verified) as { readonly segments: readonly { readonly holes: readonly { readonly how: string }[] }[] };
  expect(segments.flatMap(({ holes }) => holes.map(({ how }) => how))).toEqual(['the recorder was not running', 'the recorder was not running']);
  // Nothing is left of what was cut off.
  expect(readdirSync(join(out, 'raw')).filter((name) => !name.endsWith('.gz'))).toEqual([]);
  expect(readdirSync(join(out, 'tape')).filter((name) => !name.endsWith('.parquet'))).toEqual([]);
  const tape = await evenkeel(folder, 'tape', 'verify', join(out, 'tape'));
  expect(tape).toMatchObject({ exit: 1, out: expect.stringContaining('NOT OK: 2 holes') as string });
});

test('Ctrl-C finishes the segment and leaves a recording that is whole', async () => {
  const out = at('stopped');
  const stopped = await endedIn(out, at('source-0'), 'SIGINT', () => true);
  expect(stopped, stopped.err).toMatchObject({ exit: 0, out: expect.stringContaining('SIGINT: ') as string, err: expect.stringContaining('finishing the segment') as string });
  expect((await record('verify', out)).exit).toBe(0);
});

test('its tapes are verified, traded and backtested as any other', async () => {
  const out = at('whole');
  const recorded = await record('--from-raw', at('short'), '--out', out, '--markets', 'rain-*', '--rotate', '1h', '--duration', '90m', '--json');
  expect(recorded.exit, recorded.err).toBe(0);
  expect(lastLine(recorded)).toMatchObject({ because: 'time-over', startedAt: START, endedAt: START + 90 * 60_000, segments: [{ number: 1, found: [] }, { number: 2, found: [] }] });
  const tape = join(out, 'tape');
  expect(await evenkeel(folder, 'tape', 'verify', tape)).toMatchObject({ exit: 0, out: expect.stringContaining('1 market of polymarket') as string });
  const run = await evenkeel(folder, '--json', 'run', '--profile', 'paper', '--tape', tape, '--speed', 'max');
  expect(run.exit, run.err).toBe(0);
  expect(lastLine(run)).toMatchObject({ endedBecause: 'tape ended', zeroOpen: 'proved', clampedStamps: 0 });
  const backtest = await evenkeel(folder, '--json', 'backtest', tape, '--profile', 'paper', '--models', 'pessimistic', '--no-report');
  expect(backtest.exit, backtest.err).toBe(0);
});

test('a difference is named with its place, and the exit code says so', async () => {
  cpSync(at('short'), at('spoiled'), { recursive: true });
  const path = join(at('spoiled'), 'raw/segment-000001.jsonl.gz');
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
  expect(await record('verify', at('spoiled'))).toMatchObject({ exit: 1, out: expect.stringMatching(/DIFFERS: .*raw\/segment-000001\.jsonl\.gz(?::\d+|: the gzip data is damaged)/) as string });
});

test('what cannot be recorded is refused with a remedy', async () => {
  expect(await record('--out', at('none'))).toMatchObject({ exit: 64, err: expect.stringContaining('MM_RECORD_NO_FEED') as string });
  expect(await record('--from-raw', at('short'))).toMatchObject({ exit: 64, err: expect.stringContaining('--out is needed') as string });
  expect(await record('--from-raw', at('nowhere'), '--out', at('none'))).toMatchObject({ exit: 66, err: expect.stringContaining('MM_RECORD_NOTHING_THERE') as string });
  expect(await record('--from-raw', at('short'), '--out', at('none'), '--rotate', 'often')).toMatchObject({ exit: 64, err: expect.stringContaining('--rotate often') as string });
  expect(await record('--from-raw', at('short'), '--out', join(at('strategies.yaml'), 'x'))).toMatchObject({ exit: 73, err: expect.stringContaining('MM_RECORD_CANNOT_WRITE') as string });
  expect(existsSync(at('none'))).toBe(false);
});

test('a rehearsal that starts with its session has nothing to record, and the venue is not asked in its place', async () => {
  const { exit, err } = await record('--profile', 'rehearsal', '--out', at('rehearsed'));
  expect([exit, err]).toEqual([EXIT.usage, expect.stringContaining('the simulator of rehearsal starts with its session')]);
  expect(existsSync(at('rehearsed'))).toBe(false);
});
