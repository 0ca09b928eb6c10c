// Writes one Parquet tape. Rows are staged in a database beside the file, since what stands in the metadata is known only
// after the last of them; memory stays bounded whatever their number. The file appears whole, under its name, or not at all.

import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Appender, DataChunk, LogicalType } from '@duckdb/node-bindings';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_CANNOT_WRITE } from '../errors/tape.ts';
import { KIND, KINDS, type TapeColumns } from './columns.ts';
import { Duckdb, sqlText } from './duckdb.ts';
import { metadataText, METADATA_KEY, type TapeMetadata } from './parquet-metadata.ts';
import { fileColumns, STAGED_COLUMNS } from './parquet-sql.ts';

const MEMORY_LIMIT = '512MB';
/** The program waits while the file is written, so its core is free too. */
const WRITING_THREADS = 2;
/** Rows of a data chunk of DuckDB. */
const VECTOR_ROWS = 2_048;

export class ParquetWriter {
  readonly #path: string;
  readonly #folder: string;
  readonly #duckdb: Duckdb;
  readonly #appender: Appender;
  readonly #chunk: DataChunk;
  #rows = 0;
  #isOpen = true;

  private constructor(path: string, folder: string, duckdb: Duckdb) {
    const { api, connection } = duckdb;
    const { DOUBLE, UTINYINT, SMALLINT, INTEGER } = api.Type;
    this.#path = path;
    this.#folder = folder;
    this.#duckdb = duckdb;
    this.#appender = api.appender_create(connection, null, 'staged');
    this.#chunk = api.create_data_chunk([DOUBLE, UTINYINT, SMALLINT, UTINYINT, DOUBLE, DOUBLE, INTEGER].map((type): LogicalType => api.create_logical_type(type)));
  }

  /** Nothing stands at `path` until `finish`. */
  static async open(path: string): Promise<ParquetWriter> {
    let folder: string | null = null;
    try {
      folder = await mkdtemp(`${path}.import-`);
      const duckdb = await Duckdb.open({ path: join(folder, 'staged.db'), threads: WRITING_THREADS, memoryLimit: MEMORY_LIMIT, spillFolder: join(folder, 'spill') });
      await duckdb.run(`CREATE TABLE staged (${STAGED_COLUMNS})`);
      return new ParquetWriter(path, folder, duckdb);
    } catch (error) {
      if (folder !== null) await rm(folder, { recursive: true, force: true });
      throw asWriteError(path, error);
    }
  }

  append(columns: TapeColumns): void {
    const { api } = this.#duckdb;
    const { ts, kind, market, side, price, size, delay, length } = columns;
    refuseFractions(columns);
    for (let start = 0; start < length; start += VECTOR_ROWS) {
      const rows = Math.min(VECTOR_ROWS, length - start);
      api.data_chunk_reset(this.#chunk);
      api.data_chunk_set_size(this.#chunk, rows);
      [ts, kind, market, side, price, size, delay].forEach((column, i) => {
        const width = column.BYTES_PER_ELEMENT;
        api.copy_data_to_vector(api.data_chunk_get_vector(this.#chunk, i), 0, column.buffer as ArrayBuffer, column.byteOffset + start * width, rows * width);
      });
      try {
        api.append_data_chunk(this.#appender, this.#chunk);
      } catch (error) {
        throw asWriteError(this.#path, error);
      }
    }
    this.#rows += length;
  }

  /** Writes the file and gives it its name. */
  async finish(metadata: TapeMetadata): Promise<void> {
    if (metadata.facts.rows !== this.#rows) throw new TypeError(`${this.#rows} rows were written, ${metadata.facts.rows} are said`);
    const written = join(this.#folder, 'tape.parquet');
    const columns = fileColumns(metadata.instruments.map(({ name }) => name), metadata.references);
    try {
      this.#duckdb.api.appender_close_sync(this.#appender);
      await this.#duckdb.run(`COPY (SELECT ${columns} FROM staged) TO ${sqlText(written)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${sqlText(METADATA_KEY)}: ${sqlText(metadataText(metadata))}})`);
      await rename(written, this.#path);
    } catch (error) {
      throw asWriteError(this.#path, error);
    } finally {
      await this.abandon();
    }
  }

  /** Leaves nothing beside the file; may be called again. */
  async abandon(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#duckdb.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Ends a `finish` that is under way. */
  interrupt(): void { this.#duckdb.interrupt(); }
}

/** The file holds whole numbers: a reader that gives others is wrong. */
function refuseFractions({ ts, price, size, kind, length }: TapeColumns): void {
  for (let i = 0; i < length; i++) {
    if (kind[i] === KIND.reference) {
      if (Number.isInteger(ts[i]) && Number.isFinite(price[i])) continue;
    } else if (Number.isInteger(ts[i]) && Number.isInteger(price[i]) && Number.isInteger(size[i])) continue;
    throw new TypeError(`row ${i} of the chunk, a ${KINDS[kind[i]!]}, has a fraction: stamp ${ts[i]}, price ${price[i]}, size ${size[i]}`);
  }
}

const asWriteError = (path: string, error: unknown): unknown => (error instanceof Error
  ? new EvenkeelError(TAPE_CANNOT_WRITE, `${path}: cannot be written (${error.message.split('\n')[0]})`, { file: path })
  : error);
