import { describe, expect, it } from 'vitest';
import { madeUpResult } from '../report/made-up-result.fixture.ts';
import type { Exit } from './exit-ledger.ts';
import { measured } from './measured-run.ts';

const exit = (profit: number, minutes: number | null): Exit => ({ market: 'm', from: 0, until: minutes === null ? null : minutes * 60_000, size: 100, profit });
const result = Object.values(madeUpResult().models)[0]!;
const run = (exits: readonly Exit[], total = 40) => ({ result: { ...result, pnl: { ...result.pnl, total } }, earning: { openMs: 100, earningMs: 80, exits } });

describe('some runs of one config', () => {
  it('earn on average what each earned, within an interval', () => {
    const { pnl, low, high, uptime, runs } = measured([run([], 40), run([], 60)], 1);
    expect([pnl, uptime, runs]).toEqual([50, 0.8, 2]);
    expect(low).toBeLessThan(high);
  });
  it('tell exits apart by what they came to, and leave the open ones out of the times', () => {
    const { profitable, even, losing, unfinished } = measured([run([exit(5, 10), exit(7, 30), exit(0, 50), exit(-8, 70), exit(3, null)])], 1);
    expect([profitable, even, losing, unfinished]).toEqual([
      { count: 2, meanMs: 20 * 60_000, longestMs: 30 * 60_000 }, { count: 1, meanMs: 50 * 60_000, longestMs: 50 * 60_000 }, { count: 1, meanMs: 70 * 60_000, longestMs: 70 * 60_000 }, 1,
    ]);
  });
  it('weigh what losing exits lost, open ones among them, against all that was earned besides', () => {
    expect(measured([run([exit(5, 10), exit(-8, 70), exit(-2, null)], 40)], 1).lossShare).toBeCloseTo(10 / 50, 9);
    expect(measured([run([exit(-8, 70)], -40)], 1).lossShare).toBeNull();
  });
});
