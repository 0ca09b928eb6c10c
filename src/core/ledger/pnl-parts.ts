// P&L by part and their sum, wherever it is held: of a market, of markets no longer listed, of the account.

import type { CarriedPnl } from '../domain/events.ts';
import { cash } from '../domain/numbers.ts';

/** Micro-dollars; fees ≥ 0. */
export interface PnlParts { readonly spread: number; readonly inventory: number; readonly fees: number; readonly rebates: number; readonly rewards: number }

export const totalOf = ({ spread, inventory, fees, rebates, rewards }: PnlParts): number => spread + inventory - fees + rebates + rewards;

export const partsOf = ({ spread, inventory, fees, rebates, rewards }: CarriedPnl): PnlParts => ({ spread, inventory, fees, rebates: rebates ?? 0, rewards: rewards ?? 0 });

export const carriedPnl = ({ spread, inventory, fees, rebates, rewards }: PnlParts): Required<CarriedPnl> =>
  ({ spread: cash(spread), inventory: cash(inventory), fees: cash(fees), rebates: cash(rebates), rewards: cash(rewards) });

export const sumOf = (all: readonly PnlParts[]): PnlParts => all.reduce<PnlParts>((sum, part) => ({
  spread: sum.spread + part.spread, inventory: sum.inventory + part.inventory, fees: sum.fees + part.fees,
  rebates: sum.rebates + part.rebates, rewards: sum.rewards + part.rewards,
}), { spread: 0, inventory: 0, fees: 0, rebates: 0, rewards: 0 });
