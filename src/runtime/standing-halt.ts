// Which halt a new session begins with. A halt by arming, because gate or doctor speak against trading, stands before one of
// an operator: a `--resume` at a start was said before anybody knew of it, and clears only the other.

import { timestamp } from '../core/domain/numbers.ts';
import type { CarriedState } from '../core/domain/events.ts';
import type { Written } from '../journal/records.ts';
import type { ControlRecord, HaltLatch } from './control-record.ts';

/** Who halts a session that is opened held. */
export const ARMING = 'evenkeel run';

type Halt = NonNullable<CarriedState['halted']>;

export interface StandingHalt {
  /** What an earlier session left, of this account or of any other in the folder. */
  readonly left: Halt | null;
  /** What the session begins with; null where nothing is left, or it is cleared. */
  readonly stands: Pick<Halt, 'by' | 'reason'> | null;
}

/** `journaled`: of this account's journal; `latch`: of the bot's record; `heldBecause`: what speaks against trading now. */
export function standingHalt(journaled: Halt | null, latch: HaltLatch | null, heldBecause: string | null, clearsHalt: boolean): StandingHalt {
  const recorded = latch === null ? null : { ...latch, since: timestamp(latch.since) };
  const left = [journaled, recorded].find((halt) => halt?.by === ARMING) ?? journaled ?? recorded;
  const ofOperator = left === null || left.by === ARMING || clearsHalt ? null : left;
  if (heldBecause !== null) return { left, stands: { by: ARMING, reason: ofOperator === null ? heldBecause : `${heldBecause}; halted before by ${ofOperator.by}: ${ofOperator.reason}` } };
  return { left, stands: left?.by === ARMING ? left : ofOperator };
}

/** After a start. `halted`: whether the session is. */
export function recordHalt(control: ControlRecord, halted: HaltLatch | null, clearsHalt: boolean): Written {
  if (halted?.by === ARMING) return control.latch(halted);
  return clearsHalt ? control.clear() : { ok: true };
}
