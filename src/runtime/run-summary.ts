// What a run came to, as one record: for a person at its end, and as the last line of `--json`.

import type { Statistics } from '../core/report/statistics.ts';
import type { PnlView } from '../core/views.ts';
import type { OpenedSession } from './open-session.ts';

export interface MarketResult {
  readonly name: string; readonly fills: number; readonly pnl: PnlView;
  /** Shares of YES less NO. */
  readonly position: number;
  readonly inventory: { readonly first: number; readonly min: number; readonly max: number; readonly last: number };
  readonly quoteUptime: number;
}
export interface RunSummary {
  readonly run: number; readonly session: string; readonly profile: string; readonly generation: number;
  readonly endedBecause: string;
  /** What the venue said. */
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly decisions: number;
  /** Wall time. */
  readonly seconds: number;
  readonly fills: number;
  readonly pnl: PnlView;
  readonly quoteUptime: number;
  readonly quotesDropped: Readonly<Record<string, number>>;
  /** Orders that the venue refused, by reason. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly markets: readonly MarketResult[];
  readonly commandHash: string;
  readonly zeroOpen: 'proved' | 'unconfirmed';
  readonly halted: boolean;
  /** Events whose stamp lay before what the session had reached. */
  readonly clampedStamps: number;
  readonly journal: string;
}

export function runSummary(opened: OpenedSession, { because, isProved, seconds }: { because: string; isProved: boolean; seconds: number }): RunSummary {
  const { session, journal } = opened;
  const status = session.engine.status();
  const statistics = session.engine.statistics();
  const { daily: _daily, dayStart: _dayStart, drawdown: _drawdown, ...pnl } = status.pnl;
  return {
    run: opened.run, session: opened.id, profile: status.session.profile, generation: status.generation, endedBecause: because,
    events: session.venueEvents, eventsPerSecond: Math.round(session.venueEvents / seconds), decisions: statistics.decisions,
    seconds: Math.round(seconds * 1_000) / 1_000, fills: statistics.fills, pnl,
    quoteUptime: statistics.quoteUptime, quotesDropped: statistics.quotesDropped, refusals: statistics.refusals,
    markets: status.markets.map((market) => ({
      name: market.name, fills: market.fills, pnl: market.pnl, position: market.position,
      inventory: inventoryOf(statistics, market.name), quoteUptime: market.quoteUptime,
    })),
    commandHash: session.commandHash, zeroOpen: isProved ? 'proved' : 'unconfirmed', halted: status.halted !== null,
    clampedStamps: session.clampedStamps, journal: journal.path,
  };
}

function inventoryOf({ inventory }: Statistics, market: string): MarketResult['inventory'] {
  const path = inventory[market];
  if (path === undefined) throw new Error(`no inventory path of ${market}`);
  return path;
}
