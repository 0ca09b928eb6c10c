import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReorderWindow } from './reorder-window.ts';

interface Row { readonly ts: number; readonly order: number }

function through(rows: readonly Row[], windowMs: number): { readonly out: readonly Row[]; readonly refused: number; readonly backward: number } {
  const window = new ReorderWindow<Row>(windowMs);
  const out: Row[] = [];
  let refused = 0;
  for (const row of rows) {
    if (!window.push(row)) refused++;
    for (let ready = window.take(); ready !== null; ready = window.take()) out.push(ready);
  }
  for (let ready = window.drain(); ready !== null; ready = window.drain()) out.push(ready);
  return { out, refused, backward: window.backward };
}

test('sorts stably all rows that are late by less than the window, however many', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(99)), { maxLength: 200 }), (steps) => {
    let time = 0;
    const rows = steps.map(([step, late], order) => ({ ts: (time += step) - late, order }));
    const { out, refused } = through(rows, 100);
    expect(refused).toBe(0);
    expect(out).toEqual(rows.toSorted((a, b) => a.ts - b.ts || a.order - b.order));
  }));
});

test('refuses a row older than one it gave out, and goes on', () => {
  const rows = [0, 50, 200, 40, 60].map((ts, order) => ({ ts, order }));
  expect(through(rows, 100)).toMatchObject({ refused: 1, backward: 1 });
  expect(through(rows, 100).out.map(({ ts }) => ts)).toEqual([0, 50, 60, 200]);
});

test('keeps its order over more rows than it holds at once', () => {
  const rows = Array.from({ length: 20_000 }, (_, order) => ({ ts: order - (order % 7), order }));
  expect(through(rows, 50).out).toHaveLength(20_000);
});
