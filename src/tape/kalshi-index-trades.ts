// Reader of trades of Kalshi's S&P 500 contracts (KXINX brackets, KXINXU thresholds), CSV with the taker's side. There is no
// book; outcomes come from labels alone.

import type { TimestampMs } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY, TAPE_MALFORMED_ROW, TAPE_MISSING_COLUMN, TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { ASK, BID } from './columns.ts';
import { scaledDecimal } from './decimal-text.ts';
import { KalshiClosings } from './kalshi-closings.ts';
import { kalshiMarkets, SeenTerms, type KalshiMarkets } from './kalshi-terms.ts';
import { decodeLines, eachLine } from './line-recording.ts';
import { fieldsOf } from './quoted-csv.ts';
import type { DecodeTarget, Labels, RecordingFormat } from './recording-format.ts';
import { utcMoment } from './utc-moment.ts';

const COLUMNS = ['ticker', 'contract_desc', 'ts', 'price', 'quantity', 'direction', 'liquidity_event'] as const;
type Column = (typeof COLUMNS)[number];

interface IndexTrade { readonly ts: TimestampMs; readonly ticker: string; readonly price: number; readonly size: number; readonly taker: number }

export const kalshiIndexTrades: RecordingFormat = {
  name: 'kalshi-index-trades',
  holds: "trades of Kalshi's S&P 500 contracts with the taker's side",
  groupOf({ path, firstLine }) {
    const header = firstLine.split(',');
    return ['contract_desc', 'liquidity_event'].every((column) => header.includes(column)) ? path : null;
  },
  survey: ([file], labels) => surveyTrades(file!.path, labels),
};

async function surveyTrades(path: string, labels: Labels): ReturnType<RecordingFormat['survey']> {
  const rows = new IndexRows(path);
  const seen = new Map<string, SeenTerms>();
  let firstAt = Infinity;
  let lastAt = -Infinity;
  await eachLine(path, (text, line) => {
    const trade = rows.read(text, line);
    if (trade === null) return;
    const { ts, ticker, price, size } = trade;
    if (ts < lastAt) throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${path}:${line}  the trade is older than the one before it`, { file: path, line });
    firstAt = Math.min(firstAt, ts);
    lastAt = ts;
    const terms = seen.get(ticker) ?? new SeenTerms();
    seen.set(ticker, terms);
    if (!terms.ticks.see(ts, price)) rows.fail('price', 'is finer than any tick of the venue');
    if (!terms.size(size)) rows.fail('quantity', 'is finer than any size of the venue');
  });
  if (seen.size === 0) throw new EvenkeelError(TAPE_EMPTY, `${path}: no rows`, { file: path });
  const markets = kalshiMarkets(seen, lastAt, true);
  const { instruments, terms } = markets;
  const lastClose = Math.max(...instruments.map(({ endsAt }) => endsAt ?? -Infinity));
  return { instruments, references: [], terms, firstAt, lastAt: Math.max(lastAt, lastClose), decode: (target) => decode(path, markets, labels, target) };
}

async function* decode(path: string, markets: KalshiMarkets, labels: Labels, target: DecodeTarget): AsyncGenerator<void, void> {
  const { out } = target;
  const rows = new IndexRows(path);
  const closings = new KalshiClosings(markets, labels, target);
  const marketOf = new Map(markets.instruments.map(({ name }, i) => [name, target.markets[i]!]));
  let lastAt = 0 as TimestampMs;
  yield* decodeLines(path, target, (text, line) => {
    const trade = rows.read(text, line);
    if (trade === null) return;
    lastAt = trade.ts;
    closings.upTo(lastAt);
    out.trade(lastAt, marketOf.get(trade.ticker)!, trade.taker, trade.price, trade.size);
  });
  closings.end(lastAt, true);
  yield;
}

/** The rows of one file; the first line is the header. */
class IndexRows {
  readonly #file: string;
  #line = 0;
  #width = 0;
  #at: Readonly<Record<Column, number>> | null = null;
  #fields: readonly string[] = [];

  constructor(file: string) { this.#file = file; }

  read(text: string, line: number): IndexTrade | null {
    this.#line = line;
    this.#fields = fieldsOf(text) ?? this.#refuse('a quote is not closed, or stands inside a field');
    if (this.#at === null) {
      this.#at = this.#header(this.#fields);
      this.#width = this.#fields.length;
      return null;
    }
    if (this.#fields.length !== this.#width) this.#refuse(`${this.#fields.length} fields where the header has ${this.#width}`);
    const price = scaledDecimal(this.#text('price'), 6);
    if (price <= 0 || price >= 1_000_000) this.fail('price', 'is not a price between 0 and 1');
    const size = scaledDecimal(this.#text('quantity'), 6);
    if (size <= 0) this.fail('quantity', 'is not a size above 0');
    const ticker = this.#text('ticker');
    if (ticker === '') this.fail('ticker', 'is not a name');
    const ts = utcMoment(this.#text('ts')) ?? this.fail('ts', 'is no time like 2026-01-02 00:19:38.676144+00');
    return { ts, ticker, price, size, taker: this.#taker() };
  }

  /** Said twice, so that it can be seen to be meant. */
  #taker(): number {
    const said = `${this.#text('direction')} ${this.#text('liquidity_event')}`;
    if (said === 'yes_taker lift_offer') return BID;
    return said === 'no_taker hit_bid' ? ASK : this.fail('direction', `with ${JSON.stringify(this.#text('liquidity_event'))} is neither yes_taker with lift_offer nor no_taker with hit_bid`);
  }

  #header(columns: readonly string[]): Readonly<Record<Column, number>> {
    const missing = COLUMNS.filter((column) => !columns.includes(column));
    if (missing.length > 0) throw new EvenkeelError(TAPE_MISSING_COLUMN, `${this.#file}:1  a kalshi-index-trades recording needs the column ${missing.join(', ')}`, { file: this.#file, line: 1, missing });
    return Object.fromEntries(COLUMNS.map((column) => [column, columns.indexOf(column)])) as Record<Column, number>;
  }

  #text(column: Column): string { return this.#fields[this.#at![column]]!; }

  fail(column: Column, why: string): never { return this.#refuse(`column ${column}: ${JSON.stringify(this.#text(column))} ${why}`); }

  #refuse(what: string): never {
    throw new EvenkeelError(TAPE_MALFORMED_ROW, `${this.#file}:${this.#line}  ${what}`, { file: this.#file, line: this.#line });
  }
}
