// Timing shared by the benchmarks: batches after a warm-up, the median to quote, and the machine beside it.

import { cpus, loadavg } from 'node:os';

export const machine = (): string => `node ${process.version} · ${cpus()[0]?.model ?? 'unknown cpu'} × ${cpus().length} · load ${loadavg()[0]!.toFixed(1)}`;

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
};

/** Nanoseconds an operation, p50 over batches of `size` operations; a fifth of the batches warm up first. */
export function nanosecondsPer(batches: number, size: number, operation: (i: number) => void): number {
  let i = 0;
  const times: number[] = [];
  for (let batch = -Math.ceil(batches / 5); batch < batches; batch++) {
    const from = process.hrtime.bigint();
    for (const end = i + size; i < end; i++) operation(i);
    if (batch >= 0) times.push(Number(process.hrtime.bigint() - from) / size);
  }
  return median(times);
}

/** "decide one market   1.2 µs   budget 2 µs   0.60 ×" */
export function line(what: string, value: number, unit: string, budget: number, better: 'lower' | 'higher' = 'lower', note = ''): string {
  const ratio = value / budget;
  const verdict = (better === 'lower' ? ratio <= 1 : ratio >= 1) ? 'met' : 'MISSED';
  const shown = (x: number): string => (x >= 1_000 ? Math.round(x).toLocaleString('en-US') : x.toPrecision(3));
  return `  ${what.padEnd(46)} ${shown(value).padStart(11)} ${unit.padEnd(9)} budget ${shown(budget).padStart(9)}   ${ratio.toFixed(2).padStart(6)} ×  ${verdict}${note === '' ? '' : `   ${note}`}`;
}
