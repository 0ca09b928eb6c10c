import fc from 'fast-check';
import { expect, test } from 'vitest';
import { turns, type SeriesMember } from './series-turns.ts';

const WARM_UP = 60;
const member = (name: string, startsAt: number | null, endsAt: number, over: Partial<SeriesMember> = {}): SeriesMember =>
  ({ name, startsAt, endsAt, stopsAt: endsAt, isOver: false, hasTurn: false, ...over });
const FIRST = member('first', 0, 900);
const SECOND = member('second', 900, 1_800);
const at = (now: number, members: readonly SeriesMember[] = [SECOND, FIRST]): readonly [string | null, string | null, number] => {
  const { current, successor, changesAt } = turns(members, WARM_UP, now);
  return [current?.name ?? null, successor?.name ?? null, changesAt];
};

test('the first that has not ended has its turn, and its successor is watched shortly before it stops', () => {
  expect(at(100)).toEqual(['first', null, 840]);
  expect(at(840)).toEqual(['first', 'second', 900]);
  expect(at(900)).toEqual(['second', null, 1_800]);
  expect(at(1_800)).toEqual([null, null, Infinity]);
});

test('the successor takes over the moment the one before stops, though its own time has not begun', () => {
  expect(at(800, [{ ...FIRST, stopsAt: 870 }, SECOND])).toEqual(['first', null, 810]);
  expect(at(870, [{ ...FIRST, stopsAt: 870 }, SECOND])[0]).toBe('second');
  expect(at(200, [{ ...FIRST, isOver: true }, SECOND])[0]).toBe('second');
});

test('a gap between two of them is waited for', () => {
  const late = member('late', 2_000, 2_900);
  expect(at(1_000, [FIRST, late])).toEqual([null, null, 1_940]);
  expect(at(1_950, [FIRST, late])).toEqual([null, 'late', 2_000]);
  expect(at(2_000, [FIRST, late])).toEqual(['late', null, 2_900]);
});

test('what has passed its turn on does not get it back', () => {
  expect(at(300, [FIRST, { ...SECOND, hasTurn: true }])[0]).toBe('second');
});

test('a member that has no start is taken as soon as the one before is over', () => {
  expect(at(100, [member('only', null, 900)])).toEqual(['only', null, 900]);
});

test('over time exactly one has its turn while they follow each other, always the next, watched before', () => {
  const lengths = fc.array(fc.integer({ min: 100, max: 500 }), { minLength: 2, maxLength: 6 });
  fc.assert(fc.property(lengths, fc.integer({ min: 1, max: 40 }), (list, step) => {
    let begin = 0;
    let members = list.map((length, i) => { begin += length; return member(`m${i}`, begin - length, begin); });
    const seen: string[] = [];
    let watched: string | null = null;
    for (let now = 0; now < begin; now += step) {
      const { current, successor } = turns(members.toReversed(), WARM_UP, now);
      expect(current).not.toBeNull();
      if (seen.at(-1) !== current?.name) {
        if (seen.length > 0) expect(watched).toBe(current?.name);
        seen.push(current?.name ?? '');
      }
      watched = successor?.name ?? null;
      members = members.map((one) => ({ ...one, hasTurn: one.name === current?.name }));
    }
    expect(seen).toEqual(list.map((_, i) => `m${i}`));
  }), { numRuns: 50 });
});
