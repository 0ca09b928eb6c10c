// The quotes of a us-bbo recording, all of them, 18 bytes each: its files go market by market, so that the order of time is
// known only at their end. And the labels that come with it.

import { EvenkeelError } from '../errors/define.ts';
import { TAPE_MALFORMED_ROW, TAPE_MISSING_COLUMN, TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { ByteSource } from './byte-source.ts';
import { CsvRows } from './csv-rows.ts';
import { lineBlocks } from './lines.ts';
import { QuotedLine } from './quoted-line.ts';
import { SeenTicks } from './seen-ticks.ts';

export const QUOTE_COLUMNS = ['ts', 'slug', 'bid', 'ask', 'mid', 'spread', 'volume24hr'];
export const LABEL_COLUMNS = ['slug', 'question', 'category', 'y', 'source'];

const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

export class QuoteStore {
  readonly slugs: string[] = [];
  /** By market. */
  readonly ticks: SeenTicks[] = [];
  /** By market: stamp of its last row. */
  readonly lastAt: number[] = [];
  length = 0;
  ts = new Float64Array(4_096);
  market = new Int16Array(4_096);
  /** Micro-dollars, 0 where nobody bids. */
  bid = new Int32Array(4_096);
  /** Micro-dollars, 0 where nobody offers. */
  ask = new Int32Array(4_096);
  readonly #markets = new Map<string, number>();
  #text = '';
  #stamp = 0;

  async read(path: string, took: (bytes: number) => void): Promise<void> {
    const rows = new CsvRows(path);
    const source = new ByteSource(path);
    let taken = 0;
    for await (const block of source.blocks()) {
      rows.feed(block);
      while (rows.next()) this.#row(rows);
      took(source.bytesRead - taken);
      taken = source.bytesRead;
    }
    rows.end();
  }

  /** Numbers of the rows in order of time; under one stamp as in the files. */
  inTime(): Uint32Array {
    const order = Uint32Array.from({ length: this.length }, (_, i) => i);
    return order.toSorted((a, b) => this.ts[a]! - this.ts[b]! || a - b);
  }

  #row(rows: CsvRows): void {
    if (rows.columns.join(',') !== QUOTE_COLUMNS.join(',')) throw new EvenkeelError(TAPE_MISSING_COLUMN, `${rows.file}:1  a us-bbo recording has the columns ${QUOTE_COLUMNS.join(', ')}`, { file: rows.file, line: 1 });
    const market = this.#marketOf(rows);
    const ts = this.#stampOf(rows);
    if (ts <= this.lastAt[market]!) throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${rows.file}:${rows.line}  the row is not newer than the one before it of ${this.slugs[market]}`, { file: rows.file, line: rows.line });
    this.lastAt[market] = ts;
    const i = this.length;
    if (i === this.ts.length) this.#grow();
    this.ts[i] = ts;
    this.market[i] = market;
    const ticks = this.ticks[market]!;
    ticks.begin(ts);
    this.bid[i] = priceIn(rows, 2, ts, ticks);
    this.ask[i] = priceIn(rows, 3, ts, ticks);
    this.length = i + 1;
  }

  #marketOf(rows: CsvRows): number {
    const slug = rows.text(1);
    let market = this.#markets.get(slug);
    if (market === undefined) {
      if (slug === '') rows.fail(1, 'is not a name');
      market = this.slugs.length;
      this.slugs.push(slug);
      this.#markets.set(slug, market);
      this.lastAt.push(-Infinity);
      this.ticks.push(new SeenTicks());
    }
    return market;
  }

  /** The rows of one poll share their stamp. */
  #stampOf(rows: CsvRows): number {
    if (rows.is(0, this.#text)) return this.#stamp;
    const text = rows.text(0);
    const ts = STAMP.test(text) ? Date.parse(text) : NaN;
    // A day that does not exist is taken for the next one that does.
    if (Number.isNaN(ts) || new Date(ts).toISOString().slice(0, 19) !== text.slice(0, 19)) rows.fail(0, 'is not a time that exists, like 2026-07-11T21:32:41Z');
    this.#text = text;
    this.#stamp = ts;
    return ts;
  }

  #grow(): void {
    const rows = this.ts.length * 2;
    const grown = <T extends Float64Array | Int16Array | Int32Array>(from: T, to: T): T => { to.set(from); return to; };
    this.ts = grown(this.ts, new Float64Array(rows));
    this.market = grown(this.market, new Int16Array(rows));
    this.bid = grown(this.bid, new Int32Array(rows));
    this.ask = grown(this.ask, new Int32Array(rows));
  }
}

/** 0 where the field is empty. */
function priceIn(rows: CsvRows, field: number, ts: number, ticks: SeenTicks): number {
  if (rows.isEmpty(field)) return 0;
  const price = rows.price(field);
  return ticks.see(ts, price) ? price : rows.fail(field, 'is finer than any tick of the venue');
}

/** What a YES share paid, by slug. Labels that somebody inferred from a price are passed over. */
export async function labelsIn(path: string): Promise<ReadonlyMap<string, number>> {
  const labels = new Map<string, number>();
  for await (const { lines, first } of lineBlocks(path)) {
    for (const [i, text] of lines.entries()) {
      if (first + i === 1) continue;
      const line = QuotedLine.parse(text, path, first + i, LABEL_COLUMNS);
      const y = line.text('y');
      if (y !== '0' && y !== '1') line.fail('y', 'is neither 0 nor 1');
      const slug = line.text('slug');
      if (labels.has(slug)) throw new EvenkeelError(TAPE_MALFORMED_ROW, `${path}:${first + i}  column slug: ${slug} has a label already`, { file: path, line: first + i });
      if (line.text('source') === 'api') labels.set(slug, Number(y) * 1_000_000);
    }
  }
  return labels;
}
