import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TapeColumns } from './columns.ts';
import { wholeStamps } from './whole-stamps.ts';

test('chunks end between two stamps and hold the same rows, however the tape was cut', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ wait: fc.constantFrom(0, 0, 0, 1, 7), size: fc.nat(100) }), { maxLength: 60 }), fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 20 }), async (rows, cuts) => {
    let ts = 1_000;
    const all = rows.map(({ wait, size }) => ({ ts: (ts += wait), size }));
    const given = async function* given(): AsyncGenerator<TapeColumns> {
      let from = 0;
      // One chunk of the reader's, used again.
      const columns = new TapeColumns();
      for (const count of [...cuts, all.length]) {
        columns.clear();
        for (const row of all.slice(from, from + count)) columns.delta(row.ts, 0, 0, 1, row.size);
        from += count;
        yield columns;
      }
    };
    const seen: { ts: number; size: number }[] = [];
    let lastOfChunk = -1;
    for await (const chunk of wholeStamps(given())) {
      expect(chunk.length).toBeGreaterThan(0);
      expect(chunk.ts[0]).toBeGreaterThan(lastOfChunk);
      for (let i = 0; i < chunk.length; i++) seen.push({ ts: chunk.ts[i]!, size: chunk.size[i]! });
      lastOfChunk = chunk.ts[chunk.length - 1]!;
    }
    expect(seen).toEqual(all);
  }));
});
