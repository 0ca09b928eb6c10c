import { describe, expect, it } from 'vitest';
import { MICROS, PAR, price, size, type Price } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { MatchingEngine, type BookOrder } from './matching-engine.ts';
import { SyntheticFlow } from './synthetic-flow.ts';
import { DEMO_MARKETS, type SyntheticMarket } from './synthetic-markets.ts';

const TICK = price(10_000);
const MINUTE = 60_000;

interface Fill { readonly at: number; readonly side: Side; readonly price: number; readonly shares: number; readonly value: number }

function open(settings: SyntheticMarket, seed: number) {
  const fills: Fill[] = [];
  const heard: (string | number)[] = [];
  const state = { now: 0 };
  const engine: MatchingEngine = new MatchingEngine(TICK, {
    matched: (maker, taker, at, traded) => {
      heard.push(taker.side, at, traded);
      if (maker.owner !== null) fills.push({ at: state.now, side: maker.side, price: at / MICROS, shares: traded / MICROS, value: flow.trueValue() });
    },
    levelChanged: (side, at, total) => heard.push(side, at, total),
  });
  const flow: SyntheticFlow = new SyntheticFlow(settings, { seed, startAt: 0, tick: TICK, engine });
  const values: { at: number; value: number }[] = [];
  const runTo = (until: number) => {
    for (; flow.nextAt() <= until; flow.step()) state.now = flow.nextAt();
    values.push({ at: until, value: flow.trueValue() });
  };
  return { engine, flow, fills, heard, values, runTo };
}

/** Quotes 50 shares 1.5 cents from the mid of the others, once a second, and knows nothing else. */
function naiveMaker(engine: MatchingEngine, halfSpread = 15_000) {
  let own: (BookOrder | null)[] = [];
  let mid = 0;
  const requote = () => {
    for (const order of own) if (order !== null) engine.cancel(order);
    const [bid, ask] = [engine.best('bid'), engine.best('ask')];
    if (bid === null || ask === null) return;
    mid = (bid + ask) / 2;
    const at = (side: Side, exact: number): BookOrder | null => {
      const rounded = (side === 'bid' ? Math.floor(exact / TICK) : Math.ceil(exact / TICK)) * TICK;
      return rounded < TICK || rounded > PAR - TICK ? null : engine.submit('naive', side, rounded as Price, size(50 * MICROS), 'post-only');
    };
    own = [at('bid', mid - halfSpread), at('ask', mid + halfSpread)];
  };
  return { requote, mid: () => mid / MICROS };
}

describe('a synthetic market', () => {
  it('has a two-sided book of some depth before anything happens', () => {
    for (const settings of DEMO_MARKETS) {
      const { engine } = open(settings, 1);
      expect([settings.name, engine.levels('bid').length >= 8, engine.levels('ask').length >= 8]).toEqual([settings.name, true, true]);
    }
  });

  it('is the same for the same seed and another for another', () => {
    const story = (seed: number) => {
      const market = open(DEMO_MARKETS[0] as SyntheticMarket, seed);
      market.runTo(20 * MINUTE);
      return market.heard;
    };
    expect(story(5)).toEqual(story(5));
    expect(story(5)).not.toEqual(story(6));
  });

  it('moves its hidden value and its arrivals as it would have, whatever we do in the book', () => {
    const alone = open(DEMO_MARKETS[3] as SyntheticMarket, 3);
    const visited = open(DEMO_MARKETS[3] as SyntheticMarket, 3);
    const maker = naiveMaker(visited.engine);
    for (let now = 0; now < 30 * MINUTE; now += 1_000) {
      maker.requote();
      alone.runTo(now);
      visited.runTo(now);
    }
    expect(visited.fills.length).toBeGreaterThan(0);
    expect(visited.values).toEqual(alone.values);
    expect(visited.flow.nextAt()).toBe(alone.flow.nextAt());
  });

  it('stays open on both sides for a day in every market, whatever the value does', () => {
    for (const settings of DEMO_MARKETS) {
      const { engine, runTo } = open(settings, 9);
      for (let now = 0; now < 24 * 60 * MINUTE; now += MINUTE) {
        runTo(now);
        const [bid, ask] = [engine.best('bid'), engine.best('ask')];
        expect(bid).not.toBeNull();
        expect(ask).not.toBeNull();
        expect(Number(ask) - Number(bid)).toBeGreaterThan(0);
      }
    }
  });

  it('fills a naive maker several times a minute over all markets, and the informed take a good part of what it earns', () => {
    const hours = 6;
    let fills = 0;
    let pickedOff = 0;
    let earnedToMid = 0;
    let keptAfterFiveMinutes = 0;
    for (const settings of DEMO_MARKETS) {
      const market = open(settings, 42);
      const maker = naiveMaker(market.engine);
      const mids: number[] = [];
      for (let second = 0; second < hours * 3600; second++) {
        maker.requote();
        mids.push(maker.mid());
        market.runTo((second + 1) * 1_000);
      }
      fills += market.fills.length;
      for (const fill of market.fills) {
        const sign = fill.side === 'bid' ? 1 : -1;
        const second = Math.ceil(fill.at / 1_000);
        const later = market.values[Math.min(second + 300, market.values.length - 1)]?.value as number;
        earnedToMid += sign * ((mids[second - 1] as number) - fill.price) * fill.shares;
        keptAfterFiveMinutes += sign * (later - fill.price) * fill.shares;
        if (sign * (fill.value - fill.price) < 0) pickedOff += 1;
      }
    }
    expect(fills / (hours * 60)).toBeGreaterThan(5);
    expect(fills / (hours * 60)).toBeLessThan(25);
    expect(pickedOff / fills).toBeGreaterThan(0.05);
    expect(keptAfterFiveMinutes).toBeGreaterThan(0);
    expect(keptAfterFiveMinutes).toBeLessThan(0.75 * earnedToMid);
  });
});
