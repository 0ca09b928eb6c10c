// Waiting that can be cut short: the session's loop waits for its next moment, an operator's command wakes it; others wait
// for the next batch to be done.

export class Waiter {
  #wake: (() => void) | null = null;
  #watchers: (() => void)[] = [];

  /** Null: until woken. */
  wait(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? null : setTimeout(() => { this.#wake = null; resolve(); }, ms);
      this.#wake = () => {
        if (timer !== null) clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }

  wake(): void { this.#wake?.(); }

  nextBatch(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, atMostMs);
      this.#watchers.push(() => { clearTimeout(timer); resolve(); });
    });
  }

  batchDone(): void {
    if (this.#watchers.length === 0) return;
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const watcher of watchers) watcher();
  }
}
