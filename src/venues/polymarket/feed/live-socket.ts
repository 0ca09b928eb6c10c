// One connection that is kept: opened again after it is lost, pinged while it is open, dropped when it no longer answers.
// What is said on it is none of its business, but for the word PONG.

import { BackOff, closeWords } from './back-off.ts';
import type { Connect, Connection } from './connect.ts';
import type { FeedClock } from './feed-clock.ts';

export interface LiveSocketOptions {
  readonly url: string;
  readonly clock: FeedClock;
  readonly connect: Connect;
  /** In [0, 1), for the jitter of reconnects. */
  readonly random: () => number;
  readonly pingEveryMs: number;
  /** "text": the word PING, as the venue's own channels have it. */
  readonly ping: 'text' | 'protocol';
  /** Dropped when so long nothing that `answers` names was heard. */
  readonly answerWithinMs: number;
  /** "pong": answers to pings alone count as life; "anything": all that is heard does. */
  readonly answers: 'pong' | 'anything';
  /** Subscribe here: the venue closes on a ping that comes before a subscription. */
  readonly onOpen: () => void;
  readonly onFrame: (text: string) => void;
  readonly onPong?: () => void;
  /** Whether the connection at hand has given anything; one that has not is waited longer after each time. Without it, being open is enough. */
  readonly isOfUse?: () => boolean;
  /** An open connection was lost, or one could not be opened; another attempt is under way unless it was closed by us. */
  readonly onDown: (reason: string) => void;
}

const LOCAL_CUT = 1_006;

export class LiveSocket {
  readonly #options: LiveSocketOptions;
  readonly #backOff: BackOff;
  #connection: Connection | null = null;
  #isOpen = false;
  #openedAt = 0;
  #answeredAt = 0;
  #isClosed = false;
  #callOff: () => void = () => {};
  /** Connections opened so far, the one at hand included. */
  opened = 0;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.random);
  }

  get isOpen(): boolean { return this.#isOpen; }
  /** How long the connection at hand has been open. */
  get openMs(): number { return this.#isOpen ? this.#options.clock.uptime() - this.#openedAt : 0; }

  start(): void {
    const { connect, url } = this.#options;
    let isPast = false;
    const own = <Args extends readonly unknown[]>(act: (...args: Args) => void) => (...args: Args): void => { if (!isPast && !this.#isClosed) act(...args); };
    const connection = connect(url, {
      opened: own(() => { this.#open(); }),
      said: own((text: string) => { this.#hear(text); }),
      pulsed: own(() => { this.#answer(); }),
      closed: own((code: number, reason: string) => { this.#lose(code, closeWords(code, reason)); }),
    });
    this.#connection = { send: (text) => { connection.send(text); }, ping: () => { connection.ping(); }, cut: () => { isPast = true; connection.cut(); } };
  }

  send(text: string): void { if (this.#isOpen) this.#connection?.send(text); }

  /** Ends the connection and opens another. */
  drop(reason: string): void {
    if (this.#connection === null) return;
    this.#connection.cut();
    this.#lose(LOCAL_CUT, reason);
  }

  /** For good. */
  close(): void {
    this.#isClosed = true;
    this.#isOpen = false;
    this.#callOff();
    this.#connection?.cut();
    this.#connection = null;
  }

  #open(): void {
    this.#isOpen = true;
    this.opened++;
    this.#openedAt = this.#answeredAt = this.#options.clock.uptime();
    this.#options.onOpen();
    this.#pingLater();
  }

  #hear(text: string): void {
    if (text === 'PONG') {
      this.#answer();
      return;
    }
    if (this.#options.answers === 'anything') this.#answeredAt = this.#options.clock.uptime();
    this.#options.onFrame(text);
  }

  #answer(): void {
    this.#answeredAt = this.#options.clock.uptime();
    this.#options.onPong?.();
  }

  #pingLater(): void {
    const { clock, pingEveryMs, ping, answerWithinMs } = this.#options;
    this.#callOff = clock.after(pingEveryMs, () => {
      if (clock.uptime() - this.#answeredAt >= answerWithinMs) {
        this.drop(`no answer for ${answerWithinMs / 1_000} s`);
        return;
      }
      if (ping === 'text') this.#connection?.send('PING');
      else this.#connection?.ping();
      this.#pingLater();
    });
  }

  #lose(code: number, reason: string): void {
    const { isOfUse = () => true } = this.#options;
    const delay = this.#backOff.delayAfter(isOfUse() ? this.openMs : 0, code);
    this.#isOpen = false;
    this.#connection = null;
    this.#callOff();
    this.#callOff = this.#options.clock.after(delay, () => { this.start(); });
    this.#options.onDown(reason);
  }
}
