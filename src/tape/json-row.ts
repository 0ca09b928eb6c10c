// One line of a recording of JSON objects, read field by field. Strict: a field that is missing or not what it has to be
// names its file, line and column and stops the reader.

import { MICROS, type Price, type Size } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_MALFORMED_ROW } from '../errors/tape.ts';
import { scaledDecimal } from './decimal-text.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export class JsonRow {
  readonly file: string;
  readonly line: number;
  readonly #fields: Fields;
  /** Of the fields, with its point: `msg.`; empty at the top. */
  readonly #path: string;

  private constructor(file: string, line: number, fields: Fields, path: string) {
    this.file = file;
    this.line = line;
    this.#fields = fields;
    this.#path = path;
  }

  static parse(text: string, file: string, line: number): JsonRow {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw malformed(file, line, `is not JSON (${(error as Error).message})`);
    }
    if (!isObject(value)) throw malformed(file, line, 'is no JSON object');
    return new JsonRow(file, line, value, '');
  }

  has(name: string): boolean { return Object.hasOwn(this.#fields, name); }

  row(name: string): JsonRow {
    const value = this.#fields[name];
    return isObject(value) ? new JsonRow(this.file, this.line, value, `${this.#path}${name}.`) : this.fail(name, 'is no object');
  }

  list(name: string): readonly unknown[] {
    const value = this.#fields[name];
    return Array.isArray(value) ? value : this.fail(name, 'is no list');
  }

  text(name: string): string {
    const value = this.#fields[name];
    return typeof value === 'string' && value !== '' ? value : this.fail(name, 'is no text');
  }

  oneOf<const Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.#fields[name];
    return words.find((word) => word === value) ?? this.fail(name, `is none of ${words.join(', ')}`);
  }

  flag(name: string): boolean {
    const value = this.#fields[name];
    return typeof value === 'boolean' ? value : this.fail(name, 'is neither true nor false');
  }

  /** A whole number ≥ 0. */
  integer(name: string): number {
    const value = this.#fields[name];
    return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : this.fail(name, 'is not a whole number');
  }

  /** Decimal text ≥ 0 in units of 10^−places, exact. */
  decimal(name: string, places: number): number {
    const value = this.#fields[name];
    const scaled = typeof value === 'string' ? scaledDecimal(value, places) : -1;
    return scaled >= 0 ? scaled : this.fail(name, `is not a decimal number of at most ${places} places, as text`);
  }

  /** A price at which an order can stand: above 0 and below 1. */
  price(name: string): Price {
    const price = this.decimal(name, 6);
    return price > 0 && price < MICROS ? (price as Price) : this.fail(name, 'is not a price between 0 and 1');
  }

  /** Micro-shares above 0. */
  someSize(name: string): Size {
    const size = this.decimal(name, 6);
    return size > 0 ? (size as Size) : this.fail(name, 'is not a size above 0');
  }

  fail(name: string, why: string): never {
    const value = this.#fields[name];
    const stated = value === undefined ? 'is missing' : `${JSON.stringify(value).slice(0, 120)} ${why}`;
    throw malformed(this.file, this.line, stated, `${this.#path}${name}`);
  }
}

function malformed(file: string, line: number, what: string, column?: string): EvenkeelError {
  const place = column === undefined ? `${file}:${line}  the line` : `${file}:${line}  column ${column}:`;
  return new EvenkeelError(TAPE_MALFORMED_ROW, `${place} ${what}`, { file, line, ...(column === undefined ? {} : { column }) });
}
