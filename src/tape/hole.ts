// A hole in a tape as the error that stops a run which does not say what holes are to mean.

import { EvenkeelError } from '../errors/define.ts';
import { TAPE_HOLE } from '../errors/tape.ts';
import type { GapFound } from './tape-info.ts';

export function holeIn(tape: string, { market, from, to, how }: GapFound): EvenkeelError {
  return new EvenkeelError(TAPE_HOLE, `${tape}: ${holeText({ market, from, to, how })}`, { tape, market, from, to, lengthMs: to - from });
}

/** "btc-updown-15m: a hole from 2026-06-07T01:35:00.000Z to 2026-06-07T01:36:10.000Z (70 s): updates 120 to 133 are missing". */
export const holeText = ({ market, from, to, how }: GapFound): string =>
  `${market === null ? 'nothing was recorded' : `${market}: a hole`} from ${utc(from)} to ${utc(to)} (${(to - from) / 1_000} s)${how === '' ? '' : `: ${how}`}`;

const utc = (ts: number): string => new Date(ts).toISOString();
