// Which rows of an answer are what was asked for: of the day, of one of our two addresses, in dollars, and readable. What
// else is in it is left out and named, for half a statement is none of a whole.

import { isDollar } from '../discovery/reward-terms.ts';
import type { RebateRow, RewardRow } from '../rest/decode-rewards.ts';
import type { OrderParties } from '../signing/signing-account.ts';

/** Whom orders are made from, and its key: the venue may state what it pays for either. */
export type Wallet = Pick<OrderParties, 'maker' | 'address'>;
type Row = RewardRow | RebateRow;
type Readable<R> = Exclude<R, { readonly unreadable: string }>;

export interface StatementRows<R> { readonly rows: readonly Readable<R>[]; /** Why others are left out. */ readonly faults: readonly string[] }

export function statementRows<R extends Row>(listed: readonly R[], date: string, wallet: Wallet): StatementRows<R> {
  const rows: Readable<R>[] = [];
  const faults: string[] = [];
  for (const row of listed) {
    // Of another token nothing is asked, whatever it says.
    if ('asset' in row && row.asset !== null && !isDollar(row.asset)) continue;
    const fault = faultOf(row, date, wallet);
    if (fault === null) rows.push(row as Readable<R>);
    else faults.push(fault);
  }
  return { rows, faults };
}

function faultOf(row: Row, date: string, { maker, address }: Wallet): string | null {
  if ('unreadable' in row) return row.unreadable;
  if (row.date !== date) return `it is of ${row.date}`;
  const paidTo = row.maker?.toLowerCase();
  return paidTo === undefined || paidTo === maker.toLowerCase() || paidTo === address.toLowerCase() ? null : 'it is of another wallet';
}
