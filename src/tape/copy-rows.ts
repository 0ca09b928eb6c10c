// Rows from one set of columns to another, a range at a time.

import type { TapeColumns } from './columns.ts';

/** Appends the rows [start, end) of `from`. */
export function copyRows(from: TapeColumns, start: number, end: number, to: TapeColumns): void {
  const at = to.length;
  to.reserve(at + end - start);
  to.ts.set(from.ts.subarray(start, end), at);
  to.kind.set(from.kind.subarray(start, end), at);
  to.market.set(from.market.subarray(start, end), at);
  to.side.set(from.side.subarray(start, end), at);
  to.price.set(from.price.subarray(start, end), at);
  to.size.set(from.size.subarray(start, end), at);
  to.delay.set(from.delay.subarray(start, end), at);
  to.length = at + end - start;
}
