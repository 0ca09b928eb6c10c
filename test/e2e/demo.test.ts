import { describe, expect, test, type TestContext } from 'vitest';
import { botFolder } from './bot-folder.fixture.ts';
import { cleanUp, RunningBot } from './running-bot.fixture.ts';

const MARKET = 'rain-in-lisbon';

/** A bot of the test's own, gone when the test is over. */
async function started({ onTestFinished }: TestContext): Promise<RunningBot> {
  const folder = await botFolder();
  onTestFinished(() => cleanUp(folder));
  return RunningBot.start(folder);
}

test('makes markets within ten seconds of the start, and every endpoint answers', async (context) => {
  const began = performance.now();
  const bot = await started(context);
  const status = await bot.quotesEverywhere();
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(status).toMatchObject({ session: { id: 'demo-1', profile: 'demo', mode: 'demo' }, generation: 1, permission: 'full', halted: null });
  expect(status.markets.length).toBeGreaterThanOrEqual(3);
  for (const { bid, ask } of status.markets) expect(bid).toBeLessThan(Number(ask));
  expect(await bot.health()).toMatchObject({ code: 200, report: { status: 'ok', reasons: [], generation: 1, config: 'in-force' } });

  expect(await bot.json('/markets')).toMatchObject(status.markets.map(({ name }) => ({ name })));
  expect(await bot.market(MARKET)).toMatchObject({ name: MARKET, book: { valid: true }, openOrders: expect.any(Number) as number });
  expect((await bot.market(MARKET)).orders.length).toBeGreaterThan(0);
  const explained = await bot.explain(MARKET);
  expect(explained).toMatchObject({ market: MARKET, generation: 1, noBidBecause: null, noAskBecause: null });
  expect(explained.steps.map(({ step }) => step)).toEqual(expect.arrayContaining(['fair value', 'half-spread', 'skew', 'ladder']));
  expect(explained.rules.map(({ name }) => name)).toEqual(['fast move', 'quiet hours', 'bad day']);
  expect((await bot.fetch('/markets/nowhere')).status).toBe(404);

  const metrics = await bot.fetch('/metrics');
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  expect(await metrics.text()).toMatch(/^evenkeel_\w+/m);
  expect(await bot.json('/docs/json')).toMatchObject({ openapi: expect.stringMatching(/^3/) as string, paths: { '/status': {}, '/halt': {}, '/events': {} } });
  expect((await bot.fetch('/docs/')).status).toBe(200);
});

test.concurrent('streams what happens as server-sent events', async (context) => {
  const bot = await started(context);
  const reply = await bot.fetch('/events');
  expect(reply.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of reply.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (/^event: \w+\ndata: .*\n\n/m.test(text)) break;
  }
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? '';
  expect(JSON.parse(data)).toMatchObject({ id: expect.any(Number) as number, kind: expect.any(String) as string, text: expect.any(String) as string });
});

describe('ends in order, with zero open orders proved', () => {
  const ENDINGS: readonly { readonly name: string; readonly signals: readonly ('SIGINT' | 'SIGTERM')[] }[] = [
    { name: 'SIGTERM', signals: ['SIGTERM'] },
    { name: 'SIGINT', signals: ['SIGINT'] },
    { name: 'SIGINT sent twice, as npm does', signals: ['SIGINT', 'SIGINT'] },
  ];
  test.concurrent.for(ENDINGS)('on $name', async ({ signals }, context) => {
    const bot = await started(context);
    await bot.statusWhere('orders are open', ({ orders }) => orders.open > 0);
    for (const [i, signal] of signals.entries()) {
      bot.signal(signal);
      if (i + 1 < signals.length) await bot.complained(`${signal}: cancelling all orders`);
    }
    const { exit, signal, out, err } = await bot.ended;
    expect({ exit, signal }, `${out}${err}`).toEqual({ exit: 0, signal: null });
    expect(out).toContain('demo proves zero open orders');
    expect(out).toContain(`ended: ${signals[0]}`);
    expect(out).toContain('zero open orders proved');
    expect(err).not.toContain('Warning');
  });
});
