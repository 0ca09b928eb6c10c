import { totalOf, type PnlParts } from '../ledger/pnl-parts.ts';
import type { PnlView } from '../views.ts';
import { dollars } from './units.ts';

export const pnlView = (parts: PnlParts, unrealised: number): PnlView => ({
  total: dollars(totalOf(parts)), realised: dollars(totalOf(parts) - unrealised), unrealised: dollars(unrealised),
  spread: dollars(parts.spread), inventory: dollars(parts.inventory), fees: dollars(parts.fees),
  rebates: dollars(parts.rebates), rewards: dollars(parts.rewards),
});
