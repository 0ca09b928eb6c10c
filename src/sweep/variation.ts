// What is varied: a path into the YAML and the values it takes, each as it would be written in the file.

import { SWEEP_ERRORS } from '../errors/sweep.ts';
import { EvenkeelError } from '../errors/define.ts';

export interface Variation {
  /** As the operator wrote it. */
  readonly path: string;
  readonly values: readonly string[];
}

/** `presets.calm.quote.halfSpread=1c,1.5c,2c` */
export function readVariation(text: string): Variation {
  const equals = topLevel(text, '=')[0];
  if (equals === undefined || equals === 0) throw bad(text, 'no `=` stands between path and values');
  const path = text.slice(0, equals).trim();
  if (stepsOf(path).includes('')) throw bad(text, `\`${path}\` has an empty step`);
  return { path, values: readValues(text.slice(equals + 1), text) };
}

/** `1c,1.5c`, `20..100 shares step 20`, flow maps too. */
export function readValues(text: string, whole: string): readonly string[] {
  const commas = [-1, ...topLevel(text, ','), text.length];
  const values = commas.slice(1).flatMap((end, i) => {
    const value = text.slice((commas[i] ?? 0) + 1, end).trim();
    if (value === '') throw bad(whole, 'a value is empty');
    return rangeOf(value, whole) ?? [value];
  });
  const twice = values.find((value, i) => values.indexOf(value) !== i);
  if (twice !== undefined) throw bad(whole, `\`${twice}\` stands there twice`);
  return values;
}

/** Steps of a path; one with dots or brackets in it is quoted: `strategies."eu.politics".quote`, `rules[0]`. */
export function stepsOf(path: string): readonly string[] {
  const dots = [-1, ...topLevel(path, '.'), path.length];
  return dots.slice(1).flatMap((end, i) => {
    const step = path.slice((dots[i] ?? 0) + 1, end).trim();
    const quoted = /^"(.*)"$|^'(.*)'$/.exec(step);
    if (quoted !== null) return [quoted[1] ?? quoted[2] ?? ''];
    const listed = /^([^[\]]+)((?:\[\d+\])+)$/.exec(step);
    return listed === null ? [step] : [listed[1] ?? '', ...[...(listed[2] ?? '').matchAll(/\d+/g)].map(([index]) => index)];
  });
}

const MOST_VALUES = 10_000;

/** Both ends included. What stands around the numbers may be written once: `20..100 shares step 20`. */
function rangeOf(text: string, whole: string): readonly string[] | null {
  const range = /^(.+?)\.\.(.+?)\s+step\s+(.+)$/.exec(text);
  if (range === null) {
    if (/\d\s*\.\.\s*\S*\d/.test(text) && !/^["'{[]/.test(text)) throw bad(whole, `\`${text}\` is a range without a step`);
    return null;
  }
  const parts = range.slice(1).map((part) => /^([+-]?)([^\d\s.+-]*)(\d[\d_]*(?:\.\d+)?)(.*)$/.exec(part.trim()));
  const read = parts.map((part) => {
    if (part === null) throw bad(whole, `\`${text}\` is no range`);
    const [, sign, before, number, after] = part;
    const digits = (number ?? '').replaceAll('_', '');
    return { number: Number(`${sign}${digits}`), decimals: (digits.split('.')[1] ?? '').length, before: before ?? '', after: (after ?? '').trimEnd() };
  });
  const [from, to, step] = read;
  if (from === undefined || to === undefined || step === undefined) throw bad(whole, `\`${text}\` is no range`);
  const before = agreed(read.map((part) => part.before), text, whole);
  const after = agreed(read.map((part) => part.after.trim()), text, whole);
  const space = read.find((part) => part.after !== '')?.after.startsWith(' ') === true ? ' ' : '';
  if (step.number <= 0 || to.number < from.number) throw bad(whole, `\`${text}\` does not rise`);
  // In whole units of the last decimal, so that 0.1 + 0.2 is 0.3.
  const decimals = Math.max(...read.map((part) => part.decimals));
  const [low, high, by] = [from, to, step].map(({ number }) => Math.round(number * 10 ** decimals));
  if (low === undefined || high === undefined || by === undefined) throw bad(whole, `\`${text}\` is no range`);
  const count = Math.floor((high - low) / by) + 1;
  if (count > MOST_VALUES) throw bad(whole, `\`${text}\` has ${count} values`);
  return Array.from({ length: count }, (_, i) => {
    const value = (low + i * by) / 10 ** decimals;
    return `${value < 0 ? '-' : ''}${before}${Math.abs(value).toFixed(decimals).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')}${after === '' ? '' : `${space}${after}`}`;
  });
}

function agreed(units: readonly string[], text: string, whole: string): string {
  const given = [...new Set(units.filter((unit) => unit !== ''))];
  if (given.length > 1) throw bad(whole, `\`${text}\` mixes \`${given.join('` and `')}\``);
  return given[0] ?? '';
}

/** Where the character stands outside quotes and brackets. */
function topLevel(text: string, wanted: string): readonly number[] {
  const found: number[] = [];
  let depth = 0;
  let quote = '';
  for (const [i, character] of text.split('').entries()) {
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (character === wanted && depth === 0) found.push(i);
  }
  return found;
}

const bad = (text: string, why: string): EvenkeelError => new EvenkeelError(SWEEP_ERRORS.badVary, `${text}: ${why}`, { vary: text });
