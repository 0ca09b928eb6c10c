// A run on the embedded exchange whose own books are read after everything the bot does: behind each batch of commands
// goes an auditor's question, answered from the exchange's truth at the moment the commands have been performed, and kept
// from the bot. Exposure grows only through the bot's places, so no peak falls between two audits.

import type { Command } from '../../src/core/domain/commands.ts';
import type { HoldingsReported, OpenOrdersReported, VenueEvent } from '../../src/core/domain/events.ts';
import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import { cash, type TimestampMs } from '../../src/core/domain/numbers.ts';
import { DemoVenue } from '../../src/venues/demo/demo-venue.ts';
import type { FaultSettings } from '../../src/venues/demo/faults.ts';
import { VirtualRun } from '../virtual-run.fixture.ts';

/** What the exchange has on its books at one moment. */
export interface Books { readonly at: number; readonly orders: OpenOrdersReported['orders']; readonly cash: number; readonly holdings: HoldingsReported['holdings'] }

/** The auditor's questions have this number; the bot's are above. */
const AUDIT = -1;

export interface AuditedRun {
  readonly run: VirtualRun;
  /** The newest audit. */
  readonly books: () => Books;
  readonly audits: () => number;
  /** The largest exposure that `check` found. */
  readonly peak: () => number;
  /** What the exchange said to the bot, counted by type and, for refusals, reason. */
  readonly heard: ReadonlyMap<string, number>;
}

/** `check` looks at each audit and returns the exposure that it found. */
export function auditedRun({ seed, startAt, config, faults, latency, check }: {
  seed: number; latency: { readonly orderLatencyMs: number; readonly feedLatencyMs: number }; startAt: TimestampMs; config: CompiledConfig; faults: FaultSettings; check: (books: Books) => number;
}): AuditedRun {
  const venue = new DemoVenue({ seed, startAt, account: { cash: cash(300_000_000), holdings: {} }, faults, ...latency });
  const heard = new Map<string, number>();
  let books: Books = { at: startAt, orders: [], cash: 0, holdings: [] };
  let orders: OpenOrdersReported['orders'] | null = null;
  let audits = 0;
  let peak = 0;

  const hears = (event: VenueEvent): boolean => {
    if (event.type === 'OpenOrdersReported' && event.requestId === AUDIT) {
      orders = event.orders;
      return false;
    }
    if (event.type === 'HoldingsReported' && orders !== null) {
      books = { at: event.ts, orders, cash: event.cash, holdings: event.holdings };
      orders = null;
      audits++;
      peak = Math.max(peak, check(books));
      return false;
    }
    const key = event.type === 'OrderRejected' ? `refused: ${event.reason}` : event.type;
    heard.set(key, (heard.get(key) ?? 0) + 1);
    return true;
  };
  const question = { ts: startAt, generation: 0, venue: venue.name };
  const sent = (commands: readonly Command[]): readonly Command[] =>
    (commands.length === 0 ? commands : [...commands, { ...question, type: 'QueryOpenOrders', requestId: AUDIT }, { ...question, type: 'QueryHoldings' }]);

  const run = new VirtualRun({ venue, startAt, config, hears, sent });
  return { run, books: () => books, audits: () => audits, peak: () => peak, heard };
}
