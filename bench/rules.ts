// Rules: 20 rules of two or three conditions over drifting facts, compiled and in json-rules-engine, on the same facts
// in turns. `npx node bench/rules.ts` prints ns per evaluation of all 20 (median over batches) and the ratio.

import { cpus, loadavg } from 'node:os';
import { Engine } from 'json-rules-engine';
import type { CompiledRule, Condition, RuleOperator, RuleOutcome } from '../src/config/compiled-config.ts';
import { evaluateRules, type RuleChange } from '../src/core/rules/evaluate.ts';
import { Posture } from '../src/core/rules/posture.ts';
import { RuleSet } from '../src/core/rules/rule-set.ts';
import { RuleStates } from '../src/core/rules/rule-states.ts';
import { TRUE } from '../src/core/rules/truth.ts';
import { ruleJson } from '../src/observe/rule-oracle.ts';

const RULES = 20;
const EVALUATIONS = 4_096;
const BATCHES = 250;
const ENGINE_RUNS = 120;

let seed = 20_240_601;
const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff) / 0x8000_0000;
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

// Every fact runs from 0 to 100 here: what the numbers mean costs nothing.
const FACTS = [
  'fairValue', 'bestBid', 'bestAsk', 'spread', 'bidDepth', 'askDepth', 'bookImbalance', 'bookAge', 'position', 'positionShare', 'marketPnl',
  'hoursToResolution', 'strategyPnl', 'strategyNotional', 'dailyPnl', 'drawdown', 'grossNotional', 'openOrders', 'hourUtc', 'weekdayUtc',
].map((fact) => ({ fact, windowMs: null as number | null })).concat(['velocity', 'trend', 'volatility', 'flowImbalance'].map((fact) => ({ fact, windowMs: 30_000 })));
const OPERATORS: readonly RuleOperator[] = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const OUTCOMES: readonly RuleOutcome[] = [
  { kind: 'pull', side: 'both' }, { kind: 'widen', factor: 1.5 }, { kind: 'shrink', factor: 0.5 },
  { kind: 'permission', permission: 'reduce-only' }, { kind: 'shift', by: { micros: 0, ticks: 1 } },
];

// Thresholds in the outer quarters: as in practice, most comparisons are false most of the time.
const comparison = (): Condition => {
  const operator = pick(OPERATORS);
  return { kind: 'compare', left: pick(FACTS), operator, right: operator.startsWith('less') ? random() * 25 : 75 + random() * 25 };
};
const compiledRules = Array.from({ length: RULES }, (_, i): CompiledRule => ({
  name: `rule ${i}`, scope: 'market', until: null, forMs: i % 4 === 0 ? 500 : 0, cooldownMs: i % 3 === 0 ? 1_000 : 0, whenUnknown: 'skip',
  when: { kind: i % 2 === 0 ? 'all' : 'any', of: Array.from({ length: 2 + (i % 2) }, comparison) }, then: [pick(OUTCOMES)],
}));

const rules = RuleSet.compile(compiledRules);
const states = new RuleStates(rules, 'market');
const posture = new Posture();
const changes: RuleChange[] = [];
const engine = new Engine(compiledRules.map(({ name, when }) => ({ name, conditions: ruleJson(when), event: { type: name } })));

// Three facts move a little between two evaluations.
const current = Float64Array.from(rules.slots, () => random() * 100);
const vectors = Array.from({ length: EVALUATIONS }, () => {
  for (let i = 0; i < 3; i++) {
    const slot = Math.floor(random() * current.length);
    current[slot] = Math.min(100, Math.max(0, current[slot]! + (random() - 0.5) * 4));
  }
  return current.slice();
});
const namedFacts = (vector: Float64Array): Record<string, number> => Object.fromEntries(rules.slots.map(({ fact }, slot) => [fact, vector[slot]!]));
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

// The load first: both must say the same, and some rules must be in force.
let agreed = 0;
for (const vector of vectors.slice(0, 50)) {
  const passed = new Set((await engine.run(namedFacts(vector))).results.map((result) => result.name));
  compiledRules.forEach(({ name }, i) => {
    if ((rules.truthOf(i, vector) === TRUE) !== passed.has(name)) throw new Error(`${name} differs`);
    if (passed.has(name)) agreed++;
  });
}

let now = 0;
let sink = 0;
const evaluate = (vector: Float64Array): void => {
  posture.reset();
  changes.length = 0;
  now += 1;
  sink += evaluateRules(rules, 'market', vector, states, now, 10_000, posture, changes) === Infinity ? 0 : 1;
  sink += posture.widen + changes.length;
};
const batches: number[] = [];
const engineRuns: number[] = [];
for (let batch = 0; batch < BATCHES; batch++) {
  const from = process.hrtime.bigint();
  for (const vector of vectors) evaluate(vector);
  batches.push(Number(process.hrtime.bigint() - from) / EVALUATIONS);
  if (batch < ENGINE_RUNS) {
    const facts = namedFacts(vectors[batch]!);
    const start = process.hrtime.bigint();
    sink += (await engine.run(facts)).results.length;
    engineRuns.push(Number(process.hrtime.bigint() - start));
  }
}

const still = vectors[0]!;
evaluate(still);
const heapBefore = process.memoryUsage().heapUsed;
for (let i = 0; i < 1_000_000; i++) evaluate(still);
const allocated = (process.memoryUsage().heapUsed - heapBefore) / 1_000_000;

const compiles: number[] = [];
for (let i = 0; i < 200; i++) {
  const start = process.hrtime.bigint();
  sink += RuleSet.compile(compiledRules).slots.length;
  compiles.push(Number(process.hrtime.bigint() - start) / RULES);
}

const compiled = median(batches);
const reference = median(engineRuns);
console.log(`rules: ${RULES} rules, ${rules.slots.length} facts, ${(agreed / 50).toFixed(1)} hold on average · node ${process.version} · ${cpus()[0]?.model ?? 'unknown cpu'} · load ${loadavg()[0]!.toFixed(1)}`);
console.log(`  compiled, with phases and posture   ${compiled.toFixed(0).padStart(9)} ns p50   (budget 1000, stretch 400)   fastest batch ${Math.min(...batches).toFixed(0)} ns`);
console.log(`  json-rules-engine, same facts       ${reference.toFixed(0).padStart(9)} ns p50   fastest run ${Math.min(...engineRuns).toFixed(0)} ns`);
console.log(`  ratio                               ${(reference / compiled).toFixed(0).padStart(9)} ×        (budget 200)`);
console.log(`  allocated while nothing changes     ${allocated.toFixed(3).padStart(9)} bytes an evaluation`);
console.log(`  compile                             ${median(compiles).toFixed(0).padStart(9)} ns a rule`);
if (!Number.isFinite(sink)) throw new Error('the results were not consumed');
