// Guards that hold for some time yet outlive a session: the windows behind them begin anew, and their time must not be
// over for that.

import { timestamp, type TimestampMs } from '../../domain/numbers.ts';
import { ALL_CONSTRAINTS } from '../constraints.ts';
import { Hysteresis } from './hysteresis.ts';

/** By code, until when; null when none holds beyond `now`. */
export function heldGuards(hysteresis: Hysteresis, guards: number, now: number): Readonly<Record<string, TimestampMs>> | null {
  const until = new Map(hysteresis.toJSON());
  const held = ALL_CONSTRAINTS.flatMap(({ word, bit, code }) => {
    const at = until.get(bit) ?? 0;
    return word === 'guard' && (guards & bit) !== 0 && at > now ? [[code, timestamp(at)] as const] : [];
  });
  return held.length === 0 ? null : Object.fromEntries(held);
}

/** Codes of other versions are left out. */
export function takeUpGuards(held: Readonly<Record<string, number>>): { readonly guards: number; readonly hysteresis: Hysteresis } {
  const known = ALL_CONSTRAINTS.flatMap(({ word, bit, code }) => (word === 'guard' && held[code] !== undefined ? [[bit, held[code]] as const] : []));
  return { guards: known.reduce((bits, [bit]) => bits | bit, 0), hysteresis: Hysteresis.fromJSON(known) };
}
