// The few things that tapes want of DuckDB, by its column chunks and never by rows. Loaded only where a Parquet file is
// read or written: loading it takes some 20 ms and 60 MB.

import type Bindings from '@duckdb/node-bindings';
import type { Connection, Database, DataChunk } from '@duckdb/node-bindings';

type Api = typeof Bindings;

export interface DuckdbOptions {
  /** Of the database; `:memory:` for none. */
  readonly path: string;
  readonly threads: number;
  /** Like `512MB`; what does not fit is spilled to `spillFolder`. */
  readonly memoryLimit: string;
  readonly spillFolder: string | null;
}

export class Duckdb {
  readonly api: Api;
  readonly #database: Database;
  readonly connection: Connection;

  private constructor(api: Api, database: Database, connection: Connection) {
    this.api = api;
    this.#database = database;
    this.connection = connection;
  }

  static async open({ path, threads, memoryLimit, spillFolder }: DuckdbOptions): Promise<Duckdb> {
    const { default: api } = await import('@duckdb/node-bindings');
    const database = await api.open(path);
    const duckdb = new Duckdb(api, database, await api.connect(database));
    for (const [setting, value] of [
      ['threads', String(threads)], ['memory_limit', sqlText(memoryLimit)], ['preserve_insertion_order', 'true'],
      // Nothing is fetched and nothing is read but what is named.
      ['autoinstall_known_extensions', 'false'], ['enable_progress_bar', 'false'],
      ...(spillFolder === null ? [] : [['temp_directory', sqlText(spillFolder)]]),
    ]) await duckdb.run(`SET ${setting} = ${value}`);
    return duckdb;
  }

  async run(sql: string): Promise<void> { await this.api.query(this.connection, sql); }

  /** The chunks of the result as they come; the whole of it is never held. */
  async *chunks(sql: string): AsyncGenerator<DataChunk, void> {
    const { api } = this;
    const result = await api.execute_prepared_streaming(await api.prepare(this.connection, sql));
    let coming = api.fetch_chunk(result);
    try {
      for (;;) {
        const chunk = await coming;
        if (chunk === null || chunk === undefined || api.data_chunk_get_size(chunk) === 0) return;
        // While this chunk is worked on, the next one is read and unpacked; an error waits until it is asked for.
        coming = api.fetch_chunk(result);
        coming.catch(() => {});
        yield chunk;
      }
    } finally {
      await coming.catch(() => {});
    }
  }

  /** The first column of the first row; null where there is none. */
  async text(sql: string): Promise<string | null> {
    const { DuckDBDataChunk } = await import('@duckdb/node-api');
    for await (const chunk of this.chunks(sql)) {
      const [value] = new DuckDBDataChunk(chunk).getColumnValues(0);
      return typeof value === 'string' ? value : null;
    }
    return null;
  }

  interrupt(): void { this.api.interrupt(this.connection); }

  close(): void {
    this.api.disconnect_sync(this.connection);
    this.api.close_sync(this.#database);
  }
}

export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const sqlTexts = (texts: readonly string[]): string => `[${texts.map(sqlText).join(', ')}]`;
/** The name of a file to be read: DuckDB takes a path for a pattern. */
export const sqlPath = (path: string): string => sqlText(path.replaceAll(/[[*?]/g, '[$&]'));
