// How much of its time a strategy earned: time in which at least one of its markets had working orders on both sides, of
// the time in which the account might trade and at least one of its markets was open with a book.

export class EarningTime {
  /** Markets of the strategy that are open and have had a book, and of these quoted on both sides. */
  open = 0;
  quoted = 0;
  /** Milliseconds. */
  tradingMs = 0;
  earningMs = 0;

  elapse(ms: number): void {
    if (this.open === 0) return;
    this.tradingMs += ms;
    if (this.quoted > 0) this.earningMs += ms;
  }
}

/** What a market counts for in its strategy's time at the moment. */
export interface Coverage { in: EarningTime | null; isOpen: boolean; isQuoted: boolean }
