// Markets and books as the venue's order service tells them: what an order must fit, and what stands in the book.

import type { LevelList } from '../../../core/domain/events.ts';
import type { Price, Size, TimestampMs } from '../../../core/domain/numbers.ts';
import { fieldsOf, flagOf, listOf, millisecondsOf, numberOf, optionalText, priceOf, sizeOf, textOf, type Fields } from './read-fields.ts';

export interface RestBook {
  readonly conditionId: string;
  readonly tokenId: string;
  readonly at: TimestampMs;
  /** SHA-1 of the summary; the same as in the channel's frames. */
  readonly hash: string;
  /** Prices of the token itself, [price, size, …]. */
  readonly bids: LevelList;
  readonly asks: LevelList;
  readonly tick: Price;
  readonly minSize: Size;
  readonly negRisk: boolean;
}

export function decodeBook(value: unknown): RestBook {
  const fields = fieldsOf(value, 'a book');
  return {
    conditionId: textOf(fields, 'market'), tokenId: textOf(fields, 'asset_id'), at: millisecondsOf(fields, 'timestamp'), hash: textOf(fields, 'hash'),
    bids: levelsOf(fields, 'bids'), asks: levelsOf(fields, 'asks'), tick: priceOf(fields, 'tick_size'), minSize: sizeOf(fields, 'min_order_size'), negRisk: flagOf(fields, 'neg_risk'),
  };
}

const levelsOf = (fields: Fields, name: string): LevelList => listOf(fields[name], name).flatMap((level) => {
  const row = fieldsOf(level, 'a level');
  return [priceOf(row, 'price'), sizeOf(row, 'size')];
});

export interface ClobMarket {
  readonly conditionId: string;
  readonly tokens: readonly { readonly tokenId: string; readonly outcome: string }[];
  readonly tick: Price;
  readonly minSize: Size;
  readonly negRisk: boolean;
  readonly acceptsOrders: boolean;
  /** Null where the venue takes no fee. */
  readonly fee: { readonly rate: number; readonly exponent: number; readonly takerOnly: boolean } | null;
  /** Micro-shares, and the distance in micro-dollars; null where the market pays none. */
  readonly rewards: { readonly minSize: Size; readonly maxSpread: number; readonly minAgeSeconds: number } | null;
  /** Takers of this market are held for a moment before they match. */
  readonly delaysTakers: boolean;
  readonly delaySeconds: number;
}

export function decodeClobMarket(value: unknown): ClobMarket {
  const fields = fieldsOf(value, 'a market');
  const tokens = listOf(fields.t, 't').map((token) => {
    const row = fieldsOf(token, 'a token');
    return { tokenId: textOf(row, 't'), outcome: optionalText(row, 'o') };
  });
  return {
    conditionId: textOf(fields, 'c'), tokens, tick: priceOf(fields, 'mts'), minSize: sizeOf(fields, 'mos'), negRisk: flagOf(fields, 'nr'), acceptsOrders: flagOf(fields, 'ao'),
    fee: feeOf(fields.fd), rewards: rewardsOf(fields.r), delaysTakers: flagOf(fields, 'itode'), delaySeconds: fields.sd === undefined ? 0 : numberOf(fields, 'sd'),
  };
}

function feeOf(value: unknown): ClobMarket['fee'] {
  if (value === undefined || value === null) return null;
  const fields = fieldsOf(value, 'fd');
  return { rate: numberOf(fields, 'r'), exponent: numberOf(fields, 'e'), takerOnly: flagOf(fields, 'to') };
}

function rewardsOf(value: unknown): ClobMarket['rewards'] {
  if (value === undefined || value === null) return null;
  const fields = fieldsOf(value, 'r');
  if (!flagOf(fields, 'e')) return null;
  // The venue writes the distance in cents.
  return { minSize: sizeOf(fields, 'mi'), maxSpread: priceOf(fields, 'ma') / 100, minAgeSeconds: flagOf(fields, 'smoa') || fields.moas === undefined ? 0 : numberOf(fields, 'moas') };
}
