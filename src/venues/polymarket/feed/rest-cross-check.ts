// Books by REST against books by socket: a few at a time, in turn, and at once where something is suspected. A difference counts
// when it is still there after the socket has had time to say the same; that also finds ghosts, books that the socket stopped
// talking of while the venue's moved on. An answer that fails proves nothing.

import type { BookMessage } from '../wire/market-message.ts';
import type { ConditionBook } from './condition-book.ts';
import type { FeedClock } from './feed-clock.ts';

/** As any client of the REST interface has it. */
export type BookByRest = Pick<BookMessage, 'token' | 'bids' | 'asks' | 'ts'>;

export interface RestCrossCheckParts {
  readonly clock: FeedClock;
  /** Books of these tokens, in any order; those that the venue does not have are left out. */
  readonly fetchBooks: (tokens: readonly string[]) => Promise<readonly BookByRest[]>;
  readonly onSame: (book: ConditionBook) => void;
  readonly onDiffers: (book: ConditionBook, reason: string) => void;
}

export interface CrossCheckCounts { readonly asked: number; readonly same: number; readonly differed: number; readonly failed: number }

/** How long the socket may be behind REST. placeholder: to be fitted on the measured difference of the two. */
const GRACE_MS = 2_000;
const EVERY_MS = 5_000;
const AT_ONCE = 10;

export class RestCrossCheck {
  readonly #parts: RestCrossCheckParts;
  readonly #turn: ConditionBook[] = [];
  readonly #suspects = new Set<ConditionBook>();
  readonly #contradicted = new Map<ConditionBook, { readonly by: BookByRest; readonly judgeAt: number }>();
  #isAsking = false;
  #nextAt = 0;
  #counts = { asked: 0, same: 0, differed: 0, failed: 0 };

  constructor(parts: RestCrossCheckParts) { this.#parts = parts; }

  get counts(): CrossCheckCounts { return this.#counts; }

  add(book: ConditionBook): void { this.#turn.push(book); }
  remove(book: ConditionBook): void {
    const index = this.#turn.indexOf(book);
    if (index >= 0) this.#turn.splice(index, 1);
    this.#suspects.delete(book);
    this.#contradicted.delete(book);
  }
  suspect(book: ConditionBook): void { this.#suspects.add(book); }

  /** To be called often. */
  tick(): void {
    const uptime = this.#parts.clock.uptime();
    for (const [book, { by, judgeAt }] of this.#contradicted) {
      if (uptime < judgeAt) continue;
      this.#contradicted.delete(book);
      this.#judge(book, by);
    }
    if (this.#isAsking || this.#turn.length === 0 || (uptime < this.#nextAt && this.#suspects.size === 0)) return;
    this.#nextAt = uptime + EVERY_MS;
    this.#ask();
  }

  #ask(): void {
    const suspects = [...this.#suspects].slice(0, AT_ONCE);
    for (const book of suspects) this.#suspects.delete(book);
    const next = this.#turn.splice(0, Math.max(0, Math.min(AT_ONCE - suspects.length, this.#turn.length)));
    this.#turn.push(...next);
    const books = new Map([...suspects, ...next].filter(({ isSound }) => isSound).map((book) => [book.market.yesId, book]));
    if (books.size === 0) return;
    this.#isAsking = true;
    this.#counts = { ...this.#counts, asked: this.#counts.asked + books.size };
    void this.#fetch(books);
  }

  async #fetch(books: ReadonlyMap<string, ConditionBook>): Promise<void> {
    let answers: readonly BookByRest[] = [];
    try {
      answers = await this.#parts.fetchBooks([...books.keys()]);
    } catch {
      this.#counts = { ...this.#counts, failed: this.#counts.failed + 1 };
    }
    this.#isAsking = false;
    for (const answer of answers) {
      const book = books.get(answer.token);
      if (book !== undefined) this.#compare(book, answer);
    }
  }

  #compare(book: ConditionBook, by: BookByRest): void {
    const result = book.compare(by);
    if (result === 'same') this.#agree(book);
    if (result === 'differs') this.#contradicted.set(book, { by, judgeAt: this.#parts.clock.uptime() + GRACE_MS });
  }

  #judge(book: ConditionBook, by: BookByRest): void {
    const result = book.compare(by);
    if (result === 'same') this.#agree(book);
    if (result !== 'differs') return;
    this.#counts = { ...this.#counts, differed: this.#counts.differed + 1 };
    this.#parts.onDiffers(book, by.ts > book.stamp ? 'the venue\'s book has moved and the feed did not say so' : 'the book by REST is another');
  }

  #agree(book: ConditionBook): void {
    this.#counts = { ...this.#counts, same: this.#counts.same + 1 };
    this.#parts.onSame(book);
  }
}
