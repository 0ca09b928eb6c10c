import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MarketDataEvent } from '../core/domain/events.ts';
import { marketId } from '../core/domain/instrument.ts';
import { price, size, timestamp } from '../core/domain/numbers.ts';
import { INVALID_REASONS } from '../tape/columns.ts';
import { allEvents } from '../tape/made-up-tapes.fixture.ts';
import { openTape } from '../tape/open-tape.ts';
import { verifyTape } from '../tape/verify-tape.ts';
import { bookText, changeText, DrivenFeed, HOUR, instrumentOf, marketOf, newFolder, recordDriven, START, talk, tradeFrame } from './made-up-recording.fixture.ts';
import { rawLines } from './read-raw.ts';
import { rawPath } from './segment-names.ts';
import { verifyRecording } from './verify-recording.ts';

const RAIN = marketOf('rain');
const SNOW = marketOf('snow');
const eventsOf = async (folder: string): Promise<readonly MarketDataEvent[]> => allEvents(await openTape(join(folder, 'tape')));

test('keeps every frame as it came, with its time and its socket', async () => {
  const folder = newFolder();
  const odd = `{"event_type":"nonsense",  "text":"a \\u2602 ☂ \n"}`;
  await recordDriven(folder, new DrivenFeed(), (feed) => {
    feed.list(RAIN).pass(5).hear(bookText(RAIN, START, [[480_000, 5_000_000]], [])).pass(7).hear(odd, 'market/2').pass(1).hear('{"topic":"crypto_prices"}', 'rtds');
  });
  const frames: unknown[] = [];
  for await (const lines of rawLines(rawPath(folder, 1))) frames.push(...lines.filter(({ kind }) => kind === 'frame'));
  expect(frames).toEqual([
    { kind: 'frame', at: START + 5, socket: 'market/1', text: bookText(RAIN, START, [[480_000, 5_000_000]], []) },
    { kind: 'frame', at: START + 12, socket: 'market/2', text: odd },
    { kind: 'frame', at: START + 13, socket: 'rtds', text: '{"topic":"crypto_prices"}' },
  ]);
});

test('writes the events as a tape that is read as any other', async () => {
  const folder = newFolder();
  const { reports } = await recordDriven(folder, new DrivenFeed(), (feed) => { talk(feed.list(RAIN).list(SNOW), [RAIN, SNOW], 600); });
  const tape = await openTape(join(folder, 'tape'));
  expect(tape.instruments).toEqual([instrumentOf(RAIN, 0), instrumentOf(SNOW, 1)]);
  const { facts, contradictionCount, disagreements } = await verifyTape(tape, { against: null });
  expect([contradictionCount, disagreements, facts.gaps]).toEqual([0, [], []]);
  expect(facts.kinds.trade).toBeGreaterThan(20);
  expect(reports).toMatchObject([{ number: 1, frames: 600, found: [], marks: 2 }]);
});

test('begins a new segment at each full hour, with all that was known, and loses nothing in between', async () => {
  const folder = newFolder();
  const { segments } = await recordDriven(folder, new DrivenFeed(START), (feed) => { talk(feed.list(RAIN).list(SNOW), [RAIN, SNOW], 3 * 3_600); });
  // The first began in the middle of an hour.
  expect(segments.map(({ number, from, to, found }) => [number, from, to, found])).toEqual([
    [1, START, 1_790_002_800_000, []], [2, 1_790_002_800_000, 1_790_006_400_000, []], [3, 1_790_006_400_000, 1_790_010_000_000, []], [4, 1_790_010_000_000, START + 3 * HOUR, []],
  ]);
  const whole = newFolder();
  await recordDriven(whole, new DrivenFeed(START), (feed) => { talk(feed.list(RAIN).list(SNOW), [RAIN, SNOW], 3 * 3_600); }, { rotateMs: 1_000 * HOUR });
  // What a segment begins with is said again; all else is the same, in the same order.
  const plain = (events: readonly MarketDataEvent[]): readonly MarketDataEvent[] => events.filter(({ type }) => type === 'BookDelta' || type === 'TradePrinted');
  expect(plain(await eventsOf(folder))).toEqual(plain(await eventsOf(whole)));
  const second = await allEvents(await openTape(join(folder, 'tape/segment-000002.parquet')));
  expect(second.slice(0, 2).map(({ type, ts }) => [type, ts])).toEqual([['BookSnapshot', 1_790_002_800_000], ['BookSnapshot', 1_790_002_800_000]]);
  expect((await verifyRecording(folder)).isClean).toBe(true);
});

