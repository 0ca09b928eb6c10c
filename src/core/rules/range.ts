// A comparison with a fixed number as the closed range it allows, so that one test serves six operators.

import type { Condition } from '../../config/compiled-config.ts';
import type { Places } from './compile-condition.ts';

/** Both ends are inside. */
export interface Range { readonly slot: number; readonly low: number; readonly high: number }

/** Null for what is no range: lists, other facts, `notEqual`, and conditions made of conditions. */
export function rangeOf(condition: Condition, places: Places): Range | null {
  if (condition.kind !== 'compare' || typeof condition.right === 'object') return null;
  const { left, operator, right } = condition;
  const value = typeof right === 'string' ? places.textId(right) : right;
  const slot = places.slotOf(left);
  switch (operator) {
    case 'equal': return { slot, low: value, high: value };
    case 'lessThan': return { slot, low: -Infinity, high: -nextAbove(-value) };
    case 'lessThanInclusive': return { slot, low: -Infinity, high: value };
    case 'greaterThan': return { slot, low: nextAbove(value), high: Infinity };
    case 'greaterThanInclusive': return { slot, low: value, high: Infinity };
    default: return null;
  }
}

const DOUBLE = new Float64Array(1);
const BITS = new BigInt64Array(DOUBLE.buffer);

/** The smallest double above a finite `x`: as bits, doubles of one sign are ordered as integers are. */
export function nextAbove(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  DOUBLE[0] = x;
  BITS[0]! += x > 0 ? 1n : -1n;
  return DOUBLE[0];
}
