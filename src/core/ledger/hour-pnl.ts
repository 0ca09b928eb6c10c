// P&L of an hour of the account, as it is told when the hour has ended and as it is stored. Micro-dollars.

import type { Cash, Size, TimestampMs } from '../domain/numbers.ts';
import type { PnlParts } from './pnl-parts.ts';

/** P&L by part since the account (or the market) began; what of the total is not unrealised is realised. */
export interface PnlMark extends PnlParts { readonly unrealised: number }

export interface MarketHour {
  readonly name: string;
  /** Total at the opening of the hour. */
  readonly opening: Cash;
  readonly closing: PnlMark;
  /** YES less NO, at the closing. */
  readonly position: Size;
}
export interface HourPnl {
  /** Its start, UTC. */
  readonly hour: TimestampMs;
  /** Stamps of the decisions at which the values of its opening and its closing were taken: the first ones in or after it. */
  readonly openedAt: TimestampMs;
  readonly closedAt: TimestampMs;
  readonly opening: PnlMark;
  readonly closing: PnlMark;
  /** At the closing: what is held, at cost; cash is null while the venue has not said. */
  readonly grossNotional: Cash;
  readonly cash: Cash | null;
  /** Those that hold anything or have ever gained or lost anything. */
  readonly markets: readonly MarketHour[];
}

export const HOUR_MS = 3_600_000;
