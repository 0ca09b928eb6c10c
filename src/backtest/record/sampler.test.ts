import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Sampler } from './sampler.ts';

test('keeps equally spaced moments from the first on, never more than asked for, however long it goes on', () => {
  fc.assert(fc.property(fc.integer({ min: 4, max: 50 }), fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (most, waits) => {
    const sampler = new Sampler<number>(most, 100);
    let now = 1_000;
    sampler.begin(now);
    sampler.reach(now, (at) => at);
    for (const wait of waits) {
      now += wait;
      sampler.reach(now, (at) => at);
    }
    expect(sampler.samples.length).toBeLessThanOrEqual(most);
    sampler.samples.forEach((at, index) => { expect(at).toBe(1_000 + index * sampler.stepMs); });
    expect(sampler.nextAt).toBeGreaterThan(now);
    expect(sampler.nextAt).toBe(1_000 + sampler.samples.length * sampler.stepMs);
  }));
});

test('samples the same moments of one span whatever came between', () => {
  const moments = (steps: readonly number[]): readonly number[] => {
    const sampler = new Sampler<number>(10, 100);
    sampler.begin(0);
    for (const at of steps) sampler.reach(at, (moment) => moment);
    return sampler.samples;
  };
  expect(moments([30, 4_000, 9_000])).toEqual(moments([...Array(91).keys()].map((i) => i * 100)));
});
