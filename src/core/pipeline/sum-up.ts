// A market's part of every sum that it counts in: the account's, its strategy's and its groups'. The market that is decided
// next finds them up to date, so that several of them cannot pass a shared cap together.

import { measureExposure, type Exposure } from '../risk/exposure.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';

export function sumUp({ account }: CoreState, market: MarketState, exposure: Exposure): void {
  const { strategyState, groups } = market;
  const worstBy = exposure.worstNotional - market.worstNotional;
  const heldBy = exposure.heldNotional - market.heldNotional;
  const ifYesBy = exposure.lossIfYes - market.lossIfYes;
  const ifNoBy = exposure.lossIfNo - market.lossIfNo;
  market.worstNotional = exposure.worstNotional;
  market.heldNotional = exposure.heldNotional;
  market.lossIfYes = exposure.lossIfYes;
  market.lossIfNo = exposure.lossIfNo;
  account.worstNotional += worstBy;
  account.heldNotional += heldBy;
  if (strategyState !== null) {
    strategyState.worstNotional += worstBy;
    strategyState.heldNotional += heldBy;
  }
  for (let i = 0; i < groups.length; i++) groups[i]!.note(worstBy, ifYesBy, ifNoBy);
}

/** Before any market is decided: what fills, corrections and orders come back from the dead did since the last decision. */
export function catchUp(core: CoreState, market: MarketState, exposure: Exposure): void {
  const { position } = market;
  const held = position.notionalAtCost;
  if (held === market.heldNotional && !market.ordersChanged) return;
  measureExposure(exposure, position.net, held, core.orders.live(market.instrument.id));
  sumUp(core, market, exposure);
}
