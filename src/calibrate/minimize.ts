// The point at which a function of a few variables is least, without its derivatives (Nelder and Mead 1965). A function may
// answer Infinity where it must not go.

interface Corner { readonly at: readonly number[]; readonly value: number }

const MOST_STEPS = 400;

/** `spread`: how far from the start the first corners lie. Ends when all corners lie within `tolerance` of the best. */
export function minimize(f: (at: readonly number[]) => number, start: readonly number[], spread = 1, tolerance = 1e-6): Corner {
  if (start.length === 0) return { at: start, value: f(start) };
  const corner = (at: readonly number[]): Corner => ({ at, value: f(at) });
  let corners = inOrder([corner(start), ...start.map((_, i) => corner(start.map((x, j) => (i === j ? x + spread : x))))]);
  for (let step = 0; step < MOST_STEPS; step++) {
    const [best, worst, rest] = ends(corners);
    if (corners.every(({ at }) => at.every((x, i) => Math.abs(x - (best.at[i] ?? x)) < tolerance))) break;
    const centre = start.map((_, i) => rest.reduce((sum, { at }) => sum + (at[i] ?? Number.NaN), 0) / rest.length);
    const beyond = (factor: number): Corner => corner(centre.map((x, i) => x + factor * (x - (worst.at[i] ?? Number.NaN))));
    const mirrored = beyond(1);
    const secondWorst = Math.max(...rest.map(({ value }) => value));
    let next = mirrored;
    if (mirrored.value < best.value) {
      const further = beyond(2);
      if (further.value < mirrored.value) next = further;
    } else if (mirrored.value >= secondWorst) {
      const nearer = mirrored.value < worst.value ? beyond(0.5) : beyond(-0.5);
      if (nearer.value >= Math.min(mirrored.value, worst.value)) {
        corners = inOrder([best, ...corners.slice(1).map(({ at }) => corner(at.map((x, i) => (x + (best.at[i] ?? x)) / 2)))]);
        continue;
      }
      next = nearer;
    }
    corners = inOrder([...rest, next]);
  }
  return ends(corners)[0];
}

const inOrder = (corners: readonly Corner[]): readonly Corner[] => corners.toSorted((a, b) => a.value - b.value);

function ends(corners: readonly Corner[]): readonly [best: Corner, worst: Corner, rest: readonly Corner[]] {
  const [best] = corners;
  const worst = corners.at(-1);
  if (best === undefined || worst === undefined) throw new Error('a simplex has corners');
  return [best, worst, corners.slice(0, -1)];
}
