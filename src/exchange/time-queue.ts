// What is due when: a binary heap by time, first in first out at one time. Holds whatever a simulated venue still has to do
// or to say.

interface Entry<T> { readonly at: number; readonly order: number; readonly item: T }

export class TimeQueue<T> {
  readonly #heap: Entry<T>[] = [];
  #added = 0;

  /** Infinity when nothing waits. */
  nextAt(): number { return this.#heap[0]?.at ?? Infinity; }

  add(at: number, item: T): void {
    const heap = this.#heap;
    const entry = { at, order: this.#added++, item };
    let hole = heap.length;
    heap.push(entry);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent] as Entry<T>;
      if (!precedes(entry, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = entry;
  }

  /** The earliest; undefined when nothing waits. */
  take(): T | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first?.item;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && precedes(heap[child + 1] as Entry<T>, heap[child] as Entry<T>)) child += 1;
      const below = heap[child] as Entry<T>;
      if (!precedes(below, last)) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = last;
    return first.item;
  }
}

const precedes = <T>(a: Entry<T>, b: Entry<T>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
