// The reference price as the venue's newer data socket tells it: to accounts alone, two minutes of it at once and then once a
// second, in envelopes that are numbered by channel. Bitcoin's is the only price there is; of the other symbols nothing is said.

import { z } from 'zod';
import type { ApiKeys } from '../accounts/api-keys.ts';
import type { Channel, ChannelClient } from '../channels/socket-server.ts';
import { jsonOf } from '../json-of.ts';
import type { ReferencePrice } from './reference-price.ts';

const SYMBOLS = {
  'price.crypto': ['btcusd', 'ethusd', 'solusd', 'dogeusd', 'xrpusd', 'bnbusd'],
  'price.crypto.twap': ['btcusd', 'ethusd', 'solusd', 'xrpusd', 'dogeusd', 'hypeusd', 'bnbusd', 'zecusd'],
} as const;
type Topic = keyof typeof SYMBOLS;
const TOPICS = Object.keys(SYMBOLS) as readonly Topic[];
const TOLD = 'btcusd';
const WINDOW_SECONDS = 60;

const MOST_SUBSCRIPTIONS = 64;
const MOST_FRAMES_A_SECOND = 20;
const MOST_AUTHS = 8;
const MOST_BYTES = 64 * 1_024;
const POLICY = 4_008;
/** The venue's documentation names the other codes. placeholder: these two are a guess. */
const NO_REQUEST = 'bad_request';
const NO_CHANNEL = 'unknown_channel';
/** Seconds, of the snapshot. */
const HISTORY = 120;

const rid = z.string().optional();
const wish = z.object({ channel: z.string(), filter: z.unknown().optional() });
const request = z.discriminatedUnion('op', [
  z.object({ op: z.literal('auth'), rid, auth: z.object({ apiKey: z.string(), secret: z.string(), passphrase: z.string() }) }),
  z.object({ op: z.literal('subscribe'), rid, subscriptions: z.array(wish).optional(), channel: z.string().optional(), filter: z.unknown().optional() }),
  z.object({ op: z.literal('unsubscribe'), rid, subscriptions: z.array(wish).optional(), channel: z.string().optional(), filter: z.unknown().optional() }),
  z.object({ op: z.literal('ping'), rid }),
]);
const filters = {
  'price.crypto': z.object({ symbol: z.enum(SYMBOLS['price.crypto']), provider: z.enum(['chainlink', 'pyth']).optional() }),
  'price.crypto.twap': z.object({ symbol: z.enum(SYMBOLS['price.crypto.twap']), window_seconds: z.number().int().positive() }),
};

interface Subscription { readonly topic: Topic; readonly symbol: string; readonly windowSeconds: number | null }
interface Reader {
  isAuthed: boolean; auths: number;
  /** Requests of that second. */
  frames: number; second: number;
  readonly subscriptions: Map<string, Subscription>;
  /** The last number of a channel. */
  readonly sent: Map<Topic, number>;
}
interface Point { readonly timestamp: number; readonly spot: number; readonly twap: number }
type Ack = Readonly<Record<string, string | undefined>>;

export class PolyboltChannel implements Channel {
  readonly serverPings = true;
  readonly #reference: ReferencePrice;
  readonly #keys: ApiKeys;
  readonly #now: () => number;
  readonly #readers = new Map<ChannelClient, Reader>();
  readonly #history: Point[] = [];

  constructor(reference: ReferencePrice, keys: ApiKeys, now: () => number) {
    this.#reference = reference;
    this.#keys = keys;
    this.#now = now;
  }

  /** The word PING is none of this socket. */
  mayPing(): boolean { return false; }

