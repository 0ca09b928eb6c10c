import { totalOf, type PnlParts } from '../ledger/pnl-parts.ts';
import type { PnlView } from '../views.ts';
import { dollars } from './units.ts';

export const pnlView = (parts: PnlParts): PnlView => ({
  total: dollars(totalOf(parts)),
  spread: dollars(parts.spread), inventory: dollars(parts.inventory), fees: dollars(parts.fees),
  rebates: dollars(parts.rebates), rewards: dollars(parts.rewards),
});
