import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RuleOutcome } from '../../config/compiled-config.ts';
import { Posture } from './posture.ts';

const TICK = 10_000;
const after = (...outcomes: [rule: string, outcome: RuleOutcome][]): Posture => {
  const posture = new Posture();
  for (const [rule, outcome] of outcomes) posture.add(outcome, rule, TICK);
  return posture;
};
const shift = (micros: number, ticks = 0): RuleOutcome => ({ kind: 'shift', by: { micros, ticks } });

const outcomeOf = fc.oneof<fc.Arbitrary<RuleOutcome>[]>(
  fc.constantFrom('full' as const, 'reduce-only' as const, 'halted' as const).map((permission) => ({ kind: 'permission', permission })),
  fc.constantFrom('bid' as const, 'ask' as const, 'both' as const).map((side) => ({ kind: 'pull', side })),
  fc.constantFrom(0.5, 1, 2).map((factor) => ({ kind: 'widen', factor })), fc.constantFrom(0.5, 1, 2).map((factor) => ({ kind: 'shrink', factor })),
  fc.constantFrom(-5_000, 0, 5_000).map((micros) => shift(micros)), fc.constantFrom('passive' as const, 'market' as const).map((stage) => ({ kind: 'liquidate', stage })),
  fc.constant({ kind: 'alert', severity: 'info' }),
);

test('without outcomes everything is allowed and nothing is changed', () => {
  const posture = new Posture();
  expect([posture.permission, posture.pullBid, posture.pullAsk, posture.widen, posture.shrink, posture.shift]).toEqual(['full', false, false, 1, 1, 0]);
});

test('the lowest permission, the widest spread and the smallest size win, with the rule that asked', () => {
  const posture = after(
    ['a', { kind: 'permission', permission: 'cancel-only' }], ['b', { kind: 'permission', permission: 'reduce-only' }],
    ['a', { kind: 'widen', factor: 1.5 }], ['b', { kind: 'widen', factor: 3 }],
    ['a', { kind: 'shrink', factor: 0.2 }], ['b', { kind: 'shrink', factor: 0.5 }],
  );
  expect(posture).toMatchObject({
    permission: 'cancel-only', permissionRule: 'a', widen: 3, widenRule: 'b', shrink: 0.2, shrinkRule: 'a',
  });
});

test('the strongest shift up and the strongest shift down add up, ticks in the tick of the market', () => {
  const posture = after(['a', shift(3_000)], ['b', shift(0, 1)], ['c', shift(-4_000)], ['d', shift(-1_000)]);
  expect(posture).toMatchObject({ shiftUp: 10_000, shiftUpRule: 'b', shiftDown: -4_000, shiftDownRule: 'c', shift: 6_000 });
});

test('a shift without ticks needs no tick', () => {
  const posture = new Posture();
  posture.add(shift(3_000), 'a', NaN);
  expect(posture.shift).toBe(3_000);
});

test('pulling both sides is pulling each', () => {
  expect(after(['a', { kind: 'pull', side: 'both' }])).toMatchObject({ pullBid: true, pullBidRule: 'a', pullAsk: true, pullAskRule: 'a' });
  expect(after(['a', { kind: 'pull', side: 'bid' }])).toMatchObject({ pullBid: true, pullAsk: false, pullAskRule: null });
  expect(after(['a', { kind: 'pull', side: 'ask' }])).toMatchObject({ pullBid: false, pullBidRule: null, pullAsk: true });
});

test('a widening up to one and a shrinking from one change nothing, and an alert is no posture', () => {
  const posture = after(
    ['a', { kind: 'widen', factor: 1 }], ['a', { kind: 'shrink', factor: 1 }], ['a', shift(0)],
    ['a', { kind: 'widen', factor: 0.5 }], ['a', { kind: 'shrink', factor: 2 }],
    ['a', { kind: 'permission', permission: 'full' }], ['a', { kind: 'alert', severity: 'critical' }],
  );
  expect(posture).toEqual(new Posture());
});

test('a tie goes to the first rule by name, whichever came first', () => {
  const one: RuleOutcome[] = [
    { kind: 'permission', permission: 'halted' }, { kind: 'pull', side: 'both' }, { kind: 'widen', factor: 2 },
    { kind: 'shrink', factor: 0.5 }, shift(1_000), shift(-1_000),
  ];
  const forth = after(...one.map((o): [string, RuleOutcome] => ['a', o]), ...one.map((o): [string, RuleOutcome] => ['b', o]));
  const back = after(...one.map((o): [string, RuleOutcome] => ['b', o]), ...one.map((o): [string, RuleOutcome] => ['a', o]));
  expect(back).toEqual(forth);
  expect(forth).toMatchObject({
    permissionRule: 'a', pullBidRule: 'a', pullAskRule: 'a', widenRule: 'a', shrinkRule: 'a', shiftUpRule: 'a', shiftDownRule: 'a',
  });
});

test('merging postures is adding all their outcomes, and resetting forgets them', () => {
  const market = after(['m', { kind: 'widen', factor: 2 }], ['m', shift(5_000)]);
  const account = after(['a', { kind: 'permission', permission: 'reduce-only' }], ['a', { kind: 'pull', side: 'ask' }], ['a', shift(-2_000)]);
  market.merge(account);
  market.merge(account);
  expect(market).toEqual(after(
    ['m', { kind: 'widen', factor: 2 }], ['m', shift(5_000)],
    ['a', { kind: 'permission', permission: 'reduce-only' }], ['a', { kind: 'pull', side: 'ask' }], ['a', shift(-2_000)],
  ));
  market.reset();
  expect(market).toEqual(new Posture());
});

test('it is idle until something is asked for and again after a reset, by whatever was asked', () => {
  fc.assert(fc.property(fc.array(outcomeOf, { maxLength: 6 }), (outcomes) => {
    const posture = new Posture();
    const merged = new Posture();
    for (const outcome of outcomes) posture.add(outcome, 'a', 10_000);
    merged.merge(posture);
    // What asks for nothing looks like a new one.
    for (const one of [posture, merged]) expect(one.isIdle).toBe(JSON.stringify({ ...one, isIdle: true }) === JSON.stringify(new Posture()));
    posture.reset();
    expect(posture).toEqual(new Posture());
  }));
});
