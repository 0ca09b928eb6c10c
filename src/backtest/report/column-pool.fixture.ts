// A packed column as the page unpacks it, in `page/data.js`.

import type { PackedColumn } from './column-pool.ts';

export function unpacked({ scale, steps }: PackedColumn): readonly (number | null)[] {
  let units = 0;
  return steps.map((step) => {
    if (step === null) return null;
    units += step;
    return units / scale;
  });
}