test('begins a new segment when the raw one has reached its size', async () => {
  const folder = newFolder();
  const { segments } = await recordDriven(folder, new DrivenFeed(), async (feed) => {
    feed.list(RAIN);
    for (let i = 0; i < 5; i++) {
      talk(feed, [RAIN], 60, i + 1);
      await (await feed.began()).settled();
    }
  }, { rotateBytes: 1_000 });
  expect(segments.length).toBeGreaterThan(2);
  expect(segments.flatMap(({ found }) => found)).toEqual([]);
});

test('goes on in a new segment after a restart, and the time between is a hole in the tape', async () => {
  const folder = newFolder();
  await recordDriven(folder, new DrivenFeed(START), (feed) => { talk(feed.list(SNOW).list(RAIN), [SNOW, RAIN], 60); });
  await recordDriven(folder, new DrivenFeed(START + 90_000), (feed) => { talk(feed.list(RAIN), [RAIN], 60); });
  const tape = await openTape(join(folder, 'tape'));
  const { facts, contradictionCount } = await verifyTape(tape, { against: null });
  expect([facts.gaps, contradictionCount]).toEqual([[{ market: null, from: START + 60_000, to: START + 90_000, how: 'the recorder was not running' }], 0]);
  // A book of before the hole is not known after it.
  expect((await allEvents(tape)).filter(({ type, ts }) => type === 'BookInvalidated' && ts === START + 60_000)).toHaveLength(2);
  const { segments, isClean } = await verifyRecording(folder);
  expect([segments.map(({ holes }) => holes.length), isClean]).toEqual([[0, 1], true]);
});

test('a market that comes back after a restart on a finer tick changes its terms on the tape', async () => {
  const folder = newFolder();
  const finer = { ...RAIN, tick: price(1_000) };
  await recordDriven(folder, new DrivenFeed(START), (feed) => { feed.list(RAIN).pass(10).hear(bookText(RAIN, START, [[480_000, 5_000_000]], [])).pass(10); });
  await recordDriven(folder, new DrivenFeed(START + HOUR), (feed) => { feed.list(finer).pass(10).hear(bookText(finer, feed.now(), [[481_000, 5_000_000]], [])).pass(10); });
  const tape = await openTape(join(folder, 'tape'));
  expect(tape.instruments.map(({ tick }) => tick)).toEqual([10_000]);
  expect(await verifyTape(tape, { against: null })).toMatchObject({ contradictionCount: 0 });
  expect(await allEvents(tape)).toContainEqual(expect.objectContaining({ type: 'InstrumentChanged', tick: 1_000 }));
});

test('refuses to record what is earlier than what the folder holds', async () => {
  const folder = newFolder();
  await recordDriven(folder, new DrivenFeed(START), (feed) => { talk(feed.list(RAIN), [RAIN], 60); });
  await expect(recordDriven(folder, new DrivenFeed(START + 1_000), () => {})).rejects.toMatchObject({ spec: { code: 'MM_RECORD_EARLIER' } });
});

