// A made-up recording of one quiet market: a book around 50c, a print now and then, a heartbeat each second.

import type { MarketDataEvent } from '../../core/domain/events.ts';
import { NO_FEE } from '../../core/domain/fees.ts';
import { marketId, type Instrument } from '../../core/domain/instrument.ts';
import { cash as micros, price, size, timestamp, type Cash } from '../../core/domain/numbers.ts';
import { TapeColumns } from '../../tape/columns.ts';
import { TapeCounter } from '../../tape/tape-info.ts';
import type { Tape } from '../../tape/tape.ts';

export const cash = (dollars: number): Cash => micros(dollars * 1_000_000);
export const START = Date.UTC(2026, 4, 1, 12);
const MARKET = marketId(0);

export const instrument: Instrument = {
  id: MARKET, name: 'quiet', venue: 'recorded', tick: price(10_000), lot: size(1_000_000), minSize: size(5_000_000),
  fees: { maker: NO_FEE, taker: { rate: 0.05, exponent: 1, roundUpTo: 10 } }, endsAt: null, showsOwnOrders: false, canAmend: false, netsPairs: false,
};

export function tapeOf(events: readonly MarketDataEvent[], over: Partial<Instrument> = {}, chunkSize = 500): Tape {
  return {
    name: 'made-up', venue: 'recorded', instruments: [{ ...instrument, ...over }], references: [], terms: [], info: new TapeCounter(), shareRead: () => null,
    contentHash: async () => 'made-up',
    async *chunks() {
      for (let i = 0; i < events.length; i += chunkSize) {
        const columns = new TapeColumns();
        for (const event of events.slice(i, i + chunkSize)) columns.push(event);
        yield columns;
      }
    },
  };
}

/** Twenty minutes. */
export function marketTape(over: Partial<Instrument> = {}, chunkSize?: number): Tape {
  const events: MarketDataEvent[] = [];
  const cents = (c: number): ReturnType<typeof price> => price(c * 10_000);
  const shares = (n: number): ReturnType<typeof size> => size(n * 1_000_000);
  const flat = (start: number, by: number): number[] => [0, 1, 2, 3, 4].flatMap((i) => [cents(start + i * by), shares(100 + 20 * i)]);
  events.push({ type: 'BookSnapshot', ts: timestamp(START), market: MARKET, bids: flat(48, -1), asks: flat(52, 1) });
  for (let second = 1; second < 1_200; second++) {
    const ts = timestamp(START + second * 1_000);
    events.push({ type: 'FeedHeartbeat', ts, venue: 'recorded' });
    if (second % 3 === 0) events.push({ type: 'BookDelta', ts, market: MARKET, side: second % 2 === 0 ? 'bid' : 'ask', price: second % 2 === 0 ? cents(48) : cents(52), size: shares(60 + (second % 50)) });
    if (second % 7 === 0) events.push({ type: 'TradePrinted', ts, market: MARKET, price: second % 2 === 0 ? cents(48) : cents(52), size: shares(5 + (second % 4)), taker: second % 2 === 0 ? 'ask' : 'bid' });
  }
  return tapeOf(events, over, chunkSize);
}
