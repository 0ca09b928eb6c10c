// A value and the window it is measured over, written as one: `3c per 1s`, `80% over 30s`.

import type { Windowed } from '../compiled-guards.ts';
import { readWindowed, type Reader } from '../units.ts';

const LEAST_MS = 100;
const MOST_MS = 86_400_000;

/** `of` reads the value; the window has to be there, from 100 ms to 24 h. */
export const windowed = (of: Reader<number>, example: string): Reader<Windowed> => ({
  unit: `${of.unit} over a duration`,
  pattern: `^${of.pattern.replace(/^\^|\$$/g, '')} +(per|over) +[0-9][0-9_]*(\\.[0-9]+)?(ms|s|m|h)$`,
  examples: [example],
  order: ({ value }) => value,
  read: (text) => {
    const reading = readWindowed(of, text);
    if (!reading.ok) return reading;
    const { value, windowMs } = reading.value;
    if (windowMs === null) return { ok: false, message: `\`${text}\` names no window`, remedy: `write it like \`${example}\`` };
    if (windowMs < LEAST_MS || windowMs > MOST_MS) return { ok: false, message: `the window of \`${text}\` is out of range`, remedy: 'between `100ms` and `24h`: a shorter window measures noise, a longer one is never full' };
    return { ok: true, value: { value, windowMs } };
  },
});
