// What takes no place away from a market: a halt, and a reload that begins to choose.

import { describe, expect, it } from 'vitest';
import type { CompiledRule, Condition } from '../../config/compiled-config.ts';
import { cents, config, START, type Script } from '../engine.fixture.ts';
import { Engine } from '../engine.ts';
import { marketId } from '../domain/instrument.ts';
import { bought, bySpread, choosing, later, list, listed, lives, restarted, SECOND, using } from './choose.fixture.ts';

const MINUTE = 60 * SECOND;
const VOLUME: Condition = { kind: 'compare', left: { fact: 'volume24h', windowMs: null }, operator: 'greaterThan', right: 1 };
const selecting = choosing({ active: 1 }, { select: bySpread });
const byVolume = choosing({ active: 5 }, { select: { ...bySpread, where: VOLUME } });
const haltsWide: CompiledRule = {
  name: 'halts', scope: 'market', when: { kind: 'compare', left: { fact: 'spread', windowMs: null }, operator: 'greaterThan', right: cents(20) },
  until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [{ kind: 'permission', permission: 'halted' }],
};
const chosenSince = (script: Script, name: string): number | undefined => script.engine.carry().markets[name]?.chosenSince;

/** `a` has had the one slot since half a minute after the start, and holds 10. */
function holding(): Script {
  const script = later(later(listed(selecting, ['a', 'b']), 30 * SECOND, 10, 8), SECOND, 10, 8);
  bought(script, 'a', 10).decide();
  expect(lives(script)).toEqual({ a: 'active', b: 'candidate' });
  return script;
}
const halt = (script: Script): Script => {
  script.operator({ kind: 'halt', reason: 'look' }).decide();
  for (const order of script.engine.marketNames().flatMap((name) => script.engine.market(name)!.orders)) script.canceled(order.clientId);
  return script.answerOpenOrders([]).decide();
};
const resume = (script: Script): Script => script.operator({ kind: 'resume', market: null }).decide();

describe('a halt of the account', () => {
  it('keeps slot, dwell and incumbency: a market that is not better by the margin does not take over', () => {
    const script = halt(holding());
    expect(lives(script)).toEqual({ a: 'halted', b: 'halted' });
    later(script, 5 * MINUTE, 10, 11);
    later(resume(script), SECOND, 10, 11);
    expect(lives(script)).toEqual({ a: 'active', b: 'candidate' });
    expect(chosenSince(script, 'a')).toBe(START + 30 * SECOND);
    later(script, 31 * SECOND, 10, 11);
    expect(lives(script)).toEqual({ a: 'active', b: 'candidate' });
    expect(script.notices.some((n) => n.type === 'LiquidationBegan')).toBe(false);
  });
  it('does not count the dwell anew: a better market takes over when the first dwell has passed', () => {
    const script = halt(holding());
    later(script, 5 * SECOND, 10, 15);
    later(resume(script), SECOND, 10, 15);
    expect(lives(script)).toEqual({ a: 'active', b: 'candidate' });
    expect(lives(later(script, 31 * SECOND, 10, 15))['b']).toBe('candidate');
    // A minute and a half after the start; from the end of the halt it would be half a minute.
    expect(lives(later(script, 30 * SECOND, 10, 15))).toEqual({ a: 'liquidating', b: 'active' });
  });
  it('keeps it over a snapshot that is taken meanwhile', () => {
    const script = halt(holding());
    const copy = Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())));
    expect(copy.snapshot()).toEqual(script.engine.snapshot());
    expect(copy.carry().markets['a']?.chosenSince).toBe(START + 30 * SECOND);
  });
});

describe('a rule that halts one market for a moment', () => {
  it('leaves it its slot, though another one would be there to take it', () => {
    const script = holding();
    script.swap(2, config({ strategies: [selecting], rules: [haltsWide] })).decide();
    later(script, 100, 25, 8);
    expect(script.engine.market('a')).toMatchObject({ lifecycle: 'halted', reasons: ['RULE_HALTED'] });
    expect(lives(script)['b']).toBe('candidate');
    later(script, 100, 10, 8);
    expect(lives(script)).toEqual({ a: 'active', b: 'candidate' });
    expect(chosenSince(script, 'a')).toBe(START + 30 * SECOND);
  });
});