test('records as a hole the time in which the venue was not heard, over the end of a segment too', async () => {
  const folder = newFolder();
  const down = (feed: DrivenFeed, up: boolean): void => { feed.tell({ type: 'FeedStatusChanged', ts: feed.now(), venue: 'polymarket', up, reason: 'cut' }); };
  await recordDriven(folder, new DrivenFeed(START), (feed) => {
    feed.list(RAIN).pass(10).hear(bookText(RAIN, START, [[480_000, 5_000_000]], [[520_000, 5_000_000]])).pass(990);
    down(feed, false);
    feed.doubt(RAIN, 'the connection was lost: cut').pass(2 * HOUR).hear('{}', 'rtds').pass(500);
    down(feed, true);
    feed.pass(100).hear(bookText(RAIN, feed.now() - 5, [[490_000, 5_000_000]], [[520_000, 5_000_000]])).pass(100);
  });
  const { segments, isClean } = await verifyRecording(folder);
  expect(segments.flatMap(({ holes }) => holes)).toEqual([
    { from: START + 1_000, to: START + 1_000 + 2 * HOUR, how: 'the venue was not heard: cut' },
    { from: START + 1_000 + 2 * HOUR, to: START + 1_500 + 2 * HOUR, how: 'the venue was not heard: cut' },
  ]);
  expect([segments.map(({ found }) => found), isClean]).toEqual([[[], []], true]);
});

test('numbers markets anew in each segment, and lets go of those that have ended', async () => {
  const folder = newFolder();
  await recordDriven(folder, new DrivenFeed(START), (feed) => {
    feed.list(RAIN).list(SNOW).pass(10).hear(bookText(RAIN, START, [[480_000, 5_000_000]], [])).hear(bookText(SNOW, START, [[440_000, 5_000_000]], []));
    feed.tell({ type: 'MarketResolved', ts: feed.now(), market: marketId(0), yesPays: price(1_000_000) });
    feed.pass(HOUR).hear(changeText(SNOW, feed.now(), 'BUY', 450_000, 3_000_000)).pass(10);
  });
  expect((await openTape(join(folder, 'tape/segment-000002.parquet'))).instruments).toEqual([instrumentOf(SNOW, 0)]);
  const tape = await openTape(join(folder, 'tape'));
  expect(tape.instruments.map(({ name }) => name)).toEqual(['rain', 'snow']);
  expect(await verifyTape(tape, { against: null })).toMatchObject({ contradictionCount: 0, facts: { markets: [{ yesPays: 1_000_000 }, { yesPays: null }] } });
  expect((await verifyRecording(folder)).isClean).toBe(true);
});

test('waits a day for the outcome of a market that is over, and then lets go of it', async () => {
  const folder = newFolder();
  const over = { ...instrumentOf(RAIN, 0), endsAt: timestamp(START + HOUR) };
  await recordDriven(folder, new DrivenFeed(START), async (feed) => {
    (await feed.began()).market(RAIN);
    feed.tell({ type: 'InstrumentListed', ts: feed.now(), instrument: over });
    for (let hour = 0; hour < 30; hour++) feed.pass(HOUR).hear('{}', 'rtds');
    feed.pass(10);
  });
  const { segments, isClean } = await verifyRecording(folder);
  // Nothing was said that a tape has rows for, and none is missed.
  expect(isClean).toBe(true);
  const listed: number[] = [];
  for (const { number } of segments) for await (const lines of rawLines(rawPath(folder, number))) if (lines.some(({ kind }) => kind === 'market')) listed.push(number);
  expect([listed.at(-1), segments.length]).toEqual([25, 30]);
});

test('keeps a finer tick over the end of a segment', async () => {
  const folder = newFolder();
  await recordDriven(folder, new DrivenFeed(START), (feed) => {
    feed.list(RAIN).pass(10).hear(bookText(RAIN, START, [[960_000, 5_000_000]], [])).pass(10);
    feed.hear(JSON.stringify({ event_type: 'tick_size_change', market: RAIN.conditionId, asset_id: RAIN.yesId, old_tick_size: '0.01', new_tick_size: '0.001', timestamp: String(feed.now()) }));
    feed.pass(10).hear(changeText(RAIN, feed.now(), 'BUY', 961_000, 3_000_000)).pass(HOUR).hear(changeText(RAIN, feed.now(), 'BUY', 962_000, 3_000_000)).pass(10);
  });
  const tape = await openTape(join(folder, 'tape'));
  expect(await verifyTape(tape, { against: null })).toMatchObject({ contradictionCount: 0, disagreements: [] });
  expect((await verifyRecording(folder)).isClean).toBe(true);
});

