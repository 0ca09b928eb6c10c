import { request as httpRequest } from 'node:http';
import { beforeEach, expect, test } from 'vitest';
import { FakeController } from './controller.fake.ts';
import { STREAM_LIMITS } from './event-stream.ts';
import { startServer } from './server.ts';

let controller: FakeController;
beforeEach(() => { controller = new FakeController(); });

const options = { host: '127.0.0.1', port: 0, onFault: () => {} };

test('refuses to listen without a token where other machines could reach it', async () => {
  for (const host of ['0.0.0.0', '::', '192.168.1.4', 'example.org']) {
    await expect(startServer(controller, { ...options, host })).rejects.toMatchObject({ spec: { code: 'MM_API_NOT_LOOPBACK' } });
  }
});

test('says that the address is in use, and leaves no listener behind', async () => {
  const first = await startServer(controller, options);
  const before = controller.listeners;
  await expect(startServer(controller, { ...options, port: Number(new URL(first.address).port) })).rejects.toMatchObject({ spec: { code: 'MM_API_CANNOT_LISTEN' }, message: expect.stringContaining('it is in use') });
  expect(controller.listeners).toBe(before);
  await first.close();
});

test('streams items with ids, resumes after Last-Event-ID, and ends on close', async () => {
  const server = await startServer(controller, options);
  controller.push(1); controller.push(2); controller.push(3);
  const reply = await fetch(`${server.address}/events`, { headers: { 'last-event-id': '1' } });
  expect(reply.headers.get('content-type')).toContain('text/event-stream');
  expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  const read = reader(reply);
  await read.until('id: 3');
  controller.push(4);
  await read.until('id: 4');
  await server.close();
  const text = await read.rest();
  expect(text.match(/^id: \d+$/gm)).toEqual(['id: 2', 'id: 3', 'id: 4']);
  expect(text).not.toContain('event: gap');
  expect(text).toContain('event: fill\ndata: {"id":2,"kind":"fill"');
});

test('says so when items were missed', async () => {
  const server = await startServer(controller, { ...options, stream: { ...STREAM_LIMITS, replay: 2 } });
  for (let id = 1; id <= 5; id++) controller.push(id);
  const read = reader(await fetch(`${server.address}/events`, { headers: { 'last-event-id': '1' } }));
  await read.until('id: 5');
  await server.close();
  expect(await read.rest()).toContain('event: gap\ndata: {"lastSeen":1,"resumesAt":4}');
});

test('keeps a silent stream alive with comments', async () => {
  const server = await startServer(controller, { ...options, stream: { ...STREAM_LIMITS, keepAliveMs: 20 } });
  const read = reader(await fetch(`${server.address}/events`));
  await read.until(': keep-alive');
  await server.close();
  await read.rest();
});

test('drops a reader who does not keep up instead of buffering for it', async () => {
  const server = await startServer(controller, { ...options, stream: { ...STREAM_LIMITS, backlogBytes: 10_000 } });
  const { port } = new URL(server.address);
  const dropped = new Promise<void>((resolve, reject) => {
    const client = httpRequest({ host: '127.0.0.1', port, path: '/events' }, (response) => {
      response.pause();
      response.on('close', resolve);
      response.on('error', () => resolve());
      // The kernel takes some megabytes before the backlog shows.
      for (let id = 1; id <= 400; id++) controller.push(id, 'x'.repeat(100_000));
      setImmediate(() => response.resume());
    });
    client.on('error', reject);
    client.end();
  });
  await dropped;
  await server.close();
});

test('takes no more readers than allowed', async () => {
  const server = await startServer(controller, { ...options, stream: { ...STREAM_LIMITS, readers: 1 } });
  const first = reader(await fetch(`${server.address}/events`));
  const second = await fetch(`${server.address}/events`);
  expect([second.status, (await second.json() as { error: { code: string } }).error.code]).toEqual([503, 'MM_API_TOO_MANY_STREAMS']);
  await server.close();
  await first.rest();
});

function reader(reply: Response) {
  const stream = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (stream === undefined) throw new Error('the reply has no body');
  let text = '';
  const read = async () => {
    const { done, value } = await stream.read();
    text += value ?? '';
    return done;
  };
  return {
    until: async (part: string) => { while (!text.includes(part)) if (await read()) throw new Error(`ended without ${part}: ${text}`); },
    rest: async () => { while (!(await read())) { /* to the end */ } return text; },
  };
}
