// The phase machine against a second telling of it, and the promises that hold whatever the rules are.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompiledRule, Condition, RuleOutcome } from '../../config/compiled-config.ts';
import { evaluateRules, type RuleChange } from './evaluate.ts';
import { Posture } from './posture.ts';
import { RuleSet } from './rule-set.ts';
import { RuleStates } from './rule-states.ts';

type Answer = boolean | null;
const answer = fc.constantFrom<Answer>(true, true, false, false, null);
const number = (value: Answer): number => (value === null ? NaN : Number(value));
const positive = (fact: string): Condition => ({ kind: 'compare', left: { fact, windowMs: null }, operator: 'greaterThan', right: 0 });

const outcome = fc.oneof<fc.Arbitrary<RuleOutcome>[]>(
  fc.record({ kind: fc.constant('permission' as const), permission: fc.constantFrom('halted' as const, 'cancel-only' as const, 'reduce-only' as const, 'full' as const) }),
  fc.record({ kind: fc.constant('pull' as const), side: fc.constantFrom('bid' as const, 'ask' as const, 'both' as const) }),
  fc.record({ kind: fc.constant('widen' as const), factor: fc.constantFrom(1, 1.5, 2) }),
  fc.record({ kind: fc.constant('shrink' as const), factor: fc.constantFrom(0.25, 0.5, 1) }),
  fc.record({ kind: fc.constant('shift' as const), by: fc.record({ micros: fc.constantFrom(-5_000, 0, 5_000), ticks: fc.constantFrom(-1, 0, 1) }) }),
);
const FACTS = ['spread', 'bestBid', 'position'];
const ruleParts = fc.record({
  fact: fc.constantFrom(...FACTS), until: fc.option(fc.constantFrom(...FACTS)), forMs: fc.constantFrom(0, 0, 3, 10), cooldownMs: fc.constantFrom(0, 0, 3, 10),
  whenUnknown: fc.constantFrom('fire' as const, 'skip' as const), then: fc.array(outcome, { maxLength: 4 }),
});
const ruleList = fc.array(ruleParts, { minLength: 1, maxLength: 6 }).map((list) => list.map(({ fact, until, ...rest }, i): CompiledRule =>
  ({ ...rest, name: `rule ${i}`, scope: 'market', when: positive(fact), until: until === null ? null : positive(until) })));
const timeline = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), answer, answer, answer), { minLength: 1, maxLength: 30 });

function run(rules: RuleSet, steps: readonly (readonly [number, Answer, Answer, Answer])[], times = 1) {
  const states = new RuleStates(rules, 'market');
  let now = 0;
  return steps.map(([later, ...answers]) => {
    now += later;
    const vector = Float64Array.from(rules.slots, ({ fact }) => number(answers[FACTS.indexOf(fact)]!));
    const posture = new Posture();
    let changes: RuleChange[] = [];
    let next = Infinity;
    for (let i = 0; i < times; i++) {
      changes = [];
      posture.reset();
      next = evaluateRules(rules, 'market', vector, states, now, 10_000, posture, changes);
    }
    return { posture, next, changes: changes.map(({ rule, ...rest }) => ({ name: rules.rules[rule]!.name, ...rest })), states: states.toJSON(), now };
  });
}

