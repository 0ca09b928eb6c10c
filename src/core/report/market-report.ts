// One market in full: book, orders, holdings, every fact.

import { stageName } from '../liquidation/stages.ts';
import { FACTS } from '../rules/facts.ts';
import { readersFor } from '../rules/fact-vector.ts';
import { tripsByCode } from '../risk/guards/trips.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import type { MarketReport } from '../views.ts';
import { marketSummary } from './status.ts';
import { dollars, priceOrNull, shares } from './units.ts';

const SHOWN_LEVELS = 10;

export function marketReport(core: CoreState, market: MarketState): MarketReport {
  const { book, position, instrument } = market;
  return {
    ...marketSummary(core, market),
    book: {
      bids: pairs(book.levels('bid', SHOWN_LEVELS)), asks: pairs(book.levels('ask', SHOWN_LEVELS)),
      valid: market.invalid === null && !Number.isNaN(market.fairValue),
      ageMs: Number.isNaN(market.venue.heardAt) ? null : core.now - market.venue.heardAt,
    },
    orders: core.orders.live(instrument.id).map((o) => ({
      clientId: o.clientId, side: o.side, price: dollars(o.price), remaining: shares(o.remaining), size: shares(o.size), state: o.state,
      ageMs: core.now - o.placedAt, leg: { ...o.leg, price: dollars(o.leg.price) },
    })),
    holdings: { yes: shares(position.heldYes), no: shares(position.heldNo), averageCost: priceOrNull(position.averageCost) },
    facts: factsOf(core, market),
    stopLoss: { latched: market.stopLoss.latched, reason: market.stopLoss.reason },
    canLiquidate: market.settings !== null && market.settings.liquidation !== null, liquidation: liquidationView(market),
    guardTrips: tripsByCode(null, [market.trips]),
    settledAt: priceOrNull(market.settledAt ?? NaN),
  };
}

function liquidationView({ liquidation, position }: MarketState): MarketReport['liquidation'] {
  const stage = stageName(liquidation.rank);
  if (stage === null) return null;
  const { since, stageSince, why, startSize, baseline } = liquidation;
  return { stage, since, stageSince, why, startShares: shares(startSize), profit: dollars(position.pnl - baseline) };
}

const pairs = (flat: readonly number[]): (readonly [number, number])[] =>
  Array.from({ length: flat.length / 2 }, (_, i) => [dollars(flat[2 * i]!), shares(flat[2 * i + 1]!)] as const);

/** What can be shown without keeping windows that no rule asked for, plus the windowed facts that rules do use. */
function factsOf(core: CoreState, market: MarketState): Record<string, number | string | null> {
  const out: Record<string, number | string | null> = {};
  for (const spec of FACTS) {
    if (spec.window !== null || spec.unit === 'text') continue;
    const [read] = readersFor(core, [{ fact: spec.name, windowMs: null }], market, market.strategyState);
    out[spec.name] = shown(read!(), spec.unit);
  }
  for (const slot of core.rules.slots) {
    const spec = FACTS.find((f) => f.name === slot.fact);
    if (spec === undefined || slot.windowMs === null) continue;
    const [read] = readersFor(core, [slot], market, market.strategyState);
    out[`${slot.fact} over ${slot.windowMs / 1000}s`] = shown(read!(), spec.unit);
  }
  return out;
}

function shown(value: number, unit: string): number | null {
  if (Number.isNaN(value)) return null;
  return unit === 'price' || unit === 'cash' || unit === 'size' ? value / 1_000_000 : value;
}
