import { describe, expect, it } from 'vitest';
import { FakeClock } from '../feed/fake-time.fixture.ts';
import { MissingFills } from './missing-fills.ts';

function open(venueTells = true) {
  const clock = new FakeClock();
  const told = new Map<string, number>();
  const asked: number[] = [];
  const missing = new MissingFills({
    clock, told: (id) => told.get(id) ?? 0,
    async catchUp() {
      asked.push(clock.uptime());
      if (venueTells) told.set('a', 10);
    },
  });
  const pass = async (ms: number): Promise<void> => {
    for (const end = clock.uptime() + ms; clock.uptime() < end;) {
      clock.pass(Math.min(100, end - clock.uptime()));
      await new Promise<void>((resolve) => { setImmediate(resolve); });
    }
  };
  return { missing, told, asked, pass, clock };
}

describe('what the venue counts as filled', () => {
  it('is asked for where it was not told as a trade, once for all orders that lack something', async () => {
    const { missing, asked, pass, clock } = open();
    missing.counted('a', 10);
    missing.counted('a', 4);
    await pass(60_000);
    expect([asked, clock.pending]).toEqual([[500], 0]);
  });
  it('is not asked for where its trade came before or just after', async () => {
    const { missing, told, asked, pass } = open();
    told.set('b', 5);
    missing.counted('b', 5);
    missing.counted('a', 10);
    told.set('a', 10);
    await pass(60_000);
    expect(asked).toEqual([]);
  });
  it('is asked for ever more rarely while the venue does not tell, and not for ever; a new word begins anew', async () => {
    const { missing, asked, pass, clock } = open(false);
    missing.counted('a', 10);
    await pass(100_000);
    expect([asked, clock.pending]).toEqual([[500, 1_500, 3_500, 7_500, 15_500, 31_500], 0]);
    missing.counted('a', 10);
    await pass(600);
    expect(asked).toHaveLength(7);
  });
});