test('follows the reference model of phases on random timelines', () => {
  const one = fc.record({
    forMs: fc.constantFrom(0, 3, 8), cooldownMs: fc.constantFrom(0, 3, 8), hasUntil: fc.boolean(), whenUnknown: fc.constantFrom('fire' as const, 'skip' as const),
  });
  const visited = new Set<string>();
  fc.assert(fc.property(one, timeline, ({ hasUntil, ...parts }, steps) => {
    const rules = RuleSet.compile([{
      ...parts, name: 'r', scope: 'market', when: positive('spread'), until: hasUntil ? positive('bestBid') : null, then: [{ kind: 'pull', side: 'bid' }],
    }]);
    // The second telling: four independent facts about the rule instead of a phase.
    let latched = false, coolUntil = -1, heldSince: number | null = null, feared = false, isInForce = false;
    for (const [i, seen] of run(rules, steps).entries()) {
      const [, when, until] = steps[i]!;
      const { now } = seen;
      const wasInForce = isInForce;
      const fear = when === null && parts.whenUnknown === 'fire';
      let alerts = 0;
      if (latched) {
        if (when !== true && !fear && (!hasUntil || until === true)) { latched = false; coolUntil = now + parts.cooldownMs; }
      } else if (now < coolUntil) {
        if (when === true) latched = true;
      } else {
        heldSince = when === true ? heldSince ?? now : null;
        if (heldSince !== null && now - heldSince >= parts.forMs) { latched = true; heldSince = null; alerts = 1; }
      }
      if (latched) coolUntil = -1;
      const cooling = !latched && now < coolUntil;
      feared = !latched && !cooling && (fear || (feared && when === true));
      isInForce = latched || cooling || feared;

      const phase = seen.states.rules[0]?.phase ?? 'idle';
      visited.add(`${phase} ${isInForce}`);
      expect(seen.posture.pullBid).toBe(isInForce);
      expect(phase).toBe(latched ? 'firing' : cooling ? 'cooling' : heldSince !== null ? 'pending' : feared ? 'firing' : 'idle');
      expect(seen.next).toBe(cooling ? coolUntil : heldSince === null ? Infinity : heldSince + parts.forMs);
      expect(seen.changes.filter((change) => change.cause === 'condition')).toHaveLength(alerts);
      const last = seen.changes.at(-1);
      if (last === undefined) expect(isInForce).toBe(wasInForce);
      else expect(last.firing).toBe(isInForce);
    }
  }), { numRuns: 3_000 });
  expect([...visited].toSorted()).toEqual(['cooling true', 'firing true', 'idle false', 'pending false', 'pending true']);
});

test('the order of rules never changes the posture, the timers or who changed', () => {
  fc.assert(fc.property(ruleList, timeline, fc.infiniteStream(fc.nat()), (list, steps, keys) => {
    const shuffled = list.map((rule) => ({ rule, key: keys.next().value as number })).toSorted((a, b) => a.key - b.key).map(({ rule }) => rule);
    const forth = run(RuleSet.compile(list), steps);
    const other = run(RuleSet.compile(shuffled), steps);
    const sorted = (changes: (typeof forth)[number]['changes']) => changes.toSorted((a, b) => a.name.localeCompare(b.name));
    for (const [i, a] of forth.entries()) {
      const b = other[i]!;
      expect({ ...a.posture }).toEqual({ ...b.posture });
      expect(a.next).toBe(b.next);
      expect(sorted(a.changes)).toEqual(sorted(b.changes));
    }
  }), { numRuns: 1_000 });
});

test('asking again at the same time changes nothing', () => {
  fc.assert(fc.property(ruleList, timeline, (list, steps) => {
    const rules = RuleSet.compile(list);
    const once = run(rules, steps);
    for (const [i, twice] of run(rules, steps, 2).entries()) {
      expect(twice.changes).toEqual([]);
      expect({ ...twice.posture }).toEqual({ ...once[i]!.posture });
      expect(twice.next).toBe(once[i]!.next);
      expect(twice.states).toEqual(once[i]!.states);
    }
  }), { numRuns: 1_000 });
});

test('a wake-up is always in the future', () => {
  fc.assert(fc.property(ruleList, timeline, (list, steps) => {
    for (const { next, now } of run(RuleSet.compile(list), steps)) expect(next).toBeGreaterThan(now);
  }), { numRuns: 500 });
});

test('states survive JSON and an unchanged reload at any moment', () => {
  fc.assert(fc.property(ruleList, timeline, fc.nat(), (list, steps, at) => {
    const rules = RuleSet.compile(list);
    const { states } = run(rules, steps)[at % steps.length]!;
    const restored = RuleStates.fromJSON(JSON.parse(JSON.stringify(states)), rules, 'market');
    expect(restored.toJSON()).toEqual(states);
    expect(RuleStates.carried(restored, RuleSet.compile(list.toReversed())).toJSON().rules.toReversed()).toEqual(states.rules);
  }), { numRuns: 500 });
});
