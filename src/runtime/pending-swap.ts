// A swap of sessions that waits for the old one to stand still: the session that is ready to take over, and who is told.

import type { ControlToken } from './control-token.ts';
import type { Outcome, SwapRequest } from './controller.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { OpenedSession, PreparedSession } from './open-session.ts';
import { refused, type Refused } from './refused.ts';

export type Swapped = Outcome<{ session: string; profile: string }>;
/** `isConfirmed`: by somebody who named the profile again; an edit of a file is nobody's word for money. */
export interface SwapAsked extends Omit<SwapRequest, 'confirm'> { readonly isConfirmed: boolean }
export interface PendingSwap extends Pick<SwapAsked, 'by' | 'leavePositions'> {
  readonly prepared: PreparedSession;
  readonly done: (outcome: Swapped) => void;
  /** Of control calls from then on. */
  readonly token: ControlToken;
}

/** Releases what it holds; whoever asked is told, whatever comes of that. */
export async function giveUp({ prepared, done }: PendingSwap, outcome: Swapped): Promise<void> {
  try {
    await prepared.giveUp();
  } finally {
    done(outcome);
  }
}

/** The session that takes over, or why it cannot: the old one is cancel-only by then and stays so. */
export function released(prepared: PreparedSession): OpenedSession | Refused {
  try {
    return prepared.release();
  } catch (error) {
    const failure = error instanceof EvenkeelError ? error : new EvenkeelError(RUNTIME_ERRORS.swapFailed, String(error));
    return refused(failure.spec, `${failure.message}; the session stays cancel-only`);
  }
}
