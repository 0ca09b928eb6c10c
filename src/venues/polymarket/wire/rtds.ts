// The legacy real-time data socket: prices of Binance, Chainlink and Chainlink's time-weighted averages. Pure.

import { z } from 'zod';
import type { ReferenceMessage } from './reference-message.ts';
import { moment, someText, whyNot } from './schema-values.ts';
import { isFields, parseJson, undecodable } from './undecodable.ts';

const quoted = z.number().positive().finite();
const update = z.object({
  topic: someText,
  payload: z.object({ symbol: someText, timestamp: moment, value: quoted, full_accuracy_value: z.string().optional(), window_s: z.number().int().positive().optional() }),
});
const history = z.object({
  topic: someText,
  payload: z.object({ symbol: someText, window_s: z.number().int().positive().optional(), data: z.array(z.object({ timestamp: moment, value: quoted })) }),
});

/** Binance's are plain decimals; on Chainlink's topics the accurate value is an integer of 10^−18. */
const ACCURACY = 1e18;

export function decodeRtdsFrame(text: string): ReferenceMessage {
  if (text === '') return { kind: 'other', what: 'empty' };
  const parsed = parseJson(text);
  if (!isFields(parsed)) return undecodable('is no JSON object');
  if (parsed.topic === undefined) {
    if (typeof parsed.message === 'string' && typeof parsed.statusCode === 'number') return { kind: 'error', detail: parsed.message };
    return { kind: 'other', what: 'no topic' };
  }
  if (isFields(parsed.payload) && Array.isArray(parsed.payload.data)) {
    const read = history.safeParse(parsed);
    if (!read.success) return whyNot(read.error);
    const { topic, payload } = read.data;
    return { kind: 'history', topic, symbol: payload.symbol, points: payload.data.map(({ timestamp, value }) => ({ ts: timestamp, price: value })), windowSeconds: payload.window_s ?? null };
  }
  if (parsed.type !== 'update') return { kind: 'other', what: String(parsed.type) };
  const read = update.safeParse(parsed);
  if (!read.success) return whyNot(read.error);
  const { topic, payload } = read.data;
  return {
    kind: 'price', topic, symbol: payload.symbol, price: accurate(payload.full_accuracy_value, payload.value), ts: payload.timestamp,
    windowSeconds: payload.window_s ?? null,
  };
}

/** The finer of the two, where it agrees with the coarse one; the coarse one is what the venue shows. */
export function accurate(full: string | undefined, coarse: number): number {
  if (full === undefined || !/^\d{1,40}(\.\d{1,30})?$/.test(full)) return coarse;
  const decimal = Number(full);
  for (const candidate of [decimal, decimal / ACCURACY]) if (Math.abs(candidate / coarse - 1) < 0.001) return candidate;
  return coarse;
}
