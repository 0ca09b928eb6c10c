// A swap of sessions that waits for the old one to stand still: the session that is ready to take over, and who is told.

import type { Outcome } from './controller.ts';
import type { PreparedSession } from './open-session.ts';

export type Swapped = Outcome<{ session: string; profile: string }>;
export interface PendingSwap { readonly prepared: PreparedSession; readonly by: string; readonly done: (outcome: Swapped) => void }

/** Releases what it holds; whoever asked is told, whatever comes of that. */
export async function giveUp({ prepared, done }: PendingSwap, outcome: Swapped): Promise<void> {
  try {
    await prepared.giveUp();
  } finally {
    done(outcome);
  }
}
