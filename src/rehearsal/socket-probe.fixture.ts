// A socket client that keeps what it hears and waits for what it is told to wait for: frames and closings, never time.

import { once } from 'node:events';
import { WebSocket } from 'ws';

export type Frame = Readonly<Record<string, unknown>>;

export class SocketProbe {
  readonly heard: string[] = [];
  /** The code. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  #waiting: (() => void)[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.heard.push(String(data));
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.closed = new Promise((resolve) => { socket.on('close', (code) => { resolve(code); }); });
  }

  static async open(url: string, ...messages: readonly unknown[]): Promise<SocketProbe> {
    const socket = new WebSocket(url);
    const probe = new SocketProbe(socket);
    await once(socket, 'open');
    for (const message of messages) probe.say(JSON.stringify(message));
    return probe;
  }

  say(text: string): void { this.#socket.send(text); }

  /** All frames so far, arrays taken apart. */
  frames(): readonly Frame[] { return this.heard.filter((text) => text !== 'PONG').flatMap((text) => JSON.parse(text) as Frame | readonly Frame[]) as readonly Frame[]; }

  of(type: string): readonly Frame[] { return this.frames().filter((frame) => frame.event_type === type || frame.topic === type); }

  async until<T>(look: (probe: this) => T | undefined): Promise<T> {
    for (;;) {
      const found = look(this);
      if (found !== undefined) return found;
      await new Promise<void>((wake) => { this.#waiting.push(wake); });
    }
  }

  /** Everything the server said before it answered this: a ping is answered in its turn. */
  async caughtUp(): Promise<void> {
    const pongs = this.heard.filter((text) => text === 'PONG').length;
    this.say('PING');
    await this.until(({ heard }) => (heard.filter((text) => text === 'PONG').length > pongs ? true : undefined));
  }

  close(): void { this.#socket.close(); }
}