describe('a reload that begins to choose', () => {
  const both = (): Script => bought(later(listed(choosing(), ['a', 'b']), 0, 4, 4), 'a', 10).decide();

  it('keeps what was quoted, since when it was, though what where asks is not known yet', () => {
    const script = both().swap(2, using(byVolume)).decide();
    expect(lives(script)).toEqual({ a: 'active', b: 'active' });
    expect(chosenSince(script, 'a')).toBe(START);
    later(script, 20 * MINUTE, 4, 4);
    expect(lives(script)).toEqual({ a: 'active', b: 'active' });
    expect(script.notices.some((n) => n.type === 'LiquidationBegan')).toBe(false);
  });
  it('counts the dwell of what was quoted from when that began', () => {
    const script = listed(choosing(), ['a', 'b']);
    const say = (status: 'open' | 'closed'): Script => script.step({ type: 'InstrumentStatusChanged', market: marketId(1), status });
    later(say('closed'), 0, 8);
    later(script, 30 * SECOND, 8);
    script.swap(2, using(selecting));
    later(say('open'), SECOND, 8, 15);
    expect(lives(script)).toEqual({ a: 'active', b: 'candidate' });
    expect(lives(later(script, 30 * SECOND, 8, 15))['b']).toBe('active');
  });
});

describe('a halt under a strategy that takes all it includes', () => {
  it('keeps the place of what was quoted when a reload begins to choose meanwhile', () => {
    const script = halt(bought(later(listed(choosing(), ['a', 'b']), 0, 4, 8), 'a', 10).decide());
    script.swap(2, using(selecting)).decide();
    later(resume(script), SECOND, 4, 8);
    // Both were quoted; the wider one is kept, and what is held in the other is worked off.
    expect(lives(script)).toEqual({ a: 'liquidating', b: 'active' });
    expect(chosenSince(script, 'b')).toBe(START);
  });
});

describe('a restart', () => {
  const first = (): Script => { const script = holding(); script.now += MINUTE; return script; };

  it('keeps the slot of a market that is listed after others were looked at', () => {
    const script = restarted(first(), selecting, ['b']);
    later(script, SECOND, 50);
    expect(lives(script)).toEqual({ b: 'candidate' });
    list(script, 'a');
    later(script, SECOND, 8, 10);
    expect(lives(script)).toEqual({ a: 'active', b: 'candidate' });
  });
  it('gives it to another when it is not listed within ten minutes', () => {
    const script = restarted(first(), selecting, ['b']);
    later(script, 10 * MINUTE - 1, 8);
    expect(lives(script)).toEqual({ b: 'candidate' });
    later(script, 30 * SECOND, 8);
    expect(lives(script)['b']).not.toBe('candidate');
  });
});

describe('a candidate that holds something, and of which it is not known whether it is worth a place', () => {
  /** Left by a session that did not choose, and nobody says its volume. */
  function waiting(n: number): Script {
    const script = later(listed(choosing(), ['a', 'b']), 0, 4, 4);
    if (n > 0) bought(script, 'a', n);
    return later(restarted(script.decide(), byVolume, ['a', 'b']), 0, 4, 4);
  }
  it('waits ten minutes for the facts and is then worked off', () => {
    const script = waiting(10);
    expect(lives(script)['a']).toBe('candidate');
    expect(script.engine.market('a')!.position).toBe(10);
    later(script, 10 * MINUTE - 1, 4, 4);
    expect(lives(script)['a']).toBe('candidate');
    for (let half = 0; half < 2; half++) later(script, 30 * SECOND, 4, 4);
    expect(script.engine.market('a')).toMatchObject({ lifecycle: 'liquidating', permission: 'reduce-only' });
  });
  it('waits on when there is nothing to work off', () => {
    const script = waiting(0);
    script.notices.length = 0;
    for (let minute = 0; minute < 20; minute++) later(script, MINUTE, 4, 4);
    expect(lives(script)).toEqual({ a: 'candidate', b: 'candidate' });
    expect(script.notices.filter(({ type }) => type === 'LifecycleChanged')).toEqual([]);
  });
});
