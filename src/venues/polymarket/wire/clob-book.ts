// Answers of `/book` and `/books`: a token's book with what the market demands of orders, and whether its own hash is right.

import type { Size } from '../../../core/domain/numbers.ts';
import { hashOfAnswer } from './book-hash.ts';
import { decodeMarketMessage } from './market-channel.ts';
import type { BookMessage } from './market-message.ts';
import { microsOf } from './micros-of.ts';
import { isFields, undecodable, type Undecodable } from './undecodable.ts';

export interface ClobBook extends BookMessage {
  /** Null where the answer does not say, as those of before 2025-09. */
  readonly minSize: Size | null;
  readonly negRisk: boolean | null;
}

export function decodeClobBook(answer: unknown): ClobBook | Undecodable {
  const book = decodeMarketMessage(answer);
  if (book.kind === 'undecodable') return book;
  if (book.kind !== 'book' || !isFields(answer)) return undecodable('is no book');
  const { min_order_size: least, neg_risk: negRisk } = answer;
  const minSize = typeof least === 'string' ? microsOf(least) : null;
  if (minSize === -1) return undecodable('min_order_size: is no size', book.market);
  // Only what has all the fields that go into the hash can be checked by it.
  if (isWhole(book, negRisk) && hashOfAnswer(answer) !== book.hash) return undecodable('hash: is not that of the book', book.market);
  return { ...book, minSize: minSize as Size | null, negRisk: typeof negRisk === 'boolean' ? negRisk : null };
}

export function decodeClobBooks(answer: unknown): readonly (ClobBook | Undecodable)[] {
  return Array.isArray(answer) ? answer.map(decodeClobBook) : [undecodable('is no list of books')];
}

const isWhole = (book: BookMessage, negRisk: unknown): boolean => book.hash !== '' && book.tick !== null && book.lastTrade !== null && typeof negRisk === 'boolean';
