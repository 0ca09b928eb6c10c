// Whether the markets that a tape lists are those that the raw segment says were listed, term for term.

import type { Instrument } from '../core/domain/instrument.ts';

/** Gives what differs, in words. */
export function termsDifferences(raw: readonly Instrument[], tape: readonly Instrument[]): readonly string[] {
  const listed = new Map(raw.map((instrument) => [instrument.name, textOf(instrument)]));
  const found: string[] = [];
  for (const instrument of tape) {
    const expected = listed.get(instrument.name);
    listed.delete(instrument.name);
    if (expected === undefined) found.push(`${instrument.name}: the tape lists it, raw does not`);
    else if (expected !== textOf(instrument)) found.push(`${instrument.name}: listed as ${expected}, the tape says ${textOf(instrument)}`);
  }
  return [...found, ...[...listed.keys()].map((name) => `${name}: raw lists it, the tape does not`)];
}

/** Its number is that of the tape it is on. */
const textOf = (instrument: Instrument): string => JSON.stringify({ ...instrument, id: undefined }, (_key, value: unknown) => (isObject(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value));
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
