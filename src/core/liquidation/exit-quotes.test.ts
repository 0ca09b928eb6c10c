import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiquidationSettings } from '../../config/compiled-config.ts';
import { cents, instrument, shares } from '../engine.fixture.ts';
import { NO_FEE, type FeeCurve } from '../domain/fees.ts';
import { Ladder, TAKE } from '../quoting/ladder.ts';
import { exitQuotes, sliceSize, type ExitInput } from './exit-quotes.ts';
import type { StageRank } from './stages.ts';

const none = { afterMs: null, onLoss: null, beforeEndMs: null };
const SETTINGS: LiquidationSettings = {
  startAt: 0.8, minProfit: cents(0.5), hold: { withinMs: 1_800_000, above: cents(97) },
  skewed: { ...none, floor: { x: [0, 1_800_000], y: [cents(0.5), cents(-2)] } },
  aggressive: { ...none, cross: 0.5, slice: 0.2, everyMs: 20_000 },
  market: { ...none, collar: cents(5) },
};
const TAKER: FeeCurve = { rate: 0.07, exponent: 1, roundUpTo: 10 };
const RANKS = { passive: 1, skewed: 2, aggressive: 3, market: 4 } as const;

/** 100 YES bought at 50c, book 48c against 54c, unless said otherwise. */
function input(stage: keyof typeof RANKS, over: Partial<ExitInput> & { readonly taker?: FeeCurve } = {}): ExitInput {
  return {
    instrument: instrument({ minSize: shares(5), fees: { maker: NO_FEE, taker: over.taker ?? NO_FEE } }), settings: SETTINGS, rank: RANKS[stage] as StageRank, inStageMs: 0, sinceTakeMs: Infinity,
    startSize: shares(100), position: { net: shares(100), cost: shares(50), entryFees: 0 }, bestBid: cents(48), bestAsk: cents(54), toEndMs: Infinity, anchor: -1, fairValue: cents(51), collar: Infinity, ...over,
  };
}

function orders(of: ExitInput): string[] {
  const ladder = new Ladder();
  exitQuotes(of, ladder, null);
  return [ladder.bids, ladder.asks].flatMap((side, index) => Array.from({ length: side.count }, (_, i) =>
    `${index === 0 ? 'bid' : 'ask'} ${side.price[i]! / 10_000}c ${side.size[i]! / 1e6}${side.style[i] === TAKE ? ' taking' : ''}`));
}

const SHORT = { net: shares(-100), cost: shares(-52), entryFees: 0 };

describe('passive', () => {
  it('rests at the midpoint with all that is held, and not below the least profit', () => {
    expect(orders(input('passive'))).toEqual(['ask 51c 100']);
    expect(orders(input('passive', { position: { net: shares(100), cost: shares(53), entryFees: 0 } }))).toEqual(['ask 54c 100']);
  });
  it('buys back what was sold, the mirror of it', () => {
    expect(orders(input('passive', { position: SHORT }))).toEqual(['bid 51c 100']);
    expect(orders(input('passive', { position: { ...SHORT, cost: shares(-49) } }))).toEqual(['bid 48c 100']);
  });
});

describe('skewed', () => {
  it('rests as near to the other side as its floor allows', () => {
    expect(orders(input('skewed'))).toEqual(['ask 51c 100']);
    expect(orders(input('skewed', { inStageMs: 1_800_000 }))).toEqual(['ask 49c 100']);
    expect(orders(input('skewed', { inStageMs: 900_000 }))).toEqual(['ask 50c 100']);
  });
});

describe('aggressive', () => {
  it('takes a slice of what was held, and rests the others beside the touch', () => {
    expect(orders(input('aggressive'))).toEqual(['ask 45c 20 taking', 'ask 49c 80']);
    expect(orders(input('aggressive', { position: SHORT }))).toEqual(['bid 57c 20 taking', 'bid 53c 80']);
  });
  it('keeps room for the next slice until its time has come', () => {
    expect(orders(input('aggressive', { sinceTakeMs: 19_999 }))).toEqual(['ask 49c 80']);
  });
  it('counts the fee into what a slice may cost beyond the touch', () => {
    // Half of the spread is 3c; towards 50c the fee grows by a few hundredths of a cent a tick.
    expect(orders(input('aggressive', { bestBid: cents(30), bestAsk: cents(36), taker: { rate: 0.9, exponent: 1, roundUpTo: 10 } }))).toEqual(['ask 27c 20 taking', 'ask 31c 80']);
    expect(orders(input('aggressive', { bestBid: cents(70), bestAsk: cents(76), taker: { rate: 0.9, exponent: 1, roundUpTo: 10 } }))).toEqual(['ask 68c 20 taking', 'ask 71c 80']);
  });
  it('goes no further than the collar of the last stage, however wide a stray order makes the spread', () => {
    expect(orders(input('aggressive', { bestBid: cents(30), bestAsk: cents(70) }))).toEqual(['ask 25c 20 taking', 'ask 31c 80']);
    expect(orders(input('aggressive', { bestBid: cents(30), bestAsk: cents(70), position: SHORT }))).toEqual(['bid 75c 20 taking', 'bid 69c 80']);
    expect(orders(input('aggressive', { bestBid: cents(30), bestAsk: cents(70), settings: { ...SETTINGS, market: null } }))).toEqual(['ask 10c 20 taking', 'ask 31c 80']);
  });
  it('leaves no rest that the venue would not take', () => {
    expect(orders(input('aggressive', { position: { net: shares(23), cost: shares(11), entryFees: 0 } }))).toEqual(['ask 45c 23 taking']);
    expect(sliceSize(shares(1), shares(100), { minSize: shares(5) })).toBe(shares(5));
  });
});

