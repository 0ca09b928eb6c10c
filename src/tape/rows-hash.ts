// A fingerprint of the rows of a tape, whatever chunks they come in: it proves that a stored tape holds what was written.

import { createHash, type Hash } from 'node:crypto';
import type { TapeColumns } from './columns.ts';

export class RowsHash {
  readonly #columns: readonly Hash[] = Array.from({ length: 7 }, () => createHash('sha256'));

  add({ ts, kind, market, side, price, size, delay, length }: TapeColumns): void {
    [ts, kind, market, side, price, size, delay].forEach((column, i) => {
      this.#columns[i]!.update(new Uint8Array(column.buffer, column.byteOffset, length * column.BYTES_PER_ELEMENT));
    });
  }

  /** Of what was added so far; nothing can be added after. */
  digest(): string {
    const whole = createHash('sha256');
    for (const column of this.#columns) whole.update(column.digest());
    return whole.digest('hex');
  }
}
