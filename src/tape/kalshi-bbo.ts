// Reader of best bids of all strikes of one Kalshi event, a row whenever one of them changes, in whole cents; 0 is no bid.
// Sizes were not recorded: each best price holds one contract, the least that can stand there. Outcomes were not either,
// and are never read off the last price.

import type { MarketId } from '../core/domain/instrument.ts';
import { MICROS, type Price, type TimestampMs } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { ASK, BID, INVALID_REASONS, KIND, NO_SIDE, type TapeColumns } from './columns.ts';
import { csvRecording, type CsvDecoder, type CsvSurvey, type CsvSurveyor } from './csv-recording.ts';
import type { CsvRows } from './csv-rows.ts';
import { KalshiClosings } from './kalshi-closings.ts';
import { CENT, CONTRACT, kalshiMarkets, SeenTerms, type KalshiMarkets } from './kalshi-terms.ts';
import type { DecodeTarget, Labels } from './recording-format.ts';
import type { TapeCounter } from './tape-info.ts';
import { momentIn } from './zoned-time.ts';

/**
 * The stamps name no zone. Read as US Pacific, five of the six recordings begin between 10:00 and 10:05 in New York, when
 * these markets are listed, with the placeholders of an empty book; activity peaks there at midday; winners settle after the
 * afternoon's climate report (16:17) and the books of 2025-12-05 vanish at 07:01 on the day after, at payout. As UTC they
 * would have begun at two in the night and been certain of the day's high before its noon.
 */
const ZONE = 'America/Los_Angeles';

interface BboColumns { readonly time: number; readonly ticker: number; readonly yesBid: number; readonly noBid: number; readonly noAsk: number; readonly yesAsk: number }

export const kalshiBbo = csvRecording({
  name: 'kalshi-bbo',
  holds: 'best bids of all strikes of a Kalshi event on every change, without sizes or outcomes',
  columns: ['timestamp', 'market_ticker', 'best_yes_bid', 'best_no_bid', 'implied_no_ask', 'implied_yes_ask'],
  surveyor(columnOf): CsvSurveyor {
    const columns: BboColumns = {
      time: columnOf('timestamp'), ticker: columnOf('market_ticker'), yesBid: columnOf('best_yes_bid'), noBid: columnOf('best_no_bid'),
      noAsk: columnOf('implied_no_ask'), yesAsk: columnOf('implied_yes_ask'),
    };
    const stamps = new LocalStamps();
    const seen = new Map<string, SeenTerms>();
    let firstAt = Infinity;
    let lastAt = -Infinity;
    return {
      row(rows) {
        const ts = stamps.read(rows, columns.time);
        firstAt = Math.min(firstAt, ts);
        lastAt = Math.max(lastAt, ts);
        const ticker = rows.text(columns.ticker);
        if (ticker === '') rows.fail(columns.ticker, 'is not a name');
        const terms = seen.get(ticker) ?? new SeenTerms();
        seen.set(ticker, terms);
        terms.ticks.begin(ts);
      },
      end(_file, labels): CsvSurvey {
        const markets = kalshiMarkets(seen, lastAt, false);
        const instruments = markets.instruments.map((instrument) => ({ ...instrument, isUnsized: true }));
        return { instruments, terms: markets.terms, firstAt, lastAt, decoder: (target) => new BboDecoder({ columns, markets, labels }, target) };
      },
    };
  },
});

interface BboRecording { readonly columns: BboColumns; readonly markets: KalshiMarkets; readonly labels: Labels }

/** Best prices of one market, 0 and 1_000_000 where there are none. */
interface Best { readonly market: MarketId; bid: number; ask: number; isCrossed: boolean; isGiven: boolean }

class BboDecoder implements CsvDecoder {
  readonly #columns: BboColumns;
  readonly #counter: TapeCounter;
  readonly #closings: KalshiClosings;
  readonly #stamps = new LocalStamps();
  readonly #bests: ReadonlyMap<string, Best>;
  #lastAt = 0 as TimestampMs;

  constructor({ columns, markets, labels }: BboRecording, target: DecodeTarget) {
    this.#columns = columns;
    this.#counter = target.counter;
    this.#closings = new KalshiClosings(markets, labels, target);
    this.#bests = new Map(markets.instruments.map(({ name }, i) => [name, { market: target.markets[i] as MarketId, bid: 0, ask: MICROS, isCrossed: false, isGiven: false }]));
  }

