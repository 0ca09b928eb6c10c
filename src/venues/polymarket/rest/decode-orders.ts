// Answers about orders: what a place came to, what a cancel proved, and orders as the venue lists them.

import type { Price, Size, TimestampMs } from '../../../core/domain/numbers.ts';
import { answered, unknownOutcome, type Answer } from './answer.ts';
import { actionOf, fieldsOf, flagOf, listOf, optionalAmount, optionalText, priceOf, secondsOf, sizeOf, textOf, UnreadableAnswer, type Fields } from './read-fields.ts';

export interface PlacedOrder {
  readonly orderId: string;
  /**
   * live: it rests · matched: it met others, in whole or in part · delayed: it is held, and what becomes of it comes later · killed: it
   * found nothing to match and is gone · present: the venue has had it before this request; what became of it has to be asked.
   */
  readonly status: 'live' | 'matched' | 'delayed' | 'killed' | 'present';
  /** What was given and taken so far, micro-dollars or micro-shares; null where nothing was. */
  readonly given: number | null;
  readonly taken: number | null;
  readonly tradeIds: readonly string[];
}

const STATUSES = ['live', 'matched', 'delayed'] as const;

/**
 * `orderId`: what the order is known by before it is sent. An answer about another one proves nothing. `refused` judges what the
 * venue says against it.
 */
export function decodePlaced(value: unknown, orderId: string, status: number, refused: (said: string) => Answer<PlacedOrder>): Answer<PlacedOrder> {
  const fields = fieldsOf(value, 'the answer to an order');
  const said = optionalText(fields, 'errorMsg');
  // Also with `success: true`: entries of batches and post-only mode are refused that way.
  if (said !== '') return refused(said);
  const state = STATUSES.find((known) => known === optionalText(fields, 'status').toLowerCase());
  if (!flagOf(fields, 'success') || state === undefined) return unknownOutcome('neither taken nor refused', status);
  if (optionalText(fields, 'orderID').toLowerCase() !== orderId) return unknownOutcome('the answer names another order', status);
  return answered({ orderId, status: state, given: optionalAmount(fields, 'makingAmount'), taken: optionalAmount(fields, 'takingAmount'), tradeIds: textsOf(fields, 'tradeIDs') });
}

export interface CancelReport {
  readonly canceled: readonly string[];
  /**
   * Asked for and not cancelled, with the venue's words. They prove nothing by themselves: the venue has said "already canceled or
   * matched" of orders that later turned out to be live or filled.
   */
  readonly unproven: readonly { readonly orderId: string; readonly detail: string }[];
}

/** `asked`: the ids that were to be cancelled; empty where all of something were. */
export function decodeCanceled(value: unknown, asked: readonly string[]): CancelReport {
  const fields = fieldsOf(value, 'the answer to a cancel');
  const canceled = listOf(fields.canceled, 'canceled').map((id) => idOf(id));
  const refused = Object.entries(fieldsOf(fields.not_canceled ?? {}, 'not_canceled')).map(([orderId, detail]) => ({ orderId: idOf(orderId), detail: String(detail) }));
  const told = new Set([...canceled, ...refused.map(({ orderId }) => orderId)]);
  return { canceled, unproven: [...refused, ...asked.filter((id) => !told.has(id)).map((orderId) => ({ orderId, detail: 'the answer does not mention it' }))] };
}

export interface ListedOrder {
  readonly orderId: string;
  /** In capitals, without a prefix: LIVE, MATCHED, CANCELED, INVALID, CANCELED_MARKET_RESOLVED. */
  readonly status: string;
  readonly conditionId: string;
  readonly tokenId: string;
  readonly action: 'buy' | 'sell';
  /** Of its own token. */
  readonly price: Price;
  readonly size: Size;
  readonly matched: Size;
  readonly type: string;
  readonly createdAt: TimestampMs;
  /** As stated, a minute after the venue lets go of it; null for an order without an end. */
  readonly expiration: TimestampMs | null;
  readonly tradeIds: readonly string[];
}

export function decodeListedOrder(value: unknown): ListedOrder {
  const fields = fieldsOf(value, 'an order');
  const expiration = optionalText(fields, 'expiration');
  return {
    orderId: idOf(fields.id), status: textOf(fields, 'status').toUpperCase().replace(/^ORDER_STATUS_/, ''), conditionId: textOf(fields, 'market'), tokenId: textOf(fields, 'asset_id'),
    action: actionOf(fields, 'side'), price: priceOf(fields, 'price'), size: sizeOf(fields, 'original_size'), matched: sizeOf(fields, 'size_matched'),
    type: textOf(fields, 'order_type'), createdAt: secondsOf(fields, 'created_at'), expiration: expiration === '' || expiration === '0' ? null : secondsOf(fields, 'expiration'),
    tradeIds: textsOf(fields, 'associate_trades'),
  };
}

function idOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new UnreadableAnswer('an order has no id');
  return value.toLowerCase();
}

function textsOf(fields: Fields, name: string): readonly string[] {
  return listOf(fields[name] ?? [], name).map((value) => {
    if (typeof value !== 'string') throw new UnreadableAnswer(`${name} holds something else than text`);
    return value;
  });
}
