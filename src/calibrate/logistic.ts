// Logistic regression by Newton's method: which log-odds, linear in what is known beforehand, explain yes and no best.

export interface Sample { readonly known: readonly number[]; readonly isYes: boolean }

const MOST_STEPS = 50;
/** A very weak pull towards 0, so that yes and no which one number parts perfectly still have a finite answer. */
const RIDGE = 1e-3;

export const chanceOf = (coefficients: readonly number[], known: readonly number[]): number => 1 / (1 + Math.exp(-known.reduce((sum, x, i) => sum + x * (coefficients[i] ?? Number.NaN), 0)));

/** One coefficient for each number known; a constant is a number known that is always 1. */
export function fitLogistic(samples: readonly Sample[]): readonly number[] {
  const width = samples[0]?.known.length ?? 0;
  let coefficients: readonly number[] = Array.from({ length: width }, () => 0);
  for (let step = 0; step < MOST_STEPS; step++) {
    const slope = coefficients.map((value) => -RIDGE * value);
    const bend = coefficients.map((_, i) => coefficients.map((__, j): number => (i === j ? RIDGE : 0)));
    for (const { known, isYes } of samples) {
      const chance = chanceOf(coefficients, known);
      for (const [i, x] of known.entries()) {
        slope[i] = (slope[i] ?? 0) + x * ((isYes ? 1 : 0) - chance);
        const row = bend[i];
        if (row !== undefined) for (const [j, y] of known.entries()) row[j] = (row[j] ?? 0) + x * y * chance * (1 - chance);
      }
    }
    const move = solve(bend, slope);
    coefficients = coefficients.map((value, i) => value + (move[i] ?? 0));
    if (move.every((by) => Math.abs(by) < 1e-9)) break;
  }
  return coefficients;
}

/** Gauss and Jordan, with the largest pivot. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  let rows = matrix.map((row, i) => [...row, right[i] ?? Number.NaN]);
  for (const [column] of rows.entries()) {
    const pivot = rows.slice(column).reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best));
    const unit = pivot.map((x) => x / (pivot[column] ?? Number.NaN));
    const others = rows.filter((row) => row !== pivot).map((row) => row.map((x, j) => x - (row[column] ?? Number.NaN) * (unit[j] ?? Number.NaN)));
    rows = [...others.slice(0, column), unit, ...others.slice(column)];
  }
  return rows.map((row) => row.at(-1) ?? Number.NaN);
}
