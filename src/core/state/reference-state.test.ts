import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceUp } from '../signals/chance-up.ts';
import { ReferenceState } from './reference-state.ts';

const FOLDER = join(process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'polymarket-btc5m-settlement');
const isAbsent = !existsSync(FOLDER);
const SKIPPED = isAbsent ? ' (skipped: no recordings)' : '';
const recorded = (name: string): string => gunzipSync(readFileSync(join(FOLDER, name))).toString('utf8').trim();
const START = 1_780_000_000_000;
const WINDOW_MS = 300_000;

function watched(seconds: number, price: (second: number) => number, windows = [60_000]): ReferenceState {
  const reference = new ReferenceState('feed', 'BTC/USD');
  reference.require(windows);
  for (let second = 0; second <= seconds; second++) reference.observe(START + second * 1_000, price(second));
  return reference;
}

describe('what is known of a price outside', () => {
  it('is its σ a √second once the whole window has been seen, whatever the price is', () => {
    const zigzag = (second: number): number => 100 * (second % 2 === 0 ? 1 : 1.001);
    expect(watched(59, zigzag).sigma(60_000)).toBeNaN();
    expect(watched(61, zigzag).sigma(60_000)).toBeCloseTo(Math.log(1.001), 7);
    fc.assert(fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (scale) => {
      expect(watched(61, (second) => zigzag(second) * scale).sigma(60_000)).toBeCloseTo(Math.log(1.001), 6);
    }), { numRuns: 30 });
  });
  it('has none where nothing moved, nor of a window that nobody asked for', () => {
    expect([watched(120, () => 100).sigma(60_000), watched(120, (second) => 100 + second).sigma(90_000)]).toEqual([NaN, NaN]);
  });
  it('is how far it moved over the window', () => {
    const reference = watched(130, (second) => (second < 100 ? 100 : 101));
    expect(reference.move(60_000)).toBeCloseTo(0.01, 6);
    expect(watched(30, (second) => 100 + second).move(60_000)).toBeNaN();
  });
  it('keeps what a window has seen when another is asked for', () => {
    const reference = watched(61, (second) => 100 + second % 3);
    const before = reference.sigma(60_000);
    reference.require([60_000, 120_000, 60_000]);
    expect([reference.sigma(60_000), reference.sigma(120_000)]).toEqual([before, NaN]);
  });
});

interface Market { readonly startSec: number; readonly strike: number; readonly isUp: boolean }
/** What a session without a word on it measures over. */
const VOLATILITY_MS = 1_800_000;

it.skipIf(isAbsent)(`prices a recorded day of five-minute windows better than a coin, and too sure by a tenth at most${SKIPPED}`, () => {
  const prices = recorded('BTCUSD-prices-2026-07-24.csv.gz').split('\n').slice(1).map((line) => line.split(',').map(Number)).toSorted(([a = 0], [b = 0]) => a - b);
  const markets = recorded('BTC-5m-markets-2026-07-24.jsonl.gz').split('\n').flatMap((line): Market[] => {
    const { start_sec: startSec, strike_value: strike, outcome_prices: [up] } = JSON.parse(line) as { readonly start_sec: number; readonly strike_value: string | null; readonly outcome_prices: readonly string[] };
    return strike === null ? [] : [{ startSec, strike: Number(BigInt(strike) / 10n ** 12n) / 1e6, isUp: up === '1' }];
  });
  expect(markets.length).toBeGreaterThan(250);
  const reference = new ReferenceState('feed', 'BTC/USD');
  reference.require([VOLATILITY_MS]);
  let next = 0;
  const judged: { readonly chance: number; readonly isUp: boolean }[] = [];
  for (const { startSec, strike, isUp } of markets.toSorted((a, b) => a.startSec - b.startSec)) {
    const at = startSec * 1_000 + WINDOW_MS / 2;
    for (; (prices[next]?.[0] ?? Infinity) <= at; next++) reference.observe(prices[next]?.[0] ?? NaN, prices[next]?.[1] ?? NaN);
    const sigma = reference.sigma(VOLATILITY_MS);
    if (Number.isNaN(sigma) || at - reference.at > 5_000) continue;
    const chance = chanceUp(reference.price, strike, sigma, (at + WINDOW_MS / 2 - reference.at) / 1_000);
    judged.push({ chance, isUp });
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(judged.length).toBeGreaterThan(250);
  // Half-way through a window. A coin has 0.25.
  expect(mean(judged.map(({ chance, isUp }) => (chance - Number(isUp)) ** 2))).toBeLessThan(0.205);
  for (const among of [judged.filter(({ chance }) => chance < 0.2), judged.filter(({ chance }) => chance > 0.8)]) {
    expect(among.length).toBeGreaterThan(30);
    expect(Math.abs(mean(among.map(({ chance }) => chance)) - mean(among.map(({ isUp }) => Number(isUp))))).toBeLessThan(0.1);
  }
});
