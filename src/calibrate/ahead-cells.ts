// All that the fits need to know of many lives, added up by contracts ahead in steps of 5 %: time at risk, executions, and
// what left the queue between two polls. Adding the cells of some events gives the cells of their union, which is what makes
// a thousand resamples cheap.

import type { PolledLife } from './life.ts';

const STEP = Math.log(1.05);
const MINUTE = 60_000;

/** Minutes throughout. */
export interface AheadCell {
  readonly bin: number;
  /** Contracts: the geometric middle of the cell; 0 where nobody is ahead. */
  readonly ahead: number;
  minutes: number;
  executed: number;
  pairs: number;
  pairMinutes: number;
  /** Sum over pairs of polls of the share of what was ahead that left. */
  left: number;
}
/** Ascending by bin. */
export type AheadCells = readonly AheadCell[];

const binOf = (ahead: number): number => (ahead < 1 ? 0 : 1 + Math.floor(Math.log(ahead) / STEP));
const middleOf = (bin: number): number => (bin === 0 ? 0 : Math.exp((bin - 0.5) * STEP));

class CellSum {
  readonly #cells: AheadCell[] = [];

  at(bin: number): AheadCell {
    const known = this.#cells[bin];
    if (known !== undefined) return known;
    const cell: AheadCell = { bin, ahead: middleOf(bin), minutes: 0, executed: 0, pairs: 0, pairMinutes: 0, left: 0 };
    this.#cells[bin] = cell;
    return cell;
  }

  // A sparse array skips its holes here.
  done(): AheadCells { return this.#cells.filter(() => true); }
}

/** Each stretch from a poll to the next, or to the end, is time at risk with what that poll found ahead. */
export function cellsOf(lives: readonly PolledLife[]): AheadCells {
  const sum = new CellSum();
  for (const { polls, endedAt, end } of lives) {
    for (const [i, { at, ahead }] of polls.entries()) {
      const cell = sum.at(binOf(ahead));
      const next = polls[i + 1];
      cell.minutes += ((next?.at ?? endedAt) - at) / MINUTE;
      if (next === undefined) {
        if (end === 'executed') cell.executed++;
      } else if (ahead >= 1 && next.at > at) {
        cell.pairs++;
        cell.pairMinutes += (next.at - at) / MINUTE;
        cell.left += 1 - next.ahead / ahead;
      }
    }
  }
  return sum.done();
}

export function addCells(parts: readonly AheadCells[]): AheadCells {
  const sum = new CellSum();
  for (const part of parts) {
    for (const cell of part) {
      const total = sum.at(cell.bin);
      total.minutes += cell.minutes;
      total.executed += cell.executed;
      total.pairs += cell.pairs;
      total.pairMinutes += cell.pairMinutes;
      total.left += cell.left;
    }
  }
  return sum.done();
}
