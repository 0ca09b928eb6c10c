// Reads the lines of a Binance capture: the recorder's clock in nanoseconds, a space, and the message as the venue sent it,
// of a combined stream, or the answer of REST that holds the book. Strict; what is plain to read is read quickly first.

import { EvenkeelError } from '../errors/define.ts';
import { TAPE_MALFORMED_ROW } from '../errors/tape.ts';
import { PLACES, type BinanceMarket, type BinanceMessage, type BookTicker, type DepthDiff, type Levels, type MarketTrade } from './binance-message.ts';
import { quickMessage } from './binance-quick.ts';
import { scaledDecimal } from './decimal-text.ts';
import { JsonRow } from './json-row.ts';

interface Received { readonly localMs: number; readonly line: number }

const LOCAL = /^\d{19} /;
const LOCAL_LENGTH = 19;
const MS_LENGTH = 13;

/** Reads the lines of one file, all of which have to be of one symbol of one market. */
export class BinanceLines {
  readonly #file: string;
  /** Null before the first line that tells. */
  market: BinanceMarket | null = null;
  symbol = '';

  constructor(file: string) { this.#file = file; }

  read(text: string, line: number): BinanceMessage {
    const quick = quickMessage(text, line);
    // Of another symbol or market: the strict reading says so with the place.
    if (quick === null || (this.market !== null && quick.market !== this.market) || (this.symbol !== '' && quick.symbol !== this.symbol)) return this.readStrictly(text, line);
    this.market = quick.market;
    this.symbol = quick.symbol;
    return quick.message;
  }

  readStrictly(text: string, line: number): BinanceMessage {
    if (!LOCAL.test(text)) throw new EvenkeelError(TAPE_MALFORMED_ROW, `${this.#file}:${line}  the line does not begin with a time of 19 digits, in nanoseconds, and a space`, { file: this.#file, line });
    const row = JsonRow.parse(text.slice(LOCAL_LENGTH + 1), this.#file, line);
    const localMs = Number(text.slice(0, MS_LENGTH)) + Number(text.slice(MS_LENGTH, LOCAL_LENGTH)) / 1e6;
    const received: Received = { localMs, line };
    if (row.has('lastUpdateId')) {
      this.#is(row.has('E') ? 'usdm' : 'spot', row);
      const stamp = this.market === 'usdm' ? row.integer('T') : null;
      return { kind: 'snapshot', ...received, stamp, last: row.integer('lastUpdateId'), bids: levels(row, 'bids'), asks: levels(row, 'asks') };
    }
    const data = row.row('data');
    const symbol = data.text('s').toLowerCase();
    if (this.symbol === '') this.symbol = symbol;
    else if (symbol !== this.symbol) data.fail('s', `is not the symbol of the lines before, ${this.symbol}`);
    const stream = row.text('stream').split('@')[1];
    if (stream === 'depth') return this.#depth(data, received);
    if (stream === 'trade') return this.#trade(data, received);
    return stream === 'bookTicker' ? this.#ticker(data, received) : row.fail('stream', 'is none of depth, trade, bookTicker');
  }

  #depth(data: JsonRow, received: Received): DepthDiff {
    this.#is(data.has('pu') ? 'usdm' : 'spot', data);
    const first = data.integer('U');
    const last = data.integer('u');
    if (last < first) data.fail('u', 'is before U');
    const isSpot = this.market === 'spot';
    return {
      kind: 'depth', ...received, stamp: data.integer(isSpot ? 'E' : 'T'), first, last, before: isSpot ? first - 1 : data.integer('pu'),
      bids: levels(data, 'b'), asks: levels(data, 'a'),
    };
  }

  #trade(data: JsonRow, received: Received): MarketTrade {
    this.#is(data.has('M') ? 'spot' : 'usdm', data);
    return {
      kind: 'trade', ...received, stamp: data.integer('T'), id: data.integer('t'), price: some(data, 'p'), quantity: some(data, 'q'),
      isBuyerMaker: data.flag('m'), isOnBook: !data.has('X') || data.text('X') === 'MARKET',
    };
  }

  #ticker(data: JsonRow, received: Received): BookTicker {
    this.#is(data.has('E') ? 'usdm' : 'spot', data);
    return {
      kind: 'ticker', ...received, id: data.integer('u'), bid: some(data, 'b'), bidQuantity: some(data, 'B'), ask: some(data, 'a'), askQuantity: some(data, 'A'),
    };
  }

  #is(market: BinanceMarket, row: JsonRow): void {
    this.market ??= market;
    if (this.market !== market) row.fail('e', `is a message of ${market} among those of ${this.market}`);
  }
}

function some(row: JsonRow, name: string): number {
  const value = row.decimal(name, PLACES);
  return value > 0 ? value : row.fail(name, 'is not above 0');
}

function levels(row: JsonRow, name: string): Levels {
  const out: number[] = [];
  for (const level of row.list(name)) {
    const [price, quantity] = level as readonly unknown[];
    const at = typeof price === 'string' ? scaledDecimal(price, PLACES) : -1;
    const size = typeof quantity === 'string' ? scaledDecimal(quantity, PLACES) : -1;
    if (at <= 0 || size < 0) row.fail(name, `holds ${JSON.stringify(level)}, which is no price above 0 with a quantity, as text of at most ${PLACES} places`);
    out.push(at, size);
  }
  return out;
}
