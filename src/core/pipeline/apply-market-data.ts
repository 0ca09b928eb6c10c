// Market data into books, flow and venue state. Marks the market for the next decision when something a signal looks at
// changed; asks for nothing itself.

import type { MarketDataEvent } from '../domain/events.ts';
import type { CoreState } from '../state/core-state.ts';
import { MarketState } from '../state/market-state.ts';
import type { VenueState } from '../state/venue-state.ts';
import { adoptMarket } from './swap-config.ts';

export function applyMarketData(core: CoreState, event: MarketDataEvent): void {
  switch (event.type) {
    case 'BookDelta': {
      const market = core.market(event.market);
      heard(core, market.venue, event.ts);
      if (!market.book.has(event.price)) { invalidate(core, market, `level at ${event.price} is off the ${market.instrument.tick} tick`); return; }
      if (market.book.apply(event.side, event.price, event.size) || market.bookAt === null) core.touch(market);
      market.bookAt = event.ts;
      return;
    }
    case 'TradePrinted': {
      const market = core.market(event.market);
      heard(core, market.venue, event.ts);
      market.signals.observeTrade(core.now, event.taker === 'bid' ? event.size : 0, event.taker === 'ask' ? event.size : 0);
      core.touch(market);
      return;
    }
    case 'BookSnapshot': {
      const market = core.market(event.market);
      heard(core, market.venue, event.ts);
      const offGrid = offGridPrice(market, event.bids) ?? offGridPrice(market, event.asks);
      if (offGrid !== null) { invalidate(core, market, `level at ${offGrid} is off the ${market.instrument.tick} tick`); return; }
      market.book.replace(event.bids, event.asks);
      market.bookAt = event.ts;
      market.invalid = null;
      core.touch(market);
      return;
    }
    case 'BookInvalidated': invalidate(core, core.market(event.market), event.reason); return;
    case 'BookValidated': {
      const market = core.market(event.market);
      heard(core, market.venue, event.ts);
      market.invalid = null;
      core.touch(market);
      return;
    }
    case 'FeedHeartbeat': heard(core, core.venue(event.venue), event.ts); return;
    case 'FeedStatusChanged': {
      const venue = core.venue(event.venue);
      if (event.up && !venue.isUp) venue.nextReconcileAt = core.now;
      venue.isUp = event.up;
      core.touchAll();
      if (!event.up) core.alert('warning', 'FEED_DOWN', `the feed of ${event.venue} is down: ${event.reason}`);
      return;
    }
    case 'InstrumentListed': {
      if (event.instrument.id !== core.markets.length) throw new Error(`instrument ${event.instrument.name} has id ${event.instrument.id}, expected ${core.markets.length}`);
      if (core.byName.has(event.instrument.name)) throw new Error(`two instruments are called ${event.instrument.name}`);
      const market = new MarketState(event.instrument, core.venue(event.instrument.venue));
      core.markets.push(market);
      core.byName.set(event.instrument.name, market);
      core.dirty.push(market);
      adoptMarket(core, market);
      return;
    }
    case 'InstrumentStatusChanged': {
      const market = core.market(event.market);
      market.status = event.status;
      core.touch(market);
      return;
    }
    case 'MarketResolved': settle(core, core.market(event.market), event); return;
  }
}

function heard(core: CoreState, venue: VenueState, ts: number): void {
  venue.heardAt = ts;
  if (!venue.isStale) return;
  venue.isStale = false;
  core.touchAll();
}

function offGridPrice(market: MarketState, levels: readonly number[]): number | null {
  for (let i = 0; i < levels.length; i += 2) if (!market.book.has(levels[i]!)) return levels[i]!;
  return null;
}

function invalidate(core: CoreState, market: MarketState, reason: string): void {
  market.invalid = reason;
  core.touch(market);
}

function settle(core: CoreState, market: MarketState, event: Extract<MarketDataEvent, { type: 'MarketResolved' }>): void {
  const { account } = core;
  market.status = 'closed';
  const { cash, change } = market.position.settle(event.yesPays);
  market.fairValue = NaN;
  account.pnl += change;
  if (market.strategyState !== null) market.strategyState.pnl += change;
  if (account.cash !== null) account.cash += cash;
  market.notePosition();
  core.touch(market);
  core.notices.push({ type: 'MarketSettled', ts: core.now, market: market.instrument.id, name: market.instrument.name, yesPays: event.yesPays });
}
