// What one message of Kalshi's websocket says, with NO already turned into YES. Prices and sizes are micro-units.

import { complement, MICROS, type Price } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { scaledDecimal } from './decimal-text.ts';
import { JsonRow } from './json-row.ts';

interface Numbered {
  /** The subscription and its running number, where the message has one. */
  readonly sid: number | null; readonly seq: number | null;
  /** The venue's stamp; snapshots have none. */
  readonly ts: number | null;
  readonly row: JsonRow;
}
export interface KalshiSnapshot extends Numbered { readonly kind: 'snapshot'; readonly ticker: string; readonly bids: readonly number[]; readonly asks: readonly number[] }
/** `size` is what the level grew by, negative where it shrank. */
export interface KalshiDelta extends Numbered { readonly kind: 'delta'; readonly ticker: string; readonly side: Side; readonly price: Price; readonly size: number }
export interface KalshiTrade extends Numbered { readonly kind: 'trade'; readonly ticker: string; readonly price: Price; readonly size: number; readonly taker: Side }
/** Answers to commands, and channels that are no market data. */
export interface KalshiOther extends Numbered { readonly kind: 'other' }
export type KalshiMessage = KalshiSnapshot | KalshiDelta | KalshiTrade | KalshiOther;

/** Types of messages that say nothing of a book or a trade; of those with a number, the number counts. */
const OTHERS = [
  'subscribed', 'unsubscribed', 'ok', 'error', 'ticker', 'fill', 'user_order', 'market_position', 'order_group_updates', 'market_lifecycle_v2',
  'event_lifecycle', 'event_fee_update', 'multivariate_market_lifecycle', 'cfbenchmarks_value', 'pyth_value',
] as const;

const SIGNED = /^-/;

export function kalshiMessage(text: string, file: string, line: number): KalshiMessage {
  const row = JsonRow.parse(text, file, line);
  const numbered = { row, sid: row.has('sid') ? row.integer('sid') : null, seq: row.has('seq') ? row.integer('seq') : null };
  const type = row.oneOf('type', ['orderbook_snapshot', 'orderbook_delta', 'trade', ...OTHERS]);
  if (type === 'orderbook_snapshot') {
    const msg = row.row('msg');
    const noBids = levels(msg, 'no_dollars_fp');
    return { kind: 'snapshot', ...numbered, ts: null, ticker: msg.text('market_ticker'), bids: levels(msg, 'yes_dollars_fp'), asks: noBids.map((value, i) => (i % 2 === 0 ? MICROS - value : value)) };
  }
  if (type === 'orderbook_delta') {
    const msg = row.row('msg');
    const isYes = msg.oneOf('side', ['yes', 'no']) === 'yes';
    const price = msg.price('price_dollars');
    return { kind: 'delta', ...numbered, ts: msg.integer('ts_ms'), ticker: msg.text('market_ticker'), side: isYes ? 'bid' : 'ask', price: isYes ? price : complement(price), size: change(msg) };
  }
  if (type === 'trade') {
    const msg = row.row('msg');
    const ts = msg.integer('ts_ms');
    // A block trade is agreed outside the book.
    if (msg.has('is_block_trade') && msg.flag('is_block_trade')) return { kind: 'other', ...numbered, ts };
    const isYes = msg.oneOf(msg.has('taker_outcome_side') ? 'taker_outcome_side' : 'taker_side', ['yes', 'no']) === 'yes';
    return { kind: 'trade', ...numbered, ts, ticker: msg.text('market_ticker'), price: msg.price('yes_price_dollars'), size: msg.someSize('count_fp'), taker: isYes ? 'bid' : 'ask' };
  }
  return { kind: 'other', ...numbered, ts: null };
}

/** Flat pairs; the key of an empty side is absent. */
function levels(msg: JsonRow, name: string): readonly number[] {
  const out: number[] = [];
  if (!msg.has(name)) return out;
  for (const level of msg.list(name)) {
    const [price, count] = level as readonly unknown[];
    const at = typeof price === 'string' ? scaledDecimal(price, 6) : -1;
    const size = typeof count === 'string' ? scaledDecimal(count, 6) : -1;
    if (at <= 0 || at >= MICROS || size <= 0) msg.fail(name, `holds ${JSON.stringify(level)}, which is no price between 0 and 1 with a count above 0, as text`);
    out.push(at, size);
  }
  return out;
}

function change(msg: JsonRow): number {
  const text = msg.text('delta_fp');
  const size = scaledDecimal(text.replace(SIGNED, ''), 6);
  if (size <= 0) msg.fail('delta_fp', 'is not a change of size, as text');
  return text.startsWith('-') ? -size : size;
}
