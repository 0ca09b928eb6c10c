// What Kalshi's recordings leave unsaid of a market: what its ticker says (series, close), its fees by series and day, and
// the venue's ways. All readers of Kalshi name a market by its ticker as it stands.

import { MICROS, price, type Price, type Size, type TimestampMs } from '../core/domain/numbers.ts';
import { feesAt } from './fee-tables.ts';
import { finestTick } from './finest-tick.ts';
import type { RecordedInstrument } from './recording-format.ts';
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
  #tick: Price = CENT;
  #isFractional = false;

  /** False where the venue has no tick so fine. */
  price(micros: number): boolean {
    const tick = finestTick(this.#tick, price(micros));
    if (tick !== null) this.#tick = tick;
    return tick !== null;
  }

  /** False where the venue has no size so fine. */
  size(size: number): boolean {
    if (size % CONTRACT !== 0) this.#isFractional = true;
    return size % FRACTION === 0;
  }

  instrument(ticker: string, at: number): RecordedInstrument {
    const lot = this.#isFractional ? FRACTION : CONTRACT;
    return {
      name: ticker, venue: 'kalshi', tick: this.#tick, lot, minSize: lot, endsAt: closeOf(ticker),
      // Series in which makers pay are not told by the ticker; a table of their own stands ready for them.
      fees: feesAt(INDEX_SERIES.test(ticker) ? 'kalshi/index' : 'kalshi/general', at),
      showsOwnOrders: false, canAmend: true, netsPairs: true,
    };
  }
}
