// The socket of prices that replaces the legacy one ("PolyBolt"): envelopes with a sequence number per channel. Pure.

import { z } from 'zod';
import type { ReferenceMessage } from './reference-message.ts';
import { accurate } from './rtds.ts';
import { moment, someText, whyNot } from './schema-values.ts';
import { isFields, parseJson, undecodable } from './undecodable.ts';

const envelope = z.object({
  channel: someText,
  payload: z.object({
    symbol: someText, value: z.number().positive().finite(), full_accuracy_value: z.string().optional(), timestamp: moment,
    window_seconds: z.number().int().positive().optional(),
  }),
});

export function decodePolyboltFrame(text: string): ReferenceMessage {
  const parsed = parseJson(text);
  if (!isFields(parsed)) return undecodable('is no JSON object');
  if (parsed.op === 'error') return { kind: 'error', detail: ['code', 'message', 'error'].flatMap((key) => (typeof parsed[key] === 'string' ? [parsed[key]] : [])).join(': ') || 'refused' };
  if (typeof parsed.op === 'string') return { kind: 'other', what: parsed.op };
  if (parsed.channel === undefined) return { kind: 'other', what: 'no channel' };
  const read = envelope.safeParse(parsed);
  if (!read.success) return whyNot(read.error);
  const { channel, payload } = read.data;
  return {
    kind: 'price', topic: channel, symbol: payload.symbol, price: accurate(payload.full_accuracy_value, payload.value), ts: payload.timestamp,
    windowSeconds: payload.window_seconds ?? null,
  };
}
