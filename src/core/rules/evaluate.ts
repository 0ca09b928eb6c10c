// One pass over the rules of a scope: conditions over the fact vector, the phase of each rule, and what those in force
// add to the posture. Knows time as the number it is given and says when it wants to be asked again.
//
//   idle ──holds──▶ pending ──`for` over──▶ firing ──ended──▶ cooling ──`cooldown` over──▶ idle
//                                             ▲──────holds again──┘
//
// A rule ends when `when` no longer holds, or, with an `until`, when `until` holds and `when` does not: while both hold
// it stays, since ending it would only fire it again in the same instant.

import type { CompiledRule, RuleScope } from '../../config/compiled-config.ts';
import type { Test } from './compile-condition.ts';
import type { Posture } from './posture.ts';
import type { RuleSet } from './rule-set.ts';
import {
  BY_CONDITION, BY_UNKNOWN, COOLING, FIRING, IDLE, NOT_IN_FORCE, PENDING, type RuleStates,
} from './rule-states.ts';
import { FALSE, TRUE, UNKNOWN } from './truth.ts';

export interface RuleChange {
  /** Index into `rules.rules`. */
  readonly rule: number;
  /** True where the outcomes are in force after the change. */
  readonly firing: boolean;
  /**
   * condition, unknown: came into force, or is now in force for this reason · cooldown: the condition ended, still in
   * force · ended: no longer in force. Alerts go with `condition`.
   */
  readonly cause: 'condition' | 'unknown' | 'cooldown' | 'ended';
}

/**
 * Merges the outcomes in force into `posture`, appends to `changes`, and returns the next time (ms) at which a `for` or
 * cooldown runs out, or Infinity. Time never goes back: an earlier `now` counts as the last one.
 */
export function evaluateRules(
  rules: RuleSet, scope: RuleScope, vector: Float64Array, states: RuleStates, now: number, tick: number,
  posture: Posture, changes: RuleChange[],
): number {
  if (states.rules !== rules || states.scope !== scope) throw new Error('these rule states belong to other rules');
  if (now > states.now) states.now = now;
  const indexes = rules.byScope[scope];
  const truths = rules.when[scope].evaluate(vector);
  const phases = states.phase, causes = states.cause;
  let next = Infinity;
  for (let position = 0; position < indexes.length; position++) {
    const truth = truths[position]!;
    if (truth === FALSE && phases[position] === IDLE) continue;
    const index = indexes[position]!;
    const rule = rules.rules[index]!;
    const holds = truth === TRUE;
    const feared = truth === UNKNOWN && rule.whenUnknown === 'fire';
    if (phases[position] === IDLE && !holds && !feared) continue;

    advance(rules, index, vector, states, position, holds, feared, changes);

    if (causes[position] !== NOT_IN_FORCE) {
      for (let i = 0; i < rule.then.length; i++) posture.add(rule.then[i]!, rule.name, tick);
    }
    const runsOut = timerOf(rule, states, position);
    if (runsOut < next) next = runsOut;
  }
  return next;
}

function timerOf(rule: CompiledRule, states: RuleStates, position: number): number {
  switch (states.phase[position]) {
    case PENDING: return states.since[position]! + rule.forMs;
    case COOLING: return states.since[position]! + rule.cooldownMs;
    default: return Infinity;
  }
}

function advance(
  rules: RuleSet, index: number, vector: Float64Array, states: RuleStates, position: number,
  holds: boolean, feared: boolean, changes: RuleChange[],
): void {
  const rule = rules.rules[index]!;
  const { now } = states;

  // First, so that whatever holds now meets the rule as it then is: idle.
  if (states.phase[position] === COOLING && now >= states.since[position]! + rule.cooldownMs) {
    end(states, position, index, changes);
  }
  switch (states.phase[position]) {
    case IDLE:
      if (holds && rule.forMs > 0) states.enter(position, PENDING, NOT_IN_FORCE);
      else if (holds) fire(states, position, index, changes);
      else if (feared) fear(states, position, index, changes);
      return;

    case PENDING: {
      const isInForce = states.cause[position] === BY_UNKNOWN;
      if (holds && now >= states.since[position]! + rule.forMs) fire(states, position, index, changes);
      else if (holds) return;
      else if (feared && isInForce) states.enter(position, FIRING, BY_UNKNOWN);
      else if (feared) fear(states, position, index, changes);
      else if (isInForce) end(states, position, index, changes);
      else states.enter(position, IDLE, NOT_IN_FORCE);
      return;
    }
    case FIRING:
      if (states.cause[position] === BY_UNKNOWN) {
        // What was feared turns out to hold: it stays in force while `for` is waited out, and only then is a firing.
        if (holds && rule.forMs > 0) states.enter(position, PENDING, BY_UNKNOWN);
        else if (holds) fire(states, position, index, changes);
        else if (!feared) end(states, position, index, changes);
        return;
      }
      if (holds || feared || !mayEnd(rules.until[index]!, vector)) return;
      if (rule.cooldownMs > 0) {
        states.enter(position, COOLING, BY_CONDITION);
        changes.push({ rule: index, firing: true, cause: 'cooldown' });
      } else end(states, position, index, changes);
      return;

    case COOLING:
      if (holds) states.enter(position, FIRING, BY_CONDITION);
  }
}

const mayEnd = (until: Test | null, vector: Float64Array): boolean => until === null || until(vector) === TRUE;

function fire(states: RuleStates, position: number, rule: number, changes: RuleChange[]): void {
  states.enter(position, FIRING, BY_CONDITION);
  changes.push({ rule, firing: true, cause: 'condition' });
}

function fear(states: RuleStates, position: number, rule: number, changes: RuleChange[]): void {
  states.enter(position, FIRING, BY_UNKNOWN);
  changes.push({ rule, firing: true, cause: 'unknown' });
}

function end(states: RuleStates, position: number, rule: number, changes: RuleChange[]): void {
  states.enter(position, IDLE, NOT_IN_FORCE);
  changes.push({ rule, firing: false, cause: 'ended' });
}
