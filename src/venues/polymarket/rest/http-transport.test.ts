import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DrivenClock } from './driven-clock.fixture.ts';
import { HttpTransport, type HttpRequest } from './http-transport.ts';
import { json, LOOPBACK_TLS, loopbackVenue, type LoopbackVenue } from './loopback-venue.fixture.ts';

let venue: LoopbackVenue;
let clock: DrivenClock;
let transport: HttpTransport;

const ask = (changes: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'POST', path: '/order?x=1', headers: { A: 'b' }, body: '{"ü":1}', timeoutMs: 5_000, ...changes });

beforeEach(async () => {
  venue = await loopbackVenue();
  clock = new DrivenClock();
  transport = new HttpTransport({ origin: venue.origin, clock, maxAnswerBytes: 1_000 });
});
afterEach(async () => {
  transport.close();
  await venue.close();
});

it('sends the bytes that it was given and gives back the answer', async () => {
  venue.answer(() => json({ fine: true }, 202, { 'Retry-After': '3' }));
  expect(await transport.send(ask())).toMatchObject({ kind: 'answer', status: 202, text: '{"fine":true}', headers: { 'retry-after': '3' } });
  expect(venue.requests).toMatchObject([{ method: 'POST', path: '/order', query: { x: '1' }, body: '{"ü":1}', headers: { a: 'b', 'content-length': '8', 'content-type': 'application/json' } }]);
});

it('sends a DELETE with a body, and one without', async () => {
  venue.answer(() => json({}));
  await transport.send(ask({ method: 'DELETE', body: '["0x1"]' }));
  await transport.send(ask({ method: 'DELETE', body: null }));
  expect(venue.requests.map(({ body }) => body)).toEqual(['["0x1"]', '']);
});

it('keeps its connection from one request to the next', async () => {
  venue.answer(() => json({}));
  for (let i = 0; i < 5; i++) await transport.send(ask());
  expect(venue.connections()).toBe(1);
});

it('opens another connection rather than wait for one', async () => {
  venue.answer(({ path }) => (path === '/slow' ? 'hang' : json({})));
  const slow = transport.send(ask({ path: '/slow' }));
  await venue.seen(1);
  expect(await transport.send(ask({ path: '/fast' }))).toMatchObject({ kind: 'answer' });
  clock.advance(5_000);
  expect(await slow).toMatchObject({ kind: 'lost' });
});

it('counts a request without an answer as lost when its time is up, and not before', async () => {
  venue.answer(() => 'hang');
  const waiting = transport.send(ask());
  await venue.seen(1);
  clock.advance(4_999);
  expect(clock.timers).toBe(1);
  clock.advance(1);
  expect(await waiting).toEqual({ kind: 'lost', detail: 'no answer within 5000 ms' });
});

it.each(['cut', 'cut off'] as const)('counts a request as lost where the connection is %s', async (how) => {
  venue.answer(() => how);
  expect(await transport.send(ask())).toMatchObject({ kind: 'lost' });
  expect(transport.counters).toMatchObject({ requests: 1, failures: 1 });
});

it('counts a request as lost where a connection that was used before is cut', async () => {
  venue.answer(({ path }) => (path === '/second' ? 'cut' : json({})));
  await transport.send(ask());
  expect(await transport.send(ask({ path: '/second' }))).toMatchObject({ kind: 'lost' });
  expect(venue.connections()).toBe(1);
});

it('counts a request as lost where a part of the answer without a length is cut', async () => {
  venue.answer(() => 'cut in chunks');
  expect(await transport.send(ask())).toMatchObject({ kind: 'lost' });
});

it('cuts an answer that is longer than it takes', async () => {
  venue.answer(() => ({ body: 'x'.repeat(1_001) }));
  expect(await transport.send(ask())).toEqual({ kind: 'lost', detail: 'an answer of more than 1000 bytes' });
});

it('says that nothing was sent where nobody listens', async () => {
  await venue.close();
  expect(await transport.send(ask())).toMatchObject({ kind: 'unsent' });
});

it('says that nothing was sent where the time is up before the hand-shake is done', async () => {
  // Takes connections and never shakes hands.
  const silent = createServer();
  await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve); });
  const over = new HttpTransport({ origin: new URL(`https://127.0.0.1:${(silent.address() as AddressInfo).port}`), clock, maxAnswerBytes: 1_000 });
  const connected = new Promise((resolve) => { silent.once('connection', resolve); });
  const waiting = over.send(ask());
  await connected;
  clock.advance(5_000);
  expect(await waiting).toMatchObject({ kind: 'unsent' });
  over.close();
  await new Promise((resolve) => { silent.close(resolve); });
});

it('speaks TLS to a host that is vouched for, and sends nothing to one that is not', async () => {
  const secure = await loopbackVenue(LOOPBACK_TLS);
  secure.answer(() => json({ fine: true }));
  const trusting = new HttpTransport({ origin: secure.origin, clock, maxAnswerBytes: 1_000, ca: LOOPBACK_TLS.cert });
  const doubting = new HttpTransport({ origin: secure.origin, clock, maxAnswerBytes: 1_000 });
  expect(await trusting.send(ask())).toMatchObject({ kind: 'answer', status: 200 });
  expect(await doubting.send(ask())).toMatchObject({ kind: 'unsent' });
  expect(secure.requests.length).toBe(1);
  trusting.close();
  doubting.close();
  await secure.close();
});

it('counts requests and the bytes of their bodies, and sends nothing once closed', async () => {
  venue.answer(() => json({}));
  await transport.send(ask());
  transport.close();
  expect(await transport.send(ask())).toMatchObject({ kind: 'unsent' });
  expect(transport.counters).toEqual({ requests: 1, failures: 0, bytesOut: 8, bytesIn: 2 });
  expect(clock.timers).toBe(0);
});
