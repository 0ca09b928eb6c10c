// The reference price as the venue's older data socket tells it: the exchange's price, the oracle's, and the oracle's mean
// over a minute.

import { jsonOf } from '../json-of.ts';
import { z } from 'zod';
import type { Channel, ChannelClient } from '../channels/socket-server.ts';
import type { ReferencePrice } from './reference-price.ts';

const TOPICS = ['crypto_prices', 'crypto_prices_chainlink', 'crypto_prices_twap_sixty'] as const;
type Topic = (typeof TOPICS)[number];

const request = z.object({
  action: z.enum(['subscribe', 'unsubscribe']),
  subscriptions: z.array(z.object({ topic: z.string(), type: z.string().optional(), filters: z.string().optional() })),
});

export class RtdsChannel implements Channel {
  readonly #reference: ReferencePrice;
  readonly #now: () => number;
  readonly #topics = new Map<ChannelClient, Set<Topic>>();

  constructor(reference: ReferencePrice, now: () => number) {
    this.#reference = reference;
    this.#now = now;
  }

  mayPing(): boolean { return true; }

  received(client: ChannelClient, text: string): void {
    const read = request.safeParse(jsonOf(text));
    if (!read.success) return;
    const topics = this.#topics.get(client) ?? new Set<Topic>();
    this.#topics.set(client, topics);
    for (const { topic, filters = '' } of read.data.subscriptions) {
      const known = TOPICS.find((name) => name === topic);
      if (known === undefined) continue;
      if (read.data.action === 'unsubscribe') topics.delete(known);
      else if (wantsBitcoin(known, filters)) topics.add(known);
    }
  }

  left(client: ChannelClient): void { this.#topics.delete(client); }

  /** Once a second. */
  publish(): void {
    const now = this.#now();
    for (const topic of TOPICS) {
      const text = JSON.stringify(this.#frame(topic, now));
      for (const [client, topics] of this.#topics) if (topics.has(topic)) client.send(text);
    }
  }

  #frame(topic: Topic, now: number): unknown {
    const stamp = Math.floor(now / 1_000) * 1_000;
    const value = topic === 'crypto_prices_twap_sixty' ? this.#reference.twap : this.#reference.price;
    const isOracle = topic !== 'crypto_prices';
    return {
      topic, type: 'update', timestamp: now,
      payload: {
        symbol: isOracle ? 'btc/usd' : 'btcusdt', timestamp: stamp, value, full_accuracy_value: isOracle ? `${Math.round(value * 100)}${'0'.repeat(16)}` : value.toFixed(8),
        ...(topic === 'crypto_prices_twap_sixty' ? { window_s: 60 } : {}),
      },
    };
  }
}

/** Symbols with commas for the one, compact JSON for the others; a space inside that JSON gets silence at the venue. */
function wantsBitcoin(topic: Topic, filters: string): boolean {
  if (filters === '') return true;
  return topic === 'crypto_prices' ? filters.split(',').includes('btcusdt') : filters === '{"symbol":"btc/usd"}';
}
