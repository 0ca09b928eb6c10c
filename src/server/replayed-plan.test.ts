import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EvenkeelError } from '../errors/define.ts';
import { PREVIEW_ERRORS } from '../errors/preview.ts';
import type { PlanReplay, ReplayedFigures } from '../runtime/controller.ts';
import { FakeController } from './controller.fake.ts';
import { buildServer, startServer } from './server.ts';

const figures: ReplayedFigures = {
  pnl: { total: 4.38, spread: 17.09, adverseSelection: -7.36, inventory: -5.35, fees: 0, rebates: 0, rewards: 0 },
  fills: 67, volume: 755, quoteUptime: 0.99, fillRatio: 0.12, maxDrawdown: 4.85,
};
const side = { share: 0.9, meanCents: -2.07, onlyA: 0.01, onlyB: 0 };
const run = { name: 'in force (generation 1)', profile: 'demo', configHash: 'abc', commandHash: 'def', from: 1, to: 2, seed: 1, ended: 'end of tape' };
const REPLAY: PlanReplay = {
  from: 1_700_000_000_000, to: 1_700_003_600_000, notes: ['Nothing was applied.'],
  comparison: {
    version: 1, tape: { path: 'data/demo.db', name: 'the session', venue: 'demo', hash: 'h', markets: 5 }, a: run, b: { ...run, name: 'the files on disk' },
    headline: { tone: 'unclear', text: 'A comes out ahead.' }, notes: [],
    models: [{
      model: 'pessimistic', a: figures, b: figures, difference: figures, interval: { sum: -4.18, low: -13.87, high: 6.7, pAboveZero: 0.22, buckets: 60, bucketMs: 60_000 }, noInterval: null,
      quotes: {
        moments: 3_540, share: 0.99, marketsCompared: 5, marketsDiffering: 5, bid: side, ask: side, markets: [{ market: 'rain', moments: 700, share: 0.99, bid: side, ask: side }],
        first: [{ ts: 1, market: 'rain', side: 'bid', a: 0.48, b: null }], largest: [],
      },
      isSame: false, sentence: 'Under pessimistic B comes out $4.18 behind A.',
    }],
  },
};

let controller: FakeController;
let app: FastifyInstance;
beforeEach(async () => {
  controller = new FakeController();
  app = await buildServer(controller, { host: '127.0.0.1', port: 8787, onFault: () => {} });
});
afterEach(() => app.close());
const get = (url: string) => app.inject({ method: 'GET', url, headers: { host: '127.0.0.1:8787' } });

test('gives the plan with its replay, whole', async () => {
  controller.replayed = { replay: REPLAY, whyNoReplay: null };
  const reply = await get('/config/plan?replay=60m');
  expect(reply.statusCode).toBe(200);
  expect(reply.json()).toEqual({ ...controller.planReport, replay: REPLAY, whyNoReplay: null });
  expect(controller.asked).toEqual(['replay 60m']);
});

test('says why nothing was replayed, and replays nothing that was not asked for', async () => {
  expect((await get('/config/plan?replay=60m')).json()).toMatchObject({ status: 'pending', replay: null, whyNoReplay: 'the files say what is in force' });
  controller.asked.length = 0;
  expect((await get('/config/plan')).json()).toEqual(controller.planReport);
  expect(controller.asked).toEqual([]);
});

test('answers a bad stretch with 400 and a second replay with 409, both with a remedy', async () => {
  controller.replayed = new EvenkeelError(PREVIEW_ERRORS.badSpan, 'replay: `5x` is not a duration');
  const bad = await get('/config/plan?replay=5x');
  expect([bad.statusCode, bad.json().error]).toEqual([400, { code: 'MM_PREVIEW_BAD_SPAN', message: 'replay: `5x` is not a duration', remedy: PREVIEW_ERRORS.badSpan.remedy }]);
  controller.replayed = new EvenkeelError(PREVIEW_ERRORS.busy, 'a plan is being replayed');
  const busy = await get('/config/plan?replay=60m');
  expect([busy.statusCode, busy.json().error.code]).toEqual([409, 'MM_PREVIEW_BUSY']);
});

test('ends the replay when the client goes away', async () => {
  const server = await startServer(controller, { host: '127.0.0.1', port: 0, onFault: () => {} });
  try {
    const client = new AbortController();
    const ended = new Promise<string>((resolve) => {
      controller.replayed = (signal) => new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          resolve('ended');
          reject(new EvenkeelError(PREVIEW_ERRORS.stopped, 'nobody waits for it'));
        });
        client.abort();
      });
    });
    await expect(fetch(`${server.address}/config/plan?replay=60m`, { signal: client.signal })).rejects.toThrow();
    expect(await ended).toBe('ended');
  } finally {
    await server.close();
  }
});

test('describes both in the OpenAPI document', async () => {
  const { paths, components } = (await get('/docs/json')).json();
  expect(paths['/config/plan'].get.parameters).toEqual([expect.objectContaining({ name: 'replay', in: 'query', required: false })]);
  expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(['ReplayedPlan', 'PlanReplay', 'ReplayedFigures', 'ReplayedQuotes']));
});
