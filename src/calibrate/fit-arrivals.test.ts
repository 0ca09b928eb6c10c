import { describe, expect, test } from 'vitest';
import { columnTape } from '../tape/column-tape.fixture.ts';
import { ArrivalCounter } from './arrival-counter.ts';
import type { ArrivalCalibration } from './calibration.ts';
import { fitArrivals } from './fit-arrivals.ts';
import { simulatedTakers, type TakerLaw } from './simulated-takers.fixture.ts';

const LAW: TakerLaw = { perMinute: 6, reachCents: 1.5 };

function fit(law: TakerLaw, minutes: number, seed = 1): ReturnType<typeof fitArrivals> {
  const rows = simulatedTakers(law, { seed, minutes });
  const { instruments, terms } = columnTape(rows);
  const counter = new ArrivalCounter(instruments, terms, () => true);
  counter.read(rows);
  counter.finish();
  return fitArrivals(counter, 10_000, { seed: 1, rounds: 200 });
}
function found(law: TakerLaw, minutes: number, seed?: number): Omit<ArrivalCalibration, 'data' | 'market'> {
  const result = fit(law, minutes, seed);
  if (typeof result === 'string') throw new Error(result);
  return result;
}

describe('on takers who follow a law', () => {
  test('finds it, within intervals that hold it', () => {
    for (const law of [LAW, { perMinute: 20, reachCents: 0.8 }, { perMinute: 3, reachCents: 4 }]) {
      const { ratePerMinute, reachCents, halfSpreadCents, fromCents } = found(law, 600);
      expect([halfSpreadCents, fromCents]).toEqual([0.5, 0.5]);
      expect(Math.abs(ratePerMinute.value / law.perMinute - 1)).toBeLessThan(0.1);
      expect(Math.abs(reachCents.value / law.reachCents - 1)).toBeLessThan(0.1);
      expect(ratePerMinute.low).toBeLessThan(law.perMinute);
      expect(ratePerMinute.high).toBeGreaterThan(law.perMinute);
      expect(reachCents.low).toBeLessThan(law.reachCents);
      expect(reachCents.high).toBeGreaterThan(law.reachCents);
    }
  });
  test('predicts stretches it has not seen', () => {
    const { heldOut } = found(LAW, 600);
    expect(heldOut.rows.map(({ isWithin }) => isWithin)).toEqual([true, true, true, true, true, true]);
    expect(heldOut.rows.map(({ fromCents, toCents }) => [fromCents, toCents])).toEqual([[0.5, 1.5], [1.5, 2.5], [2.5, 3.5], [3.5, 4.5], [4.5, 5.5], [5.5, null]]);
  });
  test('gives the same for the same seed, and narrower intervals for a longer recording', () => {
    expect(found(LAW, 120)).toEqual(found(LAW, 120));
    const width = ({ reachCents: { low, high } }: ReturnType<typeof found>): number => high - low;
    expect(width(found(LAW, 1_200))).toBeLessThan(width(found(LAW, 120)));
  });
  test('writes what a strategy takes', () => {
    const { written, ratePerMinute } = found(LAW, 600);
    expect(written.rate).toBe(`${Number(ratePerMinute.value.toPrecision(3))} per 1m`);
    expect(written.reach).toMatch(/^1\.\d+c$/);
  });
});

test('fits nothing to too little, and says what is missing', () => {
  expect(fit(LAW, 30)).toMatch(/^6 stretches of five minutes with a known book, and at least 10 are needed$/);
  expect(fit({ perMinute: 0.3, reachCents: 1.5 }, 120)).toMatch(/takers reached the usual half-spread of 0\.5c, and at least 100 are needed$/);
  expect(fit({ perMinute: 1e8, reachCents: 0.03 }, 60)).toMatch(/none went a tick beyond the usual half-spread/);
});
