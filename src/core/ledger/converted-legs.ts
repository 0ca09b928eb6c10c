// What a conversion within an event costs and brings in each of its markets, so that the parts add up to the cash that moved,
// to the micro-dollar. What is given leaves at its mark, without a gain; what came costs the rest, shared by the marks: the
// gain or loss of a conversion is that of YES over the whole event costing more or less than a dollar together.

import { PAR, notional } from '../domain/numbers.ts';

export interface Conversion {
  /** Marks of the markets whose NO is given and of those whose YES comes, micro-dollars; NaN where nothing has priced them. */
  readonly givers: readonly number[];
  readonly takers: readonly number[];
  /** Micro-shares of NO given, of each. */
  readonly size: number;
  /** Micro-dollars that came with it. */
  readonly paid: number;
}

/** Micro-dollars paid for each part, negative where it brought them; together −`paid`. */
export function convertedLegs({ givers, takers, size, paid }: Conversion): { readonly givers: readonly number[]; readonly takers: readonly number[] } {
  const all = [...givers, ...takers];
  const unpriced = all.filter((mark) => Number.isNaN(mark)).length;
  const priced = all.reduce((sum, mark) => (Number.isNaN(mark) ? sum : sum + mark), 0);
  // Markets of which one pays a dollar: those that nothing has priced share what the others leave of it.
  const share = unpriced === 0 ? 0 : Math.max(0, PAR - priced) / unpriced;
  const worth = (mark: number): number => (Number.isNaN(mark) ? share : mark);

  const given = givers.map((mark) => -notional(PAR - Math.round(worth(mark)), size));
  const left = -paid - given.reduce((sum, cost) => sum + cost, 0);
  const weight = takers.reduce((sum, mark) => sum + worth(mark), 0);
  const came = takers.map((mark) => Math.trunc(left * (weight === 0 ? 1 / takers.length : worth(mark) / weight)));
  // What rounding leaves goes to the last part.
  const rest = left - came.reduce((sum, cost) => sum + cost, 0);
  const last = came.length > 0 ? came : given;
  last[last.length - 1]! += rest;
  return { givers: given, takers: came };
}
