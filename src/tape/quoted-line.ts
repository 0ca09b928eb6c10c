// One line of a CSV recording whose fields may stand in quotes, by the names of its columns. For files of some thousand lines;
// what is wrong with a field is said with file, line and column.

import { MICROS, type Price } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_MALFORMED_ROW } from '../errors/tape.ts';
import { scaledDecimal } from './decimal-text.ts';
import { fieldsOf } from './quoted-csv.ts';

export class QuotedLine {
  readonly file: string;
  readonly line: number;
  readonly #columns: readonly string[];
  readonly #fields: readonly string[];

  private constructor(file: string, line: number, columns: readonly string[], fields: readonly string[]) {
    this.file = file;
    this.line = line;
    this.#columns = columns;
    this.#fields = fields;
  }

  static parse(text: string, file: string, line: number, columns: readonly string[]): QuotedLine {
    const fields = text.includes('"') ? fieldsOf(text) : text.split(',');
    if (fields === null) throw new EvenkeelError(TAPE_MALFORMED_ROW, `${file}:${line}  the quotes of the line do not match`, { file, line });
    if (fields.length !== columns.length) throw new EvenkeelError(TAPE_MALFORMED_ROW, `${file}:${line}  ${fields.length} fields where the header has ${columns.length}`, { file, line });
    return new QuotedLine(file, line, columns, fields);
  }

  text(column: string): string { return this.#fields[this.#columns.indexOf(column)] ?? this.fail(column, 'is missing'); }

  /** A price at which an order can stand; null where the field is empty. */
  priceOrNone(column: string): Price | null {
    const text = this.text(column);
    if (text === '') return null;
    const price = scaledDecimal(text, 6);
    return price > 0 && price < MICROS ? (price as Price) : this.fail(column, 'is not a price between 0 and 1');
  }

  /** A decimal ≥ 0 in its own unit, also with an exponent: `1E+1`. */
  number(column: string): number {
    const text = this.text(column);
    return /^\d+(\.\d+)?(E[+-]\d{1,2})?$/.test(text) ? Number(text) : this.fail(column, 'is not a decimal number');
  }

  fail(column: string, why: string): never {
    const { file, line } = this;
    const value = this.#fields[this.#columns.indexOf(column)] ?? '';
    throw new EvenkeelError(TAPE_MALFORMED_ROW, `${file}:${line}  column ${column}: ${JSON.stringify(value.slice(0, 120))} ${why}`, { file, line, column, value });
  }
}
