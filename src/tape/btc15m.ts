// Reader of the btc15m format: five-level books of both tokens of one Up/Down market, about one row a second. Up is the
// canonical side. The recorder wrote its whole buffer again at each save, so most rows are copies of earlier ones; a copy is
// dropped only when it is one byte for byte. The outcome is not in the file, so nothing is resolved.

import type { LevelList, MarketDataEvent } from '../core/domain/events.ts';
import type { MarketId } from '../core/domain/instrument.ts';
import { complement, type Price, type TimestampMs } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import type { TapeColumns } from './columns.ts';
import { csvRecording, type CsvDecoder, type CsvSurvey, type CsvSurveyor } from './csv-recording.ts';
import type { CsvRows } from './csv-rows.ts';
import { datedTerms, firstTerms, TermsInTime, type DatedTerms } from './dated-terms.ts';
import { endMarket } from './market-end.ts';
import { POLYMARKET_TERMS, updownSeries } from './polymarket-terms.ts';
import type { RecordedIds } from './recorded-ids.ts';
import type { DecodeTarget, Labels } from './recording-format.ts';
import { SeenTicks } from './seen-ticks.ts';
import type { TapeCounter } from './tape-info.ts';

const DEPTH = [1, 2, 3, 4, 5];
const levelColumns = (side: Side, token: 'up' | 'down'): readonly string[] => DEPTH.flatMap((level) => [`${side}_px_${token}_${level}`, `${side}_sz_${token}_${level}`]);
const tradeColumns = (token: 'up' | 'down'): readonly string[] => ['px', 'sz', 'side'].map((part) => `last_trade_${part}_${token}`);

/** New rows come about once a second; in the recordings at hand none is later than 2.3 s. */
const CADENCE_MS = 5_000;
const FEES = 'polymarket/crypto';

interface TokenColumns { readonly bid: readonly number[]; readonly ask: readonly number[]; readonly trade: readonly [number, number, number] }
interface Btc15mColumns {
  readonly ts: number; readonly slug: number; readonly endsAt: number;
  /** −1 where the file has no such column. */
  readonly condition: number; readonly tokens: readonly [number, number];
  readonly up: TokenColumns; readonly down: TokenColumns;
}

export const btc15m = csvRecording({
  name: 'btc15m',
  holds: 'five levels of both tokens of one Up/Down market of Polymarket, a row about every second, and the last trade',
  columns: ['ts_ms', 'market_slug', 'window_end_ms', ...(['up', 'down'] as const).flatMap((token) => [...levelColumns('bid', token), ...levelColumns('ask', token), ...tradeColumns(token)])],
  surveyor(columnOf) {
    const token = (name: 'up' | 'down'): TokenColumns => ({
      bid: levelColumns('bid', name).map(columnOf), ask: levelColumns('ask', name).map(columnOf),
      trade: tradeColumns(name).map(columnOf) as [number, number, number],
    });
    return new Btc15mSurveyor({ ts: columnOf('ts_ms'), slug: columnOf('market_slug'), endsAt: columnOf('window_end_ms'), condition: columnOf('condition_id'), tokens: [columnOf('token_id_up'), columnOf('token_id_down')], up: token('up'), down: token('down') });
  },
});

class Btc15mSurveyor implements CsvSurveyor {
  readonly #columns: Btc15mColumns;
  readonly #ticks = new SeenTicks();
  #slug = '';
  #ids: RecordedIds | null = null;
  #endsAt = 0;
  #firstAt = Infinity;
  #lastAt = -Infinity;

