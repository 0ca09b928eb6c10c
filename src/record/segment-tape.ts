// The decoded side of a segment: events to rows of one Parquet tape. Markets are numbered anew in each segment, stamps never fall,
// and while the venue was not heard there is a hole.

import type { MarketDataEvent } from '../core/domain/events.ts';
import { marketId, type Instrument, type MarketId } from '../core/domain/instrument.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { TapeColumns, type ChangedTerms } from '../tape/columns.ts';
import { MarketFactsCounter } from '../tape/market-facts.ts';
import type { TapeSource } from '../tape/opened-tape.ts';
import { ParquetWriter } from '../tape/parquet-write.ts';
import type { RecordedInstrument } from '../tape/recording-format.ts';
import { RowsHash } from '../tape/rows-hash.ts';
import { FINDINGS, type Finding, type TapeFacts } from '../tape/tape-facts.ts';
import { TapeCounter } from '../tape/tape-info.ts';
import type { BookLine } from './raw-line.ts';

const CHUNK_ROWS = 16_384;

interface Hole { readonly from: number; readonly to: number; readonly how: string }
/** The venue is not heard since then. */
interface Outage { readonly since: number; readonly why: string }

interface SegmentTapeParts {
  readonly path: string;
  readonly name: string;
  readonly startedAt: number;
  readonly onFailure: (error: unknown) => void;
}

export class SegmentTape {
  readonly #parts: SegmentTapeParts;
  readonly #instruments: RecordedInstrument[] = [];
  readonly #names: string[] = [];
  readonly #numbers = new Map<MarketId, MarketId>();
  readonly #terms: ChangedTerms[] = [];
  readonly #counter = new TapeCounter();
  readonly #markets = new MarketFactsCounter(this.#names);
  readonly #hash = new RowsHash();
  #columns = new TapeColumns();
  #rowsBefore = 0;
  #lastAt: number;
  #outage: Outage | null = null;
  /** Said while the venue was not heard: rows that follow the hole, whose length is not known yet. */
  #held: MarketDataEvent[] = [];
  #writer: ParquetWriter | null = null;
  #work: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(parts: SegmentTapeParts) {
    this.#parts = parts;
    this.#lastAt = parts.startedAt;
  }

  /** Rows so far; null while it is not known what the next one is. */
  get rows(): number | null { return this.#outage === null ? this.#rowsBefore + this.#columns.length : null; }

  hole({ from, to, how }: Hole): void {
    if (to <= from) return;
    // What the hole follows is the segment before: its end is where this one begins.
    this.#lastAt = Math.max(this.#lastAt, from);
    this.#counter.gaps.push({ market: null, from, to, how });
    this.#columns.gap({ ts: from, market: -1, lengthMs: to - from });
  }

  /** What a segment begins with. */
  book({ at, market, doubt, bids, asks }: BookLine): void {
    const ts = timestamp(at);
    this.push({ type: 'BookSnapshot', ts, market, bids, asks });
    if (doubt !== null) this.push({ type: 'BookInvalidated', ts, market, reason: doubt });
  }

  push(event: MarketDataEvent): void {
    if (event.type === 'InstrumentListed') return this.#list(event.instrument);
    if (event.type === 'FeedStatusChanged') return this.#heard(event.up, event.ts, event.reason);
    if (this.#outage === null) this.#row(event);
    else this.#held.push(event);
  }

  /** No row comes after this. Gives how many there are; without any, and where no market was listed, there is no tape. */
  close(at: number): number {
    if (this.#outage !== null) this.#heard(true, at, '');
    return this.#instruments.length === 0 ? 0 : this.#rowsBefore + this.#columns.length;
  }

  /** After `close`. Null where it failed, or where there is no tape. */
  async finish(sources: readonly TapeSource[], recordedRows: number): Promise<TapeFacts | null> {
    this.#counter.rows = recordedRows;
    this.#take();
    await this.#work;
    if (this.#writer === null || this.#hasFailed) return null;
    if (this.#instruments.length === 0) {
      await this.abandon();
      return null;
    }
    const facts = this.#facts();
    await this.#guarded(async () => {
      await this.#writer?.finish({ name: this.#parts.name, instruments: this.#instruments, references: [], terms: this.#terms, sources, facts });
    });
    return this.#hasFailed ? null : facts;
  }

  /** Leaves nothing. */
  async abandon(): Promise<void> {
    await this.#work;
    this.#hasFailed = true;
    await this.#writer?.abandon();
  }

  settled(): Promise<void> { return this.#work; }

  #list(instrument: Instrument): void {
    if (this.#numbers.has(instrument.id)) return;
    const { id, ...terms } = instrument;
    this.#numbers.set(id, marketId(this.#instruments.push(terms) - 1));
    this.#names.push(instrument.name);
  }

  #heard(isUp: boolean, ts: number, why: string): void {
    const outage = this.#outage;
    if (!isUp) this.#outage ??= { since: Math.max(ts, this.#lastAt), why };
    if (!isUp || outage === null) return;
    this.#outage = null;
    // Without a market there is no tape that could have a hole.
    if (this.#instruments.length > 0) this.hole({ from: Math.max(outage.since, this.#lastAt), to: ts, how: `the venue was not heard: ${outage.why}` });
    const held = this.#held;
    this.#held = [];
    for (const event of held) this.#row(event);
  }

  #row(event: MarketDataEvent): void {
    if (event.ts < this.#lastAt) this.#counter.backwardStamps++;
    this.#lastAt = Math.max(this.#lastAt, event.ts);
    const ts = timestamp(this.#lastAt);
    const market = 'market' in event ? this.#numbers.get(event.market) : undefined;
    // What is of a market that has ended in an earlier segment is of none.
    if (market === undefined) {
      if (event.type === 'FeedHeartbeat' && this.#instruments.length > 0) this.#columns.push({ ...event, ts });
    } else if (event.type === 'InstrumentChanged') this.#columns.terms(ts, market, this.#termsOf(event));
    else this.#columns.push({ ...event, ts, market } as MarketDataEvent);
    if (this.#columns.length >= CHUNK_ROWS) this.#take();
  }

  #termsOf({ tick, fees }: ChangedTerms): number {
    const same = this.#terms.findIndex((terms) => terms.tick === tick && JSON.stringify(terms.fees) === JSON.stringify(fees));
    return same >= 0 ? same : this.#terms.push({ tick, fees }) - 1;
  }

  #take(): void {
    const columns = this.#columns;
    if (columns.length === 0) return;
    this.#columns = new TapeColumns();
    this.#rowsBefore += columns.length;
    this.#counter.countChunk(columns);
    this.#markets.add(columns);
    this.#hash.add(columns);
    this.#work = this.#work.then(() => this.#guarded(async () => {
      this.#writer ??= await ParquetWriter.open(this.#parts.path);
      this.#writer.append(columns);
    }));
  }

  #facts(): TapeFacts {
    const counter = this.#counter;
    return {
      recordedRows: counter.rows, rows: counter.tapeRows, kinds: counter.kinds, firstAt: counter.firstAt, lastAt: counter.lastAt, markets: this.#markets.facts(),
      found: Object.fromEntries(FINDINGS.map((finding) => [finding, counter[finding]])) as Record<Finding, number>, gaps: counter.gaps, rowsHash: this.#hash.digest(),
    };
  }

  async #guarded(step: () => Promise<void>): Promise<void> {
    if (this.#hasFailed) return;
    try {
      await step();
    } catch (error) {
      this.#hasFailed = true;
      this.#parts.onFailure(error);
    }
  }
}

