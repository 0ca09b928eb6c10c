import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { MarketDataEvent } from '../core/domain/events.ts';
import { price } from '../core/domain/numbers.ts';
import { allEvents } from '../tape/made-up-tapes.fixture.ts';
import { openTape } from '../tape/open-tape.ts';
import { verifyTape } from '../tape/verify-tape.ts';
import { decodeMarketFrame } from '../venues/polymarket/wire/market-channel.ts';
import { frameText, haveNoFrames, NO_FRAMES } from '../venues/polymarket/wire/wire-fixtures.fixture.ts';
import { bookOf, bookText, changeText, DrivenFeed, HOUR, instrumentOf, marketOf, newFolder, recordDriven, START, talk } from './made-up-recording.fixture.ts';
import { RawFeed } from './raw-feed.ts';
import { rawLines } from './read-raw.ts';
import { recordSession, type Recorded } from './record-session.ts';
import { openSegmentFile } from './segment-file.ts';
import { findSegments, rawPath } from './segment-names.ts';
import { verifyRecording } from './verify-recording.ts';

const RAIN = marketOf('rain');
const SNOW = marketOf('snow-in-may');

async function recordAnew(from: string, { patterns = [], durationMs = null, rotateMs = 1_000 * HOUR }: { patterns?: readonly string[]; durationMs?: number | null; rotateMs?: number } = {}): Promise<Recorded & { readonly folder: string }> {
  const folder = newFolder();
  const feed = await RawFeed.open(from, patterns);
  return { ...await recordSession({ folder, feed, rotateMs, rotateBytes: 1e9, durationMs, mostWaiting: 1e9, open: openSegmentFile, everySecond: () => () => {}, say: () => {}, onSegment: () => {} }), folder };
}
const eventsOf = async (folder: string): Promise<readonly MarketDataEvent[]> => allEvents(await openTape(join(folder, 'tape')));
const changes = (events: readonly MarketDataEvent[]): readonly MarketDataEvent[] => events.filter(({ type }) => type === 'BookDelta' || type === 'TradePrinted');
async function framesOf(folder: string): Promise<readonly unknown[]> {
  const frames: unknown[] = [];
  for (const number of (await findSegments(folder)).raw) for await (const lines of rawLines(rawPath(folder, number))) frames.push(...lines.filter(({ kind }) => kind === 'frame'));
  return frames;
}

test('a recording that is recorded anew has the same frames, changes and trades, however it was cut into segments', async () => {
  const from = newFolder();
  await recordDriven(from, new DrivenFeed(START), (feed) => { talk(feed.list(RAIN).list(SNOW), [RAIN, SNOW], 2 * 3_600); });
  const anew = await recordAnew(from, { rotateMs: 30 * 60_000 });
  expect(anew.segments.length).toBeGreaterThan(3);
  expect(await framesOf(anew.folder)).toEqual(await framesOf(from));
  expect(changes(await eventsOf(anew.folder))).toEqual(changes(await eventsOf(from)));
  expect((await verifyRecording(anew.folder)).isClean).toBe(true);
});

test('takes the markets out of a recording that are asked for, with the frames that speak of them', async () => {
  const from = newFolder();
  await recordDriven(from, new DrivenFeed(START), (feed) => { talk(feed.list(RAIN).list(SNOW), [RAIN, SNOW], 600); });
  const anew = await recordAnew(from, { patterns: ['snow-*'] });
  const tape = await openTape(join(anew.folder, 'tape'));
  expect(tape.instruments).toEqual([instrumentOf(SNOW, 0)]);
  const frames = await framesOf(anew.folder);
  expect(frames).toEqual((await framesOf(from)).filter((frame) => (frame as { readonly text: string }).text.includes(SNOW.conditionId)));
  expect(changes(await eventsOf(anew.folder))).toEqual(changes(await eventsOf(from)).flatMap((event) => ('market' in event && event.market === 1 ? [{ ...event, market: 0 }] : [])));
});

test('stops when so much of the recording has been played', async () => {
  const from = newFolder();
  await recordDriven(from, new DrivenFeed(START), (feed) => { talk(feed.list(RAIN), [RAIN], 600); });
  const anew = await recordAnew(from, { durationMs: 60_000 });
  expect(anew).toMatchObject({ because: 'time-over', endedAt: START + 60_000, segments: [{ frames: 59, to: START + 60_000 }] });
});