  constructor(columns: Btc15mColumns) { this.#columns = columns; }

  row(rows: CsvRows): void {
    const columns = this.#columns;
    const ts = rows.integer(columns.ts);
    if (this.#slug === '') {
      this.#slug = rows.text(columns.slug);
      this.#endsAt = rows.integer(columns.endsAt);
      const id = (field: number): string | null => (field < 0 || rows.isEmpty(field) ? null : rows.text(field));
      this.#ids = { condition: id(columns.condition), tokens: [id(columns.tokens[0]), id(columns.tokens[1])] };
      if (this.#slug === '') rows.fail(columns.slug, 'is not a name');
    } else if (!rows.is(columns.slug, this.#slug)) rows.fail(columns.slug, `is not the market of the rows before, ${this.#slug}`);
    // Copies of earlier rows; what is none is refused when it is decoded.
    if (ts <= this.#lastAt) return;
    this.#firstAt = Math.min(this.#firstAt, ts);
    this.#lastAt = ts;
    this.#ticks.begin(ts);
    for (const { bid, ask, trade: [traded] } of [columns.up, columns.down]) {
      for (let i = 0; i < bid.length; i += 2) {
        this.#price(rows, bid[i]!, ts);
        this.#price(rows, ask[i]!, ts);
      }
      this.#price(rows, traded, ts);
    }
  }

  /** The tick is of the market: both tokens show it. */
  #price(rows: CsvRows, field: number, ts: number): void {
    if (rows.isEmpty(field)) return;
    if (!this.#ticks.see(ts, rows.price(field))) rows.fail(field, 'is finer than any tick of the venue');
  }

  end(_file: string, labels: Labels): CsvSurvey {
    const endsAt = this.#endsAt as TimestampMs;
    const inTime = { ticks: this.#ticks, table: FEES, until: this.#lastAt } as const;
    const terms = datedTerms([inTime]);
    return {
      instruments: [{ ...POLYMARKET_TERMS, name: this.#slug, ...firstTerms(inTime), endsAt, ...updownSeries(this.#slug) }],
      ...(this.#ids === null ? {} : { ids: [this.#ids] }), terms, firstAt: this.#firstAt, lastAt: this.#lastAt,
      decoder: (target) => new Btc15mDecoder(this.#columns, { name: this.#slug, endsAt, terms, yesPays: labels.get(this.#slug) }, target),
    };
  }
}

interface Btc15mMarket { readonly name: string; readonly endsAt: TimestampMs; readonly terms: readonly DatedTerms[]; readonly yesPays: number | undefined }

class Btc15mDecoder implements CsvDecoder {
  readonly #columns: Btc15mColumns;
  readonly #market: MarketId;
  readonly #name: string;
  readonly #endsAt: TimestampMs;
  readonly #yesPays: number | undefined;
  readonly #counter: TapeCounter;
  readonly #terms: TermsInTime;
  /** The bytes of every row given out, by stamp: a window has some 900. */
  readonly #seen = new Map<number, Buffer>();
  #lastAt = -1 as TimestampMs;
  #isClosed = false;
  #bids: LevelList | null = null;
  #asks: LevelList | null = null;
  readonly #lastTrade: { up: string | null; down: string | null } = { up: null, down: null };

  constructor(columns: Btc15mColumns, { name, endsAt, terms, yesPays }: Btc15mMarket, target: DecodeTarget) {
    this.#columns = columns;
    this.#market = target.markets[0] as MarketId;
    this.#name = name;
    this.#endsAt = endsAt;
    this.#yesPays = yesPays;
    this.#counter = target.counter;
    this.#terms = new TermsInTime(terms, target);
  }

  row(rows: CsvRows, out: TapeColumns): void {
    const ts = rows.integer(this.#columns.ts) as TimestampMs;
    if (ts <= this.#lastAt) {
      const seen = this.#seen.get(ts);
      if (seen === undefined || !rows.isRow(seen)) {
        throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${rows.file}:${rows.line}  the row stamped ${ts} is older than ${this.#lastAt} and no copy of an earlier row`, { file: rows.file, line: rows.line });
      }
      this.#counter.repeatedRows++;
      return;
    }
    if (this.#lastAt >= 0 && ts - this.#lastAt > CADENCE_MS) this.#hole(this.#lastAt, ts, out);
    this.#seen.set(ts, rows.copyRow());
    this.#lastAt = ts;
    this.#terms.until(ts);
    // A print belongs to the time before this row's book, so it comes first.
    this.#trades(rows, ts, out);
    this.#book(rows, ts, out);
    if (ts >= this.#endsAt && !this.#isClosed) {
      this.#isClosed = true;
      out.push({ type: 'InstrumentStatusChanged', ts, market: this.#market, status: 'closed' });
    }
  }

  /** A recording that stops before its market does leaves a book behind that nobody may quote on: paused, not closed. */
  end(out: TapeColumns): void {
    if (this.#isClosed && this.#yesPays === undefined) return;
    endMarket(out, { ts: this.#lastAt, market: this.#market, isOver: this.#isClosed, isClosed: this.#isClosed, yesPays: this.#yesPays });
  }

  /** The row after it states the whole book, which is given even where nothing changed: nobody knew that. */
  #hole(from: number, to: number, out: TapeColumns): void {
    out.gap({ ts: from, market: this.#market, lengthMs: to - from });
    this.#bids = this.#asks = null;
    this.#counter.gaps.push({ market: this.#name, from, to, how: `no row for ${(to - from) / 1_000} s, where one comes about every second` });
  }

  #book(rows: CsvRows, ts: TimestampMs, out: TapeColumns): void {
    const { up, down } = this.#columns;
    const bids = levels(rows, up.bid, false);
    const asks = levels(rows, up.ask, false);
    if (!isSame(bids, levels(rows, down.ask, true)) || !isSame(asks, levels(rows, down.bid, true))) this.#counter.mirrorMismatches++;
    if (this.#bids !== null && this.#asks !== null && isSame(bids, this.#bids) && isSame(asks, this.#asks)) {
      out.push({ type: 'FeedHeartbeat', ts, venue: POLYMARKET_TERMS.venue });
      return;
    }
    this.#bids = bids;
    this.#asks = asks;
    out.push({ type: 'BookSnapshot', ts, market: this.#market, bids, asks });
    if (bids.length > 0 && asks.length > 0 && bids[0]! >= asks[0]!) {
      this.#counter.crossedBooks++;
      out.push({ type: 'BookInvalidated', ts, market: this.#market, reason: 'the recorded book is crossed' });
    }
  }

  #trades(rows: CsvRows, ts: TimestampMs, out: TapeColumns): void {
    const up = this.#newTrade(rows, 'up', ts);
    const down = this.#newTrade(rows, 'down', ts);
    if (up !== null) out.push(up);
    if (down === null) return;
    // The same trade under the other token's name is still one trade.
    if (up !== null && up.price === down.price && up.size === down.size && up.taker === down.taker) return;
    out.push(down);
  }

  /** The file holds the last trade only: a change is a new trade, and the first one seen is of unknown age and none. */
  #newTrade(rows: CsvRows, token: 'up' | 'down', ts: TimestampMs): Extract<MarketDataEvent, { type: 'TradePrinted' }> | null {
    const [px, sz, side] = this.#columns[token].trade;
    const stated = `${rows.text(px)},${rows.text(sz)},${rows.text(side)}`;
    const before = this.#lastTrade[token];
    this.#lastTrade[token] = stated;
    if (stated === ',,' || before === stated) return null;
    const price = rows.price(px);
    const size = rows.someSize(sz);
    const isBuy = rows.is(side, 'BUY');
    if (!isBuy && !rows.is(side, 'SELL')) rows.fail(side, 'is neither BUY nor SELL');
    if (before === null) return null;
    const isUp = token === 'up';
    return { type: 'TradePrinted', ts, market: this.#market, price: isUp ? price : complement(price), size, taker: isBuy === isUp ? 'bid' : 'ask' };
  }
}

/** Flat pairs, best first; with `isMirrored` in the other token's prices. An empty level is no level. */
function levels(rows: CsvRows, columns: readonly number[], isMirrored: boolean): number[] {
  const out: number[] = [];
  for (let i = 0; i < columns.length; i += 2) {
    const px = columns[i]!;
    const sz = columns[i + 1]!;
    if (rows.isEmpty(px) && rows.isEmpty(sz)) continue;
    const price: Price = rows.price(px);
    out.push(isMirrored ? complement(price) : price, rows.someSize(sz));
  }
  return out;
}

const isSame = (a: LevelList, b: LevelList): boolean => a.length === b.length && a.every((value, i) => value === b[i]);
