import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EvenkeelError } from '../errors/define.ts';
import { PREVIEW_ERRORS } from '../errors/preview.ts';
import type { Preview, PreviewRequest } from './bot-options.ts';
import type { PlanReplay } from './controller.ts';
import { readReplay } from './plan-replays.ts';
import { BotFolder } from './started-bot.fixture.ts';
import { makerOf } from '../config/maker-of.fixture.ts';

const codeOf = async (work: () => unknown): Promise<string> => {
  try { await work(); } catch (error) { return (error as EvenkeelError).spec.code; }
  return 'no error';
};
const RESULT = { from: 1, to: 2, notes: [] } as unknown as PlanReplay;

/** Answers when it is told to, or when it is ended. */
class WaitingPreview {
  readonly asked: PreviewRequest[] = [];
  answer: () => void = () => {};
  readonly preview: Preview = (request, signal) => new Promise((resolve, reject) => {
    this.asked.push(request);
    this.answer = () => { resolve(RESULT); };
    signal.addEventListener('abort', () => { reject(new EvenkeelError(PREVIEW_ERRORS.stopped, 'ended')); });
  });
}

let folder: BotFolder;
let waiting: WaitingPreview;
beforeEach(() => { folder = new BotFolder(); waiting = new WaitingPreview(); });
afterEach(() => folder.remove());

const nobodyGoes = new AbortController().signal;
/** A bot whose files say something else than what is in force. */
async function withPending(): Promise<Awaited<ReturnType<BotFolder['start']>>['bot']> {
  const { bot } = await folder.start({ preview: waiting.preview });
  folder.edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 2.5c');
  await bot.reload();
  await bot.revert(1, 'test');
  expect(bot.plan().status).toBe('pending');
  return bot;
}

describe('a replay of a plan', () => {
  test('is asked for what is in force and what the files say, on the journal of the session', async () => {
    const bot = await withPending();
    const going = bot.replayedPlan('60m', nobodyGoes);
    waiting.answer();
    expect(await going).toEqual({ ...bot.plan(), replay: RESULT, whyNoReplay: null });
    expect(waiting.asked).toHaveLength(1);
    expect(waiting.asked[0]).toMatchObject({ journal: bot.opened.journal.path, run: bot.opened.run, lastMs: 3_600_000, directory: folder.path, inForce: { name: 'in force (generation 3)' } });
    const spreads = [waiting.asked[0]?.inForce, waiting.asked[0]?.pending].map((config) => (config === undefined ? undefined : makerOf(config.loaded.config).quote.halfSpread.micros));
    expect(spreads).toEqual([15_000, 25_000]);
    expect(bot.plan().status).toBe('pending');
  });

  test('is not run where the files say what is in force, and not where they have mistakes', async () => {
    const { bot } = await folder.start({ preview: waiting.preview });
    expect(await bot.replayedPlan('60m', nobodyGoes)).toMatchObject({ status: 'nothing', replay: null, whyNoReplay: 'the files say what is in force' });
    folder.edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpred: 1.5c');
    await bot.reload();
    expect(await bot.replayedPlan('60m', nobodyGoes)).toMatchObject({ status: 'rejected', replay: null, whyNoReplay: 'the files cannot be taken as they are' });
    expect(waiting.asked).toEqual([]);
  });

  test('is refused while another runs, and taken after it', async () => {
    const bot = await withPending();
    const first = bot.replayedPlan('60m', nobodyGoes);
    expect(await codeOf(() => bot.replayedPlan('60m', nobodyGoes))).toBe('MM_PREVIEW_BUSY');
    waiting.answer();
    await first;
    const second = bot.replayedPlan('10m', nobodyGoes);
    waiting.answer();
    expect(await second).toMatchObject({ replay: RESULT });
  });

  test('is ended when whoever asked goes away, and when the bot stops', async () => {
    const bot = await withPending();
    const gone = new AbortController();
    const first = bot.replayedPlan('60m', gone.signal);
    gone.abort();
    expect(await codeOf(() => first)).toBe('MM_PREVIEW_STOPPED');
    const second = bot.replayedPlan('60m', nobodyGoes);
    bot.stop();
    expect(await codeOf(() => second)).toBe('MM_PREVIEW_STOPPED');
    expect(await codeOf(() => bot.replayedPlan('60m', nobodyGoes))).toBe('MM_PREVIEW_STOPPED');
  });
});

test('takes a stretch of 10 s to 24 h and says how it is written', async () => {
  expect([readReplay('10s'), readReplay('60m'), readReplay('24h')]).toEqual([10_000, 3_600_000, 86_400_000]);
  for (const text of ['9s', '25h', '60', 'soon', '', '-5m']) expect([text, await codeOf(() => readReplay(text))]).toEqual([text, 'MM_PREVIEW_BAD_SPAN']);
  expect(() => readReplay('60')).toThrow(/did you mean `60s`, `60m`/);
});
