// Brings a session that is to be left to a stand: nothing open, twice proved, and nothing still owed to an order.

import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { refused, type Refused } from './refused.ts';
import type { Session } from './session.ts';

export const QUIESCE_MS = 5_000;
/** For outcomes that are unknown, and news of fills that an order is known to have. */
const RESOLVE_MS = 15_000;

/** Why it could not be brought to one; it is cancel-only either way. */
export async function standStill(session: Session, by: string, reason: string): Promise<Refused | null> {
  if (!await session.quiesce(by, reason, QUIESCE_MS)) return refused(RUNTIME_ERRORS.swapUnproved, `zero open orders could not be proved in ${QUIESCE_MS / 1_000} s`);
  if (await session.settled(RESOLVE_MS)) return null;
  return refused(RUNTIME_ERRORS.swapUnresolved, `${session.engine.haltProof().unsettledOrders} orders are not settled after ${RESOLVE_MS / 1_000} s`);
}
