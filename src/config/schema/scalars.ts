// How a setting is declared: a reader with its unit, a description, bounds and their reason, in one zod type that takes
// the text as written. Defaults are added with `.prefault(text)` where the setting stands, as an operator writes them.

import { z } from 'zod';
import { CONFIG_ERRORS, type ConfigErrorName } from '../../errors/config.ts';
import type { Reader } from '../units.ts';
import { choiceWords } from './words.ts';

/** What a schema says about itself besides its shape. */
export interface SettingMeta {
  readonly description: string;
  /** For leaves: as the reference names it. */
  readonly unit?: string;
  readonly pattern?: string;
  readonly examples?: readonly string[];
  /** Keys (of a map) or words (of a choice) that are planned and not acted on; with what they are for. */
  readonly notYet?: Readonly<Record<string, string>>;
}

/** Written as an operator writes them, read by the setting's own reader. */
export interface Bounds {
  readonly above?: string;
  readonly atLeast?: string;
  readonly below?: string;
  readonly atMost?: string;
  /** Why, for the caret line. */
  readonly why: string;
}

export interface Fault { readonly error: ConfigErrorName; readonly remedy: string; readonly on: 'key' | 'value' }

/** Adds a mistake with its catalogue name; `path` leads from the checked value to the place. */
export function fault(context: z.RefinementCtx, error: ConfigErrorName, message: string, remedy: string, path: PropertyKey[] = [], on: 'key' | 'value' = 'value'): void {
  context.addIssue({ code: 'custom', message, path, params: { error, remedy, on } satisfies Fault });
}

export function isFault(params: unknown): params is Fault {
  return typeof params === 'object' && params !== null && 'error' in params && typeof params.error === 'string' && params.error in CONFIG_ERRORS;
}

function outside<T>(reader: Reader<T>, value: T, bounds: Bounds): string | null {
  const at = reader.order(value);
  const bound = (text: string): number => {
    const reading = reader.read(text);
    if (!reading.ok) throw new Error(`the schema has the bound ${text}, which it cannot read itself`);
    return reader.order(reading.value);
  };
  if (bounds.above !== undefined && !(at > bound(bounds.above))) return `more than ${bounds.above}`;
  if (bounds.atLeast !== undefined && !(at >= bound(bounds.atLeast))) return `at least ${bounds.atLeast}`;
  if (bounds.below !== undefined && !(at < bound(bounds.below))) return `less than ${bounds.below}`;
  if (bounds.atMost !== undefined && !(at <= bound(bounds.atMost))) return `at most ${bounds.atMost}`;
  return null;
}

export function setting<T>(reader: Reader<T>, description: string, bounds: Bounds | null = null): z.ZodType<T, string> {
  return z.string().transform((text, context): T => {
    const reading = reader.read(text);
    if (!reading.ok) {
      fault(context, text === '' ? 'shape' : 'unit', text === '' ? 'no value stands here' : reading.message, text === '' ? `write it like \`${reader.examples[0]}\`` : reading.remedy);
      return z.NEVER;
    }
    const must = bounds === null ? null : outside(reader, reading.value, bounds);
    if (bounds !== null && must !== null) fault(context, 'range', `\`${text}\` is out of range`, `has to be ${must}: ${bounds.why}`);
    return reading.value;
  }).meta({ description, unit: reader.unit, pattern: reader.pattern, examples: [...reader.examples] } satisfies SettingMeta);
}

export function choice<const W extends string>(words: readonly W[], description: string, notYet: Readonly<Record<string, string>> = {}): z.ZodType<W, W> {
  return z.enum(words).meta({ description, unit: choiceWords(words), notYet } satisfies SettingMeta);
}

export const flag = (description: string): z.ZodType<boolean, 'true' | 'false'> =>
  z.enum(['true', 'false']).transform((word) => word === 'true').meta({ description, unit: choiceWords(['true', 'false']) } satisfies SettingMeta);

/** Free text on one line. */
export const words = (description: string, atMost = 120): z.ZodType<string, string> =>
  z.string().transform((text, context) => {
    if (text.trim() === '' || text.length > atMost || /[\r\n]/.test(text)) fault(context, 'shape', 'a short text on one line is needed', `between 1 and ${atMost} characters`);
    return text;
  }).meta({ description, unit: 'text' } satisfies SettingMeta);

/** Begins with a letter, so that no name is ever taken for a list index and no map is reordered by one. */
export const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

export const name = (description: string): z.ZodType<string, string> =>
  z.string().transform((text, context) => {
    if (!NAME.test(text)) fault(context, 'name', `\`${text}\` is not a name`, 'a letter first, then letters, digits, `-` or `_`');
    return text;
  }).meta({ description, unit: 'name', pattern: NAME.source } satisfies SettingMeta);

/** A map of names to `value`. */
export const named = <V extends z.ZodType>(value: V, description: string) =>
  z.record(z.string().regex(NAME), value).meta({ description } satisfies SettingMeta);
