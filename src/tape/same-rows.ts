// Whether two tapes hold the same rows of the same markets, whatever their markets are numbered; where they do not, the
// first row that differs. A chunk of each in memory at once.

import { KIND, KINDS, type ChangedTerms, type TapeColumns } from './columns.ts';
import type { Tape } from './tape.ts';

/** Null: the same. */
export async function firstDifference(a: Tape, b: Tape): Promise<string | null> {
  const terms = termsDifference(a, b);
  if (terms !== null) return terms;
  const [left, right] = [new RowReader(a), new RowReader(b)];
  try {
    for (let row = 1; ; row++) {
      const [hasLeft, hasRight] = [await left.next(), await right.next()];
      if (!hasLeft && !hasRight) return null;
      if (!hasLeft) return `row ${row}: ${a.name} has ended, ${b.name} has ${right.text()}`;
      if (!hasRight) return `row ${row}: ${b.name} has ended, ${a.name} has ${left.text()}`;
      if (!left.isSame(right)) return `row ${row}: ${a.name} has ${left.text()}, ${b.name} has ${right.text()}`;
    }
  } finally {
    await Promise.all([left.close(), right.close()]);
  }
}

function termsDifference(a: Tape, b: Tape): string | null {
  const termsOf = (tape: Tape): ReadonlyMap<string, string> => new Map(tape.instruments.map((instrument) => [instrument.name, JSON.stringify(Object.entries(instrument).filter(([key]) => key !== 'id').toSorted(([x], [y]) => (x < y ? -1 : 1)))]));
  const [left, right] = [termsOf(a), termsOf(b)];
  for (const [name, terms] of left) {
    const other = right.get(name);
    if (other === undefined) return `${name} is not in ${b.name}`;
    if (other !== terms) return `the terms of ${name} differ: ${terms} and ${other}`;
  }
  const missing = [...right.keys()].find((name) => !left.has(name));
  return missing === undefined ? null : `${missing} is not in ${a.name}`;
}

const termsText = (terms: ChangedTerms | undefined): string => JSON.stringify([terms?.tick, terms?.fees]);

class RowReader {
  readonly #tape: Tape;
  readonly #chunks: AsyncIterator<TapeColumns>;
  #chunk: TapeColumns | null = null;
  #at = -1;

  constructor(tape: Tape) {
    this.#tape = tape;
    this.#chunks = tape.chunks()[Symbol.asyncIterator]();
  }

  next(): boolean | Promise<boolean> {
    if (this.#chunk !== null && ++this.#at < this.#chunk.length) return true;
    return this.#nextChunk();
  }

  async #nextChunk(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    this.#chunk = done === true ? null : value;
    this.#at = 0;
    return done !== true;
  }

  isSame(other: RowReader): boolean {
    const [a, b, i, j] = [this.#chunk!, other.#chunk!, this.#at, other.#at];
    const kind = a.kind[i]!;
    return kind === b.kind[j] && a.ts[i] === b.ts[j] && a.side[i] === b.side[j] && a.price[i] === b.price[j] && a.delay[i] === b.delay[j]
      && this.#name() === other.#name()
      && (kind === KIND.terms ? termsText(this.#tape.terms[a.size[i]!]) === termsText(other.#tape.terms[b.size[j]!]) : a.size[i] === b.size[j]);
  }

  #name(): string | undefined {
    const number = this.#chunk!.market[this.#at]!;
    return this.#chunk!.kind[this.#at] === KIND.reference ? this.#tape.references[number] : this.#tape.instruments[number]?.name;
  }

  /** "2026-06-07T01:35:00.000Z delta tickscope-579534 side 0 price 400000 size 5000000 delay −1". */
  text(): string {
    const [chunk, i] = [this.#chunk!, this.#at];
    return `${new Date(chunk.ts[i]!).toISOString()} ${KINDS[chunk.kind[i]!]} ${this.#name() ?? 'of all markets'}, side ${chunk.side[i]}, price ${chunk.price[i]}, size ${chunk.size[i]}, delay ${chunk.delay[i]}`;
  }

  async close(): Promise<void> { await this.#chunks.return?.(); }
}
