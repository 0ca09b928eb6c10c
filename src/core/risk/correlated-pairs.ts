// Which markets are taken to move together: pairs found so by the last comparison that could tell. A pair that can no longer
// be told apart stays as it was: not knowing never loosens. Compared a few pairs at a time, so that no decision waits.

/** A pair parts again below this share of the correlation from which it is one; structural: it must not come and go with noise. */
const PARTS_BELOW = 0.8;
const PASS_EVERY_MS = 60_000;

export type Pair = readonly [number, number];

export interface CorrelatedPairsSnapshot {
  readonly pairs: readonly Pair[]; readonly compared: readonly number[]; readonly row: number; readonly column: number;
  readonly nextPassAt: number | null; readonly hasChanged: boolean;
}

export class CorrelatedPairs {
  /** By market ids, the lower one first, as one number. */
  readonly #pairs = new Set<number>();
  /** The markets of the comparison under way, in rising order, and the pair that comes next. */
  #compared: number[] = [];
  #row = 0;
  #column = 1;
  #nextPassAt = -Infinity;
  #hasChanged = false;

  get isComparing(): boolean { return this.#row < this.#compared.length - 1; }
  isDue(now: number): boolean { return !this.isComparing && now >= this.#nextPassAt; }

  /** Begins to compare each of these with each; no sooner than a minute later again. */
  begin(now: number, markets: readonly number[]): void {
    this.#compared = [...markets];
    this.#row = 0;
    this.#column = 1;
    this.#nextPassAt = now + PASS_EVERY_MS;
    this.#hasChanged = false;
  }

  /** Compares up to `most` pairs. Returns true once all are compared and any of them changed. */
  compare(most: number, above: number, correlation: (a: number, b: number) => number): boolean {
    for (let left = most; left > 0 && this.isComparing; left--) {
      const a = this.#compared[this.#row]!;
      const b = this.#compared[this.#column]!;
      this.#judge(a, b, Math.abs(correlation(a, b)), above);
      if (++this.#column < this.#compared.length) continue;
      this.#row++;
      this.#column = this.#row + 1;
    }
    return !this.isComparing && this.#hasChanged;
  }

  #judge(a: number, b: number, correlation: number, above: number): void {
    const pair = keyOf(a, b);
    if (correlation >= above) {
      if (!this.#pairs.has(pair)) { this.#pairs.add(pair); this.#hasChanged = true; }
    } else if (correlation < above * PARTS_BELOW && this.#pairs.delete(pair)) this.#hasChanged = true;
  }

  /** Of markets that are over there is nothing left to lose, and through them others would hang together for ever. Returns whether any was. */
  forget(isOver: (market: number) => boolean): boolean {
    const before = this.#pairs.size;
    for (const [a, b] of this.all()) if (isOver(a) || isOver(b)) this.#pairs.delete(keyOf(a, b));
    return this.#pairs.size < before;
  }

  add(a: number, b: number): void { this.#pairs.add(keyOf(Math.min(a, b), Math.max(a, b))); }

  all(): readonly Pair[] {
    return [...this.#pairs].toSorted((a, b) => a - b).map((pair) => [Math.floor(pair / MOST_MARKETS), pair % MOST_MARKETS]);
  }

  /** Markets that hang together over any number of pairs, each cluster and all of them in rising order. */
  clusters(): readonly (readonly number[])[] {
    const above = new Map<number, number>();
    const top = (of: number): number => { let at = of; while (above.get(at) !== undefined) at = above.get(at)!; return at; };
    const markets = new Set<number>();
    for (const [a, b] of this.all()) {
      markets.add(a).add(b);
      const [low, high] = [Math.min(top(a), top(b)), Math.max(top(a), top(b))];
      if (low !== high) above.set(high, low);
    }
    const found = new Map<number, number[]>();
    for (const market of [...markets].toSorted((a, b) => a - b)) found.set(top(market), [...(found.get(top(market)) ?? []), market]);
    return [...found.values()];
  }

  toJSON(): CorrelatedPairsSnapshot {
    return {
      pairs: this.all(), compared: this.#compared, row: this.#row, column: this.#column,
      nextPassAt: Number.isFinite(this.#nextPassAt) ? this.#nextPassAt : null, hasChanged: this.#hasChanged,
    };
  }

  static fromJSON(snapshot: CorrelatedPairsSnapshot): CorrelatedPairs {
    const state = new CorrelatedPairs();
    for (const [a, b] of snapshot.pairs) state.add(a, b);
    state.#compared = [...snapshot.compared];
    state.#row = snapshot.row;
    state.#column = snapshot.column;
    state.#nextPassAt = snapshot.nextPassAt ?? -Infinity;
    state.#hasChanged = snapshot.hasChanged;
    return state;
  }
}

const MOST_MARKETS = 1_000_000;
const keyOf = (low: number, high: number): number => low * MOST_MARKETS + high;
