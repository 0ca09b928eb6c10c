// What became of a halt: zero open orders proved, or not within the time allowed.

import type { HaltReport } from './controller.ts';
import type { Session } from './session.ts';

const HALT_PROOF_MS = 2_000;

/** `askedAt`: of `performance.now()`. */
export async function haltProved(session: Session, askedAt: number): Promise<HaltReport> {
  const isProved = await session.proved(HALT_PROOF_MS);
  return { halted: true, zeroOpen: isProved ? 'proved' : 'unconfirmed', openOrders: session.engine.haltProof().openOrders, tookMs: Math.round(performance.now() - askedAt) };
}
