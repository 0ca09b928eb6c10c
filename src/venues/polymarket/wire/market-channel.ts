// The market channel's text to messages. A message is read whole or not at all: one entry that cannot be read makes its
// message undecodable, and the others of the frame stay what they are. Pure.

import { MICROS, type Price, type Size, type TimestampMs } from '../../../core/domain/numbers.ts';
import type { Side } from '../../../core/domain/side.ts';
import { NOT_STATED, type BookMessage, type MarketMessage, type PriceChange } from './market-message.ts';
import { microsOf } from './micros-of.ts';
import { quickPriceChange } from './quick-price-change.ts';
import { stampOf } from './stamp-of.ts';
import { isFields, parseJson, undecodable, type Fields } from './undecodable.ts';

const PRICE_CHANGE_KEYS = 'price_changes';

export function decodeMarketFrame(frame: string): readonly MarketMessage[] {
  const quick = quickPriceChange(frame);
  return quick === null ? decodeAnyFrame(frame) : [quick];
}

/** By way of a tree of JSON. */
export function decodeAnyFrame(frame: string): readonly MarketMessage[] {
  const parsed = parseJson(frame);
  if (Array.isArray(parsed)) return parsed.map(decodeMarketMessage);
  return [parsed === undefined ? undecodable('is no JSON') : decodeMarketMessage(parsed)];
}

/** One message, parsed. */
export function decodeMarketMessage(value: unknown): MarketMessage {
  if (!isFields(value)) return undecodable('is no object');
  const market = typeof value.market === 'string' && value.market !== '' ? value.market : null;
  try {
    return decodeFields(value, typeOf(value));
  } catch (error) {
    if (error instanceof Unreadable) return undecodable(error.message, market);
    throw error;
  }
}

/** Thrown and caught within this file alone. */
class Unreadable extends Error {}

function decodeFields(fields: Fields, eventType: string): MarketMessage {
  switch (eventType) {
    case 'book': return bookOf(fields);
    case 'price_change': return { kind: 'price-change', market: text(fields, 'market'), ts: stamp(fields), changes: changesOf(fields) };
    case 'last_trade_price': return {
      kind: 'trade', market: text(fields, 'market'), token: text(fields, 'asset_id'), ts: stamp(fields), price: price(fields, 'price'),
      size: someSize(fields, 'size'), priceText: text(fields, 'price'), taker: isBuy(fields) ? 'buy' : 'sell',
    };
    case 'tick_size_change': return { kind: 'tick-size', market: text(fields, 'market'), token: text(fields, 'asset_id'), ts: stamp(fields), tick: price(fields, 'new_tick_size') };
    case 'best_bid_ask': return {
      kind: 'best-prices', market: text(fields, 'market'), token: text(fields, 'asset_id'), ts: stamp(fields),
      bestBid: bestOf(fields, 'best_bid', 0), bestAsk: bestOf(fields, 'best_ask', MICROS),
    };
    case 'new_market': return { kind: 'new-market', market: text(fields, 'market'), slug: text(fields, 'slug'), tokens: texts(fields, 'assets_ids'), ts: stamp(fields) };
    case 'market_resolved': return { kind: 'resolved', market: text(fields, 'market'), winner: text(fields, 'winning_asset_id'), ts: stamp(fields) };
    case '': return fail('event_type', 'is missing');
    default: return { kind: 'unknown', eventType };
  }
}

/** Frames of before `event_type` was in all of them are told by what they hold. */
function typeOf(fields: Fields): string {
  const stated = fields.event_type;
  if (typeof stated === 'string') return stated;
  if (stated !== undefined) return '';
  if (fields.bids !== undefined && fields.asks !== undefined) return 'book';
  if (fields[PRICE_CHANGE_KEYS] !== undefined) return 'price_change';
  if (fields.new_tick_size !== undefined) return 'tick_size_change';
  return fields.fee_rate_bps !== undefined && fields.price !== undefined && fields.size !== undefined ? 'last_trade_price' : '';
}

