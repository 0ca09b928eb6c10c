import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergedRows } from './merged-rows.ts';

interface Row { readonly ts: number; readonly file: number; readonly place: number }

async function* inBatches(rows: readonly Row[], size: number): AsyncGenerator<readonly Row[], void> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
  yield [];
}

test('rows of several files come in order of time, each once, under one stamp in the order of the files', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.integer({ min: 0, max: 20 })), { maxLength: 4 }), fc.integer({ min: 1, max: 5 }), async (stamps, size) => {
    const files = stamps.map((of, file) => of.toSorted((a, b) => a - b).map((ts, place): Row => ({ ts, file, place })));
    const merged: Row[] = [];
    for await (const batch of mergedRows(files.map((rows) => inBatches(rows, size)))) merged.push(...batch);
    expect(merged).toEqual(files.flat().toSorted((a, b) => a.ts - b.ts || a.file - b.file || a.place - b.place));
  }));
});