test('leaves no segment where nothing was heard', async () => {
  const folder = newFolder();
  const { segments } = await recordDriven(folder, new DrivenFeed(), (feed) => { feed.list(RAIN); });
  expect([segments, readdirSync(join(folder, 'raw')), readdirSync(join(folder, 'tape')), existsSync(join(folder, 'recording.lock'))]).toEqual([[], [], [], false]);
});

const at = fc.integer({ min: 1, max: 99 }).map((cents) => price(cents * 10_000));
const shares = fc.integer({ min: 1, max: 1_000_000_000 }).map(size);
const levels = fc.uniqueArray(fc.tuple(at, shares), { selector: ([p]) => p, maxLength: 8 }).map((pairs) => pairs.flat());
const side = fc.constantFrom('bid' as const, 'ask' as const);
const anyEvent = fc.tuple(fc.nat(2), fc.oneof(
  fc.record({ type: fc.constant('BookDelta' as const), side, price: at, size: fc.oneof(shares, fc.constant(size(0))) }),
  fc.record({ type: fc.constant('BookSnapshot' as const), bids: levels, asks: levels }),
  fc.record({ type: fc.constant('TradePrinted' as const), price: at, size: shares, taker: side }),
  fc.record({ type: fc.constant('BookInvalidated' as const), reason: fc.constantFrom(...INVALID_REASONS) }),
  fc.record({ type: fc.constant('BookValidated' as const) }),
  fc.record({ type: fc.constant('InstrumentStatusChanged' as const), status: fc.constantFrom('open' as const, 'paused' as const, 'closed' as const) }),
  fc.record({ type: fc.constant('MarketFactsReported' as const), volume24h: fc.constantFrom(null, 5 as never), liquidity: fc.constant(7 as never) }),
));

test('any events come back from the tape as they were said', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(5_000), anyEvent), { minLength: 1, maxLength: 60 }), async (steps) => {
    const folder = newFolder();
    const markets = ['a', 'b', 'c'].map((name) => marketOf(name));
    const said: MarketDataEvent[] = [];
    const { segments } = await recordDriven(folder, new DrivenFeed(), (feed) => {
      for (const market of markets) feed.list(market);
      feed.hear('{}', 'rtds');
      for (const [wait, [market, event]] of steps) {
        const full = { ...event, market: marketId(market), ts: timestamp(feed.pass(wait).now()) } as MarketDataEvent;
        said.push(full);
        feed.tell(full);
      }
    }, { rotateMs: 1_000 * HOUR });
    expect(segments).toHaveLength(1);
    expect(await eventsOf(folder)).toEqual(said);
  }), { numRuns: 25 });
});

test('words of a live feed for a doubt are one reason in the tape, and stand as they were in raw', async () => {
  const folder = newFolder();
  await recordDriven(folder, new DrivenFeed(), (feed) => {
    feed.list(RAIN).hear(bookText(RAIN, START, [[480_000, 5_000_000]], [])).doubt(RAIN, 'the connection was lost: 1006').hear(tradeFrame(RAIN, START, 480_000, 5_000_000));
  });
  expect((await eventsOf(folder)).map((event) => (event.type === 'BookInvalidated' ? event.reason : event.type))).toEqual(['BookSnapshot', 'the recorded feed did not trust it', 'TradePrinted']);
  const told: string[] = [];
  for await (const lines of rawLines(rawPath(folder, 1))) for (const line of lines) if (line.kind === 'told' && line.event.type === 'BookInvalidated') told.push(line.event.reason);
  expect(told).toEqual(['the connection was lost: 1006']);
});
