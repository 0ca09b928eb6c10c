// How long it took to get out of positions: from the moment one began to be liquidated until it was flat.

export interface ExitsSnapshot { readonly count: number; readonly totalMs: number; readonly longestMs: number }

export class Exits {
  count = 0;
  totalMs = 0;
  longestMs = 0;

  note(ms: number): void {
    this.count++;
    this.totalMs += ms;
    if (ms > this.longestMs) this.longestMs = ms;
  }

  toJSON(): ExitsSnapshot { return { count: this.count, totalMs: this.totalMs, longestMs: this.longestMs }; }
}
