import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MICROS } from '../../core/domain/numbers.ts';
import { EvenkeelError } from '../../errors/define.ts';
import { readFrames } from '../../journal/read.ts';
import type { PreviewRequest } from '../../runtime/bot-options.ts';
import { smallConfig } from '../../runtime/small-market.fixture.ts';
import { JournalTape } from './journal-tape.ts';
import { asLoaded, JournalFolder, journaledDemo, journaledPaper, START } from './journaled-run.fixture.ts';
import { preview } from './preview.ts';
import { previewThread } from './preview-thread.ts';

const MINUTE_MS = 60_000;
const WATCH = { stop: () => false, progress() {} };

let folder: JournalFolder;
beforeAll(async () => {
  folder = new JournalFolder();
  await journaledDemo(folder, { seed: 5, minutes: 12 });
});
afterAll(() => { folder.remove(); });

const request = (over: Partial<PreviewRequest> = {}): PreviewRequest => ({
  journal: folder.file, run: 1, lastMs: 10 * MINUTE_MS, directory: '.',
  inForce: { name: 'in force', loaded: asLoaded(smallConfig(5_000), 'a') }, pending: { name: 'the files', loaded: asLoaded(smallConfig(25_000), 'b') }, ...over,
});
/** Everything but how long it took. */
const numbersOf = ({ comparison, ...replay }: Awaited<ReturnType<typeof preview>>): unknown => ({ ...replay, comparison });
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'no error', (error: unknown) => (error instanceof EvenkeelError ? error.spec.code : String(error)));

test('shows that a wider spread quotes further out and is filled less', async () => {
  const { comparison, from, to } = await preview(request(), WATCH);
  expect(to - from).toBeCloseTo(10 * MINUTE_MS, -4);
  const [model] = comparison.models;
  expect(model?.a.fills).toBeGreaterThan(20);
  expect(model?.b.fills).toBeLessThan((model?.a.fills ?? 0) / 2);
  expect(model?.quotes.share).toBeGreaterThan(0.9);
  // Two cents wider on each side, up to where a quote of the other meets a better price of others.
  expect(model?.quotes.bid?.meanCents).toBeLessThan(-1);
  expect(model?.quotes.ask?.meanCents).toBeGreaterThan(1);
  expect([comparison.a.name, comparison.b.name]).toEqual(['in force', 'the files']);
});

test('gives the same numbers each time', async () => {
  expect(numbersOf(await preview(request(), WATCH))).toEqual(numbersOf(await preview(request(), WATCH)));
});

test('fills the config in force about as often as the session was filled under it', async () => {
  const { comparison, notes, from, to } = await preview(request(), WATCH);
  const session = new Set([...readFrames(folder.reader(), 1, 0)].flatMap(({ events }) => events.flatMap((event) => (event.type === 'OrderFilled' && event.ts >= from && event.ts <= to ? [event.fillId] : [])))).size;
  expect(session).toBeGreaterThan(100);
  expect(notes.some((note) => note.includes(`filled ${session} times`))).toBe(true);
  const fills = comparison.models[0]?.a.fills ?? 0;
  // The replay begins flat, and with orders that have yet to be placed.
  expect(Math.abs(fills - session) / session).toBeLessThan(0.1);
});

test('fills a paper session on a recording again exactly as it was filled', async () => {
  const paper = new JournalFolder();
  try {
    await journaledPaper(paper, JournalTape.open(folder.reader(), 1, 6 * MINUTE_MS), smallConfig(5_000));
    const { comparison, notes } = await preview(request({ journal: paper.file, lastMs: 60 * MINUTE_MS }), WATCH);
    const fills = [...readFrames(paper.reader(), 1, 0)].flatMap(({ events }) => events.flatMap((event) => (event.type === 'OrderFilled' ? [event] : [])));
    expect(fills.length).toBeGreaterThan(50);
    const [model] = comparison.models;
    expect({ fills: model?.a.fills, volume: model?.a.volume }).toEqual({ fills: fills.length, volume: fills.reduce((sum, { size }) => sum + size, 0) / MICROS });
    expect(notes[2]).toContain(`filled ${fills.length} times`);
  } finally {
    paper.remove();
  }
});

