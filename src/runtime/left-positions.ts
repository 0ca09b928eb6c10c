// What an account that trades with money holds when its session is left: a reason not to leave it, or what is written down.

import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { LeftAccount } from './controller.ts';
import type { OpenedSession } from './open-session.ts';
import { refused, type Refused } from './refused.ts';

export function leavingObstacle(opened: OpenedSession): Refused | null {
  const held = heldPositions(opened, '');
  return held === null ? null : refused(RUNTIME_ERRORS.holdsPositions, `${held.profile} holds ${positionsText(held)}`);
}

export const positionsText = ({ positions }: LeftAccount): string => positions.map(({ market, yes, no }) => `${yes} YES and ${no} NO of ${market}`).join(', ');

/** Null where nothing is held, and in every session without money. */
export function heldPositions({ source, session, generation }: OpenedSession, by: string): LeftAccount | null {
  if (source.kind !== 'live') return null;
  const positions = Object.entries(session.engine.carry().markets).flatMap(([market, { yes, no }]) => (yes === 0 && no === 0 ? [] : [{ market, yes: yes / 1e6, no: no / 1e6 }]));
  return positions.length === 0 ? null : { profile: generation.profile, account: source.account.name, since: Date.now(), by, positions };
}
