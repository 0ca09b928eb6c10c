import { expect, test } from 'vitest';
import type { CompiledRule, Condition, RuleOutcome } from '../../config/compiled-config.ts';
import { evaluateRules, type RuleChange } from './evaluate.ts';
import { Posture } from './posture.ts';
import { RuleSet } from './rule-set.ts';
import { RuleStates } from './rule-states.ts';

const positive = (fact: string): Condition => ({ kind: 'compare', left: { fact, windowMs: null }, operator: 'greaterThan', right: 0 });
const pull: RuleOutcome = { kind: 'pull', side: 'both' };

/** One rule that pulls both sides, asked step by step: [time, when, until] → what changed and whether it pulls. */
function drive(parts: Partial<CompiledRule>) {
  const rules = RuleSet.compile([{
    name: 'r', scope: 'account', when: positive('drawdown'), until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [pull], ...parts,
  }]);
  const states = new RuleStates(rules, 'account');
  const posture = new Posture();
  return (now: number, when: boolean | null, until: boolean | null = false) => {
    const number = (truth: boolean | null): number => (truth === null ? NaN : Number(truth));
    const vector = Float64Array.from(rules.slots, ({ fact }) => number(fact === 'drawdown' ? when : until));
    const changes: RuleChange[] = [];
    posture.reset();
    const next = evaluateRules(rules, 'account', vector, states, now, 10_000, posture, changes);
    const phase = states.toJSON().rules[0]?.phase ?? 'idle';
    return { pulls: posture.pullBid && posture.pullAsk, phase, next, changes: changes.map(({ firing, cause }) => `${cause}:${firing}`) };
  };
}
const UNTIL = { until: positive('openOrders') };

test('fires while its condition holds, and says so once', () => {
  const at = drive({});
  expect(at(1, false)).toEqual({ pulls: false, phase: 'idle', next: Infinity, changes: [] });
  expect(at(2, true)).toEqual({ pulls: true, phase: 'firing', next: Infinity, changes: ['condition:true'] });
  expect(at(3, true)).toMatchObject({ pulls: true, changes: [] });
  expect(at(4, false)).toEqual({ pulls: false, phase: 'idle', next: Infinity, changes: ['ended:false'] });
});

test('waits for `for` and asks to be woken when it is over', () => {
  const at = drive({ forMs: 500 });
  expect(at(1_000, true)).toEqual({ pulls: false, phase: 'pending', next: 1_500, changes: [] });
  expect(at(1_499, true)).toMatchObject({ pulls: false, next: 1_500 });
  expect(at(1_500, true)).toEqual({ pulls: true, phase: 'firing', next: Infinity, changes: ['condition:true'] });
});

test('a false or skipped unknown moment starts `for` again', () => {
  for (const moment of [false, null]) {
    const at = drive({ forMs: 500 });
    at(0, true);
    expect(at(400, moment)).toMatchObject({ phase: 'idle', next: Infinity, changes: [] });
    expect(at(450, true)).toMatchObject({ phase: 'pending', next: 950 });
    expect(at(949, true)).toMatchObject({ pulls: false });
    expect(at(950, true)).toMatchObject({ pulls: true });
  }
});

test('stays in force for the cooldown after its condition ended', () => {
  const at = drive({ cooldownMs: 1_000 });
  at(0, true);
  expect(at(100, false)).toEqual({ pulls: true, phase: 'cooling', next: 1_100, changes: ['cooldown:true'] });
  expect(at(1_099, false)).toMatchObject({ pulls: true, changes: [] });
  expect(at(1_100, false)).toEqual({ pulls: false, phase: 'idle', next: Infinity, changes: ['ended:false'] });
});

test('is back to firing without a new alert or wait when it holds again while cooling', () => {
  const at = drive({ forMs: 500, cooldownMs: 1_000 });
  at(0, true); at(500, true); at(600, false);
  expect(at(700, true)).toEqual({ pulls: true, phase: 'firing', next: Infinity, changes: [] });
  expect(at(800, false)).toMatchObject({ phase: 'cooling', next: 1_800, changes: ['cooldown:true'] });
});

test('a cooldown that ran out unseen has ended before the condition is looked at', () => {
  const at = drive({ cooldownMs: 1_000 });
  at(0, true); at(100, false);
  expect(at(5_000, true)).toMatchObject({ pulls: true, changes: ['ended:false', 'condition:true'] });
});

test('with an `until` stays in force until that holds', () => {
  const at = drive({ ...UNTIL, cooldownMs: 1_000 });
  at(0, true, false);
  expect(at(10, false, false)).toMatchObject({ phase: 'firing', changes: [] });
  expect(at(20, false, null)).toMatchObject({ phase: 'firing', changes: [] });
  expect(at(30, null, false)).toMatchObject({ phase: 'firing', changes: [] });
  expect(at(40, false, true)).toMatchObject({ phase: 'cooling', next: 1_040, changes: ['cooldown:true'] });
  expect(at(1_040, false, true)).toMatchObject({ phase: 'idle', changes: ['ended:false'] });
});

test('does not end while its condition still holds, though `until` holds too', () => {
  const at = drive(UNTIL);
  expect(at(0, true, true)).toMatchObject({ pulls: true, changes: ['condition:true'] });
  expect(at(1, true, true)).toMatchObject({ pulls: true, changes: [] });
  expect(at(2, false, true)).toMatchObject({ pulls: false, changes: ['ended:false'] });
});