test('takes the two for runs over the same span, whenever the last answer reaches each of them', async () => {
  const config = smallConfig(5_000);
  const slow = { ...config, exchange: { ...config.exchange, latency: { ...config.exchange.latency, order: { kind: 'constant', ms: 20_000 } } } } as const;
  const idle = { ...config, strategies: [] };
  const { comparison, to } = await preview(request({ inForce: { name: 'in force', loaded: asLoaded(slow, 'a') }, pending: { name: 'the files', loaded: asLoaded(idle, 'b') } }), WATCH);
  expect([comparison.a.to, comparison.b.to]).toEqual([to, to]);
  expect(comparison.notes.join()).not.toContain('different spans');
});

test('finds no difference between a config and itself', async () => {
  const { comparison } = await preview(request({ pending: { name: 'the files', loaded: asLoaded(smallConfig(5_000), 'a') } }), WATCH);
  expect(comparison.models.map(({ isSame }) => isSame)).toEqual([true]);
});

test('runs both under the exchange of the config in force, its own fill model first and then the strictest', async () => {
  const config = smallConfig(5_000);
  const slow = { kind: 'constant', ms: 700 } as const;
  const proportional = { ...config, exchange: { ...config.exchange, queue: { model: 'proportional' }, seed: 9, latency: { ...config.exchange.latency, order: slow } } } as const;
  const { comparison } = await preview(request({ inForce: { name: 'in force', loaded: asLoaded(proportional, 'a') }, pending: { name: 'the files', loaded: asLoaded(config, 'b') } }), WATCH);
  // They differ in the exchange alone.
  expect(comparison.models.map(({ model, isSame }) => ({ model, isSame }))).toEqual([{ model: 'proportional', isSame: true }, { model: 'pessimistic', isSame: true }]);
});

test('says what it is made of, and how much of what was asked for is there', async () => {
  const whole = await preview(request(), WATCH);
  expect(whole.notes).toEqual([expect.stringContaining('Nothing was applied') as string, expect.stringContaining('begin flat') as string, expect.stringMatching(/^The session itself was filled \d+ times in this stretch/) as string]);
  const { notes, from } = await preview(request({ lastMs: 60 * MINUTE_MS }), WATCH);
  expect(from).toBe(START);
  expect(notes.at(-1)).toBe('Only 12 min of the 60 min asked for are recorded.');
  const config = smallConfig(5_000);
  const asRecorded = { ...config, exchange: { ...config.exchange, latency: { ...config.exchange.latency, feed: { kind: 'tape' } } } } as const;
  const { notes: withTape } = await preview(request({ inForce: { name: 'in force', loaded: asLoaded(asRecorded, 'a') } }), WATCH);
  expect(withTape.at(-1)).toBe('The feed latency of the recording is not in the journal: market data is heard without any.');
});

describe('on a thread of its own', () => {
  test('comes to the same', async () => {
    expect(await previewThread()(request(), new AbortController().signal)).toEqual(await preview(request(), WATCH));
  });

  test('ends when nobody waits for it any more', async () => {
    const gone = new AbortController();
    const going = previewThread()(request(), gone.signal);
    gone.abort();
    expect(await codeOf(going)).toBe('MM_PREVIEW_STOPPED');
    expect(await codeOf(previewThread()(request(), gone.signal))).toBe('MM_PREVIEW_STOPPED');
  });

  test('ends when it takes longer than it may', async () => {
    expect(await codeOf(previewThread({ longestMs: 1 })(request(), new AbortController().signal))).toBe('MM_PREVIEW_OUT_OF_TIME');
  });

  test('says what is wrong in the words of the catalogue', async () => {
    expect(await codeOf(previewThread()(request({ run: 7 }), new AbortController().signal))).toBe('MM_PREVIEW_NOTHING_RECORDED');
    expect(await codeOf(previewThread()(request({ journal: `${folder.file}-missing` }), new AbortController().signal))).toBe('MM_JOURNAL_MISSING');
  });
});
