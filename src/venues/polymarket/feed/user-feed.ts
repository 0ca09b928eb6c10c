// The account's own channel: orders and trades as the venue tells them. It has no snapshot and repeats nothing, so each
// connection begins with a word to the caller, who fills in by REST what happened in between; and a message that cannot be read
// is told, since something happened that is not known.

import { decodeUserFrame } from '../wire/user-channel.ts';
import type { UserOrder, UserTrade } from '../wire/user-message.ts';
import { tellable, type ChannelCredentials } from './channel-credentials.ts';
import type { Connect } from './connect.ts';
import type { FeedClock } from './feed-clock.ts';
import { LiveSocket } from './live-socket.ts';

const PING_MS = 10_000;
const PONG_WITHIN_MS = 30_000;

export interface UserFeedParts {
  readonly url: string;
  /** Of the API; sent as they are in the first frame, and never told. */
  readonly credentials: () => ChannelCredentials;
  readonly clock: FeedClock;
  readonly connect: Connect;
  /** In [0, 1). */
  readonly random: () => number;
  /** How long a connection is used before it is replaced: silence is usual here, and a frozen connection looks the same. */
  readonly changeOverEveryMs: number;
  readonly onMessage: (message: UserOrder | UserTrade) => void;
  /** A new connection is heard from now on; what happened before it has to be asked for. */
  readonly onConnected: () => void;
  readonly onDown: (reason: string) => void;
  /** Something happened that could not be read. Says no more than where the trouble is. */
  readonly onUnreadable: (reason: string) => void;
}

export class UserFeed {
  readonly #parts: UserFeedParts;
  #socket: LiveSocket;
  #next: LiveSocket | null = null;
  #callOff: () => void = () => {};
  #heardAt = -Infinity;

  constructor(parts: UserFeedParts) {
    this.#parts = parts;
    this.#socket = this.#open();
    this.#socket.start();
    this.#changeOverLater();
  }

  get isUp(): boolean { return this.#socket.isOpen; }
  /** Since anything was heard, a pong included; Infinity for never. */
  get ageMs(): number { return this.#parts.clock.uptime() - this.#heardAt; }

  /** The connection in force is of no use, though it is open: another takes its place. */
  drop(reason: string): void { this.#socket.drop(reason); }

  close(): void {
    this.#callOff();
    this.#next?.close();
    this.#socket.close();
  }

  #open(): LiveSocket {
    const { url, clock, connect, random, credentials, onConnected, onDown } = this.#parts;
    const socket: LiveSocket = new LiveSocket({
      url, clock, connect, random, pingEveryMs: PING_MS, ping: 'text', answerWithinMs: PONG_WITHIN_MS, answers: 'pong',
      onOpen: () => {
        socket.send(JSON.stringify({ auth: credentials(), type: 'user' }));
        if (socket === this.#next) {
          this.#socket.close();
          this.#socket = socket;
          this.#next = null;
        }
        this.#heardAt = clock.uptime();
        onConnected();
      },
      onFrame: (text) => { this.#hear(text); },
      onPong: () => { this.#heardAt = clock.uptime(); },
      onDown: (reason) => {
        if (socket === this.#socket) onDown(tellable(reason, credentials));
        else if (socket === this.#next) this.#abandonNext();
      },
    });
    return socket;
  }

  #hear(text: string): void {
    const { clock, credentials, onMessage, onUnreadable } = this.#parts;
    this.#heardAt = clock.uptime();
    for (const message of decodeUserFrame(text)) {
      if (message.kind === 'undecodable') onUnreadable(message.reason);
      else if (message.kind === 'unknown') onUnreadable(tellable(`a message of kind ${message.eventType}`, credentials));
      else onMessage(message);
    }
  }

  #changeOverLater(): void {
    const { clock, changeOverEveryMs, random } = this.#parts;
    this.#callOff = clock.after(changeOverEveryMs * (0.9 + 0.2 * random()), () => {
      if (this.#socket.isOpen) {
        this.#abandonNext();
        this.#next = this.#open();
        this.#next.start();
      }
      this.#changeOverLater();
    });
  }

  #abandonNext(): void {
    this.#next?.close();
    this.#next = null;
  }
}
