import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeController } from './controller.fake.ts';
import { buildServer } from './server.ts';

const HOST = { host: '127.0.0.1:8787' };
let controller: FakeController;
let faults: Error[];
let app: FastifyInstance;

beforeEach(async () => {
  controller = new FakeController();
  faults = [];
  app = await buildServer(controller, { host: '127.0.0.1', port: 8787, onFault: (error) => faults.push(error) });
});
afterEach(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers: { ...HOST, ...headers } });
const post = (url: string, payload?: unknown, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, headers: { ...HOST, ...headers }, ...(payload === undefined ? {} : { payload: payload as object }) });

describe('state', () => {
  test('shows session, generation, permission, orders, P&L and a line per market in /status', async () => {
    const reply = await get('/status');
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual(controller.status());
  });

  test('shows P&L by hour, a day of them unless asked for more, and refuses what is no number of hours', async () => {
    const reply = await get('/pnl');
    expect([reply.statusCode, reply.json()]).toEqual([200, controller.pnlReport]);
    await get('/pnl?hours=100');
    expect(controller.asked).toEqual(['pnl of 24 hours', 'pnl of 100 hours']);
    for (const hours of ['0', '745', '1.5', 'many', '']) {
      const refused = await get(`/pnl?hours=${hours}`);
      expect([hours, refused.statusCode]).toEqual([hours, 400]);
    }
  });

  test('answers /health with 200 when ok and 503 with the reasons when degraded', async () => {
    expect((await get('/health')).statusCode).toBe(200);
    controller.healthReport = { status: 'degraded', reasons: [{ code: 'config-rejected', why: 'strategies.yaml:3' }], generation: 1, config: 'rejected', uptimeMs: 1 };
    const reply = await get('/health');
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toEqual(controller.healthReport);
  });

  test('finds a market whose name needs percent-encoding, slash and percent sign included', async () => {
    const name = 'will a/b win? 50%';
    expect((await get(`/markets/${encodeURIComponent(name)}`)).json()).toEqual(controller.market(name));
    expect((await get(`/markets/${encodeURIComponent(name)}/explain`)).json()).toEqual(controller.explain(name));
  });

  test('answers 404 for a market that is not listed, with a remedy', async () => {
    const reply = await get('/markets/nowhere');
    expect(reply.statusCode).toBe(404);
    expect(reply.json().error).toMatchObject({ code: 'MM_API_UNKNOWN_MARKET', message: 'No market is named "nowhere".' });
    expect(reply.json().error.remedy).toContain('/markets');
  });

  test('serves Prometheus text', async () => {
    const reply = await get('/metrics');
    expect(reply.headers['content-type']).toContain('version=0.0.4');
    expect(reply.body).toContain('evenkeel_events_total 3');
  });

  test('documents every route in OpenAPI', async () => {
    const paths = Object.keys((await get('/docs/json')).json().paths);
    expect(paths.toSorted()).toEqual([
      '/config', '/config/apply', '/config/plan', '/config/reload', '/config/revert', '/convert', '/events', '/halt', '/health', '/liquidate', '/markets', '/markets/{name}',
      '/markets/{name}/explain', '/merge', '/metrics', '/pnl', '/profile', '/redeem', '/resume', '/split', '/status',
    ]);
    expect((await get('/docs')).statusCode).toBeLessThan(400);
  });

  test('names every shape once, and nothing that belongs to the config alone', async () => {
    const shapes = Object.keys((await get('/docs/json')).json().components.schemas);
    expect(shapes.filter((name) => name.endsWith('Input') || name.toLowerCase() === 'condition')).toEqual([]);
    expect(shapes).toEqual(expect.arrayContaining(['Status', 'Explanation', 'ConditionTrace', 'Error']));
  });

  test('describes the recursive truth table by reference, so that the document stays valid', async () => {
    const document = (await get('/docs/json')).json();
    expect(JSON.stringify(document.components.schemas.ConditionTrace.properties.of)).toContain('#/components/schemas/ConditionTrace');
  });
});

