// Judges a session by what the venue saw and what the journal holds, with nothing of the bot's own opinion in between.

import { expect } from 'vitest';
import { orderIds } from '../../src/journal/read.ts';
import { openForReading } from '../../src/journal/schema.ts';
import type { Audit, OrderAudit } from '../../src/rehearsal/audit/auditor.ts';
import { journaledEvents } from './journaled-run.fixture.ts';

export const ordersOf = (audit: Audit, wallet: string): readonly OrderAudit[] => audit.orders.filter((order) => order.wallet === wallet);

export interface VenueRecord { readonly audit: Audit; readonly wallet: string; readonly journal: string; readonly positionLimit: number }

/** What must hold at every moment of a session. */
export function expectWithinBounds({ audit, wallet, journal, positionLimit }: VenueRecord): void {
  for (const { market, worst } of audit.exposure.filter((each) => each.wallet === wallet)) expect([market, worst <= positionLimit, worst]).toEqual([market, true, worst]);
  expect(audit.selfMatches).toEqual([]);
  expect(audit.offTick).toEqual([]);
  expect(audit.wallets.find((each) => each.wallet === wallet)?.leastFree).toBeGreaterThanOrEqual(0);
  const database = openForReading(journal);
  try {
    const ids = orderIds(database);
    expect(ordersOf(audit, wallet).filter(({ id }) => ids.clientIdOf(id) === null)).toEqual([]);
  } finally {
    database.close();
  }
}

/** By order, the venue's id: the shares that matched as the journal has them over these runs, each trade once. */
export function journaledFills(journal: string, runs: readonly number[]): Readonly<Record<string, number>> {
  const database = openForReading(journal);
  try {
    const ids = orderIds(database);
    const filled: Record<string, number> = {};
    const seen = new Set<string>();
    for (const event of runs.flatMap((run) => journaledEvents(journal, run))) {
      if (event.type !== 'OrderFilled') continue;
      const key = `${event.clientId} ${event.fillId}`;
      if (seen.has(key)) throw new Error(`the fill ${key} was told twice`);
      seen.add(key);
      const id = ids.venueOrderIdOf(event.clientId) ?? event.clientId;
      filled[id] = (filled[id] ?? 0) + event.size / 1e6;
    }
    return filled;
  } finally {
    database.close();
  }
}

export const venueFills = (audit: Audit, wallet: string): Readonly<Record<string, number>> =>
  Object.fromEntries(ordersOf(audit, wallet).filter(({ matched }) => matched > 0).map(({ id, matched }) => [id, matched]));