  received(client: ChannelClient, text: string): void {
    const reader = this.#reader(client);
    if (Buffer.byteLength(text) > MOST_BYTES) return client.close(POLICY, 'frame too large');
    const read = request.safeParse(jsonOf(text));
    if (!read.success) return say(client, { op: 'error', code: NO_REQUEST });
    const asked = read.data;
    if (asked.op === 'ping') return say(client, { op: 'pong', rid: asked.rid });
    if (asked.op === 'auth') return this.#authenticate(client, reader, asked.auth, asked.rid);
    if (this.#isTooFast(reader)) return refuse(client, 'rate_limited', asked.rid);
    for (const { channel, filter } of asked.subscriptions ?? (asked.channel === undefined ? [] : [{ channel: asked.channel, filter: asked.filter }])) {
      const wanted = this.#wanted(client, channel, filter, { channel, rid: asked.rid });
      if (wanted === null) continue;
      if (asked.op === 'unsubscribe') unsubscribe(client, reader, wanted, asked.rid);
      else if (!this.#subscribe(client, reader, wanted, asked.rid)) return;
    }
  }

  left(client: ChannelClient): void { this.#readers.delete(client); }

  /** Once a second. */
  publish(): void {
    const { price: spot, twap } = this.#reference;
    const point = { timestamp: Math.floor(this.#now() / 1_000) * 1_000, spot, twap };
    this.#history.push(point);
    if (this.#history.length > HISTORY) this.#history.shift();
    for (const [client, reader] of this.#readers) {
      for (const subscription of reader.subscriptions.values()) {
        const value = valueOf(subscription, point);
        if (value !== null) this.#tell(client, reader, subscription, pointOf(point.timestamp, value), false);
      }
    }
  }

  #authenticate(client: ChannelClient, reader: Reader, auth: { readonly apiKey: string; readonly secret: string; readonly passphrase: string }, of: string | undefined): void {
    if (++reader.auths > MOST_AUTHS) return refuse(client, 'auth_attempts', of);
    const key = this.#keys.find(auth.apiKey);
    reader.isAuthed = key !== null && key.secret === auth.secret && key.passphrase === auth.passphrase;
    return say(client, reader.isAuthed ? { op: 'authed', rid: of } : { op: 'error', code: 'auth_invalid', rid: of });
  }

  #wanted(client: ChannelClient, channel: string, filter: unknown, of: Ack): Subscription | null {
    const refused = (code: string): null => {
      say(client, { op: 'error', code, ...of });
      return null;
    };
    const topic = TOPICS.find((name) => name === channel);
    if (topic === undefined) return refused(NO_CHANNEL);
    if (!this.#reader(client).isAuthed) return refused('auth_required');
    const read = filters[topic].safeParse(filter);
    if (!read.success) return refused('bad_filter');
    return { topic, symbol: read.data.symbol, windowSeconds: 'window_seconds' in read.data ? read.data.window_seconds : null };
  }

  /** False where the client is sent away. */
  #subscribe(client: ChannelClient, reader: Reader, wanted: Subscription, of: string | undefined): boolean {
    const isNew = !reader.subscriptions.has(keyOf(wanted));
    if (isNew && reader.subscriptions.size === MOST_SUBSCRIPTIONS) {
      refuse(client, 'sub_limit', of);
      return false;
    }
    reader.subscriptions.set(keyOf(wanted), wanted);
    say(client, { op: 'subscribed', channel: wanted.topic, rid: of, provider: wanted.topic === 'price.crypto' ? 'chainlink' : undefined });
    if (isNew) {
      const data = this.#history.flatMap((point) => {
        const value = valueOf(wanted, point);
        return value === null ? [] : [pointOf(point.timestamp, value)];
      });
      this.#tell(client, reader, wanted, { data }, true);
    }
    return true;
  }

  #tell(client: ChannelClient, reader: Reader, { topic, symbol, windowSeconds }: Subscription, said: object, isSnapshot: boolean): void {
    const seq = (reader.sent.get(topic) ?? 0) + 1;
    reader.sent.set(topic, seq);
    const payload = { symbol, ...said, source: 'chainlink', ...(windowSeconds === null ? {} : { window_seconds: windowSeconds }) };
    client.send(JSON.stringify({ v: 1, channel: topic, seq, ts: this.#now(), ...(isSnapshot ? { snapshot: true } : {}), payload }));
  }

  #isTooFast(reader: Reader): boolean {
    const second = Math.floor(this.#now() / 1_000);
    if (reader.second !== second) Object.assign(reader, { second, frames: 0 });
    return ++reader.frames > MOST_FRAMES_A_SECOND;
  }

  #reader(client: ChannelClient): Reader {
    const reader = this.#readers.get(client) ?? { isAuthed: false, auths: 0, frames: 0, second: 0, subscriptions: new Map<string, Subscription>(), sent: new Map<Topic, number>() };
    this.#readers.set(client, reader);
    return reader;
  }
}

const say = (client: ChannelClient, ack: Ack): void => { client.send(JSON.stringify(ack)); };
function refuse(client: ChannelClient, code: string, of: string | undefined): void {
  say(client, { op: 'error', code, rid: of });
  client.close(POLICY, code);
}
function unsubscribe(client: ChannelClient, reader: Reader, wanted: Subscription, of: string | undefined): void {
  reader.subscriptions.delete(keyOf(wanted));
  say(client, { op: 'unsubscribed', channel: wanted.topic, rid: of });
}

const keyOf = ({ topic, symbol, windowSeconds }: Subscription): string => `${topic}/${symbol}/${windowSeconds}`;
const pointOf = (timestamp: number, value: number): object => ({ value, full_accuracy_value: value.toFixed(8), timestamp });
/** Null for what nothing is said of. */
function valueOf({ topic, symbol, windowSeconds }: Subscription, { spot, twap }: Point): number | null {
  if (symbol !== TOLD || (topic === 'price.crypto.twap' && windowSeconds !== WINDOW_SECONDS)) return null;
  return topic === 'price.crypto' ? spot : twap;
}
