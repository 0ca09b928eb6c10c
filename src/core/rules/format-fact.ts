// Writes a fact's value in its unit the way an operator writes it in YAML: `3.2c`, `$12.50`, `80%`, `1_500 shares`,
// `1.5s`. For people; nothing parses it back.

import type { FactUnit } from './facts.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export function formatFact(unit: FactUnit, value: number | string): string {
  if (typeof value === 'string') return value;
  if (Number.isNaN(value)) return 'unknown';
  switch (unit) {
    case 'price': return `${decimal(value / 10_000, 4)}c`;
    case 'size': return `${decimal(value / 1_000_000, 6)} shares`;
    case 'cash': return dollars(value / 1_000_000);
    case 'fraction': return `${decimal(value * 100, 4)}%`;
    case 'duration': return duration(value);
    case 'count': case 'hours': return decimal(value, 4);
    case 'text': throw new Error(`a text fact has no number (${value})`);
  }
}

function dollars(value: number): string {
  const text = decimal(Math.abs(value), 6);
  const cents = /\.\d$/.test(text) ? `${text}0` : text;
  return `${value < 0 && cents !== '0' ? '-' : ''}$${cents}`;
}

function duration(ms: number): string {
  const size = Math.abs(ms);
  if (size >= HOUR && ms % HOUR === 0) return `${ms / HOUR}h`;
  if (size >= MINUTE && ms % MINUTE === 0) return `${ms / MINUTE}m`;
  return size >= SECOND ? `${decimal(ms / SECOND, 3)}s` : `${decimal(ms, 3)}ms`;
}

/** At most `digits` decimals, none of them idle; whole thousands grouped with `_`. */
function decimal(value: number, digits: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return String(value);
  const [whole, rest] = Math.abs(value).toFixed(digits).split('.') as [string, string];
  const trimmed = rest.replace(/0+$/, '');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '_');
  const text = trimmed === '' ? grouped : `${grouped}.${trimmed}`;
  return value < 0 && text !== '0' ? `-${text}` : text;
}
