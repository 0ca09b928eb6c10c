// The changes of a fee table that fall inside a recording, as terms of its instruments, and their rows while it is decoded.

import type { Price } from '../core/domain/numbers.ts';
import type { ChangedTerms } from './columns.ts';
import { changesWithin, type FeeTable } from './fee-tables.ts';
import type { DecodeTarget } from './recording-format.ts';

/** Terms from `ts` on of the instrument with this place in the survey. */
export interface DatedTerms extends ChangedTerms { readonly ts: number; readonly instrument: number }

/** `ticks[i]` is that of the i-th instrument. In order of time; `terms` of the survey is this list. */
export function datedTerms(table: FeeTable, ticks: readonly Price[], firstAt: number, lastAt: number): readonly DatedTerms[] {
  return changesWithin(table, firstAt, lastAt).flatMap(({ ts, fees }) => ticks.map((tick, instrument) => ({ ts, instrument, tick, fees })));
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
