// The last n numbered items, for a reader that comes back with the last number it saw.

export class ReplayBuffer<T extends { readonly id: number }> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  #next = 0;

  constructor(capacity: number) { this.#capacity = capacity; }

  push(item: T): void {
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /**
   * The items after `lastSeen`, oldest first. `isComplete` is false when some are no longer held, or when `lastSeen` was
   * never given out here (the bot restarted and counts anew): then the items are all that is held.
   */
  after(lastSeen: number): { readonly items: readonly T[]; readonly isComplete: boolean } {
    const held = [...this.#items.slice(this.#next), ...this.#items.slice(0, this.#next)];
    const oldest = held[0];
    const newest = held.at(-1);
    if (oldest === undefined || newest === undefined) return { items: [], isComplete: lastSeen === 0 };
    if (lastSeen > newest.id || lastSeen < oldest.id - 1) return { items: held, isComplete: false };
    return { items: held.filter((item) => item.id > lastSeen), isComplete: true };
  }
}
