// Reader of the tickscope format: Polymarket's market channel, one row per level change or trade and token. Maps both
// tokens of a market onto its canonical YES book, puts late rows back in order, and drops the mirrored twin of each row.

import type { MarketDataEvent } from '../core/domain/events.ts';
import type { MarketId } from '../core/domain/instrument.ts';
import { complement, MICROS, type Price, type TimestampMs } from '../core/domain/numbers.ts';
import { opposite, type Side } from '../core/domain/side.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import type { CsvRows } from './csv-rows.ts';
import { POLYMARKET_TERMS, SPORTS_FEES } from './polymarket-terms.ts';
import { ReorderWindow } from './reorder-window.ts';
import type { Decoder, RecordedInstrument, Survey, Surveyor, TapeFormat } from './tape-format.ts';
import type { TapeCounter } from './tape-info.ts';
import { TickscopeMarket, type TickscopeRow } from './tickscope-market.ts';
import { TickscopePairing, type TickscopeColumns, type TokenPair } from './tickscope-survey.ts';

/** Rows were recorded up to 2.5 s late. */
const REORDER_MS = 3_000;

const COLUMNS = ['timestamp_ms', 'event_type', 'asset_id', 'side', 'price', 'size', 'best_bid', 'best_ask'];

export const tickscope: TapeFormat = {
  name: 'tickscope',
  columns: COLUMNS,
  surveyor(columnOf): Surveyor {
    const [ts, event, token, side, price, size, bestBid, bestAsk] = COLUMNS.map(columnOf) as [number, number, number, number, number, number, number, number];
    const columns: TickscopeColumns = { ts, event, token, side, price, size, bestBid, bestAsk };
    const pairing = new TickscopePairing(columns);
    return {
      row: (rows) => pairing.row(rows),
      end(file): Survey {
        const pairs = pairing.pairs(file);
        return {
          instruments: pairs.map(instrument), firstAt: pairing.firstAt, lastAt: pairing.lastAt,
          decoder: (ids, counter) => new TickscopeDecoder(columns, pairs, ids, counter),
        };
      },
    };
  },
};

const instrument = ({ yes, tick }: TokenPair): RecordedInstrument =>
  ({ ...POLYMARKET_TERMS, name: `tickscope-${yes.slice(0, 6)}`, tick, fees: SPORTS_FEES, endsAt: null });

class TickscopeDecoder implements Decoder {
  readonly #columns: TickscopeColumns;
  readonly #counter: TapeCounter;
  readonly #tokens = new Map<string, { readonly market: TickscopeMarket; readonly isNo: boolean }>();
  readonly #window = new ReorderWindow<TickscopeRow>(REORDER_MS);

  constructor(columns: TickscopeColumns, pairs: readonly TokenPair[], ids: readonly MarketId[], counter: TapeCounter) {
    this.#columns = columns;
    this.#counter = counter;
    pairs.forEach(({ yes, no, tick }, index) => {
      const market = new TickscopeMarket(ids[index]!, tick, counter);
      this.#tokens.set(yes, { market, isNo: false });
      this.#tokens.set(no, { market, isNo: true });
    });
  }

  row(rows: CsvRows, out: MarketDataEvent[]): void {
    const row = this.#parse(rows);
    if (!this.#window.push(row)) {
      throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${rows.file}:${rows.line}  the row is more than ${REORDER_MS} ms older than one before it`, { file: rows.file, line: rows.line });
    }
    this.#counter.backwardStamps = this.#window.backward;
    for (let ready = this.#window.take(); ready !== null; ready = this.#window.take()) ready.market.apply(ready, out);
  }

  end(out: MarketDataEvent[]): void {
    for (let ready = this.#window.drain(); ready !== null; ready = this.#window.drain()) ready.market.apply(ready, out);
  }

  #parse(rows: CsvRows): TickscopeRow {
    const columns = this.#columns;
    const ts = rows.integer(columns.ts) as TimestampMs;
    const isTrade = rows.is(columns.event, 'LAST_TRADE');
    if (!isTrade && !rows.is(columns.event, 'PRICE_CHANGE')) rows.fail(columns.event, 'is neither PRICE_CHANGE nor LAST_TRADE');
    const isBid = rows.is(columns.side, 'BID');
    if (!isBid && !rows.is(columns.side, 'ASK')) rows.fail(columns.side, 'is neither BID nor ASK');
    const token = this.#tokens.get(rows.text(columns.token));
    if (token === undefined) rows.fail(columns.token, 'was not in the recording when it was surveyed');
    const { market, isNo } = token;
    const side: Side = isBid ? 'bid' : 'ask';
    const price = rows.price(columns.price);
    const size = isTrade ? rows.someSize(columns.size) : rows.size(columns.size);
    const bestBid = this.#best(rows, columns.bestBid);
    const bestAsk = this.#best(rows, columns.bestAsk);
    // NO at p is YES at 1 − p on the other side; its best ask is the mirror of YES's best bid.
    return isNo
      ? { ts, market, isTrade, side: opposite(side), price: complement(price), size, bestBid: MICROS - bestAsk, bestAsk: MICROS - bestBid }
      : { ts, market, isTrade, side, price, size, bestBid, bestAsk };
  }

  #best(rows: CsvRows, column: number): Price {
    const best = rows.decimal(column, 6);
    if (best > MICROS) rows.fail(column, 'is above 1');
    return best as Price;
  }
}
