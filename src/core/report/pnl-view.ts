import type { PnlView } from '../views.ts';
import { dollars } from './units.ts';

export const pnlView = (parts: { readonly spread: number; readonly inventory: number; readonly fees: number }): PnlView => ({
  total: dollars(parts.spread + parts.inventory - parts.fees),
  spread: dollars(parts.spread), inventory: dollars(parts.inventory), fees: dollars(parts.fees),
});
