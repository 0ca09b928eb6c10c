// Which of a strategy's markets hold its slots: who enters, who leaves, and why. Pure; knows scores, not what they measure.
// The result does not depend on the order of the candidates, and on unchanged facts a second run changes nothing.

import { FALSE, TRUE, type Truth } from '../rules/truth.ts';

export interface SelectionTerms {
  /** Most markets that hold a slot; Infinity without `active`. */
  readonly slots: number;
  /** Least time in a slot before another market may take it, or `where` may end it. */
  readonly dwellMs: number;
  /** A challenger's score has to be better by this share of the incumbent's. */
  readonly betterBy: number;
}

export interface SelectionCandidate {
  readonly name: string;
  /** May be traded at all: open, not resolved, not at its end. */
  readonly isOpen: boolean;
  /** Whether `where` holds. Unknown is not enough to enter, and no reason to leave. */
  readonly eligible: Truth;
  /** Higher is better; NaN while unknown; the same for all where nothing is ranked. */
  readonly score: number;
  /** Since when it has been chosen; NaN where it is not. */
  readonly chosenSince: number;
}

export interface Verdict { readonly isChosen: boolean; readonly why: string }

/** A verdict for each candidate, in their order. */
export function select(candidates: readonly SelectionCandidate[], { slots, dwellMs, betterBy }: SelectionTerms, now: number): readonly Verdict[] {
  const verdicts = candidates.map(verdictAlone);
  const ranked = candidates.map((_, index) => index).toSorted((a, b) => compare(candidates[a]!, candidates[b]!));
  const isSettled = ({ chosenSince }: SelectionCandidate): boolean => now - chosenSince >= dwellMs;
  const settle = (index: number, isChosen: boolean, why: string): void => { verdicts[index] = { isChosen, why }; };

  const held: number[] = [];
  for (const index of ranked) {
    const candidate = candidates[index]!;
    if (!isIncumbent(candidate) || !candidate.isOpen) continue;
    if (candidate.eligible === FALSE && isSettled(candidate)) continue;
    if (held.length < slots) {
      held.push(index);
      settle(index, true, candidate.eligible === TRUE ? 'chosen' : candidate.eligible === FALSE ? 'where no longer holds; stays for its dwell' : 'chosen; what where asks is not known now');
    } else settle(index, false, slotsFull(slots));
  }

  const challengers = ranked.filter((index) => mayEnter(candidates[index]!));
  const entered: number[] = [];
  for (const index of challengers) {
    const challenger = candidates[index]!;
    if (held.length + entered.length < slots) {
      entered.push(index);
      settle(index, true, 'chosen');
      continue;
    }
    const weakest = held.findLast((other) => isSettled(candidates[other]!) && !Number.isNaN(candidates[other]!.score));
    if (weakest !== undefined && isBetter(challenger.score, candidates[weakest]!.score, betterBy)) {
      held.splice(held.indexOf(weakest), 1);
      entered.push(index);
      settle(weakest, false, `${challenger.name} is better`);
      settle(index, true, `better than ${candidates[weakest]!.name}`);
    } else settle(index, false, slotsFull(slots));
  }
  return verdicts;
}

const isIncumbent = ({ chosenSince }: SelectionCandidate): boolean => !Number.isNaN(chosenSince);
const mayEnter = (candidate: SelectionCandidate): boolean =>
  !isIncumbent(candidate) && candidate.isOpen && candidate.eligible === TRUE && !Number.isNaN(candidate.score);

const slotsFull = (slots: number): string => `all ${slots} slots are held`;

/** What there is to say of a candidate without looking at the others. */
function verdictAlone(candidate: SelectionCandidate): Verdict {
  const { isOpen, eligible, score } = candidate;
  if (!isOpen) return { isChosen: false, why: 'not open, or at its end' };
  if (eligible === FALSE) return { isChosen: false, why: isIncumbent(candidate) ? 'where no longer holds' : 'where does not hold' };
  if (eligible !== TRUE) return { isChosen: false, why: 'what where asks is not known' };
  return { isChosen: false, why: Number.isNaN(score) ? 'its rank is not known' : 'not chosen' };
}

/** `by` of the incumbent's size, whatever its sign; equal is never better. */
const isBetter = (challenger: number, incumbent: number, by: number): boolean =>
  challenger > incumbent && challenger >= incumbent + by * Math.abs(incumbent);

/** Best first; those whose score is unknown last; by name among equals. */
function compare(a: SelectionCandidate, b: SelectionCandidate): number {
  const [x, y] = [Number.isNaN(a.score) ? -Infinity : a.score, Number.isNaN(b.score) ? -Infinity : b.score];
  if (x !== y) return x > y ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
