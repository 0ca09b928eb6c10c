// The memory of the rules of one subject (a market, a strategy, the account): phase, cause and since when, one entry per
// rule of the scope. `evaluateRules` alone changes it; this file keeps it over snapshots and reloads.

import type { CompiledRule, RuleScope } from '../../config/compiled-config.ts';
import type { RuleSet } from './rule-set.ts';

export const PHASES = ['idle', 'pending', 'firing', 'cooling'] as const;
export type RulePhase = (typeof PHASES)[number];
export const IDLE = 0;
export const PENDING = 1;
export const FIRING = 2;
export const COOLING = 3;

/** Why the outcomes are in force; null: they are not. A rule can be pending and yet in force because it was unknown. */
export const CAUSES = [null, 'condition', 'unknown'] as const;
export type RuleCause = (typeof CAUSES)[number];
export const NOT_IN_FORCE = 0;
export const BY_CONDITION = 1;
export const BY_UNKNOWN = 2;

export interface RuleStatesSnapshot {
  readonly scope: RuleScope;
  /** Time of the last evaluation; null before the first. */
  readonly now: number | null;
  /** Rules that are not idle. */
  readonly rules: readonly { readonly name: string; readonly phase: RulePhase; readonly cause: RuleCause; readonly since: number }[];
}

export class RuleStates {
  readonly rules: RuleSet;
  readonly scope: RuleScope;
  /** These three are parallel to `rules.byScope[scope]`. */
  readonly phase: Uint8Array;
  readonly cause: Uint8Array;
  /** When the phase was entered; means nothing while idle. */
  readonly since: Float64Array;
  /** Event time of the last evaluation. */
  now = -Infinity;

  constructor(rules: RuleSet, scope: RuleScope) {
    const count = rules.byScope[scope].length;
    this.rules = rules;
    this.scope = scope;
    this.phase = new Uint8Array(count);
    this.cause = new Uint8Array(count);
    this.since = new Float64Array(count);
  }

  /**
   * The same subject under the rules of a new generation. A rule is the same when name and scope are. What is in force
   * stays so until the next evaluation; changed durations count from where the phase began; a wait for another `when`
   * than before starts again.
   */
  static carried(from: RuleStates, to: RuleSet): RuleStates {
    const states = new RuleStates(to, from.scope);
    states.now = from.now;
    const positions = positionsByName(from.rules, from.scope);
    to.byScope[from.scope].forEach((index, position) => {
      const rule = to.rules[index]!;
      const old = positions.get(rule.name);
      if (old === undefined) return;
      const before = from.rules.rules[from.rules.byScope[from.scope][old]!]!;
      if (from.phase[old] === PENDING && !sameWhen(before, rule)) {
        // Unknown and in force: it stays, and the wait begins anew when the new condition holds.
        states.phase[position] = from.cause[old] === BY_UNKNOWN ? FIRING : IDLE;
      } else {
        states.phase[position] = from.phase[old]!;
      }
      states.cause[position] = from.cause[old]!;
      states.since[position] = from.since[old]!;
    });
    return states;
  }

  /** The rule at this position is in another phase from `now` on. */
  enter(position: number, phase: number, cause: number): void {
    this.phase[position] = phase;
    this.cause[position] = cause;
    this.since[position] = this.now;
  }

  toJSON(): RuleStatesSnapshot {
    const rules: RuleStatesSnapshot['rules'][number][] = [];
    this.rules.byScope[this.scope].forEach((index, position) => {
      if (this.phase[position] === IDLE) return;
      rules.push({
        name: this.rules.rules[index]!.name,
        phase: PHASES[this.phase[position]!]!,
        cause: CAUSES[this.cause[position]!]!,
        since: this.since[position]!,
      });
    });
    return { scope: this.scope, now: this.now === -Infinity ? null : this.now, rules };
  }

  /** In the next session, maybe under other rules: what was in force stays so until it is judged again; waits begin anew. */
  static resumed(snapshot: RuleStatesSnapshot, rules: RuleSet): RuleStates {
    const known = positionsByName(rules, snapshot.scope);
    const kept = snapshot.rules.filter(({ name, phase }) => known.has(name) && (phase === 'firing' || phase === 'cooling'));
    return RuleStates.fromJSON({ ...snapshot, rules: kept }, rules, snapshot.scope);
  }

  /** Takes the rules the snapshot was made under; for others, restore first and then carry. */
  static fromJSON(snapshot: RuleStatesSnapshot, rules: RuleSet, scope: RuleScope): RuleStates {
    if (snapshot.scope !== scope) throw new Error(`a snapshot of ${snapshot.scope} rules is not one of ${scope} rules`);
    const states = new RuleStates(rules, scope);
    const positions = positionsByName(rules, scope);
    states.now = snapshot.now ?? -Infinity;
    for (const { name, phase, cause, since } of snapshot.rules) {
      const position = positions.get(name);
      if (position === undefined) throw new Error(`the snapshot has a rule '${name}' of scope ${scope}, the config does not`);
      states.phase[position] = PHASES.indexOf(phase);
      states.cause[position] = CAUSES.indexOf(cause);
      states.since[position] = since;
    }
    return states;
  }
}

/** By rule set and scope: a reload asks once for each of its markets. */
const POSITIONS = new WeakMap<RuleSet, Map<RuleScope, ReadonlyMap<string, number>>>();

function positionsByName(rules: RuleSet, scope: RuleScope): ReadonlyMap<string, number> {
  let scopes = POSITIONS.get(rules);
  if (scopes === undefined) POSITIONS.set(rules, (scopes = new Map()));
  let positions = scopes.get(scope);
  if (positions === undefined) scopes.set(scope, (positions = new Map(rules.byScope[scope].map((index, position) => [rules.rules[index]!.name, position]))));
  return positions;
}

// Both come out of one config compiler, so equal conditions print equally; a false difference only restarts a wait.
const sameWhen = (a: CompiledRule, b: CompiledRule): boolean => JSON.stringify(a.when) === JSON.stringify(b.when);
