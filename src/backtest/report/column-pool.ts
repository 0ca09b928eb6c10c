// Columns of numbers as the page carries them: whole multiples of what is shown, each but the first as the difference to the
// one before, and a column that several charts share only once.

export interface PackedColumn { readonly scale: number; readonly steps: readonly (number | null)[] }

/** Finest steps that a chart shows. */
export const SCALE = { ms: 1, price: 1e4, money: 1e3, shares: 100 } as const;

export class ColumnPool {
  readonly #indexes = new Map<string, number>();
  readonly columns: PackedColumn[] = [];

  /** Returns the index of the column in `columns`. */
  add(values: readonly (number | null)[], scale: number): number {
    const column = { scale, steps: stepsOf(values, scale) };
    const key = JSON.stringify(column);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.columns.push(column) - 1;
    this.#indexes.set(key, index);
    return index;
  }
}

function stepsOf(values: readonly (number | null)[], scale: number): readonly (number | null)[] {
  let last = 0;
  return values.map((value) => {
    if (value === null) return null;
    const units = Math.round(value * scale);
    const step = units - last;
    last = units;
    return step;
  });
}

/** Every n-th value and the last one, so that at most `most` stand; all of them where they are few enough. */
export function thinned<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length <= most) return values;
  const every = Math.ceil((values.length - 1) / Math.max(1, most - 1));
  return values.filter((_, i) => i % every === 0 || i === values.length - 1);
}