  row(rows: CsvRows, out: TapeColumns): void {
    const columns = this.#columns;
    const ts = this.#stamps.read(rows, columns.time);
    if (ts < this.#lastAt) throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${rows.file}:${rows.line}  the row is older than the one before it`, { file: rows.file, line: rows.line });
    this.#lastAt = ts;
    const best = this.#bests.get(rows.text(columns.ticker)) ?? rows.fail(columns.ticker, 'was not in the recording when it was surveyed');
    const bid = cents(rows, columns.yesBid, columns.noAsk);
    const ask = MICROS - cents(rows, columns.noBid, columns.yesAsk);
    this.#closings.upTo(ts);
    this.#give(ts, best, bid, ask, out);
  }

  end(): void { this.#closings.end(this.#lastAt, false); }

  #give(ts: TimestampMs, best: Best, bid: number, ask: number, out: TapeColumns): void {
    const counter = this.#counter;
    const { market } = best;
    if (best.isGiven && bid === best.bid && ask === best.ask) {
      counter.repeatedRows++;
      return;
    }
    const isCrossed = bid >= ask;
    if (!best.isGiven) {
      out.push({ type: 'BookSnapshot', ts, market, bids: bid > 0 ? [bid, CONTRACT] : [], asks: ask < MICROS ? [ask, CONTRACT] : [] });
    }
    if (isCrossed && !best.isCrossed) {
      counter.crossedBooks++;
      out.row(KIND.invalid, ts, market, NO_SIDE, 0, INVALID_REASONS.indexOf('the recorded book is crossed'));
    }
    if (best.isGiven) {
      if (bid !== best.bid && best.bid > 0) out.delta(ts, market, BID, best.bid, 0);
      if (ask !== best.ask && best.ask < MICROS) out.delta(ts, market, ASK, best.ask, 0);
      if (bid !== best.bid && bid > 0) out.delta(ts, market, BID, bid, CONTRACT);
      if (ask !== best.ask && ask < MICROS) out.delta(ts, market, ASK, ask, CONTRACT);
    }
    if (!isCrossed && best.isCrossed) out.row(KIND.valid, ts, market, NO_SIDE, 0, 0);
    best.bid = bid;
    best.ask = ask;
    best.isCrossed = isCrossed;
    best.isGiven = true;
  }
}

/** A best bid, micro-dollars; the ask that the recorder made of it has to say the same. */
function cents(rows: CsvRows, bidColumn: number, askColumn: number): Price {
  const bid = rows.integer(bidColumn);
  if (bid > 99) rows.fail(bidColumn, 'is not a bid of 0 to 99 cents');
  if (rows.integer(askColumn) !== 100 - bid) rows.fail(askColumn, 'is not 100 less the bid of the other side');
  return (bid * CENT) as Price;
}

const HOUR_LENGTH = 13;
const HOUR = /^(\d{4})-(\d{2})-(\d{2})T(\d{2})$/;
const REST = /^:([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?$/;

/** Stamps on the recorder's own clock, `2025-12-05T12:27:16.079996`. */
class LocalStamps {
  /** Zones change on the hour, and most rows are of the hour before. */
  #hour = '';
  #hourMs = 0;

  read(rows: CsvRows, field: number): TimestampMs {
    const text = rows.text(field);
    const hour = text.slice(0, HOUR_LENGTH);
    if (hour !== this.#hour) {
      const match = HOUR.exec(hour) ?? rows.fail(field, 'does not begin with a day and an hour, like 2025-12-05T12');
      this.#hourMs = momentIn(ZONE, [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4]), 0, 0]) ?? rows.fail(field, `is no time that clocks in ${ZONE} show`);
      this.#hour = hour;
    }
    const [, minutes, seconds, fraction = ''] = REST.exec(text.slice(HOUR_LENGTH)) ?? rows.fail(field, 'does not end like :27:16.079996');
    return (this.#hourMs + Number(minutes) * 60_000 + Number(seconds) * 1_000 + Number(fraction.slice(0, 3).padEnd(3, '0'))) as TimestampMs;
  }
}
