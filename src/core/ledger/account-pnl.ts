// P&L of the whole account: markets listed, markets an earlier session left, and markets that are gone.

import type { CoreState } from '../state/core-state.ts';
import { partsOf, sumOf, type PnlParts } from './pnl-parts.ts';
import { Position } from './position.ts';

/** Micro-dollars. What is not unrealised is realised. */
export interface AccountPnl { readonly parts: PnlParts; readonly unrealised: number }

export function accountPnl({ account, unlisted, markets }: CoreState): AccountPnl {
  const left = Object.values(unlisted);
  return {
    parts: sumOf([account.retired, ...left.map(({ pnl }) => partsOf(pnl)), ...markets.map(({ position }) => position)]),
    unrealised: [...left.map((carried) => Position.carried(carried)), ...markets.map(({ position }) => position)].reduce((sum, { unrealised }) => sum + unrealised, 0),
  };
}
