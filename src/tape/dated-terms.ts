// The terms of a recording's instruments in time: those they begin with, and every change while it runs, of the tick as its
// prices show it and of the fees as their table says. And the rows of these changes while the recording is decoded.

import type { ChangedTerms } from './columns.ts';
import { changesWithin, feesAt, type FeeTable } from './fee-tables.ts';
import type { DecodeTarget } from './recording-format.ts';
import type { SeenTicks } from './seen-ticks.ts';

/** Of one instrument. `until`: after it no change of fees matters, for the market has ended. */
export interface InstrumentTerms { readonly ticks: SeenTicks; readonly table: FeeTable; readonly until: number }

/** Terms from `ts` on of the instrument with this place in the survey. */
export interface DatedTerms extends ChangedTerms { readonly ts: number; readonly instrument: number }

/** Those of its first row. */
export function firstTerms({ ticks, table }: Omit<InstrumentTerms, 'until'>): ChangedTerms {
  return { tick: ticks.inTime()[0]?.tick ?? ticks.finest, fees: feesAt(table, ticks.firstAt) };
}

/** All changes after that, in order of time; `terms` of the survey is this list. */
export function datedTerms(instruments: readonly InstrumentTerms[]): readonly DatedTerms[] {
  return instruments.flatMap((terms, instrument) => changesOf(terms).map((changed) => ({ ...changed, instrument }))).toSorted((a, b) => a.ts - b.ts);
}

function changesOf({ ticks, table, until }: InstrumentTerms): readonly Omit<DatedTerms, 'instrument'>[] {
  const [begun, ...finer] = ticks.inTime();
  if (begun === undefined) return [];
  const moments = new Set([...finer, ...changesWithin(table, begun.ts, until)].map(({ ts }) => ts));
  return [...moments].toSorted((a, b) => a - b).map((ts) => ({ ts, tick: (finer.findLast((change) => change.ts <= ts) ?? begun).tick, fees: feesAt(table, ts) }));
}

export class TermsInTime {
  readonly #dated: readonly DatedTerms[];
  readonly #target: DecodeTarget;
  #next = 0;

  constructor(dated: readonly DatedTerms[], target: DecodeTarget) {
    this.#dated = dated;
    this.#target = target;
  }

  /** Gives the rows of all terms that are in force by `ts`: to be called before the rows stamped so. */
  until(ts: number): void {
    const { out, markets, terms } = this.#target;
    for (let due = this.#dated[this.#next]; due !== undefined && due.ts <= ts; due = this.#dated[++this.#next]) {
      out.delayNow = -1;
      out.terms(due.ts, markets[due.instrument]!, terms[this.#next]!);
    }
  }
}