function bookOf(fields: Fields): BookMessage {
  const tick = fields.tick_size;
  return {
    kind: 'book', market: text(fields, 'market'), token: text(fields, 'asset_id'), ts: stamp(fields),
    hash: optionalText(fields, 'hash'),
    bids: levels(fields, 'bids'), asks: levels(fields, 'asks'),
    tick: tick === undefined ? null : price(fields, 'tick_size'),
    lastTrade: typeof fields.last_trade_price === 'string' ? fields.last_trade_price : null,
  };
}

function changesOf(fields: Fields): readonly PriceChange[] {
  const entries = fields[PRICE_CHANGE_KEYS];
  // Until 2025-09 a message was one change, of one token.
  if (entries === undefined) return [changeOf(fields)];
  if (!Array.isArray(entries)) return fail(PRICE_CHANGE_KEYS, 'is no list');
  const changes: PriceChange[] = [];
  for (const entry of entries as readonly unknown[]) changes.push(isFields(entry) ? changeOf(entry) : fail(PRICE_CHANGE_KEYS, 'holds what is no object'));
  return changes;
}

function changeOf(fields: Fields): PriceChange {
  return {
    token: text(fields, 'asset_id'), side: side(fields), price: price(fields, 'price'), size: anySize(fields, 'size'),
    hash: optionalText(fields, 'hash'),
    bestBid: fields.best_bid === undefined ? NOT_STATED : bestOf(fields, 'best_bid', 0),
    bestAsk: fields.best_ask === undefined ? NOT_STATED : bestOf(fields, 'best_ask', MICROS),
  };
}

function levels(fields: Fields, name: string): number[] {
  const list = fields[name];
  if (!Array.isArray(list)) return fail(name, 'is no list');
  const out: number[] = [];
  for (const level of list as readonly unknown[]) {
    if (!isFields(level)) return fail(name, 'holds what is no object');
    const size = anySize(level, 'size');
    // A level of nothing is none.
    if (size > 0) out.push(price(level, 'price'), size);
  }
  return out;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : fail(name, 'is no text');
}

const optionalText = (fields: Fields, name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');

function texts(fields: Fields, name: string): readonly string[] {
  const list = fields[name];
  return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : fail(name, 'is no list of texts');
}

function stamp(fields: Fields): TimestampMs { return stampOf(fields.timestamp) ?? fail('timestamp', 'is no moment'); }

/** Above 0 and below 1: where an order can stand. */
function price(fields: Fields, name: string): Price {
  const value = fields[name];
  const micros = typeof value === 'string' ? microsOf(value) : -1;
  return micros > 0 && micros < MICROS ? (micros as Price) : fail(name, 'is no price between 0 and 1');
}

function anySize(fields: Fields, name: string): Size {
  const value = fields[name];
  const micros = typeof value === 'string' ? microsOf(value) : -1;
  return micros >= 0 ? (micros as Size) : fail(name, 'is no size');
}

function someSize(fields: Fields, name: string): Size {
  const size = anySize(fields, name);
  return size > 0 ? size : fail(name, 'is no size above 0');
}

/** The empty text stands for a side without orders, as 0 and 1 do. */
function bestOf(fields: Fields, name: string, none: number): number {
  const value = fields[name];
  if (value === '') return none;
  const micros = typeof value === 'string' ? microsOf(value) : -1;
  return micros >= 0 && micros <= MICROS ? micros : fail(name, 'is no price');
}

function isBuy(fields: Fields): boolean {
  return fields.side === 'BUY' || (fields.side !== 'SELL' && fail('side', 'is neither BUY nor SELL'));
}

const side = (fields: Fields): Side => (isBuy(fields) ? 'bid' : 'ask');

function fail(name: string, why: string): never { throw new Unreadable(`${name}: ${why}`); }
