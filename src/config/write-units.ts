// Core numbers back to what an operator writes: the inverse of the readers, in one spelling a unit.

import type { Distance } from './compiled-config.ts';

function decimal(micros: number, places: number): string {
  const sign = micros < 0 ? '-' : '';
  const digits = String(Math.abs(micros)).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}

export const writePrice = (micros: number): string => `${decimal(micros, 4)}c`;
export const writeCash = (micros: number): string => (micros < 0 ? `-$${decimal(-micros, 6)}` : `$${decimal(micros, 6)}`);
export const writeSize = (micros: number): string => `${decimal(micros, 6)} shares`;
export const writeDistance = (d: Distance): string => (d.ticks === 0 ? writePrice(d.micros) : `${d.ticks} ticks`);
export const writeFactor = (factor: number): string => `${factor}x`;
/** Ten digits: a fraction is the float nearest to what was written, and times a hundred it may sit a hair beside it. */
export const writePercent = (fraction: number): string => `${Number((fraction * 100).toPrecision(10))}%`;

export function writeDuration(ms: number): string {
  if (ms === 0) return '0s';
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}
