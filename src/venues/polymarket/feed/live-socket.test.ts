import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { BackOff } from './back-off.ts';
import { connectByWebSocket } from './connect.ts';
import { FakeClock, FakeVenue } from './fake-time.fixture.ts';
import { SYSTEM_CLOCK } from './feed-clock.ts';
import { LiveSocket, type LiveSocketOptions } from './live-socket.ts';

function socketOn(over: Partial<LiveSocketOptions> = {}) {
  const clock = new FakeClock();
  const venue = new FakeVenue();
  const log: string[] = [];
  const socket = new LiveSocket({
    url: 'wss://venue/ws', clock, connect: venue.connect, random: () => 0, pingEveryMs: 10_000, ping: 'text', answerWithinMs: 30_000, answers: 'pong',
    onOpen: () => { log.push('open'); }, onFrame: (text) => { log.push(text); }, onPong: () => { log.push('pong'); }, onDown: (reason) => { log.push(`down: ${reason}`); }, ...over,
  });
  socket.start();
  return { clock, venue, log, socket };
}

describe('a kept socket', () => {
  it('pings every ten seconds once it is open, not before, and gives frames but not pongs', () => {
    const { clock, venue, log } = socketOn();
    clock.pass(60_000);
    expect(venue.last.heard).toEqual([]);
    venue.last.open();
    clock.pass(20_000);
    venue.last.say('{}');
    expect(venue.last.heard).toEqual(['PING', 'PING']);
    expect(log).toEqual(['open', 'pong', 'pong', '{}']);
  });

  it('is dropped after thirty seconds without a pong though data comes, and opened again', () => {
    const { clock, venue, log } = socketOn();
    const peer = venue.last.open();
    peer.answersPings = false;
    for (let i = 0; i < 29; i++) {
      peer.say('data');
      clock.pass(1_000);
    }
    expect(log.some((line) => line.startsWith('down'))).toBe(false);
    clock.pass(1_000);
    expect([log.at(-1), peer.isCut]).toEqual(['down: no answer for 30 s', true]);
    clock.pass(125);
    expect(venue.peers).toHaveLength(2);
  });

  it('takes anything for an answer where it is told to', () => {
    const { clock, venue, log } = socketOn({ answers: 'anything' });
    venue.last.open().answersPings = false;
    for (let i = 0; i < 10; i++) {
      venue.last.say('data');
      clock.pass(20_000);
    }
    expect(log.filter((line) => line !== 'data')).toEqual(['open']);
  });

  it('hears nothing more of a connection that it has given up', () => {
    const { venue, log, socket } = socketOn();
    const peer = venue.last.open();
    socket.drop('enough');
    peer.say('late').close(1000);
    expect(log).toEqual(['open', 'down: enough']);
    expect(socket.isOpen).toBe(false);
  });

  it('waits longer each time, until a connection holds', () => {
    const { clock, venue, log } = socketOn();
    for (const delay of [125, 250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      venue.last.close(1006, 'ECONNREFUSED');
      const { length } = venue.peers;
      clock.pass(delay - 1);
      expect(venue.peers).toHaveLength(length);
      clock.pass(1);
      expect(venue.peers).toHaveLength(length + 1);
    }
    expect(log[0]).toBe('down: closed with 1006: ECONNREFUSED');
    venue.last.open();
    clock.pass(10_000);
    venue.last.close();
    const { length } = venue.peers;
    clock.pass(125);
    expect(venue.peers).toHaveLength(length + 1);
  });

  it('does not hurry back where the venue refused what it said', () => {
    const { clock, venue, log } = socketOn();
    venue.last.open().close(1008, 'invalid subscription payload');
    expect(log.at(-1)).toBe('down: closed with 1008: refused what was sent: invalid subscription payload');
    clock.pass(2_499);
    expect(venue.peers).toHaveLength(1);
    clock.pass(1);
    expect(venue.peers).toHaveLength(2);
  });

  it('leaves nothing behind when it is closed', () => {
    const { clock, venue, log, socket } = socketOn();
    venue.last.open();
    socket.close();
    venue.last.close();
    clock.pass(100_000);
    expect([clock.pending, venue.peers.length, log]).toEqual([0, 1, ['open']]);
  });

  it('never waits longer than half a minute, nor less than an eighth of a second', () => {
    fc.assert(fc.property(fc.array(fc.record({ open: fc.nat(20_000), code: fc.constantFrom(1000, 1006, 1008, 4003), random: fc.double({ min: 0, max: 0.999, noNaN: true }) }), { maxLength: 30 }), (losses) => {
      let random = 0;
      const backOff = new BackOff(() => random);
      for (const loss of losses) {
        ({ random } = loss);
        const delay = backOff.delayAfter(loss.open, loss.code);
        expect(delay).toBeGreaterThanOrEqual(125);
        expect(delay).toBeLessThanOrEqual(30_000);
      }
    }));
  });
});

describe('a socket over loopback', () => {
  it('opens, says and hears, ends on a frame that is too large, and comes back', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const log: string[] = [];
    let onLog: (line: string) => void = () => {};
    const logged = (word: string): Promise<void> => new Promise((resolve) => {
      onLog = (line) => { if (line.startsWith(word)) resolve(); };
      if (log.some((line) => line.startsWith(word))) resolve();
    });
    const put = (line: string): void => { log.push(line); onLog(line); };
    server.on('connection', (peer) => {
      peer.on('message', (data: Buffer) => {
        if (data.toString() === 'flood' && log.filter((line) => line === 'open').length === 1) peer.send('x'.repeat(17 * 1_024 * 1_024));
        else peer.send(Buffer.from(`[${data.toString()}]`), { binary: true });
      });
    });
    const socket: LiveSocket = new LiveSocket({
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, clock: SYSTEM_CLOCK, connect: connectByWebSocket, random: () => 0, pingEveryMs: 10_000, ping: 'text', answerWithinMs: 30_000, answers: 'pong',
      onOpen: () => { put('open'); socket.send('flood'); }, onFrame: put, onDown: (reason) => { put(`down: ${reason}`); },
    });
    socket.start();
    await logged('down');
    await logged('[flood]');
    expect(log).toEqual(['open', expect.stringContaining('down: closed with 1006: Max payload size exceeded') as string, 'open', '[flood]']);
    socket.close();
    for (const peer of server.clients) peer.terminate();
    server.close();
  });
});
