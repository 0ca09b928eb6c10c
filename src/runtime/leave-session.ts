// Ends a session that another has taken over from, and says what it was left with.

import type { LeftAccount, StreamItem } from './controller.ts';
import { positionsText } from './left-positions.ts';
import type { OpenedSession } from './open-session.ts';

export type Announce = (kind: StreamItem['kind'], text: string, data: Record<string, unknown>) => void;

export async function leaveSession(old: OpenedSession, profile: string, left: LeftAccount | null, announce: Announce): Promise<void> {
  try {
    old.session.seal(`swapped to ${profile}${left === null ? '' : `, left with ${positionsText(left)}`}`);
    await old.session.close();
  } catch (error) {
    announce('alert', `session ${old.id} did not close in order: ${String(error)}`, { session: old.id });
  }
  if (left !== null) announce('alert', `${left.positions.length} positions of ${left.profile} are left, and nobody looks after them until it runs again`, { ...left });
}
