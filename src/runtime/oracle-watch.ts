// Has json-rules-engine judge, in its own time, each rule whose firing changed, on the facts the compiled rule saw. A
// disagreement is an alarm: one of the two is wrong about what the operator wrote.

import type { Notice } from '../core/domain/notices.ts';
import type { Engine } from '../core/engine.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';
import type { RuleOracle } from '../observe/rule-oracle.ts';

export type OracleVerdict = 'agrees' | 'disagrees' | 'not-asked-yet';
export type OracleFor = (rules: RuleSet) => Pick<RuleOracle, 'judge'>;

export class OracleWatch {
  readonly #oracleFor: OracleFor;
  readonly #onDisagreement: (rule: string, subject: string) => void;
  readonly #onFailure: (rule: string, error: Error) => void;
  readonly #verdicts = new Map<string, OracleVerdict>();
  readonly #judging = new Set<string>();
  /** Rules whose judgement failed: each is told of once. */
  readonly #failed = new Set<string>();
  #rules: RuleSet | null = null;
  #oracle: Pick<RuleOracle, 'judge'> | null = null;

  constructor(oracleFor: OracleFor, onDisagreement: (rule: string, subject: string) => void, onFailure: (rule: string, error: Error) => void) {
    this.#oracleFor = oracleFor;
    this.#onDisagreement = onDisagreement;
    this.#onFailure = onFailure;
  }

  /** Of the rules of these names that changed last. */
  verdict(names: readonly string[]): OracleVerdict {
    const verdicts = new Set(names.map((name) => this.#verdicts.get(name)));
    if (verdicts.has('disagrees')) return 'disagrees';
    return verdicts.has('agrees') ? 'agrees' : 'not-asked-yet';
  }

  /** One judgement a rule at a time: a rule that flickers is not judged at each turn. */
  ruleChanged(engine: Engine, notice: Notice & { type: 'RuleChanged' }, subject: string): void {
    const rules = engine.ruleSet();
    if (rules !== this.#rules) {
      this.#rules = rules;
      this.#oracle = this.#oracleFor(rules);
      this.#verdicts.clear();
      this.#failed.clear();
    }
    const index = rules.rules.findIndex((rule) => rule.name === notice.rule);
    const vector = engine.factVector(notice);
    if (index < 0 || vector === null || this.#oracle === null || this.#judging.has(notice.rule)) return;
    this.#judging.add(notice.rule);
    void this.#judge(this.#oracle, index, vector, notice.rule, subject);
  }

  async #judge(oracle: Pick<RuleOracle, 'judge'>, index: number, vector: Float64Array, rule: string, subject: string): Promise<void> {
    try {
      const { verdict } = await oracle.judge(index, vector);
      if (verdict === 'not-judged' || oracle !== this.#oracle) return;
      this.#verdicts.set(rule, verdict);
      if (verdict === 'disagrees') this.#onDisagreement(rule, subject);
    } catch (error) {
      if (this.#failed.has(rule)) return;
      this.#failed.add(rule);
      this.#onFailure(rule, error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#judging.delete(rule);
    }
  }
}
