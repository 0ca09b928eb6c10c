import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Permission } from '../domain/permission.ts';
import { cents, instrument, shares, usd } from '../engine.fixture.ts';
import { DROP_REASONS, Ladder, type LadderSide } from '../quoting/ladder.ts';
import { noExposure, unitCost } from './exposure.ts';
import { guard, noRoom, type GuardInput } from './guard.ts';

type Layers = readonly (readonly [cents: number, shares: number])[];

function lay(side: LadderSide, layers: Layers): void {
  side.count = layers.length;
  layers.forEach(([c, n], i) => { side.price[i] = cents(c); side.wanted[i] = side.size[i] = shares(n); });
}

function guarded(over: Partial<GuardInput>, bids: Layers, asks: Layers, minShares = 1) {
  const position = over.position ?? 0;
  const exposure = noExposure();
  exposure.heldNotional = over.exposure?.heldNotional ?? 0;
  exposure.bid.closes = Math.max(0, -position);
  exposure.ask.closes = Math.max(0, position);
  const ladder = new Ladder();
  lay(ladder.bids, bids);
  lay(ladder.asks, asks);
  const bidRoom = noRoom();
  const askRoom = noRoom();
  guard({ permission: 'full', pullBid: false, pullAsk: false, bidOnlyReduces: false, askOnlyReduces: false, limits: { position: shares(100), notional: null, openOrders: null }, mostBid: Infinity, mostAsk: Infinity, grossRoom: Infinity, capitalRoom: Infinity, groupRoomBid: Infinity, groupRoomAsk: Infinity, ...over, position, exposure }, instrument({ minSize: shares(minShares) }), ladder, bidRoom, askRoom);
  return { ladder, bidRoom, askRoom, bids: left(ladder.bids), asks: left(ladder.asks) };
}
/** Per layer: the shares left, or why none are; a trimmed one with its limit. */
const left = (side: LadderSide): (number | string)[] => Array.from({ length: side.count }, (_, i) => {
  const why = DROP_REASONS[side.reason[i]!]!;
  if (side.size[i] === 0) return why;
  return why === 'quoted' ? side.size[i]! / 1_000_000 : `${side.size[i]! / 1_000_000} ${why}`;
});
const held = (dollars: number) => ({ ...noExposure(), heldNotional: usd(dollars) });

describe('the guard', () => {
  it('trims from the far layers in, and says by which limit', () => {
    expect(guarded({ position: shares(85) }, [[48, 10], [47, 10], [46, 10]], [[52, 10]])).toMatchObject({ bids: [10, '5 position-limit', 'position-limit'], asks: [10] });
    expect(guarded({ limits: { position: shares(100), notional: usd(6), openOrders: null } }, [[50, 10], [40, 10]], [])).toMatchObject({ bids: [10, '2 notional-limit'] });
    expect(guarded({ grossRoom: usd(3) }, [[50, 10]], [[50, 10]])).toMatchObject({ bids: ['6 gross-notional-limit'], asks: ['6 gross-notional-limit'] });
    expect(guarded({ permission: 'reduce-only', position: shares(12) }, [[48, 10]], [[52, 10], [53, 10]])).toMatchObject({ bids: ['reduce-only'], asks: [10, '2 reduce-only'] });
  });
  it('quotes nothing where permission is lower, and nothing on a side that is pulled', () => {
    for (const permission of ['cancel-only', 'halted'] as const) expect(guarded({ permission, position: shares(5) }, [[48, 10]], [[52, 10]])).toMatchObject({ bids: ['permission'], asks: ['permission'] });
    expect(guarded({ pullBid: true, position: shares(5) }, [[48, 10]], [[52, 10]])).toMatchObject({ bids: ['pulled'], asks: [10] });
  });
  it('drops what a trim leaves below the minimum size', () => {
    expect(guarded({ position: shares(97) }, [[48, 10]], [], 5)).toMatchObject({ bids: ['position-limit'] });
  });
  it('lets a side close what is held when the notional limit is used up, and no further', () => {
    const limits = { position: shares(100), notional: usd(5), openOrders: null };
    expect(guarded({ limits, position: shares(15), exposure: held(9) }, [[48, 10]], [[52, 10], [53, 10]])).toMatchObject({ bids: ['notional-limit'], asks: [10, '5 notional-limit'] });
    expect(guarded({ limits, position: -shares(15), exposure: held(9) }, [[48, 20]], [[52, 10]])).toMatchObject({ bids: ['15 notional-limit'], asks: ['notional-limit'] });
  });
  it('drops the far layers of the side that adds first when orders are too many', () => {
    const limits = { position: shares(100), notional: null, openOrders: 3 };
    const three: Layers = [[48, 5], [47, 5], [46, 5]];
    const more: Layers = [[52, 5], [53, 5], [54, 5]];
    expect(guarded({ limits, position: shares(10) }, three, more)).toMatchObject({ bids: ['open-orders-limit', 'open-orders-limit', 'open-orders-limit'], asks: [5, 5, 5] });
    expect(guarded({ limits, position: -shares(10) }, three, more)).toMatchObject({ bids: [5, 5, 5], asks: ['open-orders-limit', 'open-orders-limit', 'open-orders-limit'] });
    const { bids, asks } = guarded({ limits }, three, more);
    expect([...bids, ...asks].filter((x) => x === 5)).toHaveLength(3);
    expect([bids[0], asks[0]]).toEqual([5, 5]);
  });
});

