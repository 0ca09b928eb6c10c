// What the venues charged and when: dated tables, since a recording is charged what its own day charged. Where a rule of a
// venue does not fit a schedule, the schedule is the one that never flatters a result: a dearer fee, a smaller rebate.

import { NO_FEE, type FeeCurve, type FeeSchedule } from '../core/domain/fees.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_FEES_UNKNOWN } from '../errors/tape.ts';

interface FeeRow {
  /** In force from this time on: a date (midnight UTC) or a time with its zone. */
  readonly from: string;
  readonly fees: FeeSchedule;
}

/** Polymarket rounds to five decimals; up, here. */
const curved = (rate: number, makerRebate: number): FeeSchedule => ({ maker: NO_FEE, taker: { rate, exponent: 1, roundUpTo: 10 }, makerRebate });
const cents = (rate: number): FeeCurve => ({ rate, exponent: 1, roundUpTo: 10_000 });
const onValue = (rate: number): FeeCurve => ({ rate, onValue: { offset: 0 }, exponent: 1, roundUpTo: 1 });
const FREE: FeeSchedule = { maker: NO_FEE, taker: NO_FEE };

/** The order book was free until January 2026 (documentation and press of 2026-01-06); the pools before it, which were not, are older than this. */
const FREE_BOOK: FeeRow = { from: '2023-01-01', fees: FREE };
/** Categories and the plain curve since 2026-03-30 (documentation, "Fees" and "Maker Rebates Program"; changelog). */
const byCategory = (rate: number, makerRebate: number): readonly FeeRow[] => [FREE_BOOK, { from: '2026-03-30', fees: curved(rate, makerRebate) }];

const kalshi = (takerRate: number, maker: FeeCurve): FeeSchedule => ({ maker, taker: cents(takerRate) });
/** Two fills observed on 2026-07-01 are rounded up to $0.0001; schedules until then say the next cent. */
const KALSHI_FINE_ROUNDING = '2026-07-01';
const fine = ({ maker, taker }: FeeSchedule): FeeSchedule => ({ maker: maker.rate === 0 ? maker : { ...maker, roundUpTo: 100 }, taker: { ...taker, roundUpTo: 100 } });

const GENERAL = kalshi(0.07, NO_FEE);
const INDEX = kalshi(0.035, NO_FEE);
const MAKER_FEES = kalshi(0.07, cents(0.0175));

/** Rows by date, oldest first. */
const TABLES = {
  'polymarket/crypto': [
    FREE_BOOK,
    // Takers of a token at p paid shares × p × 0.25 × (p (1 − p))², 15-minute markets first and all of them from 2026-03-06.
    // A schedule does not know the token, so the factor p is left out (never less than charged), and so is the rebate: 20 %
    // of a fee that may be half as high.
    { from: '2026-01-05', fees: { maker: NO_FEE, taker: { rate: 0.25, exponent: 2, roundUpTo: 100 } } },
    { from: '2026-03-30', fees: curved(0.072, 0.2) },
    // As documented on 2026-06-03, the oldest page with this rate.
    { from: '2026-06-03', fees: curved(0.07, 0.2) },
  ],
  'polymarket/sports': [
    FREE_BOOK,
    // New college basketball and Serie A markets alone paid it; with the factor p left out and no rebate, as for crypto.
    { from: '2026-02-18', fees: { maker: NO_FEE, taker: { rate: 0.0175, exponent: 1, roundUpTo: 100 } } },
    { from: '2026-03-30', fees: curved(0.03, 0.25) },
    { from: '2026-07-10', fees: curved(0.05, 0.15) },
  ],
  'polymarket/finance': byCategory(0.04, 0.25),
  'polymarket/politics': byCategory(0.04, 0.25),
  'polymarket/mentions': byCategory(0.04, 0.25),
  'polymarket/tech': byCategory(0.04, 0.25),
  'polymarket/economics': byCategory(0.05, 0.25),
  'polymarket/culture': byCategory(0.05, 0.25),
  'polymarket/weather': byCategory(0.05, 0.25),
  'polymarket/other': byCategory(0.05, 0.25),
  'polymarket/geopolitics': [FREE_BOOK],

  // Schedules of 2026-07-01 (midnight in New York) and of 2026-09-16 23:59 there; a fill's fee is rounded to the cent, half to
  // even. The maker's 0.0125 × p (1 − p) a contract is rounded so as well, to nothing on small fills: no share of a fee says
  // that, so none is counted.
  'polymarket-us': [
    { from: '2026-07-01T00:00:00-04:00', fees: { maker: NO_FEE, taker: cents(0.06) } },
    { from: '2026-09-16T23:59:00-04:00', fees: { maker: NO_FEE, taker: cents(0.0695) } },
  ],

  'kalshi/general': [{ from: '2021-06-01', fees: GENERAL }, { from: KALSHI_FINE_ROUNDING, fees: fine(GENERAL) }],
  // Half for S&P 500 and Nasdaq-100 as in the schedule of 2025-06-18, the oldest seen; the full rate before it.
  'kalshi/index': [{ from: '2021-06-01', fees: GENERAL }, { from: '2025-06-18', fees: INDEX }, { from: KALSHI_FINE_ROUNDING, fees: fine(INDEX) }],
  // Series in which makers pay: the curve of 2025-07-01 in place of a flat quarter of a cent.
  'kalshi/maker-fees': [{ from: '2025-07-01', fees: MAKER_FEES }, { from: KALSHI_FINE_ROUNDING, fees: fine(MAKER_FEES) }],

  // The public VIP 0 schedule, without a discount for paying in BNB.
  'binance/spot-vip0': [{ from: '2020-01-01', fees: { maker: onValue(0.001), taker: onValue(0.001) } }],
  'binance/usdm-vip0': [{ from: '2020-01-01', fees: { maker: onValue(0.0002), taker: onValue(0.0005) } }],
} as const satisfies Readonly<Record<string, readonly FeeRow[]>>;

export type FeeTable = keyof typeof TABLES;

export interface FeeChange { readonly ts: number; readonly fees: FeeSchedule }

/**
 * What `table` charged at `ts`. `offset` is added to the price where the fee is on value (a range contract's low end in
 * widths of its range); the other tables have no use for it.
 */
export function feesAt(table: FeeTable, ts: number, offset = 0): FeeSchedule {
  const changes = changesOf(table, offset);
  const inForce = changes.findLast((change) => change.ts <= ts);
  if (inForce === undefined) {
    const first = changes[0]?.ts ?? Infinity;
    throw new EvenkeelError(TAPE_FEES_UNKNOWN, `the fees of ${table} are known from ${new Date(first).toISOString().slice(0, 10)} on, the recording begins at ${new Date(ts).toISOString()}`, { table, ts });
  }
  return inForce.fees;
}

/** The changes after `from`, up to and with `to`. */
export function changesWithin(table: FeeTable, from: number, to: number, offset = 0): readonly FeeChange[] {
  return changesOf(table, offset).filter(({ ts }) => ts > from && ts <= to);
}

function changesOf(table: FeeTable, offset: number): readonly FeeChange[] {
  const rows: readonly FeeRow[] = TABLES[table];
  return rows.map(({ from, fees }) => ({ ts: Date.parse(from), fees: { ...fees, maker: shifted(fees.maker, offset), taker: shifted(fees.taker, offset) } }));
}

const shifted = (curve: FeeCurve, offset: number): FeeCurve => (curve.onValue === undefined ? curve : { ...curve, onValue: { offset } });
