// What is kept per strategy: the memory of its rules and the sums of its markets.

import type { FactReader } from '../rules/fact-reader.ts';
import { Posture } from '../rules/posture.ts';
import type { RuleStates } from '../rules/rule-states.ts';

export class StrategyState {
  readonly name: string;
  rules: RuleStates;
  vector: Float64Array;
  readers: readonly FactReader[] = [];
  readonly posture = new Posture();
  wakeAt = Infinity;
  /** Micro-dollars over its markets: P&L, and what is held at cost. */
  pnl = 0;
  heldNotional = 0;
  /** Micro-dollars over its markets in the worst case, and of markets of its patterns that this session has not listed. */
  worstNotional = 0;
  unlistedNotional = 0;

  constructor(name: string, rules: RuleStates, slots: number) {
    this.name = name;
    this.rules = rules;
    this.vector = new Float64Array(slots);
  }
}
