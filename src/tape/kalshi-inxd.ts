// Reader of the kalshi-inxd format: inserts and cancels of size per price level, made by its author from Kalshi's snapshots,
// deltas and trades. An insert that reaches the other side is a trade at the resting price. Rows of the S&P 500 only prove
// that the feed is alive; the outcome is not in the file.

import type { MarketId } from '../core/domain/instrument.ts';
import { MICROS, type Price, type Size, type TimestampMs } from '../core/domain/numbers.ts';
import { opposite, type Side } from '../core/domain/side.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import type { TapeColumns } from './columns.ts';
import { csvRecording, type CsvDecoder, type CsvSurvey, type CsvSurveyor } from './csv-recording.ts';
import type { CsvRows } from './csv-rows.ts';
import { datedTerms, firstTerms, TermsInTime, type DatedTerms, type InstrumentTerms } from './dated-terms.ts';
import { endMarket } from './market-end.ts';
import type { DecodeTarget, RecordedInstrument } from './recording-format.ts';
import { SeenTicks } from './seen-ticks.ts';
import type { TapeCounter } from './tape-info.ts';
import { UtcStamps } from './utc-stamps.ts';

const CENT = 10_000 as Price;
const SHARE = MICROS as Size;

const TERMS: Omit<RecordedInstrument, 'name' | 'tick' | 'fees'> = {
  venue: 'kalshi', lot: SHARE, minSize: SHARE, endsAt: null, showsOwnOrders: false, canAmend: true, netsPairs: true,
};

interface InxdColumns { readonly time: number; readonly operation: number; readonly instrument: number; readonly side: number; readonly volume: number; readonly price: number }

export const kalshiInxd = csvRecording({
  name: 'kalshi-inxd',
  holds: "inserts and cancels of size per price level of one of Kalshi's S&P 500 contracts of 2023",
  columns: ['Time', 'Operation', 'Instrument', 'Side', 'Volume', 'Price'],
  surveyor(columnOf): CsvSurveyor {
    const columns: InxdColumns = {
      time: columnOf('Time'), operation: columnOf('Operation'), instrument: columnOf('Instrument'),
      side: columnOf('Side'), volume: columnOf('Volume'), price: columnOf('Price'),
    };
    const stamps = new UtcStamps();
    const ticks = new SeenTicks();
    let firstAt = Infinity;
    let lastAt = -Infinity;
    return {
      row(rows) {
        const ts = stamps.read(rows, columns.time);
        firstAt = Math.min(firstAt, ts);
        lastAt = Math.max(lastAt, ts);
        ticks.begin(ts);
      },
      end(_file, labels): CsvSurvey {
        const name = `inxd-${new Date(firstAt).toISOString().slice(0, 10)}`;
        const inTime: InstrumentTerms = { ticks, table: 'kalshi/index', until: lastAt };
        const terms = datedTerms([inTime]);
        return {
          instruments: [{ ...TERMS, name, ...firstTerms(inTime) }], terms, firstAt, lastAt,
          decoder: (target) => new InxdDecoder(columns, { terms, yesPays: labels.get(name) }, target),
        };
      },
    };
  },
});

class InxdDecoder implements CsvDecoder {
  readonly #columns: InxdColumns;
  readonly #market: MarketId;
  readonly #yesPays: number | undefined;
  readonly #counter: TapeCounter;
  readonly #stamps = new UtcStamps();
  readonly #book = new OrderBook(CENT);
  readonly #terms: TermsInTime;
  #lastAt = 0 as TimestampMs;
  /** The inserts under the first stamp are the snapshot that the recording began with. */
  #opening: 'awaited' | 'gathering' | 'given' = 'awaited';
  #openingAt = '';

  constructor(columns: InxdColumns, { terms, yesPays }: { readonly terms: readonly DatedTerms[]; readonly yesPays: number | undefined }, target: DecodeTarget) {
    this.#columns = columns;
    this.#market = target.markets[0] as MarketId;
    this.#yesPays = yesPays;
    this.#counter = target.counter;
    this.#terms = new TermsInTime(terms, target);
  }

