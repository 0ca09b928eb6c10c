// An hour of P&L as it is shown, from what was told or stored.

import type { HourPnl, PnlMark } from '../ledger/hour-pnl.ts';
import { totalOf } from '../ledger/pnl-parts.ts';
import type { HourView } from '../views.ts';
import { pnlView } from './pnl-view.ts';
import { dollars, shares } from './units.ts';

export const hourView = ({ hour, openedAt, closedAt, opening, closing, grossNotional, cash, markets }: HourPnl): HourView => ({
  hour, openedAt, closedAt,
  change: pnlView(less(closing, opening), closing.unrealised - opening.unrealised),
  total: dollars(totalOf(closing)), unrealised: dollars(closing.unrealised),
  grossNotional: dollars(grossNotional), cash: cash === null ? null : dollars(cash),
  markets: markets.map((market) => ({
    name: market.name, change: dollars(totalOf(market.closing) - market.opening), total: dollars(totalOf(market.closing)),
    unrealised: dollars(market.closing.unrealised), position: shares(market.position),
  })),
});

const less = (now: PnlMark, before: PnlMark): PnlMark => ({
  spread: now.spread - before.spread, inventory: now.inventory - before.inventory, fees: now.fees - before.fees,
  rebates: now.rebates - before.rebates, rewards: now.rewards - before.rewards, unrealised: now.unrealised - before.unrealised,
});
