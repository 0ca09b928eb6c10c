// The market maker's problem of Avellaneda and Stoikov solved as it is, without an expansion: the linear system that the
// Hamilton–Jacobi–Bellman equation becomes (Guéant, Lehalle, Fernandez-Tapia 2013, propositions 1 and 2), integrated by the
// classical Runge–Kutta method, and the optimal distances that follow (theorem 1). For tests of the closed forms.

export interface MakerProblem {
  /** γ, k, A, σ in units that agree; seconds until the horizon. */
  readonly aversion: number; readonly decay: number; readonly arrivals: number; readonly sigma: number; readonly seconds: number;
  /** Q: no quote that would take inventory beyond it. */
  readonly limit: number;
}

/** δᵇ and δᵃ at `inventory`, from the middle. */
export function optimalDistances({ aversion, decay, arrivals, sigma, seconds, limit }: MakerProblem, inventory: number): { readonly bid: number; readonly ask: number } {
  const alpha = (decay / 2) * aversion * sigma ** 2;
  const eta = arrivals * (1 + aversion / decay) ** -(1 + decay / aversion);
  const states = 2 * limit + 1;
  // Backwards from v(T) = 1: dv/ds = −α q² v + η (v₋ + v₊), s = T − t.
  const slope = (v: readonly number[]): number[] => v.map((x, i) => -alpha * (i - limit) ** 2 * x + eta * ((v[i - 1] ?? 0) + (v[i + 1] ?? 0)));
  const along = (v: readonly number[], by: readonly number[], h: number): number[] => v.map((x, i) => x + h * (by[i] ?? NaN));
  // Stable for steps well below the fastest decay.
  const steps = Math.ceil(Math.max(200, seconds * (alpha * limit ** 2 + 2 * eta)));
  const h = seconds / steps;
  let v: number[] = Array.from({ length: states }, () => 1);
  for (let step = 0; step < steps; step++) {
    const a = slope(v);
    const b = slope(along(v, a, h / 2));
    const c = slope(along(v, b, h / 2));
    const d = slope(along(v, c, h));
    v = v.map((x, i) => x + (h / 6) * (a[i]! + 2 * b[i]! + 2 * c[i]! + d[i]!));
    // Only ratios matter: kept near 1.
    const most = Math.max(...v);
    v = v.map((x) => x / most);
  }
  const fills = Math.log(1 + aversion / decay) / aversion;
  const at = (q: number): number => v[q + limit] ?? NaN;
  return {
    bid: Math.log(at(inventory) / at(inventory + 1)) / decay + fills,
    ask: Math.log(at(inventory) / at(inventory - 1)) / decay + fills,
  };
}
