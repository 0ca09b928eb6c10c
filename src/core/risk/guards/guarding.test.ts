// What the guards do to quotes, through the whole engine: sides that only reduce, the collar, what a restart keeps.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdverseSelectionSettings } from '../../../config/compiled-guards.ts';
import { DROP_REASONS, LadderSide } from '../../quoting/ladder.ts';
import { marketId } from '../../domain/instrument.ts';
import { carriedWithoutOrders, cents, config, instrument, Script, settings, shares } from '../../engine.fixture.ts';
import { Ladder } from '../../quoting/ladder.ts';
import { ALL_CONSTRAINTS, ASK_ONLY_REDUCES, BID_ONLY_REDUCES, permissionOf } from '../constraints.ts';
import { noExposure } from '../exposure.ts';
import { guard, noRoom } from '../guard.ts';
import { collarSide } from './price-collar.ts';

const adverse = (over: Partial<AdverseSelectionSettings>): ReturnType<typeof config> => config({ settings: settings({
  adverseSelection: { velocity: null, flowImbalance: null, markout: null, fillRate: null, oneSidedFills: null, then: 'pull', forMs: 30_000, ...over },
}) });
const book = (script: Script, bid = 48): Script => script.book([[bid, 100]], [[bid + 4, 100]]);

describe('reducing', () => {
  it('is not blocked by any guard but those that are cancel-only', () => {
    const guards = ALL_CONSTRAINTS.filter(({ word, permission }) => word === 'guard' && permission !== 'cancel-only');
    fc.assert(fc.property(fc.subarray([...guards]), fc.integer({ min: -100, max: 100 }), (held, position) => {
      const bits = held.reduce((all, { bit }) => all | bit, 0);
      const [bidRoom, askRoom] = [noRoom(), noRoom()];
      guard({
        permission: permissionOf(0, 0, bits), pullBid: false, pullAsk: false, bidOnlyReduces: (bits & BID_ONLY_REDUCES) !== 0, askOnlyReduces: (bits & ASK_ONLY_REDUCES) !== 0,
        position: shares(position), limits: { position: shares(100), notional: null, openOrders: null }, mostBid: Infinity, mostAsk: Infinity, grossRoom: Infinity, capitalRoom: Infinity, groupRoomBid: Infinity, groupRoomAsk: Infinity, exposure: noExposure(),
      }, instrument(), new Ladder(), bidRoom, askRoom);
      expect((position < 0 ? bidRoom : askRoom).size).toBeGreaterThanOrEqual(shares(Math.abs(position)));
    }), { numRuns: 200 });
  });
  it('goes on while the side that was filled adds nothing', () => {
    const script = book(Script.open(adverse({ oneSidedFills: { value: 2, windowMs: 60_000 } }))).decide().accept('s-1', 's-2');
    script.take();
    script.fill('s-1', 'bid', 48, 4).fill('s-1', 'bid', 48, 4).decide();
    // Long 8: the bid is taken out, the ask stays as it is.
    expect(script.asked()).toEqual(['cancel s-1']);
    expect(script.market().permission).toBe('full');
    expect(script.engine.explain('rain')).toMatchObject({ noBidBecause: 'side-only-reduces', noAskBecause: null });
    // Short, the same side reduces: it buys back what is short and no more.
    script.canceled('s-1').fill('s-2', 'ask', 52, 10).decide(1_100);
    expect(script.market().reasons).toEqual(['ONE_SIDED_BUYS']);
    expect(script.asked()).toEqual(['bid 48c 2', 'ask 52c 10']);
  });
});

describe('the price collar', () => {
  it('drops what reaches further through the market than it allows, and nothing else', () => {
    fc.assert(fc.property(fc.constantFrom('bid' as const, 'ask' as const), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 20 }), (side, at, opposite, collar) => {
      const quotes = laid(at);
      collarSide(side, quotes, cents(opposite), NaN, cents(collar));
      expect(quotes.size[0] === 0).toBe((side === 'bid' ? at - opposite : opposite - at) > collar);
    }), { numRuns: 200 });
  });
  it('measures from fair value where the other side is empty, and lets nothing pass where nothing is known', () => {
    const [near, far, blind] = [laid(54), laid(56), laid(1)];
    collarSide('bid', near, NaN, cents(50), cents(5));
    collarSide('bid', far, NaN, cents(50), cents(5));
    collarSide('bid', blind, NaN, NaN, cents(5));
    expect([near, far, blind].map((quotes) => (quotes.size[0] === 0 ? DROP_REASONS[quotes.reason[0]!] : 'stands'))).toEqual(['stands', 'collar', 'collar']);
  });
});

function laid(at: number): LadderSide {
  const quotes = new LadderSide();
  quotes.count = 1;
  quotes.price[0] = cents(at);
  quotes.size[0] = shares(10);
  return quotes;
}

describe('a guard that holds for some time', () => {
  const using = adverse({ fillRate: { value: 2, windowMs: 5_000 } });
  const tripped = (): Script => {
    const script = book(Script.open(using)).decide().accept('s-1', 's-2');
    return script.fill('s-1', 'bid', 48, 4).fill('s-2', 'ask', 52, 4).decide();
  };
  it('outlives a restart, to its end and no longer', () => {
    const carried = carriedWithoutOrders(tripped());
    expect(Object.keys(carried.markets['rain']!.guards!)).toEqual(['FILL_RATE']);
    const script = book(Script.open(using, {}, carried)).decide();
    expect(script.market().reasons).toEqual(['FILL_RATE']);
    for (let i = 0; i < 31; i++) book(script).decide(1_000);
    expect(script.market().reasons).toEqual([]);
    expect(script.engine.carry().markets['rain']!.guards).toBeUndefined();
  });
  it('ends when the config no longer asks for it', () => {
    const script = tripped();
    expect(script.swap(2, config()).decide().market().reasons).toEqual([]);
  });
});

describe('several guards', () => {
  it('hold at once and let go one by one', () => {
    const using = adverse({ velocity: { value: 30_000, windowMs: 1_000 }, flowImbalance: { value: 0.8, windowMs: 2_000 }, forMs: 3_000 });
    const script = book(Script.open(using)).decide().accept('s-1', 's-2');
    for (let i = 0; i < 3; i++) book(script).decide(1_000);
    for (let i = 0; i < 3; i++) script.step({ type: 'TradePrinted', market: marketId(0), price: cents(52), size: shares(50), taker: 'bid' });
    book(script, 54).decide(50);
    expect(script.market().reasons).toEqual(['VELOCITY', 'FLOW_BUYING']);
    const seen: string[] = [];
    for (let i = 0; i < 12; i++) {
      const now = book(script, 54).decide(500).market().reasons.join(' ');
      if (seen.at(-1) !== now) seen.push(now);
    }
    expect(seen).toEqual(['VELOCITY FLOW_BUYING', 'FLOW_BUYING', '']);
  });
});
