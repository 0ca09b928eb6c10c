// What is kept per strategy: the memory of its rules and the sums of its markets.

import type { Choosing } from '../orchestrator/choosing.ts';
import type { FactReader } from '../rules/fact-reader.ts';
import { Posture } from '../rules/posture.ts';
import type { RuleStates } from '../rules/rule-states.ts';
import { EarningTime } from './earning-time.ts';
import { Exits } from './exits.ts';

export class StrategyState {
  readonly name: string;
  readonly choosing: Choosing;
  rules: RuleStates;
  vector: Float64Array;
  readers: readonly FactReader[] = [];
  readonly posture = new Posture();
  wakeAt = Infinity;
  /** Micro-dollars over its markets: P&L, and what is held at cost. */
  pnl = 0;
  heldNotional = 0;
  readonly earning = new EarningTime();
  readonly exits = new Exits();
  /** Micro-dollars over its markets in the worst case, and of markets of its patterns that this session has not listed. */
  worstNotional = 0;
  unlistedNotional = 0;
  /** Markets that an earlier session had chosen and that this one has not listed. */
  slotsKept = 0;

  constructor(name: string, choosing: Choosing, rules: RuleStates, slots: number) {
    this.name = name;
    this.choosing = choosing;
    this.rules = rules;
    this.vector = new Float64Array(slots);
  }

  /** Goes on with the times of the strategy of that name under the config before. What its markets count for they say anew. */
  continueTimes({ earning, exits }: StrategyState): void {
    Object.assign(this.earning, { tradingMs: earning.tradingMs, earningMs: earning.earningMs });
    Object.assign(this.exits, exits);
  }
}
