// The last rows of a market. A label settles it; a market that is over without one stays unsettled; a recording that stops
// before its market does leaves a book behind that nobody may quote on.

import type { MarketId } from '../core/domain/instrument.ts';
import { price, timestamp } from '../core/domain/numbers.ts';
import type { TapeColumns } from './columns.ts';

export interface MarketEnd {
  readonly ts: number;
  readonly market: number;
  /** The market was over before the recording was. */
  readonly isOver: boolean;
  /** `closed` has been given. */
  readonly isClosed: boolean;
  /** What a YES share paid; undefined where nobody says. */
  readonly yesPays: number | undefined;
}

export function endMarket(out: TapeColumns, { ts, market, isOver, isClosed, yesPays }: MarketEnd): void {
  const at = { ts: timestamp(ts), market: market as MarketId };
  out.delayNow = -1;
  if (!isClosed) out.push({ type: 'InstrumentStatusChanged', ...at, status: isOver || yesPays !== undefined ? 'closed' : 'paused' });
  if (yesPays !== undefined) out.push({ type: 'MarketResolved', ...at, yesPays: price(yesPays) });
}
