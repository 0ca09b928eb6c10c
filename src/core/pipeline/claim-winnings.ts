// Winnings are claimed by themselves: where a resolved market pays only for what is turned in, its tokens are redeemed once.
// Tokens that pay nothing are left alone. After a refusal it is tried again later; after an unknown outcome only when the
// venue's holdings have proved that nothing happened.

import { allows } from '../domain/permission.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { begin } from './token-operations.ts';

/** Returns when to look again; Infinity when something has to happen first. */
export function claimWinnings(core: CoreState, market: MarketState): number {
  if (market.instrument.canRedeem !== true || market.operation !== null || market.position.claim <= 0) return Infinity;
  if (!market.venue.holdingsReconciled || !allows(market.permission, 'cancel-only')) return Infinity;
  // A trade of the last moments may settle yet: what is turned in is all that is held then.
  if (core.orders.live(market.instrument.id).length > 0) return Infinity;
  if (core.now < market.operateAgainAt) return market.operateAgainAt;
  begin(core, market, { kind: 'redeem' });
  return Infinity;
}
