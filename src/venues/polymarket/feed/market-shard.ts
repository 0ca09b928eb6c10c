// One connection's share of the market channel: which tokens it is subscribed to, and how it passes from one connection to the
// next without a hole. A planned change makes the new connection first and goes over when it has sent every book.

import { decodeMarketFrame } from '../wire/market-channel.ts';
import type { MarketMessage } from '../wire/market-message.ts';
import type { Connect } from './connect.ts';
import type { FeedClock } from './feed-clock.ts';
import { LiveSocket } from './live-socket.ts';

const PING_MS = 10_000;
const PONG_WITHIN_MS = 30_000;
/** How long a new connection may take to send the books before it takes over without them. */
const TAKEOVER_MS = 5_000;

export interface MarketShardParts {
  readonly url: string;
  readonly clock: FeedClock;
  readonly connect: Connect;
  readonly random: () => number;
  readonly onMessages: (messages: readonly MarketMessage[]) => void;
  readonly onPong: () => void;
  readonly onUp: () => void;
  /** Everything that came before is in doubt. */
  readonly onDown: (reason: string) => void;
  /** A new connection took over; no book came for these. */
  readonly onTakeover: (missing: readonly string[]) => void;
}

export class MarketShard {
  readonly tokens = new Set<string>();
  readonly #parts: MarketShardParts;
  #socket: LiveSocket | null = null;
  #next: { readonly socket: LiveSocket; readonly held: (readonly MarketMessage[])[]; readonly awaited: Set<string>; readonly callOff: () => void } | null = null;

  constructor(parts: MarketShardParts) { this.#parts = parts; }

  get isOpen(): boolean { return this.#socket?.isOpen ?? false; }
  get openMs(): number { return this.#socket?.openMs ?? 0; }
  get isChangingOver(): boolean { return this.#next !== null; }

  /** Opens the connection with the first tokens. */
  add(tokens: readonly string[]): void {
    for (const token of tokens) this.tokens.add(token);
    if (this.#socket === null) {
      this.#socket = this.#open((messages) => { this.#parts.onMessages(messages); }, (reason) => { this.#lost(reason); }, () => { this.#parts.onUp(); });
      this.#socket.start();
    } else this.#both((socket) => { this.#ask(socket, 'subscribe', tokens); });
  }

  remove(tokens: readonly string[]): void {
    for (const token of tokens) {
      this.tokens.delete(token);
      this.#next?.awaited.delete(token);
    }
    if (this.tokens.size === 0) this.close();
    else this.#both((socket) => { this.#ask(socket, 'unsubscribe', tokens); });
  }

  /** Asks for the books again: the venue sends none for a token that is subscribed already. */
  resubscribe(tokens: readonly string[]): void {
    if (this.#socket === null) return;
    this.#ask(this.#socket, 'unsubscribe', tokens);
    this.#ask(this.#socket, 'subscribe', tokens);
  }

  /** Goes over to a new connection, made before the old one is ended. */
  changeOver(): void {
    if (this.#next !== null || !this.isOpen) return;
    const held: (readonly MarketMessage[])[] = [];
    const awaited = new Set(this.tokens);
    const socket = this.#open((messages) => {
      if (this.#socket === socket) {
        this.#parts.onMessages(messages);
        return;
      }
      held.push(messages);
      for (const message of messages) if (message.kind === 'book') awaited.delete(message.token);
      if (awaited.size === 0) this.#takeOver();
    }, (reason) => {
      if (this.#socket === socket) this.#lost(reason);
      else this.#abandonNext();
    }, () => { if (this.#socket === socket) this.#parts.onUp(); });
    this.#next = { socket, held, awaited, callOff: this.#parts.clock.after(TAKEOVER_MS, () => { if (socket.isOpen) this.#takeOver(); else this.#abandonNext(); }) };
    socket.start();
  }

  drop(reason: string): void { this.#socket?.drop(reason); }

  close(): void {
    this.#abandonNext();
    this.#socket?.close();
    this.#socket = null;
  }

  #takeOver(): void {
    const next = this.#next;
    if (next === null) return;
    next.callOff();
    this.#next = null;
    this.#socket?.close();
    this.#socket = next.socket;
    for (const messages of next.held) this.#parts.onMessages(messages);
    this.#parts.onTakeover([...next.awaited]);
  }

  #abandonNext(): void {
    this.#next?.callOff();
    this.#next?.socket.close();
    this.#next = null;
  }

  #lost(reason: string): void {
    // The one that is being made would take over from nothing.
    this.#abandonNext();
    this.#parts.onDown(reason);
  }

  #open(onMessages: (messages: readonly MarketMessage[]) => void, onDown: (reason: string) => void, onUp: () => void): LiveSocket {
    const { url, clock, connect, random, onPong } = this.#parts;
    const socket: LiveSocket = new LiveSocket({
      url, clock, connect, random, pingEveryMs: PING_MS, ping: 'text', answerWithinMs: PONG_WITHIN_MS, answers: 'pong', onPong, onDown,
      onOpen: () => {
        socket.send(JSON.stringify({ assets_ids: [...this.tokens], type: 'market', custom_feature_enabled: true }));
        onUp();
      },
      onFrame: (text) => { onMessages(decodeMarketFrame(text)); },
    });
    return socket;
  }

  #ask(socket: LiveSocket, operation: 'subscribe' | 'unsubscribe', tokens: readonly string[]): void {
    socket.send(JSON.stringify({ operation, assets_ids: tokens, custom_feature_enabled: true }));
  }

  #both(act: (socket: LiveSocket) => void): void {
    for (const socket of [this.#socket, this.#next?.socket]) if (socket !== null && socket !== undefined) act(socket);
  }
}
