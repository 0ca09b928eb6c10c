import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExitLedger, outcomeOf } from './exit-ledger.ts';

const BOUNDS = { begin: 80, flat: 5 };
type Trade = readonly [side: 'bid' | 'ask', size: number, price: number, fee?: number];

/** A fill each second. */
function traded(...trades: readonly Trade[]): ExitLedger {
  const ledger = new ExitLedger('m');
  for (const [index, [side, size, price, fee = 0]] of trades.entries()) ledger.filled({ ts: index * 1_000, side, size, price, fee }, BOUNDS);
  return ledger;
}

describe('getting out of a position', () => {
  it('is timed from the size at which it begins until it is flat, and judged against cost after fees', () => {
    const { exits } = traded(['bid', 40, 0.5], ['bid', 40, 0.48], ['ask', 50, 0.5, 0.1], ['ask', 30, 0.51, 0.05]);
    expect(exits).toEqual([{ market: 'm', from: 1_000, until: 3_000, size: 80, profit: expect.closeTo(80 * (0.50375 - 0.49) - 0.15, 9) }]);
    expect(outcomeOf(exits[0]!)).toBe('profitable');
  });
  it('of a short position gains when it is bought back cheaper, and loses when dearer', () => {
    const profit = (back: number): number => traded(['ask', 80, 0.6], ['bid', 80, back]).exits[0]!.profit;
    expect([profit(0.5), profit(0.7)]).toEqual([expect.closeTo(8, 9), expect.closeTo(-8, 9)]);
  });
  it('does not begin below that size', () => expect(traded(['bid', 79, 0.5], ['ask', 79, 0.4]).exits).toEqual([]));
  it('begins at any size when somebody says so, and never twice', () => {
    const ledger = traded(['bid', 30, 0.5]);
    ledger.begin(5_000);
    ledger.begin(9_000);
    ledger.filled({ ts: 11_000, side: 'ask', size: 30, price: 0.45, fee: 0 }, BOUNDS);
    expect(ledger.exits).toEqual([{ market: 'm', from: 5_000, until: 11_000, size: 30, profit: expect.closeTo(-1.5, 9) }]);
  });
  it('ends when the position turns, and the other side may begin at once', () => {
    const { exits, isUnderWay } = traded(['bid', 80, 0.5], ['ask', 170, 0.5]);
    expect([exits.map(({ until, profit }) => [until, profit]), isUnderWay]).toEqual([[[1_000, 0]], true]);
  });
  it('ends at a remainder that nobody could sell', () => {
    const { exits, isUnderWay } = traded(['bid', 80, 0.5], ['ask', 77, 0.5]);
    expect([exits.length, isUnderWay]).toEqual([1, false]);
  });
  it('ends with what the market pays', () => {
    const ledger = traded(['bid', 80, 0.6]);
    ledger.settled(9_000, 1);
    expect(ledger.exits).toEqual([{ market: 'm', from: 0, until: 9_000, size: 80, profit: expect.closeTo(32, 9) }]);
  });
  it('that is not over at the end counts what is left at fair value, and has no end', () => {
    const ledger = traded(['bid', 80, 0.6], ['ask', 30, 0.6]);
    ledger.finish(0.5);
    expect(ledger.exits).toEqual([{ market: 'm', from: 0, until: null, size: 80, profit: expect.closeTo(-5, 9) }]);
  });
  it('within a quarter of a cent a share is even', () => {
    const exit = { market: 'm', from: 0, until: 1, size: -80 };
    expect([0.19, -0.19, 0.21, -0.21].map((profit) => outcomeOf({ ...exit, profit }))).toEqual(['even', 'even', 'profitable', 'losing']);
  });
  it('of a market that is all exit comes to the cash that went through it', () => {
    const trade = fc.tuple(fc.constantFrom('bid' as const, 'ask' as const), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 50 }));
    fc.assert(fc.property(fc.array(trade, { minLength: 1, maxLength: 40 }), fc.integer({ min: 0, max: 100 }), (trades, worth) => {
      const ledger = new ExitLedger('m');
      let cash = 0;
      let net = 0;
      for (const [index, [side, size, cents, fee]] of trades.entries()) {
        // Every position is an exit from its first share.
        const before = ledger.exits.length;
        ledger.filled({ ts: index, side, size, price: cents / 100, fee: fee / 1_000 }, { begin: 1e-6, flat: 0 });
        cash -= (side === 'bid' ? size : -size) * cents / 100;
        net += side === 'bid' ? size : -size;
        if (net === 0 && index > 0) expect(ledger.exits.length).toBeGreaterThanOrEqual(before);
      }
      ledger.finish(worth / 100);
      const feesInside = (cash + net * worth / 100) - ledger.exits.reduce((sum, { profit }) => sum + profit, 0);
      // What is left over are fees: those of fills that opened an exit are not its own.
      expect(feesInside).toBeGreaterThanOrEqual(-1e-9);
      expect(feesInside).toBeLessThanOrEqual(trades.reduce((sum, [, , , fee]) => sum + fee / 1_000, 0) + 1e-9);
    }), { numRuns: 200 });
  });
});
