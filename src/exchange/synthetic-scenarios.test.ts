import { describe, expect, it } from 'vitest';
import { MICROS, price } from '../core/domain/numbers.ts';
import { MatchingEngine } from './matching-engine.ts';
import { SyntheticFlow } from './synthetic-flow.ts';
import { SCENARIO_NAMES, SCENARIOS, type ScenarioName } from './synthetic-scenarios.ts';

const HOUR = 3_600_000;
const TICK = price(10_000);

/** Six hours of one market: hourly values, takers by side, and how often something happened. */
function played(name: ScenarioName, index = 0, seed = 1) {
  const takers = { bid: 0, ask: 0 };
  const engine: MatchingEngine = new MatchingEngine(TICK, { matched: (_, taker, __, size) => { takers[taker.side] += size / MICROS; }, levelChanged() {} });
  const flow = new SyntheticFlow(SCENARIOS[name].markets[index]!, { seed, startAt: 0, tick: TICK, engine });
  const values: number[] = [flow.trueValue()];
  const taken: { bid: number; ask: number }[] = [];
  let steps = 0;
  for (let hour = 1; hour <= 6; hour++) {
    takers.bid = takers.ask = 0;
    for (; flow.nextAt() < Math.min(hour * HOUR, flow.endsAt); flow.step()) steps++;
    values.push(flow.trueValue());
    taken.push({ ...takers });
  }
  return { flow, values, taken, steps, engine };
}
const travelled = (values: readonly number[]): number => Math.abs(values.at(-1)! - values[0]!);

describe('the scenarios', () => {
  it.each(SCENARIO_NAMES)('%s: six markets of one name each, all with a two-sided book and something happening every few seconds', (name) => {
    const { markets } = SCENARIOS[name];
    expect(new Set(markets.map((market) => market.name)).size).toBe(6);
    const { engine, steps } = played(name, 5);
    expect(steps).toBeGreaterThan(6_000);
    expect([engine.best('bid'), engine.best('ask')]).not.toContain(null);
  });
  it('trend: hours one way by more than the noise, in half of the markets up and in half down', () => {
    const moves = SCENARIOS.trend.markets.map((_, index) => { const { values } = played('trend', index); return values[2]! - values[0]!; });
    expect(moves.map((move, index) => (index % 2 === 0 ? move : -move)).every((move) => move > 0.1)).toBe(true);
  });
  it('jump: moves within a minute that a still market does not make', () => {
    const engine = new MatchingEngine(TICK, { matched() {}, levelChanged() {} });
    const again = new SyntheticFlow(SCENARIOS.jump.markets[0]!, { seed: 1, startAt: 0, tick: TICK, engine });
    let most = 0;
    let last = again.trueValue();
    for (; again.nextAt() < 6 * HOUR; again.step()) {
      most = Math.max(most, Math.abs(again.trueValue() - last));
      last = again.trueValue();
    }
    expect(most).toBeGreaterThan(0.08);
    expect(again.endsAt).toBe(Infinity);
  });
  it('chop: gets nowhere', () => {
    expect(Math.max(...SCENARIOS.chop.markets.map((_, index) => travelled(played('chop', index).values)))).toBeLessThan(0.1);
  });
  it('one-sided: far more is bought for two hours, then sold', () => {
    const { taken } = played('one-sided');
    for (const hour of [0, 1]) expect(taken[hour]!.bid).toBeGreaterThan(1.5 * taken[hour]!.ask);
    for (const hour of [2, 3]) expect(taken[hour]!.ask).toBeGreaterThan(1.5 * taken[hour]!.bid);
  });
  it('resolution: each market has an end, none at the same time, and some of them after six hours', () => {
    const ends = SCENARIOS.resolution.markets.map((_, index) => played('resolution', index).flow.endsAt);
    expect(new Set(ends).size).toBe(6);
    expect([Math.min(...ends), Math.max(...ends)]).toEqual([1.5 * HOUR, 9 * HOUR]);
  });
});
