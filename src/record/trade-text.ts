// A trade in words, to be compared and shown.

import type { TradePrinted } from '../core/domain/events.ts';
import { MICROS } from '../core/domain/numbers.ts';

/** "rain: bid took 5 at 0.48". */
export const tradeText = (market: string, { taker, size, price }: TradePrinted): string => `${market}: ${taker} took ${size / MICROS} at ${price / MICROS}`;
