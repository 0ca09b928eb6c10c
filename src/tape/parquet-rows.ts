// Takes the chunks of one Parquet tape into our columns: copies what is alike, turns places in lists of words into the
// numbers of the tape it is played on, and refuses what cannot be a row.

import type Bindings from '@duckdb/node-bindings';
import type { DataChunk, Vector } from '@duckdb/node-bindings';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_CORRUPT } from '../errors/tape.ts';
import { KIND, KINDS, NO_SIDE, type TapeColumns } from './columns.ts';
import type { TapeMetadata } from './parquet-metadata.ts';
import type { DecodeTarget, Labels } from './recording-format.ts';

type Numbers = Float64Array | Uint8Array | Int16Array | Int32Array;
type NumbersOf<T extends Numbers> = new (buffer: ArrayBufferLike, offset: number, length: number) => T;

const NO_MARKET = -1;
const UNKNOWN = -2;

export class ParquetRows {
  /** Of markets and references, each once: what the `market` column may hold. */
  readonly names: readonly string[];
  readonly #path: string;
  readonly #api: typeof Bindings;
  readonly #metadata: TapeMetadata;
  readonly #target: DecodeTarget;
  readonly #labels: Labels;
  /** By the place of a name, from 1; the last is that of no name. */
  readonly #marketAt: Int16Array;
  readonly #referenceAt: Int16Array;
  /** By the number of a market: what a label says that it paid. */
  readonly #paid = new Map<number, number>();
  #rows = 0;

  constructor(path: string, api: typeof Bindings, metadata: TapeMetadata, target: DecodeTarget, labels: Labels) {
    this.#path = path;
    this.#api = api;
    this.#metadata = metadata;
    this.#target = target;
    this.#labels = labels;
    const { instruments, references } = metadata;
    this.names = [...new Set([...instruments.map(({ name }) => name), ...references])];
    this.#marketAt = new Int16Array(this.names.length + 2).fill(UNKNOWN);
    this.#referenceAt = this.#marketAt.slice();
    this.#marketAt[this.names.length + 1] = NO_MARKET;
    instruments.forEach(({ name }, i) => {
      this.#marketAt[this.names.indexOf(name) + 1] = target.markets[i]!;
      const label = labels.get(name);
      if (label !== undefined) this.#paid.set(target.markets[i]!, label);
    });
    references.forEach((name, i) => { this.#referenceAt[this.names.indexOf(name) + 1] = target.references[i]!; });
  }

  /** Gives the number of rows. */
  take(chunk: DataChunk): number {
    const api = this.#api;
    const rows = api.data_chunk_get_size(chunk);
    const { out } = this.#target;
    const at = out.length;
    out.reserve(at + rows);
    const column = <T extends Numbers>(index: number, of: NumbersOf<T> & { readonly BYTES_PER_ELEMENT: number }): T => {
      const vector = api.data_chunk_get_vector(chunk, index);
      if (this.#hasNull(vector, rows)) this.#refuse('holds an unknown word, or nothing where there has to be a value');
      const bytes = api.vector_get_data(vector, rows * of.BYTES_PER_ELEMENT);
      return new of(bytes.buffer, bytes.byteOffset, rows);
    };
    out.ts.set(column(0, Float64Array), at);
    const kinds = column(1, Uint8Array);
    const names = column(2, Int16Array);
    const sides = column(3, Uint8Array);
    out.price.set(column(4, Float64Array), at);
    out.size.set(column(5, Float64Array), at);
    out.delay.set(column(6, Int32Array), at);
    for (let j = 0; j < rows; j++) {
      const kind = kinds[j]! - 1;
      const market = (kind === KIND.reference ? this.#referenceAt : this.#marketAt)[names[j]!]!;
      out.kind[at + j] = kind;
      out.side[at + j] = sides[j]! - 1;
      out.market[at + j] = market;
      // Rare kinds, and rows of no market, are looked at one by one.
      if (market < 0 || kind >= KIND.resolved || kind === KINDS.length) this.#look(out, at + j, kind, market);
    }
    out.length = at + rows;
    this.#rows += rows;
    return rows;
  }

  #look(out: TapeColumns, row: number, kind: number, market: number): void {
    if (kind >= KINDS.length) this.#refuse('holds a row of no kind');
    if (market === UNKNOWN || (market === NO_MARKET && kind !== KIND.heartbeat && kind !== KIND.gap)) this.#refuse(`holds a ${KINDS[kind]} row of no market that it lists`);
    if (kind === KIND.terms) {
      const terms = this.#target.terms[out.size[row]!];
      if (terms === undefined) this.#refuse('holds a terms row whose terms it does not list');
      out.size[row] = terms;
    } else if (kind === KIND.resolved) out.price[row] = this.#paid.get(market) ?? out.price[row]!;
  }

  /** After the last chunk: all rows have to have come, and labels for markets that the tape leaves open are its last rows. */
  end(): void {
    const { facts, instruments } = this.#metadata;
    if (this.#rows !== facts.rows) this.#refuse(`holds ${this.#rows} rows where its metadata says ${facts.rows}`);
    instruments.forEach(({ name }, i) => {
      const label = this.#labels.get(name);
      if (label === undefined || facts.markets[i]!.yesPays !== null) return;
      const { out, markets } = this.#target;
      out.delayNow = -1;
      out.row(KIND.resolved, facts.lastAt!, markets[i]!, NO_SIDE, label, 0);
    });
  }

  #hasNull(vector: Vector, rows: number): boolean {
    const words = (rows + 63) >> 6;
    const validity = this.#api.vector_get_validity(vector, words * 8) as Uint8Array | null;
    if (validity === null) return false;
    for (let row = 0; row < rows; row++) if ((validity[row >> 3]! & (1 << (row & 7))) === 0) return true;
    return false;
  }

  #refuse(what: string): never {
    throw new EvenkeelError(TAPE_CORRUPT, `${this.#path}: ${what}, in the ${this.#rows} rows before or the 2,048 after`, { file: this.#path, row: this.#rows });
  }
}
