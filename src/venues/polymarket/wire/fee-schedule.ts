// The venue's fee schedule as the core's: shares × rate × (p (1 − p))^exponent, to five decimals of a dollar.

import { NO_FEE, type FeeCurve, type FeeSchedule } from '../../../core/domain/fees.ts';

/** Five decimals, in micro-dollars. */
const ROUNDED_TO = 10;

export interface StatedFees {
  readonly rate: number;
  readonly exponent: number;
  readonly takerOnly: boolean;
  /** Share of the taker's fee that goes to makers. */
  readonly rebateRate?: number | null | undefined;
}

export function feesOf({ rate, exponent, takerOnly, rebateRate }: StatedFees): FeeSchedule | 'unknown-exponent' {
  if (exponent !== 0 && exponent !== 1 && exponent !== 2) return 'unknown-exponent';
  const taker: FeeCurve = rate === 0 ? NO_FEE : { rate, exponent, roundUpTo: ROUNDED_TO };
  return { maker: takerOnly ? NO_FEE : taker, taker, ...(rebateRate === null || rebateRate === undefined ? {} : { makerRebate: rebateRate }) };
}