describe('control', () => {
  test('halts without a body, and with a JSON type on an empty body', async () => {
    expect((await post('/halt')).json()).toEqual(controller.haltReport);
    const empty = await app.inject({ method: 'POST', url: '/halt', headers: { ...HOST, 'content-type': 'application/json', 'user-agent': 'curl/8.5' } });
    expect(empty.statusCode).toBe(200);
    expect(controller.asked).toEqual(['halt by api (lightMyRequest): asked by the operator', 'halt by api (curl/8.5): asked by the operator']);
  });

  test('passes reason, market, generation and tape on', async () => {
    await post('/halt', { reason: 'maintenance' });
    await post('/resume', { market: 'rain-in-london' });
    await post('/resume');
    await post('/liquidate', { market: 'rain-in-london', stage: 'aggressive' });
    await post('/liquidate', { market: 'rain-in-london' });
    await post('/config/revert', { generation: 4 });
    await post('/config/apply');
    await post('/profile', { profile: 'paper', confirm: 'paper', tape: './t' });
    expect(controller.asked).toEqual([
      'halt by api (lightMyRequest): maintenance', 'resume rain-in-london', 'resume account', 'liquidate rain-in-london aggressive', 'liquidate rain-in-london passive', 'revert 4', 'apply by api (lightMyRequest)', 'profile paper/paper tape ./t',
    ]);
  });

  test('passes splits, merges, redemptions and conversions on in micro-shares, and refuses a size that is none', async () => {
    await post('/split', { market: 'rain-in-london', size: 12.5 });
    await post('/merge', { market: 'rain-in-london' });
    await post('/merge', { market: 'rain-in-london', size: 0.1 });
    await post('/redeem', { market: 'rain-in-london' });
    await post('/convert', { markets: ['a', 'b'], size: 3 });
    expect(controller.asked).toEqual(['split rain-in-london 12500000', 'merge rain-in-london all', 'merge rain-in-london 100000', 'redeem rain-in-london', 'convert a+b 3000000']);
    for (const size of [0, -1, '5', null]) expect((await post('/split', { market: 'rain-in-london', size })).statusCode).toBe(400);
    controller.refusal = { ok: false, code: 'MM_RUN_NO_TOKEN_OPERATION', message: 'split: $3.00 are free', remedy: 'look' };
    const refused = await post('/split', { market: 'rain-in-london', size: 5 });
    expect([refused.statusCode, refused.json().error.message]).toEqual([409, 'split: $3.00 are free']);
  });

  test('does not swap the profile when the confirmation differs', async () => {
    const reply = await post('/profile', { profile: 'paper', confirm: 'demo' });
    expect([reply.statusCode, reply.json().error.code]).toEqual([400, 'MM_SESSION_NOT_CONFIRMED']);
    expect(controller.asked).toEqual([]);
  });

  test('hands a refusal of the bot on in its own words under 409', async () => {
    controller.refusal = { ok: false, code: 'MM_SESSION_BUSY', message: 'A swap is under way.', remedy: 'Wait.' };
    const reply = await post('/config/apply');
    expect(reply.statusCode).toBe(409);
    expect(reply.json()).toEqual({ error: { code: 'MM_SESSION_BUSY', message: 'A swap is under way.', remedy: 'Wait.' } });
  });

  test('refuses an unknown key with its path instead of ignoring it', async () => {
    const reply = await post('/resume', { markt: 'x' });
    expect([reply.statusCode, reply.json().error.code]).toEqual([400, 'MM_API_BAD_REQUEST']);
    expect(reply.json().error.message).toMatch(/body.*markt/);
    expect(controller.asked).toEqual([]);
  });

  test('names the place of a wrong value', async () => {
    expect((await post('/config/revert', { generation: 'two' })).json().error.message).toMatch(/^body\.generation: /);
  });

  test.each([
    ['broken JSON', '{"reason": ', 'application/json', 400, 'MM_API_BAD_JSON'],
    ['a prototype attack', '{"__proto__": {"x": 1}}', 'application/json', 400, 'MM_API_BAD_JSON'],
    ['another media type', 'reason=x', 'text/plain', 415, 'MM_API_WRONG_MEDIA_TYPE'],
    ['a form', 'reason=x', 'application/x-www-form-urlencoded', 415, 'MM_API_WRONG_MEDIA_TYPE'],
    ['a large body', JSON.stringify({ reason: 'x'.repeat(9_000) }), 'application/json', 413, 'MM_API_BODY_TOO_LARGE'],
  ])('refuses %s', async (_what, payload, type, status, code) => {
    const reply = await app.inject({ method: 'POST', url: '/halt', headers: { ...HOST, 'content-type': type }, payload });
    expect([reply.statusCode, reply.json().error.code]).toEqual([status, code]);
    expect(controller.asked).toEqual([]);
  });

  test('limits control calls, and keeps the halt open beyond that', async () => {
    for (let i = 0; i < 120; i++) await post('/config/reload');
    const limited = await post('/config/reload');
    expect([limited.statusCode, limited.json().error.code]).toEqual([429, 'MM_API_RATE_LIMITED']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    for (let i = 0; i < 700; i++) expect((await post('/halt')).statusCode).toBe(200);
  });

  test('limits callers without the token by themselves, and never the one who has it', async () => {
    controller.token = 'right';
    const last = async (url: string, headers: Record<string, string>) => {
      for (let i = 0; i < 650; i++) await post(url, undefined, headers);
      return post(url, undefined, headers);
    };
    const limited = await last('/halt', {});
    expect([limited.statusCode, limited.json().error.code]).toEqual([429, 'MM_API_RATE_LIMITED']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect((await last('/resume', { authorization: 'Bearer wrong' })).statusCode).toBe(429);
    expect(controller.asked).toEqual([]);
    const right = { authorization: 'Bearer right' };
    expect((await post('/halt', undefined, right)).statusCode).toBe(200);
    expect((await post('/resume', undefined, right)).statusCode).toBe(200);
  });
});

describe('who may ask', () => {
  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example:8787', '10.0.0.1:8787'])('refuses the foreign Host %s, for unknown paths too', async (host) => {
    for (const url of ['/status', '/nowhere', '/docs/json']) {
      const reply = await app.inject({ method: 'GET', url, headers: { host } });
      expect([reply.statusCode, reply.json().error.code]).toEqual([403, 'MM_API_FOREIGN_HOST']);
    }
  });

  test.each(['127.0.0.1:8787', 'localhost:8787', 'LOCALHOST:8787', '[::1]:8787'])('answers to the Host %s', async (host) => {
    expect((await app.inject({ method: 'GET', url: '/status', headers: { host } })).statusCode).toBe(200);
  });

  test('answers to a Host and an Origin without a port where the port is 80, and nowhere else', async () => {
    const plain = await buildServer(controller, { host: '127.0.0.1', port: 80, onFault: () => {} });
    const ask = async (headers: Record<string, string>) => (await plain.inject({ method: 'GET', url: '/status', headers })).statusCode;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', 'localhost:80']) expect([host, await ask({ host })]).toEqual([host, 200]);
    expect(await ask({ host: 'localhost', origin: 'http://localhost' })).toBe(200);
    expect([await ask({ host: 'evil.example' }), await ask({ host: 'localhost:8787' }), await ask({ host: 'localhost', origin: 'http://evil.example' })]).toEqual([403, 403, 403]);
    await plain.close();
  });

  test('refuses a page of another site and an opaque origin, and takes its own', async () => {
    for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:9999']) {
      const reply = await post('/halt', {}, { origin });
      expect([reply.statusCode, reply.json().error.code]).toEqual([403, 'MM_API_FOREIGN_ORIGIN']);
    }
    expect(controller.asked).toEqual([]);
    expect((await post('/halt', {}, { origin: 'http://localhost:8787' })).statusCode).toBe(200);
  });

  test('asks for the token on every control call, and on no other, in a profile that can spend', async () => {
    controller.token = 'right';
    for (const url of ['/halt', '/resume', '/liquidate', '/split', '/merge', '/redeem', '/convert', '/config/reload', '/config/apply', '/config/revert', '/profile']) {
      const missing = await post(url);
      expect([url, missing.statusCode, missing.json().error.code]).toEqual([url, 401, 'MM_API_TOKEN_MISSING']);
      const wrong = await post(url, undefined, { authorization: 'Bearer wrong' });
      expect([url, wrong.statusCode, wrong.json().error.code]).toEqual([url, 401, 'MM_API_TOKEN_WRONG']);
    }
    expect(controller.asked).toEqual([]);
    expect((await get('/status')).statusCode).toBe(200);
    expect((await post('/halt', undefined, { authorization: 'Bearer right' })).statusCode).toBe(200);
  });
});