test('an unknown condition with `fire` is in force at once, without `for`, alert or cooldown', () => {
  const at = drive({ whenUnknown: 'fire', forMs: 500, cooldownMs: 1_000 });
  expect(at(0, null)).toEqual({ pulls: true, phase: 'firing', next: Infinity, changes: ['unknown:true'] });
  expect(at(1, null)).toMatchObject({ pulls: true, changes: [] });
  expect(at(2, false)).toEqual({ pulls: false, phase: 'idle', next: Infinity, changes: ['ended:false'] });
});

test('an unknown condition with `fire` ends when known false, whatever `until` says', () => {
  const at = drive({ ...UNTIL, whenUnknown: 'fire' });
  at(0, null);
  expect(at(1, false, false)).toMatchObject({ pulls: false, changes: ['ended:false'] });
});

test('what was feared and turns out to hold stays in force while `for` is waited out, and then alerts', () => {
  const at = drive({ whenUnknown: 'fire', forMs: 500 });
  at(0, null);
  expect(at(100, true)).toEqual({ pulls: true, phase: 'pending', next: 600, changes: [] });
  expect(at(600, true)).toEqual({ pulls: true, phase: 'firing', next: Infinity, changes: ['condition:true'] });
});

test('what was feared and then held for less than `for` ends without a cooldown', () => {
  const at = drive({ whenUnknown: 'fire', forMs: 500, cooldownMs: 1_000 });
  at(0, null); at(100, true);
  expect(at(200, false)).toMatchObject({ pulls: false, phase: 'idle', changes: ['ended:false'] });
});

test('a condition that turns unknown while waiting is in force at once, and waits anew when it holds again', () => {
  const at = drive({ whenUnknown: 'fire', forMs: 500 });
  at(0, true);
  expect(at(400, null)).toMatchObject({ pulls: true, changes: ['unknown:true'] });
  expect(at(450, true)).toMatchObject({ pulls: true, phase: 'pending', next: 950, changes: [] });
  expect(at(500, null)).toMatchObject({ pulls: true, phase: 'firing', changes: [] });
  expect(at(600, true)).toMatchObject({ pulls: true, next: 1_100, changes: [] });
});

test('a rule without `for` whose fear comes true alerts at once', () => {
  const at = drive({ whenUnknown: 'fire' });
  at(0, null);
  expect(at(1, true)).toMatchObject({ pulls: true, changes: ['condition:true'] });
});

test('a firing rule keeps firing through the unknown with `fire`, and ends with `skip`', () => {
  const fearful = drive({ whenUnknown: 'fire', cooldownMs: 100 });
  fearful(0, true);
  expect(fearful(1, null)).toMatchObject({ phase: 'firing', changes: [] });
  expect(fearful(2, false)).toMatchObject({ phase: 'cooling', changes: ['cooldown:true'] });
  const calm = drive({});
  calm(0, true);
  expect(calm(1, null)).toMatchObject({ phase: 'idle', changes: ['ended:false'] });
});

test('an unknown `until` never ends a rule', () => {
  const at = drive(UNTIL);
  at(0, true, false);
  expect(at(1, false, null)).toMatchObject({ pulls: true, phase: 'firing' });
});

test('time that goes back counts as the last time seen', () => {
  const at = drive({ forMs: 500 });
  at(1_000, true);
  expect(at(200, true)).toMatchObject({ phase: 'pending', next: 1_500 });
  at(900, false);
  expect(at(300, true)).toMatchObject({ phase: 'pending', next: 1_500 });
});

test('the next wake-up is the earliest of all timers', () => {
  const rule = (name: string, forMs: number): CompiledRule =>
    ({ name, scope: 'account', when: positive('drawdown'), until: null, forMs, cooldownMs: 0, whenUnknown: 'skip', then: [] });
  const rules = RuleSet.compile([rule('a', 700), rule('b', 300), rule('c', 500)]);
  const next = evaluateRules(rules, 'account', Float64Array.of(1), new RuleStates(rules, 'account'), 1_000, 1, new Posture(), []);
  expect(next).toBe(1_300);
});

test('only the rules of the scope asked for are evaluated, and changes name them by index', () => {
  const rule = (name: string, scope: 'market' | 'account'): CompiledRule =>
    ({ name, scope, when: positive('drawdown'), until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [{ kind: 'widen', factor: scope === 'market' ? 2 : 3 }] });
  const rules = RuleSet.compile([rule('a', 'account'), rule('b', 'market')]);
  const posture = new Posture();
  const changes: RuleChange[] = [];
  evaluateRules(rules, 'market', Float64Array.of(1), new RuleStates(rules, 'market'), 0, 1, posture, changes);
  expect(posture).toMatchObject({ widen: 2, widenRule: 'b' });
  expect(changes).toEqual([{ rule: 1, firing: true, cause: 'condition' }]);
});

test('refuses states that were made for other rules', () => {
  const rules = RuleSet.compile([]);
  const others = new RuleStates(RuleSet.compile([]), 'market');
  expect(() => evaluateRules(rules, 'market', new Float64Array(0), others, 0, 1, new Posture(), [])).toThrow('belong to other rules');
});
