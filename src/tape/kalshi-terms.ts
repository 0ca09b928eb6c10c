// What Kalshi's recordings leave unsaid of a market: what its ticker says (series, close), its fees by series and day, and
// the venue's ways. All readers of Kalshi name a market by its ticker as it stands.

import { MICROS, type Price, type Size, type TimestampMs } from '../core/domain/numbers.ts';
import { datedTerms, firstTerms, type DatedTerms, type InstrumentTerms } from './dated-terms.ts';
import type { RecordedInstrument } from './recording-format.ts';
import { SeenTicks } from './seen-ticks.ts';
import { momentIn } from './zoned-time.ts';

export const CONTRACT = MICROS as Size;
export const CENT = 10_000 as Price;
/** Where a market takes fractions, sizes have two decimals. */
const FRACTION = 10_000 as Size;

const INDEX_SERIES = /^(?:KX)?(?:INX|NASDAQ100)/;
/** `-26MAY150830`, `-26JAN02H1600` or `-26JUL0317`: day and clock in New York at which the market closes. */
const CLOSE = /-(\d{2})(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(\d{2})H?(\d{2})(\d{2})?(?=-|$)/;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Null where the ticker does not name an hour, as that of a day's weather. */
export function closeOf(ticker: string): TimestampMs | null {
  const match = CLOSE.exec(ticker);
  if (match === null) return null;
  const [, year, month, day, hour, minute] = match;
  return momentIn('America/New_York', [2_000 + Number(year), MONTHS.indexOf(month!) + 1, Number(day), Number(hour), Number(minute ?? '0'), 0]) as TimestampMs | null;
}

/** How fine a market is priced and traded, as far as its recording shows. */
export class SeenTerms {
  readonly ticks = new SeenTicks();
  #isFractional = false;

  /** False where the venue has no size so fine. */
  size(size: number): boolean {
    if (size % CONTRACT !== 0) this.#isFractional = true;
    return size % FRACTION === 0;
  }

  get lot(): Size { return this.#isFractional ? FRACTION : CONTRACT; }
}

export interface KalshiMarkets { readonly instruments: readonly RecordedInstrument[]; readonly terms: readonly DatedTerms[] }

/** The markets of a recording by ticker. `isWhole`: it runs to the close of each, which may be after its last row. */
export function kalshiMarkets(seen: ReadonlyMap<string, SeenTerms>, lastAt: number, isWhole: boolean): KalshiMarkets {
  const markets = [...seen].map(([ticker, { ticks, lot }]) => {
    const endsAt = closeOf(ticker);
    const until = isWhole ? (endsAt ?? lastAt) : Math.min(endsAt ?? Infinity, lastAt);
    // Series in which makers pay are not told by the ticker; a table of their own stands ready for them.
    const inTime: InstrumentTerms = { ticks, table: INDEX_SERIES.test(ticker) ? 'kalshi/index' : 'kalshi/general', until };
    return { inTime, instrument: { name: ticker, venue: 'kalshi', ...firstTerms(inTime), lot, minSize: lot, endsAt, showsOwnOrders: false, canAmend: true, netsPairs: true } };
  });
  return { instruments: markets.map(({ instrument }) => instrument), terms: datedTerms(markets.map(({ inTime }) => inTime)) };
}
