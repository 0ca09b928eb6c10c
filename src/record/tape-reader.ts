// The rows of a segment's tape, read up to a given one: the books as they then stand, and the trades since they were last taken.

import { timestamp } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RECORD_ERRORS } from '../errors/record.ts';
import type { TapeColumns } from '../tape/columns.ts';
import type { OpenedTape } from '../tape/opened-tape.ts';
import { RecordedMarkets } from './recorded-markets.ts';
import { tradeText } from './trade-text.ts';

export class TapeReader {
  readonly state = new RecordedMarkets();
  readonly #tape: OpenedTape;
  readonly #chunks: AsyncIterator<TapeColumns, void>;
  #chunk: TapeColumns | null = null;
  #at = 0;
  #rows = 0;
  #trades: string[] = [];

  constructor(tape: OpenedTape) {
    this.#tape = tape;
    this.#chunks = tape.chunks()[Symbol.asyncIterator]();
    for (const instrument of tape.instruments) this.state.hear({ type: 'InstrumentListed', ts: timestamp(0), instrument });
  }

  /** Stops at the end where there are fewer. */
  async readTo(rows: number): Promise<void> {
    while (this.#rows < rows) {
      if (this.#chunk === null || this.#at >= this.#chunk.length) {
        const { done, value } = await this.#chunks.next();
        if (done === true) return;
        this.#chunk = value;
        this.#at = 0;
      }
      this.#hear(this.#chunk);
    }
  }

  takeTrades(): readonly string[] {
    const trades = this.#trades;
    this.#trades = [];
    return trades;
  }

  async close(): Promise<void> { await this.#chunks.return?.(); }

  #hear(chunk: TapeColumns): void {
    const event = chunk.eventAt(this.#at, chunk.ts[this.#at] ?? NaN, this.#tape.venue, this.#tape.terms);
    const count = chunk.rowsOf(this.#at);
    try {
      if (event !== null) this.state.hear(event);
    } catch (error) {
      // A price that is no level of the book.
      if (error instanceof RangeError) throw new EvenkeelError(RECORD_ERRORS.damaged, `${this.#tape.name}: row ${this.#rows + 1}: ${error.message}`);
      throw error;
    }
    if (event?.type === 'TradePrinted') this.#trades.push(tradeText(this.#tape.instruments[event.market]?.name ?? '', event));
    this.#at += count;
    this.#rows += count;
  }
}
