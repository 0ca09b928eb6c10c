// The newest entries, up to a number of them: what is remembered of a session that goes on for weeks.

export class RecentMap<K, V> {
  readonly #most: number;
  readonly #entries = new Map<K, V>();

  constructor(most: number) { this.#most = most; }

  get(key: K): V | undefined { return this.#entries.get(key); }
  has(key: K): boolean { return this.#entries.has(key); }
  values(): IterableIterator<V> { return this.#entries.values(); }
  delete(key: K): void { this.#entries.delete(key); }

  /** The oldest goes, where there would be too many. */
  set(key: K, value: V): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#most) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
