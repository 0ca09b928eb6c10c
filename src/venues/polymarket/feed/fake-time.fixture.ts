// Driven time and a venue's end of sockets, for the feeds: both do only what the test says.

import { timestamp, type TimestampMs } from '../../../core/domain/numbers.ts';
import type { Connect, ConnectionHandlers } from './connect.ts';
import type { FeedClock } from './feed-clock.ts';

export class FakeClock implements FeedClock {
  #uptime = 0;
  readonly #waiting = new Set<{ readonly at: number; readonly act: () => void }>();

  now(): TimestampMs { return timestamp(1_800_000_000_000 + this.#uptime); }
  uptime(): number { return this.#uptime; }
  after(ms: number, act: () => void): () => void {
    const entry = { at: this.#uptime + ms, act };
    this.#waiting.add(entry);
    return () => { this.#waiting.delete(entry); };
  }

  /** Lets so much time pass, doing what falls due on the way. */
  pass(ms: number): void {
    const end = this.#uptime + ms;
    for (;;) {
      const [next] = [...this.#waiting].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#waiting.delete(next);
      this.#uptime = Math.max(this.#uptime, next.at);
      next.act();
    }
    this.#uptime = end;
  }

  get pending(): number { return this.#waiting.size; }
}

/** The venue's end of one connection. */
export class FakePeer {
  readonly url: string;
  readonly heard: string[] = [];
  pings = 0;
  isCut = false;
  readonly #handlers: ConnectionHandlers;
  /** Answers pings by itself, as a live venue does. */
  answersPings = true;

  constructor(url: string, handlers: ConnectionHandlers) {
    this.url = url;
    this.#handlers = handlers;
  }

  open(): this { this.#handlers.opened(); return this; }
  say(value: unknown): this { this.#handlers.said(typeof value === 'string' ? value : JSON.stringify(value)); return this; }
  pulse(): this { this.#handlers.pulsed(); return this; }
  close(code = 1006, reason = ''): this { this.#handlers.closed(code, reason); return this; }

  hear(text: string): void {
    this.heard.push(text);
    if (text === 'PING' && this.answersPings) this.say('PONG');
  }
  /** What was heard but pings, parsed. */
  asked(): unknown[] { return this.heard.filter((text) => text !== 'PING').map((text) => JSON.parse(text) as unknown); }
}

export class FakeVenue {
  readonly peers: FakePeer[] = [];
  readonly connect: Connect = (url, handlers) => {
    const peer = new FakePeer(url, handlers);
    this.peers.push(peer);
    return { send: (text) => { peer.hear(text); }, ping: () => { peer.pings++; if (peer.answersPings) peer.pulse(); }, cut: () => { peer.isCut = true; } };
  };

  /** The connection that was asked for last. */
  get last(): FakePeer {
    const peer = this.peers.at(-1);
    if (peer === undefined) throw new Error('nobody has connected');
    return peer;
  }
}
