// TWAP: works towards a target position in equal steps over a time. A slot's slice rests; what earlier slots left undone is
// taken, in the part and within the collar that the operator states. It never goes past the target, nor further ahead
// of its schedule than the venue's minimum size makes it. When a slot begins is told by its caller; it has no timer.

import type { TwapTerms } from '../../config/compiled-config.ts';
import type { Ladder } from '../quoting/ladder.ts';
import type { ExplanationStep } from '../views.ts';
import { takeAndRest, wholeSlice, type WorkInput } from './take-and-rest.ts';
import { directionOf, dueBy, progressOf, totalOf, type TwapSchedule } from './twap-schedule.ts';

const shown = (micros: number): number => Math.round(micros / 1e4) / 100;

/** Fills `ladder`; returns the micro-shares that may be live on its side in all. Allocates nothing without a trace. */
export function twapQuotes(terms: TwapTerms, schedule: TwapSchedule, position: number, input: WorkInput, ladder: Ladder, trace: ExplanationStep[] | null): number {
  const { instrument } = input;
  if (schedule.isOver) {
    trace?.push({ step: 'schedule', effect: 'over: its position was liquidated; a change of `target` or `over` begins a new one', values: { targetShares: shown(schedule.target) } });
    return 0;
  }
  const progress = progressOf(schedule, position);
  const left = totalOf(schedule) - progress;
  const due = dueBy(schedule, terms.everyMs, schedule.slot);
  const behind = (schedule.slot === 0 ? 0 : dueBy(schedule, terms.everyMs, schedule.slot - 1)) - progress;
  const slice = wholeSlice(due - progress, left, instrument);
  const late = Math.min(slice, lateSlice(terms, schedule, progress, behind, left, input));
  const side = directionOf(schedule) === 1 ? 'bid' : 'ask';
  if (slice > 0) takeAndRest(side, slice, late, input, ladder);
  if (trace === null) return slice;
  trace.push({
    step: 'schedule',
    effect: isReached(schedule, position, instrument.minSize)
      ? `${shown(position)} shares held, the target is ${shown(schedule.target)}: ${left > 0 ? 'what is left is under the venue\'s minimum' : 'reached'}`
      : `slot ${schedule.slot + 1} from ${shown(schedule.from)} to ${shown(schedule.target)} shares: ${shown(progress)} done of ${shown(due)} due by its end`,
    values: { targetShares: shown(schedule.target), fromShares: shown(schedule.from), doneShares: shown(progress), dueShares: shown(due), slot: schedule.slot + 1 },
  });
  if (slice > 0) {
    trace.push({
      step: 'slice',
      effect: `${side === 'bid' ? 'buys' : 'sells'} ${shown(slice)} shares${late > 0 ? `, of which ${shown(late)} behind schedule are taken at most ${shown(terms.collar * 100)}c beyond fair value, fee included` : ', resting'}`,
      values: { sliceShares: shown(slice), lateShares: shown(late) },
    });
  }
  return slice;
}

/** Nothing is left that the venue would take as an order. */
export function isReached(schedule: TwapSchedule, position: number, minSize: number): boolean {
  const left = totalOf(schedule) - progressOf(schedule, position);
  return left <= 0 || left < minSize;
}

/** Of what was behind when the slot began its part, less what has been done since; at least the minimum, at most all that is behind. */
function lateSlice(terms: TwapTerms, schedule: TwapSchedule, progress: number, behind: number, left: number, { instrument }: WorkInput): number {
  const behindAtSlot = behind + progress - schedule.progressAtSlot;
  const goal = schedule.progressAtSlot + terms.cross * behindAtSlot;
  if (behindAtSlot <= 0 || goal <= progress) return 0;
  const part = wholeSlice(Math.max(goal - progress, instrument.minSize), left, instrument);
  return part > behind ? 0 : part;
}
