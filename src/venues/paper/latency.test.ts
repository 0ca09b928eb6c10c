import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latencyFrom } from './latency.ts';

const from = (settings: Parameters<typeof latencyFrom>[0], seed = 1, directory = '.') => latencyFrom(settings, { seed, way: 'order', directory });
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-latency-'));
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};

describe('a latency', () => {
  it('that is constant is the same for every message', async () => {
    const latency = await from({ kind: 'constant', ms: 70 });
    expect([latency.draw(-1), latency.draw(5), latency.least]).toEqual([70, 70, 70]);
  });
  it('by distribution has the median and the 99th percentile it was given, and one seed draws the same', async () => {
    const latency = await from({ kind: 'distribution', medianMs: 60, p99Ms: 250 });
    const draws = Array.from({ length: 20_000 }, () => latency.draw(-1)).toSorted((a, b) => a - b);
    expect(Math.abs((draws[10_000] as number) - 60)).toBeLessThan(3);
    expect(Math.abs((draws[19_800] as number) - 250)).toBeLessThan(20);
    const again = await from({ kind: 'distribution', medianMs: 60, p99Ms: 250 });
    const other = await from({ kind: 'distribution', medianMs: 60, p99Ms: 250 }, 2);
    const first = Array.from({ length: 20 }, () => again.draw(-1));
    expect(first).toEqual(Array.from({ length: 20 }, ((same) => () => same.draw(-1))(await from({ kind: 'distribution', medianMs: 60, p99Ms: 250 }))));
    expect(first).not.toEqual(Array.from({ length: 20 }, () => other.draw(-1)));
  });
  it('by samples replays them in their order, again from the first', async () => {
    const latency = await from({ kind: 'samples', path: written('good.txt', '# measured\n12\n7.6\n\n30\n') }, 1, folder);
    expect([1, 2, 3, 4].map(() => latency.draw(-1))).toEqual([12, 8, 30, 12]);
    expect(latency.least).toBe(8);
  });
  it('of the tape is what its recorder waited, or what the message before it waited', async () => {
    const latency = await from({ kind: 'tape' });
    expect(() => latency.draw(-1)).toThrow('does not say when its messages were received');
    expect([40, -1, 0, 9].map((recorded) => latency.draw(recorded))).toEqual([40, 40, 0, 9]);
  });
  it('refuses samples that are none, with file and line', async () => {
    await expect(from({ kind: 'samples', path: written('bad.txt', '12\n-3\n') }, 1, folder)).rejects.toThrow('bad.txt:2  "-3" is not a number of milliseconds');
    await expect(from({ kind: 'samples', path: written('empty.txt', '# nothing\n') }, 1, folder)).rejects.toThrow('holds no sample');
    await expect(from({ kind: 'samples', path: 'absent.txt' }, 1, folder)).rejects.toMatchObject({ spec: { code: 'MM_LATENCY_SAMPLES' } });
  });
});
