// An account's way to the chain, where a profile names one: its own transactions for a plain key, the relayer's batches for a
// deposit wallet. Proxies and Safes have none here: their tokens are split, merged and redeemed by hand or by the venue.

import type { MarketId } from '../../core/domain/instrument.ts';
import type { ListedMarket } from './account/trade-book.ts';
import { accountActions, nodeAt, POLYGON_SURROUNDINGS, type AccountActionsOptions } from './chain/account-actions.ts';
import { Balances } from './chain/balances.ts';
import type { ChainActions } from './chain/chain-actions.ts';
import type { JsonRpc } from './chain/json-rpc.ts';
import { TokenDesk } from './chain/token-desk.ts';

export interface ChainSideOptions extends Omit<AccountActionsOptions, 'rpc' | 'surroundings'> {
  readonly rpcUrl: string;
  /** Puts around them what keeps a record of each action before it is sent. */
  readonly recorded: (actions: ChainActions) => ChainActions;
}
export interface ChainSide {
  readonly rpc: JsonRpc;
  desk(byId: (market: MarketId) => ListedMarket | null): Pick<TokenDesk, 'perform'>;
}

/** Null where the wallet has no way of its own. */
export function chainSide({ rpcUrl, recorded, ...account }: ChainSideOptions): ChainSide | null {
  const { contracts, clock } = POLYGON_SURROUNDINGS;
  const rpc = nodeAt(rpcUrl);
  const way = accountActions({ ...account, rpc, surroundings: POLYGON_SURROUNDINGS });
  if (way === null) return null;
  const actions = recorded(way);
  return {
    rpc,
    desk: (byId) => new TokenDesk({
      actions, rpc, contracts, balances: new Balances(rpc, contracts), clock,
      market(id) {
        const listed = byId(id);
        if (listed === null) throw new Error(`no market ${id} is listed`);
        return listed.market;
      },
      // Discovery does not say where a question stands in its event, and so no market is listed as convertible.
      negRisk() { throw new Error('conversions are not offered at this venue'); },
    }),
  };
}
