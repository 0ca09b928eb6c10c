// The user channel's text to messages. A status that this version does not know is kept as unknown, with its text: nothing is
// taken for an outcome that it does not state. Pure.

import { z } from 'zod';
import { action, moment, momentOrNone, price, size, sizeOrNone, someText, whyNot } from './schema-values.ts';
import { isFields, parseJson, undecodable, type Fields } from './undecodable.ts';
import type { MakerFill, OrderStatus, TradeStatus, UserMessage } from './user-message.ts';

const ORDER_STATUSES: ReadonlyMap<string, OrderStatus> = new Map([
  ['LIVE', 'live'], ['MATCHED', 'matched'], ['DELAYED', 'delayed'], ['UNMATCHED', 'unmatched'], ['CANCELED', 'canceled'], ['INVALID', 'invalid'],
]);
const TRADE_STATUSES: ReadonlyMap<string, TradeStatus> = new Map([
  ['MATCHED_NOT_BROADCASTED', 'matched-not-broadcast'], ['MATCHED', 'matched'], ['MINED', 'mined'], ['CONFIRMED', 'confirmed'], ['RETRYING', 'retrying'], ['FAILED', 'failed'],
]);

const order = z.object({
  id: someText, market: someText, asset_id: someText, side: action, price, original_size: size, size_matched: sizeOrNone,
  type: z.enum(['PLACEMENT', 'UPDATE', 'CANCELLATION']), status: someText, order_type: someText, expiration: momentOrNone,
  associate_trades: z.array(z.string()).nullish(), timestamp: moment,
});

const maker = z.object({
  order_id: someText, asset_id: someText, side: action.optional(), price, matched_amount: size, owner: z.string(), maker_address: z.string(),
});

const trade = z.object({
  id: someText, market: someText, asset_id: someText, side: action, price, size, status: someText, taker_order_id: someText, owner: z.string(),
  maker_orders: z.array(maker), trader_side: z.enum(['TAKER', 'MAKER']).optional(), transaction_hash: z.string().nullish(),
  match_time: moment.optional(), matchtime: moment.optional(), last_update: moment.optional(), timestamp: moment.optional(),
});

export function decodeUserFrame(text: string): readonly UserMessage[] {
  const parsed = parseJson(text);
  if (Array.isArray(parsed)) return parsed.map(decodeUserMessage);
  return [parsed === undefined ? undecodable('is no JSON') : decodeUserMessage(parsed)];
}

function decodeUserMessage(value: unknown): UserMessage {
  if (!isFields(value)) return undecodable('is no object');
  const eventType = value.event_type ?? typeOf(value);
  if (eventType === 'order') return orderOf(value);
  if (eventType === 'trade') return tradeOf(value);
  return typeof eventType === 'string' && eventType !== '' ? { kind: 'unknown', eventType } : undecodable('event_type: is missing', marketOf(value));
}

/** REST answers and old frames do not say what they are. */
function typeOf(fields: Fields): string {
  if (fields.taker_order_id !== undefined) return 'trade';
  return fields.original_size === undefined ? '' : 'order';
}

const marketOf = ({ market }: Fields): string | null => (typeof market === 'string' ? market : null);

function orderOf(fields: Fields): UserMessage {
  const read = order.safeParse(fields);
  if (!read.success) return whyNot(read.error, marketOf(fields));
  const { data } = read;
  const status = data.status.replace(/^ORDER_STATUS_/, '');
  // "CANCELED_order couldn't be fully filled…", "CANCELED_MARKET_RESOLVED": the reason follows the word.
  const [, reason] = /^CANCELED_(.+)$/s.exec(status) ?? [];
  const known = ORDER_STATUSES.get(status) ?? (reason === undefined ? 'unknown' : 'canceled');
  return {
    kind: 'order', id: data.id, market: data.market, token: data.asset_id, action: data.side, price: data.price,
    originalSize: data.original_size, matched: data.size_matched, what: WHAT[data.type],
    status: known, detail: known === 'unknown' ? status : (reason ?? ''),
    orderType: data.order_type, expiresAt: data.expiration, trades: data.associate_trades ?? [], ts: data.timestamp,
  };
}

const WHAT = { PLACEMENT: 'placement', UPDATE: 'update', CANCELLATION: 'cancellation' } as const;

function tradeOf(fields: Fields): UserMessage {
  const read = trade.safeParse(fields);
  if (!read.success) return whyNot(read.error, marketOf(fields));
  const { data } = read;
  const matchedAt = data.match_time ?? data.matchtime;
  if (matchedAt === undefined) return undecodable('match_time: is missing', data.market);
  const status = data.status.replace(/^TRADE_STATUS_/, '');
  const known = TRADE_STATUSES.get(status) ?? 'unknown';
  const makers = data.maker_orders.map((row): MakerFill => ({
    orderId: row.order_id, token: row.asset_id, price: row.price, size: row.matched_amount, owner: row.owner, makerAddress: row.maker_address,
    // Where it is not said it follows: of the taker's own token the other side was taken; of the other token, the same side was matched by mint or merge.
    action: row.side ?? (row.asset_id === data.asset_id ? otherAction(data.side) : data.side),
  }));
  return {
    kind: 'trade', id: data.id, market: data.market, status: known, detail: known === 'unknown' ? status : '',
    takerOrderId: data.taker_order_id, token: data.asset_id, action: data.side, price: data.price, size: data.size, owner: data.owner, makers,
    ourPart: data.trader_side === undefined ? null : data.trader_side === 'TAKER' ? 'taker' : 'maker',
    transaction: data.transaction_hash ?? null, matchedAt, updatedAt: data.last_update ?? data.timestamp ?? matchedAt,
  };
}

const otherAction = (done: 'buy' | 'sell'): 'buy' | 'sell' => (done === 'buy' ? 'sell' : 'buy');
