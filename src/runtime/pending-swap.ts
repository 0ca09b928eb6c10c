// A swap of sessions that waits for the old one to stand still: the session that is ready to take over, and who is told.

import type { ControlToken } from './control-token.ts';
import type { Outcome, SwapRequest } from './controller.ts';
import type { PreparedSession } from './open-session.ts';

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