test('asks for the token on reads too where other machines can reach the API', async () => {
  controller.token = 'right';
  const open = await buildServer(controller, { host: '10.0.0.5', port: 8787, onFault: () => {} });
  const ask = (headers: Record<string, string>) => open.inject({ method: 'GET', url: '/status', headers: { host: '10.0.0.5:8787', ...headers } });
  expect((await ask({})).statusCode).toBe(401);
  expect((await ask({ authorization: 'Bearer right' })).statusCode).toBe(200);
  await open.close();
});

describe('errors', () => {
  test.each(['GET', 'HEAD', 'PUT', 'OPTIONS', 'DELETE'] as const)('answers %s /halt with 405 and the method to use', async (method) => {
    const reply = await app.inject({ method, url: '/halt', headers: HOST });
    expect([reply.statusCode, reply.headers['allow']]).toEqual([405, 'POST']);
    if (method !== 'HEAD') expect(reply.json().error).toMatchObject({ code: 'MM_API_WRONG_METHOD', message: `/halt takes POST, not ${method}.` });
    expect(controller.asked).toEqual([]);
  });

  test('answers an unknown path with 404 in the one error shape', async () => {
    const reply = await get('/nowhere');
    expect([reply.statusCode, reply.json()]).toEqual([404, { error: { code: 'MM_API_NOT_FOUND', message: 'GET /nowhere is not an endpoint.', remedy: expect.any(String) } }]);
  });

  test('answers an address that cannot be decoded with 400', async () => {
    const reply = await get('/markets/%E0%A4%A');
    expect([reply.statusCode, reply.json().error.code]).toEqual([400, 'MM_API_BAD_URL']);
  });

  test('tells the caller nothing of a fault of ours but its request id, and tells the operator all', async () => {
    controller.fault = new Error('secret 0xdeadbeef at /home/someone');
    const reply = await get('/status');
    expect([reply.statusCode, reply.json().error.code]).toEqual([500, 'MM_API_INTERNAL']);
    expect(reply.body).not.toMatch(/deadbeef|home|at /);
    expect(faults).toEqual([controller.fault]);
  });

  test('treats a view that is no number as a fault, rather than showing it as null', async () => {
    controller.healthReport = { ...controller.healthReport, uptimeMs: Number.NaN };
    expect((await get('/health')).statusCode).toBe(500);
    expect(faults).toHaveLength(1);
  });
});

test('sets the headers that keep a browser from framing or sniffing', async () => {
  const { headers } = await get('/status');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['content-security-policy']).toContain("default-src 'self'");
  expect(headers['strict-transport-security']).toBeUndefined();
});

test('asks no outside host for anything on the page of /docs, nor for TLS that loopback has not', async () => {
  const policy = String((await get('/docs')).headers['content-security-policy']);
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/swagger\.io|upgrade-insecure/);
});