const layers = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 4 });
const situation = fc.record({
  permission: fc.constantFrom<Permission>('full', 'full', 'reduce-only', 'cancel-only', 'halted'), pullBid: fc.boolean(), pullAsk: fc.boolean(),
  position: fc.integer({ min: -150, max: 150 }).map(shares),
  limits: fc.record({ position: fc.integer({ min: 1, max: 120 }).map(shares), notional: fc.option(fc.integer({ min: 1, max: 60 }).map(usd)), openOrders: fc.constant(null) }),
  exposure: fc.integer({ min: 0, max: 100 }).map(held), grossRoom: fc.oneof(fc.constant(Infinity), fc.integer({ min: -20, max: 60 }).map(usd)),
});
const ladders = fc.tuple(layers, layers).map(([b, a]) => ({ bids: b.map((n, i) => [48 - i, n] as const), asks: a.map((n, i) => [52 + i, n] as const) }));

const total = (side: LadderSide): number => side.size.slice(0, side.count).reduce((a, b) => a + b, 0);
const wantedOf = (side: LadderSide): number => side.wanted.slice(0, side.count).reduce((a, b) => a + b, 0);

describe('whatever the limits, the permission and the position', () => {
  it('no side exceeds its room in size or in dollars, and nothing grows', () => {
    fc.assert(fc.property(situation, ladders, (input, { bids, asks }) => {
      const { ladder, bidRoom, askRoom } = guarded(input, bids, asks);
      for (const [name, side, room, closes] of [['bid', ladder.bids, bidRoom, Math.max(0, -input.position)], ['ask', ladder.asks, askRoom, Math.max(0, input.position)]] as const) {
        expect(total(side)).toBeLessThanOrEqual(room.size);
        let before = 0;
        let dollars = 0;
        for (let i = 0; i < side.count; i++) {
          expect(side.size[i]).toBeLessThanOrEqual(side.wanted[i]!);
          expect(side.size[i]! % 1_000_000).toBe(0);
          const adds = Math.max(0, before + side.size[i]! - closes) - Math.max(0, before - closes);
          dollars += (adds / 1_000_000) * unitCost(name, side.price[i]!);
          before += side.size[i]!;
        }
        expect(dollars).toBeLessThanOrEqual(room.notional + 1e-3);
      }
      expect(input.position + total(ladder.bids)).toBeLessThanOrEqual(Math.max(input.position, input.limits.position));
      expect(input.position - total(ladder.asks)).toBeGreaterThanOrEqual(Math.min(input.position, -input.limits.position));
      if (input.permission === 'reduce-only') {
        expect(total(ladder.bids)).toBeLessThanOrEqual(Math.max(0, -input.position));
        expect(total(ladder.asks)).toBeLessThanOrEqual(Math.max(0, input.position));
      }
    }), { numRuns: 1_000 });
  });

  it('no limit takes from what reduces, up to the whole position', () => {
    fc.assert(fc.property(situation, ladders, (input, { bids, asks }) => {
      const { ladder } = guarded(input, bids, asks);
      const reducing = input.position > 0 ? ladder.asks : ladder.bids;
      const isPulled = input.position > 0 ? input.pullAsk : input.pullBid;
      if (input.position === 0 || isPulled || input.permission === 'cancel-only' || input.permission === 'halted') return;
      expect(total(reducing)).toBeGreaterThanOrEqual(Math.min(wantedOf(reducing), Math.abs(input.position)));
    }), { numRuns: 1_000 });
  });
});