test('the hole between two runs of the recording that is played is a hole again, and a market that both had is one market', async () => {
  const from = newFolder();
  await recordDriven(from, new DrivenFeed(START), (feed) => { talk(feed.list(SNOW).list(RAIN), [SNOW, RAIN], 60); });
  await recordDriven(from, new DrivenFeed(START + 100_000), (feed) => { talk(feed.list(RAIN), [RAIN], 60); });
  const anew = await recordAnew(from);
  const tape = await openTape(join(anew.folder, 'tape'));
  expect(tape.instruments.map(({ name }) => name)).toEqual([SNOW.slug, RAIN.slug]);
  const { facts, contradictionCount } = await verifyTape(tape, { against: null });
  expect([facts.gaps, contradictionCount]).toEqual([[{ market: null, from: START + 60_000, to: START + 100_000, how: 'the venue was not heard: the recording that is played has a hole' }], 0]);
  expect((await verifyRecording(anew.folder)).isClean).toBe(true);
});

test('a recording whose first segments were moved away is played from the books that its first one begins with', async () => {
  const from = newFolder();
  await recordDriven(from, new DrivenFeed(START), (feed) => {
    feed.list(RAIN).pass(10).hear(bookText(RAIN, START, [[480_000, 5_000_000]], [[520_000, 4_000_000]])).pass(HOUR).hear('{}', 'rtds').pass(HOUR).hear(changeText(RAIN, feed.now() - 40, 'BUY', 470_000, 3_000_000)).pass(10);
  });
  // The venue stamped the change before the segment began that it is the first of.
  for (const number of [1, 2]) rmSync(rawPath(from, number));
  const events = await eventsOf((await recordAnew(from)).folder);
  expect(bookOf(events).levels('bid')).toEqual([480_000, 5_000_000, 470_000, 3_000_000]);
  expect(bookOf(events).levels('ask')).toEqual([520_000, 4_000_000]);
});

test('refuses a folder that holds no raw recording', async () => {
  await expect(RawFeed.open(newFolder(), [])).rejects.toMatchObject({ spec: { code: 'MM_RECORD_NOTHING_THERE' } });
});

test.skipIf(haveNoFrames)(`a captured burst, recorded, is proved by replay and leads to the book that the venue sent after it${NO_FRAMES}`, async () => {
  const messages = JSON.parse(frameText('polymarket-newer/ws_market_price_change_crossing_burst.json')) as { readonly timestamp: string; readonly market: string; readonly asset_id?: string; readonly price_changes?: readonly { readonly asset_id: string }[] }[];
  const { market: conditionId } = messages[0]!;
  const tokens = new Set(messages.flatMap(({ asset_id: token, price_changes: all }) => [...(token === undefined ? [] : [token]), ...(all ?? []).map(({ asset_id }) => asset_id)]));
  const [yesId, noId = 'the other'] = [...tokens];
  const market = marketOf('burst', { conditionId, yesId: yesId!, noId, tick: price(1_000) });
  const folder = newFolder();
  const { reports } = await recordDriven(folder, new DrivenFeed(Number(messages[0]!.timestamp)), (feed) => {
    feed.list(market);
    for (const message of messages) feed.pass(Math.max(0, Number(message.timestamp) - feed.now())).hear(JSON.stringify(message));
  });
  expect(reports).toMatchObject([{ frames: 51, found: [] }]);
  const tape = await openTape(join(folder, 'tape'));
  expect(await verifyTape(tape, { against: null })).toMatchObject({ contradictionCount: 0, disagreements: [] });
  const [last] = decodeMarketFrame(JSON.stringify(messages.at(-1)));
  if (last?.kind !== 'book') throw new Error('the capture does not end with a book');
  const book = bookOf(await eventsOf(folder), price(1_000));
  const pairs = (levels: readonly number[]): readonly string[] => levels.flatMap((at, i) => (i % 2 === 0 ? [`${at} ${levels[i + 1]}`] : [])).toSorted();
  expect(last.token).toBe(yesId);
  expect([pairs(book.levels('bid')), pairs(book.levels('ask'))]).toEqual([pairs(last.bids), pairs(last.asks)]);
  // The same through a raw recording.
  const anew = await recordAnew(folder);
  expect(changes(await eventsOf(anew.folder))).toEqual(changes(await eventsOf(folder)));
});