  row(rows: CsvRows, out: TapeColumns): void {
    const columns = this.#columns;
    const ts = this.#stamps.read(rows, columns.time);
    if (ts < this.#lastAt) throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${rows.file}:${rows.line}  the row is older than the one before it`, { file: rows.file, line: rows.line });
    if (this.#opening === 'gathering' && !rows.is(columns.time, this.#openingAt)) this.#giveOpening(out);
    this.#lastAt = ts;
    this.#terms.until(ts);
    if (rows.is(columns.instrument, '0')) {
      rows.decimal(columns.price, 6);
      out.push({ type: 'FeedHeartbeat', ts, venue: TERMS.venue });
      return;
    }
    if (!rows.is(columns.instrument, '1')) rows.fail(columns.instrument, 'is neither 0 (the index) nor 1 (the contract)');
    const side = this.#side(rows);
    // Cents × 100: two more places make micro-dollars of it.
    const price = rows.decimal(columns.price, 2) as Price;
    if (price <= 0 || price >= MICROS) rows.fail(columns.price, 'is not a price between 0 and 10000');
    if (price % CENT !== 0) rows.fail(columns.price, 'is not a whole number of cents');
    const volume = rows.someSize(columns.volume);
    if (rows.is(columns.operation, 'Insert')) this.#insert(rows, ts, side, price, volume, out);
    else if (rows.is(columns.operation, 'Cancel')) this.#cancel(ts, side, price, volume, out);
    else rows.fail(columns.operation, 'is neither Insert nor Cancel');
  }

  end(out: TapeColumns): void {
    if (this.#opening === 'gathering') this.#giveOpening(out);
    // A file is a whole session, and the contract of a day ends with it.
    endMarket(out, { ts: this.#lastAt, market: this.#market, isOver: true, isClosed: false, yesPays: this.#yesPays });
  }

  #side(rows: CsvRows): Side {
    if (rows.is(this.#columns.side, 'B')) return 'bid';
    return rows.is(this.#columns.side, 'A') ? 'ask' : rows.fail(this.#columns.side, 'is neither A nor B');
  }

  #giveOpening(out: TapeColumns): void {
    this.#opening = 'given';
    out.push({ type: 'BookSnapshot', ts: this.#lastAt, market: this.#market, bids: this.#book.levels('bid'), asks: this.#book.levels('ask') });
  }

  #insert(rows: CsvRows, ts: TimestampMs, side: Side, price: Price, volume: Size, out: TapeColumns): void {
    if (this.#opening === 'awaited') {
      this.#opening = 'gathering';
      this.#openingAt = rows.text(this.#columns.time);
    }
    let left: number = volume;
    while (left > 0 && this.#reaches(side, price)) {
      if (this.#opening === 'gathering') this.#giveOpening(out);
      const resting = (side === 'bid' ? this.#book.bestAsk() : this.#book.bestBid()) as Price;
      const standing = this.#book.sizeAt(opposite(side), resting);
      const traded = Math.min(left, standing) as Size;
      left -= traded;
      out.push({ type: 'TradePrinted', ts, market: this.#market, price: resting, size: traded, taker: side });
      this.#set(ts, opposite(side), resting, (standing - traded) as Size, out);
    }
    if (left > 0) this.#set(ts, side, price, (this.#book.sizeAt(side, price) + left) as Size, out);
  }

  #cancel(ts: TimestampMs, side: Side, price: Price, volume: Size, out: TapeColumns): void {
    const standing = this.#book.sizeAt(side, price);
    if (volume > standing) this.#counter.negativeLevels++;
    if (standing > 0) this.#set(ts, side, price, Math.max(0, standing - volume) as Size, out);
  }

  /** False where the other side is empty: no comparison with NaN holds. */
  #reaches(side: Side, price: Price): boolean {
    return side === 'bid' ? price >= this.#book.bestAsk() : price <= this.#book.bestBid();
  }

  #set(ts: TimestampMs, side: Side, price: Price, size: Size, out: TapeColumns): void {
    this.#book.apply(side, price, size);
    if (this.#opening !== 'gathering') out.push({ type: 'BookDelta', ts, market: this.#market, side, price, size });
  }
}
