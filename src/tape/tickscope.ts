// Reader of the tickscope format: Polymarket's market channel, one row per level change or trade and token. Maps both
// tokens of a market onto its canonical YES book, puts late rows back in order, and drops the mirrored twin of each row.

import type { MarketId } from '../core/domain/instrument.ts';
import { complement, MICROS, type Price, type TimestampMs } from '../core/domain/numbers.ts';
import { opposite, type Side } from '../core/domain/side.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import type { TapeColumns } from './columns.ts';
import { csvRecording, type CsvDecoder, type CsvSurvey, type CsvSurveyor } from './csv-recording.ts';
import type { CsvRows } from './csv-rows.ts';
import { datedTerms, firstTerms, TermsInTime, type DatedTerms, type InstrumentTerms } from './dated-terms.ts';
import { endMarket } from './market-end.ts';
import { POLYMARKET_TERMS } from './polymarket-terms.ts';
import { ReorderWindow } from './reorder-window.ts';
import type { DecodeTarget, Labels } from './recording-format.ts';
import type { TapeCounter } from './tape-info.ts';
import { TickscopeMarket, type TickscopeRow } from './tickscope-market.ts';
import { TokenMap } from './token-map.ts';
import { TickscopePairing, type TickscopeColumns, type TokenPair } from './tickscope-survey.ts';

/** Rows were recorded up to 2.5 s late. */
const REORDER_MS = 3_000;
/** The recordings are of matches. */
const FEES = 'polymarket/sports';

const COLUMNS = ['timestamp_ms', 'event_type', 'asset_id', 'side', 'price', 'size', 'best_bid', 'best_ask'];

export const tickscope = csvRecording({
  name: 'tickscope',
  holds: "Polymarket's market channel: level changes and trades of both tokens, with the venue's best prices on each row",
  columns: COLUMNS,
  surveyor(columnOf): CsvSurveyor {
    const [ts, event, token, side, price, size, bestBid, bestAsk] = COLUMNS.map(columnOf) as [number, number, number, number, number, number, number, number];
    const columns: TickscopeColumns = { ts, event, token, side, price, size, bestBid, bestAsk };
    const pairing = new TickscopePairing(columns);
    return {
      row: (rows) => pairing.row(rows),
      end(file, labels): CsvSurvey {
        const pairs = pairing.pairs(file);
        const { firstAt, lastAt } = pairing;
        const inTime = pairs.map(({ ticks }): InstrumentTerms => ({ ticks, table: FEES, until: lastAt }));
        const terms = datedTerms(inTime);
        return {
          instruments: pairs.map((pair, i) => ({ ...POLYMARKET_TERMS, name: nameOf(pair), ...firstTerms(inTime[i]!), endsAt: null })), ids: pairs.map(({ yes, no }) => ({ condition: null, tokens: [yes, no] })),
          terms, firstAt, lastAt,
          decoder: (target) => new TickscopeDecoder(columns, { pairs, terms, labels }, target),
        };
      },
    };
  },
});

const nameOf = ({ yes }: TokenPair): string => `tickscope-${yes.slice(0, 6)}`;

interface TokenMarket { readonly market: TickscopeMarket; readonly isNo: boolean }
interface TickscopeMarkets { readonly pairs: readonly TokenPair[]; readonly terms: readonly DatedTerms[]; readonly labels: Labels }

class TickscopeDecoder implements CsvDecoder {
  readonly #columns: TickscopeColumns;
  readonly #counter: TapeCounter;
  readonly #tokens = new Map<string, TokenMarket>();
  readonly #seen = new TokenMap<TokenMarket>();
  readonly #window = new ReorderWindow<TickscopeRow>(REORDER_MS);
  readonly #terms: TermsInTime;
  readonly #labelled: readonly { readonly market: MarketId; readonly yesPays: number }[];
  #lastAt = 0;
  #backward = 0;

  constructor(columns: TickscopeColumns, { pairs, terms, labels }: TickscopeMarkets, target: DecodeTarget) {
    const { counter } = target;
    const ids = target.markets as readonly MarketId[];
    this.#columns = columns;
    this.#counter = counter;
    this.#terms = new TermsInTime(terms, target);
    pairs.forEach(({ yes, no, ticks }, index) => {
      const market = new TickscopeMarket(ids[index]!, ticks.finest, counter);
      this.#tokens.set(yes, { market, isNo: false });
      this.#tokens.set(no, { market, isNo: true });
    });
    this.#labelled = pairs.flatMap((pair, index) => {
      const yesPays = labels.get(nameOf(pair));
      return yesPays === undefined ? [] : [{ market: ids[index]!, yesPays }];
    });
  }

  row(rows: CsvRows, out: TapeColumns): void {
    const row = this.#parse(rows);
    if (!this.#window.push(row)) {
      throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${rows.file}:${rows.line}  the row is more than ${REORDER_MS} ms older than one before it`, { file: rows.file, line: rows.line });
    }
    this.#counter.backwardStamps += this.#window.backward - this.#backward;
    this.#backward = this.#window.backward;
    this.#lastAt = Math.max(this.#lastAt, row.ts);
    for (let ready = this.#window.take(); ready !== null; ready = this.#window.take()) this.#give(ready, out);
  }

  end(out: TapeColumns): void {
    for (let ready = this.#window.drain(); ready !== null; ready = this.#window.drain()) this.#give(ready, out);
    for (const { market, yesPays } of this.#labelled) endMarket(out, { ts: this.#lastAt, market, isOver: true, isClosed: false, yesPays });
  }

  #give(row: TickscopeRow, out: TapeColumns): void {
    this.#terms.until(row.ts);
    row.market.apply(row, out);
  }

  #parse(rows: CsvRows): TickscopeRow {
    const columns = this.#columns;
    const ts = rows.integer(columns.ts) as TimestampMs;
    const isTrade = rows.is(columns.event, 'LAST_TRADE');
    if (!isTrade && !rows.is(columns.event, 'PRICE_CHANGE')) rows.fail(columns.event, 'is neither PRICE_CHANGE nor LAST_TRADE');
    const isBid = rows.is(columns.side, 'BID');
    if (!isBid && !rows.is(columns.side, 'ASK')) rows.fail(columns.side, 'is neither BID nor ASK');
    const { market, isNo } = this.#seen.get(rows, columns.token) ?? this.#meet(rows);
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

  #meet(rows: CsvRows): TokenMarket {
    const { token } = this.#columns;
    const market = this.#tokens.get(rows.text(token)) ?? rows.fail(token, 'was not in the recording when it was surveyed');
    this.#seen.set(rows, token, market);
    return market;
  }

  #best(rows: CsvRows, column: number): Price {
    const best = rows.decimal(column, 6);
    if (best > MICROS) rows.fail(column, 'is above 1');
    return best as Price;
  }
}