describe('market', () => {
  it('takes all of it within the collar from the other side of the book', () => {
    expect(orders(input('market'))).toEqual(['ask 43c 100 taking']);
    expect(orders(input('market', { position: SHORT }))).toEqual(['bid 59c 100 taking']);
    expect(orders(input('market', { sinceTakeMs: 500 }))).toEqual([]);
  });
});

describe('market, from where its collar is measured', () => {
  it('takes down to the collar from there, and nothing beyond it', () => {
    expect(orders(input('market', { anchor: cents(51) }))).toEqual(['ask 46c 100 taking']);
    expect(orders(input('market', { anchor: cents(53) }))).toEqual(['ask 48c 100 taking']);
    expect(orders(input('market', { anchor: cents(54) }))).toEqual([]);
  });
  it('buys back up to the collar from there, and nothing beyond it', () => {
    expect(orders(input('market', { position: SHORT, anchor: cents(49) }))).toEqual(['bid 54c 100 taking']);
    expect(orders(input('market', { position: SHORT, anchor: cents(48) }))).toEqual([]);
  });
});

describe('the collar of every order', () => {
  it('bounds what a stage may cost, and leaves the best price of the other side', () => {
    expect(orders(input('market', { collar: cents(2) }))).toEqual(['ask 46c 100 taking']);
    expect(orders(input('aggressive', { collar: cents(1), position: SHORT }))).toEqual(['bid 55c 20 taking', 'bid 53c 80']);
    expect(orders(input('market', { collar: 0 }))).toEqual(['ask 48c 100 taking']);
  });
});

describe('holding to the end', () => {
  const won = { bestBid: cents(97), bestAsk: cents(99), fairValue: cents(98), toEndMs: 600_000 };
  it('sells nothing that is as good as won, short of the last stage', () => {
    expect(orders(input('passive', won))).toEqual([]);
    expect(orders(input('market', won))).toEqual(['ask 92c 100 taking']);
  });
  it('sells what is worth less, or when the end is far', () => {
    expect(orders(input('passive', { ...won, toEndMs: 3_600_000 }))).toEqual(['ask 98c 100']);
    expect(orders(input('passive', { ...won, position: SHORT }))).toHaveLength(1);
  });
});

it('never quotes the side that adds, never more than is held, never beyond the bounds, always on the tick', () => {
  const arbitrary = fc.record({
    net: fc.integer({ min: -400, max: 400 }).filter((n) => n !== 0), at: fc.integer({ min: 2, max: 98 }), bid: fc.integer({ min: 1, max: 97 }), width: fc.integer({ min: 1, max: 10 }),
    stage: fc.constantFrom('passive' as const, 'skewed' as const, 'aggressive' as const, 'market' as const), since: fc.constantFrom(0, 25_000, Infinity), start: fc.integer({ min: 1, max: 400 }), fee: fc.constantFrom(NO_FEE, TAKER),
  });
  fc.assert(fc.property(arbitrary, ({ net, at, bid, width, stage, since, start, fee }) => {
    const ask = Math.min(99, bid + width);
    const ladder = new Ladder();
    exitQuotes(input(stage, { taker: fee, sinceTakeMs: since, startSize: shares(start), position: { net: shares(net), cost: shares((net * at) / 100), entryFees: 0 }, bestBid: cents(bid), bestAsk: cents(ask) }), ladder, null);
    const [out, other] = net > 0 ? [ladder.asks, ladder.bids] : [ladder.bids, ladder.asks];
    expect(other.count).toBe(0);
    let sum = 0;
    for (let i = 0; i < out.count; i++) {
      sum += out.size[i]!;
      const price = out.price[i]!;
      expect(price % 10_000).toBe(0);
      const beyond = net > 0 ? cents(bid) - price : price - cents(ask);
      if (out.style[i] === TAKE) expect(beyond).toBeLessThanOrEqual(stage === 'market' ? cents(5) : 0.5 * cents(ask - bid));
      else if (bid > 1 && ask < 99) expect(beyond).toBeLessThan(0);
    }
    expect(sum).toBeLessThanOrEqual(shares(Math.abs(net)));
  }), { numRuns: 500 });
});
