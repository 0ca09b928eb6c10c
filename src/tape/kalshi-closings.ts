// What happens to the markets of a Kalshi recording by the clock: changes of their terms, then the close at the hour that the
// ticker names, and the outcome where it is known. Trading is over at the close, so an outcome that came minutes later is
// told with it.

import type { MarketId } from '../core/domain/instrument.ts';
import type { Price, TimestampMs } from '../core/domain/numbers.ts';
import type { TapeColumns } from './columns.ts';
import { TermsInTime } from './dated-terms.ts';
import type { KalshiMarkets } from './kalshi-terms.ts';
import type { DecodeTarget, Labels } from './recording-format.ts';

interface Closing { readonly market: MarketId; readonly at: TimestampMs; readonly yesPays: number | undefined }

export class KalshiClosings {
  readonly #out: TapeColumns;
  readonly #terms: TermsInTime;
  readonly #closings: readonly Closing[];
  /** Of markets whose close is not known. */
  readonly #others: readonly Omit<Closing, 'at'>[];
  #next = 0;

  constructor({ instruments, terms }: KalshiMarkets, outcomes: Labels, target: DecodeTarget) {
    const { out, markets } = target;
    this.#out = out;
    this.#terms = new TermsInTime(terms, target);
    const ends = instruments.map(({ name, endsAt }, i) => ({ market: markets[i] as MarketId, at: endsAt, yesPays: outcomes.get(name) }));
    this.#closings = ends.filter((end): end is Closing => end.at !== null).toSorted((a, b) => a.at - b.at);
    this.#others = ends.filter(({ at }) => at === null);
  }

  /** Changes and closes what has come by `ts`; to be called before the rows stamped so. */
  upTo(ts: number): void {
    for (let closing = this.#closings[this.#next]; closing !== undefined && closing.at <= ts; closing = this.#closings[++this.#next]) {
      this.#terms.until(closing.at);
      this.#close(closing);
    }
    this.#terms.until(ts);
  }

  /**
   * After the last row. `isWhole`: the recording holds all of its markets, so that they run to their close. Otherwise what
   * is still open is paused: nobody may go on quoting on what the recording left behind.
   */
  end(lastAt: TimestampMs, isWhole: boolean): void {
    if (isWhole) this.upTo(Infinity);
    const left = [...this.#closings.slice(this.#next), ...this.#others];
    const at = isWhole ? (Math.max(lastAt, this.#closings.at(-1)?.at ?? lastAt) as TimestampMs) : lastAt;
    for (const { market, yesPays } of left) {
      if (yesPays === undefined) this.#out.push({ type: 'InstrumentStatusChanged', ts: at, market, status: 'paused' });
      else this.#close({ market, at, yesPays });
    }
  }

  #close({ market, at, yesPays }: Closing): void {
    this.#out.delayNow = -1;
    this.#out.push({ type: 'InstrumentStatusChanged', ts: at, market, status: 'closed' });
    if (yesPays !== undefined) this.#out.push({ type: 'MarketResolved', ts: at, market, yesPays: yesPays as Price });
  }
}
