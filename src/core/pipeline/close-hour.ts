// The hours of the account's P&L: at the first decision in or after a new UTC hour the one before is told with what it came
// to, and the next begins where it ended, so that hours add up to days and days to the total.

import { cash, size, timestamp, type Cash } from '../domain/numbers.ts';
import { accountPnl } from '../ledger/account-pnl.ts';
import { HOUR_MS, type HourPnl, type MarketHour, type PnlMark } from '../ledger/hour-pnl.ts';
import { partsOf, totalOf, type PnlParts } from '../ledger/pnl-parts.ts';
import { Position } from '../ledger/position.ts';
import type { CoreState } from '../state/core-state.ts';

const hourOf = (ts: number): number => Math.floor(ts / HOUR_MS);

export function rollHour(core: CoreState): void {
  const { account } = core;
  const hour = hourOf(core.now);
  // A session whose clock stands before that of the last one goes on with the hour it was given.
  if (hour <= account.hour) return;
  const closed = hourSoFar(core);
  if (closed !== null) {
    const total = totalOf(closed.closing);
    core.notices.push({
      type: 'HourClosed', ts: core.now, market: null, hour: closed.hour,
      change: cash(total - totalOf(closed.opening)), total: cash(total), unrealised: cash(closed.closing.unrealised), record: closed,
    });
  }
  account.hour = hour;
  account.hourOpenedAt = core.now;
  account.hourOpening = closed?.closing ?? markOf(accountPnl(core));
  for (const market of core.markets) market.hourOpening = market.position.pnl;
  core.unlisted = Object.fromEntries(Object.entries(core.unlisted).map(([name, left]) => [name, { ...left, hourOpening: cash(totalOf(partsOf(left.pnl))) }]));
}

/** The hour under way as if it ended now; null before the first decision. */
export function hourSoFar(core: CoreState): HourPnl | null {
  const { account } = core;
  if (account.hourOpening === null) return null;
  const left = Object.entries(core.unlisted).map(([name, carried]) => marketHour(name, Position.carried(carried), carried.hourOpening ?? totalOf(partsOf(carried.pnl))));
  const listed = core.markets.map(({ instrument, position, hourOpening }) => marketHour(instrument.name, position, hourOpening));
  return {
    hour: timestamp(account.hour * HOUR_MS), openedAt: timestamp(account.hourOpenedAt), closedAt: core.now,
    opening: account.hourOpening, closing: markOf(accountPnl(core)),
    grossNotional: cash(account.heldNotional), cash: account.cash as Cash | null,
    markets: [...listed, ...left].filter(({ opening, closing, position }) => opening !== 0 || position !== 0 || closing.unrealised !== 0 || Object.values(closing).some((part) => part !== 0)),
  };
}

const markOf = ({ parts, unrealised }: { readonly parts: PnlParts; readonly unrealised: number }): PnlMark => ({ ...parts, unrealised });

function marketHour(name: string, { spread, inventory, fees, rebates, rewards, unrealised, net }: Position, opening: number): MarketHour {
  return { name, opening: cash(opening), closing: { spread, inventory, fees, rebates, rewards, unrealised }, position: size(net) };
}
