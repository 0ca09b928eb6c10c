// What venues state as paid held against the money that comes by itself, as signed parts of one kind at a time: stated and not
// there yet, or (below zero) there and stated by nobody. Either explains the other for a day, whichever is first.

/** Micro-dollars; void after `until`. */
export interface AwaitedPart { readonly amount: number; readonly until: number }

const KNOWN_MS = 86_400_000;
/** Statements of one look come one after another: they are one part. */
const TOGETHER_MS = 60_000;
/** Micro-dollars: venues round the sum, statements its parts. */
const ROUNDING = 1_000;

export class AwaitedCash {
  /** The oldest first; all of one sign, none of nothing. */
  #parts: readonly AwaitedPart[];

  constructor(parts: readonly AwaitedPart[] = []) { this.#parts = parts; }

  /** Stated as paid, or, below zero, stated no more. */
  state(amount: number, now: number): void { this.#add(amount, now); }

  /**
   * So much more cash is there than in our books, or, below zero, less. `isAlone`: nothing else differs; what came with tokens
   * that differ may be what they were sold for, and explains no later statement. True where it is what was awaited.
   */
  see(change: number, isAlone: boolean, now: number): boolean {
    const awaited = this.#sum(now);
    if (change > 0) {
      this.#add(-(isAlone ? change : Math.min(change, Math.max(0, awaited))), now);
      return awaited > 0 && change <= awaited + ROUNDING;
    }
    // What nobody stated may leave again. What is awaited is not explained by money that goes.
    if (isAlone && awaited < 0) this.#add(Math.min(-change, -awaited), now);
    return false;
  }

  toJSON(): readonly AwaitedPart[] { return this.#parts; }

  #add(amount: number, now: number): void {
    const parts: AwaitedPart[] = [];
    let rest = amount;
    for (const part of this.#parts) {
      if (now > part.until) continue;
      const met = Math.sign(part.amount) === -Math.sign(rest) ? Math.sign(rest) * Math.min(Math.abs(part.amount), Math.abs(rest)) : 0;
      rest -= met;
      if (part.amount + met !== 0) parts.push({ ...part, amount: part.amount + met });
    }
    const until = now + KNOWN_MS;
    const last = parts.at(-1);
    if (rest !== 0 && last !== undefined && until - last.until <= TOGETHER_MS) parts[parts.length - 1] = { amount: last.amount + rest, until };
    else if (rest !== 0) parts.push({ amount: rest, until });
    this.#parts = rest !== amount && Math.abs(parts.reduce((sum, part) => sum + part.amount, 0)) <= ROUNDING ? [] : parts;
  }

  #sum(now: number): number { return this.#parts.reduce((sum, { amount, until }) => (now > until ? sum : sum + amount), 0); }
}
