// Server-sent events: one subscription to the bot fanned out to every reader, the last items kept for those who come back
// with Last-Event-ID. A reader who does not keep up is dropped; nothing is buffered for it without bound.

import type { ServerResponse } from 'node:http';
import type { Controller, StreamItem } from '../runtime/controller.ts';
import { ReplayBuffer } from '../observe/replay-buffer.ts';
import { API_ERRORS } from '../errors/api.ts';
import { ApiError } from './error-replies.ts';

export interface StreamLimits {
  readonly keepAliveMs: number;
  /** Items held for readers who come back. */
  readonly replay: number;
  readonly readers: number;
  /** Bytes waiting for one reader before it is dropped. */
  readonly backlogBytes: number;
}
export const STREAM_LIMITS: StreamLimits = { keepAliveMs: 15_000, replay: 2_000, readers: 32, backlogBytes: 1024 * 1024 };

interface Frame { readonly id: number; readonly text: string }

export class EventStream {
  readonly #limits: StreamLimits;
  readonly #readers = new Set<ServerResponse>();
  readonly #replay: ReplayBuffer<Frame>;
  readonly #unsubscribe: () => void;
  readonly #keepAlive: NodeJS.Timeout;

  constructor(controller: Pick<Controller, 'subscribe'>, limits: StreamLimits) {
    this.#limits = limits;
    this.#replay = new ReplayBuffer(limits.replay);
    this.#unsubscribe = controller.subscribe((item) => this.#publish(item));
    this.#keepAlive = setInterval(() => this.#send(': keep-alive\n\n'), limits.keepAliveMs).unref();
  }

  /** Throws while as many readers as allowed are connected. */
  assertRoom(): void {
    if (this.#readers.size < this.#limits.readers) return;
    throw new ApiError(API_ERRORS.tooManyStreams, `${this.#readers.size} clients are reading /events.`);
  }

  /** `lastSeen` is the number of the last item the reader has, or null for one that wants only what comes. */
  add(reader: ServerResponse, lastSeen: number | null): void {
    this.#readers.add(reader);
    reader.on('close', () => this.#readers.delete(reader));
    // A reset connection surfaces here; `close` follows and does the rest.
    reader.on('error', () => this.#readers.delete(reader));
    reader.write('retry: 2000\n: connected\n\n');
    if (lastSeen === null) return;
    const { items, isComplete } = this.#replay.after(lastSeen);
    if (!isComplete) reader.write(`event: gap\ndata: ${JSON.stringify({ lastSeen, resumesAt: items[0]?.id ?? null })}\n\n`);
    for (const { text } of items) reader.write(text);
  }

  close(): void {
    this.#unsubscribe();
    clearInterval(this.#keepAlive);
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }

  #publish(item: StreamItem): void {
    const text = `id: ${item.id}\nevent: ${item.kind}\ndata: ${JSON.stringify(item)}\n\n`;
    this.#replay.push({ id: item.id, text });
    this.#send(text);
  }

  #send(text: string): void {
    for (const reader of this.#readers) {
      if (reader.writableLength > this.#limits.backlogBytes) {
        this.#readers.delete(reader);
        reader.destroy();
        continue;
      }
      reader.write(text);
    }
  }
}
