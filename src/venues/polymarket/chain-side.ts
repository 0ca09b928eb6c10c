// An account's way to the chain, where a profile names one: its own transactions for a plain key, the relayer's batches for a
// deposit wallet. Proxies and Safes have none here: their tokens are split, merged and redeemed by hand or by the venue.

import type { TokenCommand } from '../../core/domain/commands.ts';
import type { MarketId } from '../../core/domain/instrument.ts';
import type { ListedMarket } from './account/trade-book.ts';
import { accountActions, nodeAt, POLYGON_SURROUNDINGS, type AccountActionsOptions } from './chain/account-actions.ts';
import { Balances } from './chain/balances.ts';
import type { ActionRef } from './chain/chain-actions.ts';
import type { JsonRpc } from './chain/json-rpc.ts';
import { TokenDesk } from './chain/token-desk.ts';

export interface ChainSideOptions extends Omit<AccountActionsOptions, 'rpc' | 'surroundings'> { readonly rpcUrl: string }
export interface ChainSide {
  readonly rpc: JsonRpc;
  desk(byId: (market: MarketId) => ListedMarket | null, note: (command: TokenCommand, ref: ActionRef) => void): Pick<TokenDesk, 'perform'>;
}

/** Null where the wallet has no way of its own. */
export function chainSide({ rpcUrl, ...account }: ChainSideOptions): ChainSide | null {
  const { contracts, clock } = POLYGON_SURROUNDINGS;
  const rpc = nodeAt(rpcUrl);
  const actions = accountActions({ ...account, rpc, surroundings: POLYGON_SURROUNDINGS });
  if (actions === null) return null;
  return {
    rpc,
    desk: (byId, note) => new TokenDesk({
      actions, rpc, contracts, balances: new Balances(rpc, contracts), clock, note,
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
