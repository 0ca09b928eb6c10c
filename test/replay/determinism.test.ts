// One input, one behaviour: the embedded exchange and the engine in virtual time, ten minutes with the shipped
// configuration, two swaps of it, a halt and a resume.

import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Command } from '../../src/core/domain/commands.ts';
import { cash, timestamp } from '../../src/core/domain/numbers.ts';
import { DemoVenue } from '../../src/venues/demo/demo-venue.ts';
import { VirtualRun } from '../virtual-run.fixture.ts';
import { makerOf } from '../../src/config/maker-of.fixture.ts';

const START = timestamp(Date.UTC(2026, 0, 5, 12));
const MINUTE = 60_000;
/** How many times as many runs as usual, for nights. */
const MORE = Number(process.env['EVENKEEL_PROPERTY_FACTOR'] ?? 1);

const SHIPPED = shipped();
function shipped(): CompiledConfig {
  const result = loadConfig({ dir: join(import.meta.dirname, '../..'), profile: 'demo' });
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.text).join('\n'));
  return result.loaded.config;
}

/** Every strategy with other settings and windows, and rules of every scope with timers. */
const OTHER: CompiledConfig = {
  ...SHIPPED,
  strategies: SHIPPED.strategies.map((strategy, index) => ({
    ...strategy, kind: 'market-maker', overrides: {},
    settings: {
      ...makerOf(SHIPPED, index),
      quote: { ...makerOf(SHIPPED, index).quote, fairValue: 'book-imbalance', halfSpread: { micros: 0, ticks: 1 } },
      volatility: { windowMs: 20_000, widen: { x: [0, 20_000], y: [1, 3] }, pullAbove: 60_000, trend: { windowMs: 90_000, pullAbove: 40_000 } },
    },
  })),
  rules: [
    ...SHIPPED.rules,
    {
      name: 'one-sided flow', scope: 'market', until: null, forMs: 700, cooldownMs: 4_000, whenUnknown: 'skip', then: [{ kind: 'shift', by: { micros: 0, ticks: 1 } }, { kind: 'widen', factor: 1.7 }],
      when: { kind: 'compare', left: { fact: 'flowImbalance', windowMs: 15_000 }, operator: 'greaterThan', right: 0.6 },
    },
    {
      name: 'many fills', scope: 'market', until: null, forMs: 0, cooldownMs: 2_500, whenUnknown: 'fire', then: [{ kind: 'pull', side: 'bid' }],
      when: { kind: 'compare', left: { fact: 'fills', windowMs: 10_000 }, operator: 'greaterThanInclusive', right: 2 },
    },
    {
      name: 'much held', scope: 'strategy', until: null, forMs: 1_000, cooldownMs: 1_000, whenUnknown: 'skip', then: [{ kind: 'shrink', factor: 0.5 }],
      when: { kind: 'compare', left: { fact: 'strategyNotional', windowMs: null }, operator: 'greaterThan', right: 100_000_000 },
    },
    {
      name: 'busy account', scope: 'account', until: null, forMs: 300, cooldownMs: 900, whenUnknown: 'skip', then: [{ kind: 'shrink', factor: 0.8 }],
      when: { kind: 'compare', left: { fact: 'openOrders', windowMs: null }, operator: 'greaterThan', right: 12 },
    },
  ],
};

function tenMinutes(seed: number, restoresAt: ReadonlySet<number> = new Set()): VirtualRun {
  const venue = new DemoVenue({
    seed, startAt: START, account: { cash: cash(1_000_000_000), holdings: {} },
    // Lost answers, so that orders of every state are in some snapshot.
    faults: { seed, lostAccept: 0.02, lostPlace: 0.02, duplicateFill: 0.2, lateCancel: 0.05, timeoutMs: 1_500 },
  });
  const run = new VirtualRun({ venue, startAt: START, config: SHIPPED, restoresAt });
  run.runUntil(START + 3 * MINUTE);
  run.swap(OTHER);
  run.runUntil(START + 6 * MINUTE);
  run.operator({ kind: 'halt', reason: 'drill' });
  run.runUntil(START + 6.5 * MINUTE);
  run.operator({ kind: 'resume', market: null });
  run.runUntil(START + 7 * MINUTE);
  run.swap(SHIPPED);
  run.runUntil(START + 10 * MINUTE);
  return run;
}

const anySeed = fc.integer({ min: 1, max: 1_000_000 });
const text = (commands: readonly Command[]): readonly string[] => commands.map((command) => JSON.stringify(command));

describe('the engine against the embedded exchange', () => {
  it('issues the same commands and notices twice, and ends in the same state', () => {
    const [one, two] = [tenMinutes(1), tenMinutes(1)];
    expect(text(one.commands)).toEqual(text(two.commands));
    expect(one.notices).toEqual(two.notices);
    expect(one.engine.snapshot()).toEqual(two.engine.snapshot());
  });

  it('trades in these ten minutes, under each config', () => {
    const { commands, notices } = tenMinutes(1);
    for (const generation of [1, 2, 3]) expect(commands.filter((command) => command.type === 'PlaceOrder' && command.generation === generation).length).toBeGreaterThan(50);
    expect(notices.filter((notice) => notice.type === 'Filled').length).toBeGreaterThan(20);
    expect(new Set(notices.flatMap((notice) => (notice.type === 'RuleChanged' ? [notice.scope] : [])))).toEqual(new Set(['market', 'strategy', 'account']));
  });

  it('does something else with another seed', () => {
    expect(text(tenMinutes(2).commands)).not.toEqual(text(tenMinutes(3).commands));
  });

  it('goes on as if nothing had happened when it is restored from its snapshot, wherever that was taken', () => {
    fc.assert(fc.property(anySeed, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 200 }), (seed, points) => {
      const whole = tenMinutes(seed);
      const interrupted = tenMinutes(seed, new Set(points.map((point) => 1 + Math.floor(point * (whole.steps - 1)))));
      const [expected, actual] = [text(whole.commands), text(interrupted.commands)];
      const difference = expected.findIndex((command, index) => command !== actual[index]);
      expect(difference < 0 ? null : { expected: expected[difference], actual: actual[difference] }).toBeNull();
      expect(actual.length).toBe(expected.length);
      expect(interrupted.engine.snapshot()).toEqual(whole.engine.snapshot());
    }), { numRuns: Math.ceil(25 * MORE) });
  });
});
