// What belongs to each token of a recording, found without making a string of its 77 digits for every row.

import type { CsvRows } from './csv-rows.ts';

interface Entry<T> { readonly token: Buffer; readonly value: T }

export class TokenMap<T> {
  /** By a key of the last digits; tokens that share one stand side by side. */
  readonly #entries = new Map<number, Entry<T>[]>();

  /** What belongs to the token in this field; undefined for one that was never set. */
  get(rows: CsvRows, field: number): T | undefined {
    const entries = this.#entries.get(rows.tailKey(field));
    if (entries === undefined) return undefined;
    for (const { token, value } of entries) if (rows.isBytes(field, token)) return value;
    return undefined;
  }

  /** The token in this field has to be new. */
  set(rows: CsvRows, field: number, value: T): void {
    const key = rows.tailKey(field);
    const entry = { token: Buffer.from(rows.text(field), 'latin1'), value };
    const entries = this.#entries.get(key);
    if (entries === undefined) this.#entries.set(key, [entry]);
    else entries.push(entry);
  }
}
