// A market past its end: nobody says that it closed, and nothing in its settings says when to stop.

import { describe, expect, it } from 'vitest';
import type { ResolutionSettings } from '../../config/compiled-config.ts';
import { PLAIN, settings, START, type Script } from '../engine.fixture.ts';
import type { Instrument } from '../domain/instrument.ts';
import { timestamp } from '../domain/numbers.ts';
import { answer, bought, choosing, later, listed, lives, SECOND, using } from './choose.fixture.ts';
import { holdsSlot } from './lifecycle.ts';

const MINUTE = 60 * SECOND;
const slots = (script: Script): number => script.engine.marketStates().filter(({ lifecycle }) => holdsSlot(lifecycle)).length;

describe.each<[string, ResolutionSettings | null]>([
  ['without resolution', null],
  ['with a resolution that stops nothing', { reduceOnlyBeforeMs: null, stopBeforeMs: null, expireOrders: false }],
])('a market past its end, %s', (_, resolution) => {
  const one = choosing({ active: 1, settings: { ...PLAIN, resolution } });
  const opened = (): Script => answer(later(listed(one, ['a', 'b'], (name) => (name === 'a' ? { endsAt: timestamp(START + MINUTE) } : {})), 0, 4, 4));

  it('is quoted until then and not after: it may only cancel, and says why', () => {
    const script = later(opened(), MINUTE - 1, 4, 4);
    expect(script.engine.market('a')).toMatchObject({ lifecycle: 'active', permission: 'full' });
    script.take();
    later(script, 1, 4, 4);
    expect(script.engine.market('a')).toMatchObject({ permission: 'cancel-only', reasons: ['RESOLUTION_STOP'], bid: null, ask: null });
    expect(script.asked().filter((c) => c.startsWith('cancel'))).toHaveLength(2);
  });

  it('settles with what is held, and leaves its slot to another in the same decision', () => {
    const script = later(bought(opened(), 'a', 10), MINUTE, 4, 4);
    expect(lives(script)).toEqual({ a: 'settling', b: 'active' });
    answer(script);
    later(script, 10 * MINUTE, 4, 4);
    expect(script.engine.market('a')).toMatchObject({ lifecycle: 'settling', position: 10, openOrders: 0 });
  });

  it('is retired when nothing is held and nothing of ours is left', () => {
    const script = later(opened(), MINUTE, 4, 4);
    answer(script);
    expect(lives(later(script, SECOND, 4, 4))).toEqual({ a: 'retired', b: 'active' });
  });

  it('never makes two hold the one slot', () => {
    const script = opened();
    for (let second = 0; second < 120; second++) {
      later(script, SECOND, 4, 4);
      expect(slots(script)).toBe(1);
      if (second % 7 === 0) answer(script);
    }
  });
});

describe('a series whose settings do not say when to stop', () => {
  const series = choosing({}, { series: { name: 'btc', warmUpMs: 5 * MINUTE } });
  const windows = (name: string): Partial<Instrument> => {
    const startsAt = START + (name === 'a' ? 0 : 10 * MINUTE);
    return { series: 'btc', startsAt: timestamp(startsAt), endsAt: timestamp(startsAt + 10 * MINUTE) };
  };
  const nearTheChange = (): Script => later(answer(later(listed(series, ['a', 'b'], windows), 0, 4, 4)), 9 * MINUTE + 50 * SECOND, 4, 4);

  it('stops at the end of the one that runs, and quotes the next alone', () => {
    const script = nearTheChange();
    expect(lives(script)).toEqual({ a: 'active', b: 'warming' });
    later(script, 10 * SECOND, 4, 4);
    expect(lives(script)).toEqual({ a: 'settling', b: 'active' });
    expect(script.engine.market('a')).toMatchObject({ permission: 'cancel-only', reasons: ['RESOLUTION_STOP'] });
    answer(script);
    expect(lives(later(script, SECOND, 4, 4))).toEqual({ a: 'retired', b: 'active' });
  });

  it.each([['that takes all', {}], ['with one slot', { active: 1 }], ['with two slots', { active: 2 }]])('lets none wait for its turn any more once the config makes it a strategy %s', (_, over) => {
    const script = nearTheChange();
    expect(script.engine.market('b')?.reasons).toContain('NOT_CHOSEN');
    script.swap(2, using(choosing({ settings: settings(), ...over }))).decide();
    later(script, 10 * SECOND, 4, 4);
    later(script, 30 * SECOND, 4, 4);
    expect(script.engine.market('b')).toMatchObject({ lifecycle: 'active', permission: 'full', reasons: [] });
  });
});
