// The socket of prices that replaces the legacy one ("PolyBolt"): envelopes with a sequence number per channel. A price that is not
// Chainlink's is refused, since its markets are decided by Chainlink's. Pure.

import { z } from 'zod';
import type { ReferenceMessage } from './reference-message.ts';
import { accurate } from './rtds.ts';
import { moment, someText, whyNot } from './schema-values.ts';
import { isFields, parseJson, undecodable, type Fields } from './undecodable.ts';

const point = { value: z.number().positive().finite(), full_accuracy_value: z.string().optional(), timestamp: moment };
const origin = { symbol: someText, source: z.string().optional() };
const update = z.object({ channel: someText, payload: z.object({ ...origin, ...point, window_seconds: z.number().int().positive().optional() }) });
const snapshot = z.object({ channel: someText, payload: z.object({ ...origin, data: z.array(z.object(point)), window_seconds: z.number().int().positive().optional() }) });

/** Spot prices were Pyth's until October 2026, and what is asked for is not always what is served. */
const WANTED = 'chainlink';

export function decodePolyboltFrame(text: string): ReferenceMessage {
  const parsed = parseJson(text);
  if (!isFields(parsed)) return undecodable('is no JSON object');
  if (parsed.op === 'authed') return { kind: 'authed' };
  if (parsed.op === 'error') return { kind: String(parsed.code).startsWith('auth_') ? 'denied' : 'error', detail: detailOf(parsed) };
  if (typeof parsed.op === 'string') return { kind: 'other', what: parsed.op };
  if (parsed.channel === undefined) return { kind: 'other', what: 'no channel' };
  return parsed.snapshot === true ? history(parsed) : price(parsed);
}

function price(parsed: Fields): ReferenceMessage {
  const read = update.safeParse(parsed);
  if (!read.success) return whyNot(read.error);
  const { channel, payload: { symbol, source, value, full_accuracy_value: full, timestamp, window_seconds: windowSeconds = null } } = read.data;
  if (source !== WANTED) return foreign(channel, symbol, source);
  return { kind: 'price', topic: channel, symbol, price: accurate(full, value), ts: timestamp, windowSeconds };
}

/** The two minutes before; empty where nothing was said in them. */
function history(parsed: Fields): ReferenceMessage {
  const read = snapshot.safeParse(parsed);
  if (!read.success) return whyNot(read.error);
  const { channel, payload: { symbol, source, data, window_seconds: windowSeconds = null } } = read.data;
  if (source !== WANTED && data.length > 0) return foreign(channel, symbol, source);
  return { kind: 'history', topic: channel, symbol, points: data.map(({ timestamp, value, full_accuracy_value: full }) => ({ ts: timestamp, price: accurate(full, value) })), windowSeconds };
}

const foreign = (channel: string, symbol: string, source: string | undefined): ReferenceMessage =>
  ({ kind: 'error', detail: `${channel} of ${symbol} is ${source === undefined ? 'of an unnamed source' : `from ${source}`}, not from Chainlink` });

const detailOf = (parsed: Fields): string =>
  ['code', 'message', 'error', 'rid'].flatMap((key) => (typeof parsed[key] === 'string' ? [parsed[key]] : [])).join(': ') || 'refused';
