// Counters of the session, for summaries and metrics.

import { DROP_REASONS } from '../quoting/ladder.ts';
import type { CoreState } from '../state/core-state.ts';
import { qualityView } from './quality-view.ts';
import { shares } from './units.ts';

export interface Statistics {
  readonly decisions: number;
  readonly fills: number;
  readonly duplicateFills: number;
  /** Layers wanted and not quoted, counted once a decision, by reason. */
  readonly quotesDropped: Readonly<Record<string, number>>;
  /** Orders the venue refused, by reason. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Shares of YES less NO over the session, per market. */
  readonly inventory: Readonly<Record<string, { readonly first: number; readonly min: number; readonly max: number; readonly last: number }>>;
  /** Share of the watched time with a working order on both sides, over all markets. */
  readonly quoteUptime: number;
  /** Shares filled of those placed, of orders that have ended; null before one has. */
  readonly fillRate: number | null;
  /** Share of the time in which a strategy quoted at least one market on both sides, over all strategies; null before one could. */
  readonly earningUptime: number | null;
}

export function statisticsOf(core: CoreState): Statistics {
  const quotesDropped: Record<string, number> = {};
  DROP_REASONS.forEach((reason, index) => {
    const count = core.markets.reduce((sum, m) => sum + m.dropped[index]!, 0);
    if (count > 0) quotesDropped[reason] = count;
  });
  const watched = core.markets.reduce((sum, m) => sum + m.counters.watchedMs, 0);
  const quoted = core.markets.reduce((sum, m) => sum + m.counters.quotedMs, 0);
  const tradingMs = core.strategies.reduce((sum, { earning }) => sum + earning.tradingMs, 0);
  return {
    decisions: core.decisions,
    fills: core.markets.reduce((sum, m) => sum + m.counters.fills, 0),
    duplicateFills: core.duplicateFills,
    quotesDropped,
    refusals: Object.fromEntries(core.refusals),
    inventory: Object.fromEntries(core.markets.map((m) => [m.instrument.name, {
      first: shares(m.counters.first), min: shares(m.counters.lowest), max: shares(m.counters.highest), last: shares(m.position.net),
    }])),
    quoteUptime: watched === 0 ? 0 : quoted / watched,
    fillRate: qualityView(core.markets).fillRate,
    earningUptime: tradingMs === 0 ? null : core.strategies.reduce((sum, { earning }) => sum + earning.earningMs, 0) / tradingMs,
  };
}
