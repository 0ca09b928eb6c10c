// Market data into books, flow and venue state. Marks the market for the next decision when something a signal looks at
// changed; asks for nothing itself.

import type { InstrumentChanged, MarketDataEvent } from '../domain/events.ts';
import type { Price } from '../domain/numbers.ts';
import type { CoreState } from '../state/core-state.ts';
import { MarketState } from '../state/market-state.ts';
import type { VenueState } from '../state/venue-state.ts';
import { regroupCorrelated } from './watch-correlation.ts';
import { reserveUnlisted } from './grouping.ts';
import { hearPriceToBeat, hearReference } from './follow-reference.ts';
import { pay } from './settle.ts';
import { adoptMarket } from './swap-config.ts';

export function applyMarketData(core: CoreState, event: MarketDataEvent): void {
  switch (event.type) {
    case 'BookDelta': {
      const market = core.market(event.market);
      heardData(core, market.venue, event.ts);
      if (!market.book.has(event.price)) { invalidate(core, market, `level at ${event.price} is off the ${market.instrument.tick} tick`); return; }
      if (market.book.apply(event.side, event.price, event.size) || market.bookAt === null || market.awaitsBook) core.touch(market);
      market.bookAt = event.ts;
      hearBook(market);
      return;
    }
    case 'TradePrinted': {
      const market = core.market(event.market);
      heardData(core, market.venue, event.ts);
      market.publicFacts.observeTrade(core.now, event.price, event.size, event.taker === 'bid');
      market.signals.observeTrade(core.now, event.price, event.taker === 'bid' ? event.size : 0, event.taker === 'ask' ? event.size : 0);
      core.touch(market);
      return;
    }
    case 'BookSnapshot': {
      const market = core.market(event.market);
      heardData(core, market.venue, event.ts);
      const offGrid = offGridPrice(market, event.bids) ?? offGridPrice(market, event.asks);
      if (offGrid !== null) { invalidate(core, market, `level at ${offGrid} is off the ${market.instrument.tick} tick`); return; }
      market.book.replace(event.bids, event.asks);
      market.bookAt = event.ts;
      market.needsWholeBook = false;
      hearBook(market);
      market.invalid = null;
      core.touch(market);
      return;
    }
    case 'BookInvalidated': invalidate(core, core.market(event.market), event.reason); return;
    case 'BookValidated': {
      const market = core.market(event.market);
      heardData(core, market.venue, event.ts);
      // Levels are missing from it that nobody has sent.
      if (market.needsWholeBook) return;
      hearBook(market);
      market.invalid = null;
      if (market.bookAt !== null) market.bookAt = event.ts;
      core.touch(market);
      return;
    }
    case 'FeedHeartbeat': heard(core, core.venue(event.venue), event.ts); return;
    case 'FeedStatusChanged': {
      const venue = core.venue(event.venue);
      // One that is not up yet has lost nothing.
      const isLost = !event.up && !Number.isNaN(venue.heardAt);
      venue.isUp = event.up;
      venue.hasBeenUp ||= event.up;
      core.touchAll();
      if (!event.up) forgetBooks(core, venue);
      if (!isLost) return;
      venue.health.noteFeedDrop(core.now);
      core.alert('warning', 'FEED_DOWN', `the feed of ${event.venue} is down: ${event.reason}`);
      return;
    }
    case 'InstrumentListed': {
      if (event.instrument.id !== core.markets.length) throw new Error(`instrument ${event.instrument.name} has id ${event.instrument.id}, expected ${core.markets.length}`);
      if (core.byName.has(event.instrument.name)) throw new Error(`two instruments are called ${event.instrument.name}`);
      const market = new MarketState(event.instrument, core.venue(event.instrument.venue));
      market.lifecycleSince = core.now;
      core.markets.push(market);
      core.byName.set(event.instrument.name, market);
      core.queue(market);
      adoptMarket(core, market);
      reserveUnlisted(core);
      if (core.carriedPairs.length > 0) {
        regroupCorrelated(core);
        core.touchAll();
      }
      return;
    }
    case 'InstrumentStatusChanged': {
      const market = core.market(event.market);
      // What has paid out does not trade again, whatever is said of it.
      if (market.settledAt === null) market.status = event.status;
      core.chooseAt = 0;
      core.touch(market);
      return;
    }
    case 'MarketFactsReported': {
      const { publicFacts } = core.market(event.market);
      publicFacts.reportedVolume24h = event.volume24h ?? NaN;
      publicFacts.reportedLiquidity = event.liquidity ?? NaN;
      return;
    }
    case 'ReferencePriced': hearReference(core, event); return;
    case 'PriceToBeatReported': hearPriceToBeat(core, core.market(event.market), event.price); return;
    case 'InstrumentChanged': changeTerms(core, core.market(event.market), event); return;
    case 'MarketResolved': settle(core, core.market(event.market), event.yesPays); return;
  }
}

/** Trades of the time in which nothing was heard are missing: what counts them starts anew. */
function hearBook(market: MarketState): void {
  if (!market.awaitsBook && !market.missesTrades) return;
  market.awaitsBook = market.missesTrades = false;
  market.signals.restartFlow();
}

function heardData(core: CoreState, venue: VenueState, ts: number): void {
  venue.vitals.dataAt = ts;
  heard(core, venue, ts);
}

function heard(core: CoreState, venue: VenueState, ts: number): void {
  venue.heardAt = ts;
  if (!venue.isStale) return;
  venue.isStale = false;
  core.touchAll();
}

/** Behind a cut connection anything may have happened: books count again once seen whole, orders and holdings once confirmed. */
function forgetBooks(core: CoreState, venue: VenueState): void {
  venue.ordersReconciled = venue.holdingsReconciled = false;
  venue.askAgainAt = 0;
  venue.unprovedAnswers = 0;
  for (const market of core.markets) {
    if (market.venue !== venue) continue;
    market.invalid = 'the feed was cut';
    market.missesTrades = true;
    market.publicFacts.forgetDay();
  }
}

function offGridPrice(market: MarketState, levels: readonly number[]): number | null {
  for (let i = 0; i < levels.length; i += 2) if (!market.book.has(levels[i]!)) return levels[i]!;
  return null;
}

function invalidate(core: CoreState, market: MarketState, reason: string): void {
  market.invalid = reason;
  core.touch(market);
}

/** Our orders stay where they are until the venue says otherwise; where they no longer fit, the next plan moves them. */
function changeTerms(core: CoreState, market: MarketState, { tick, fees }: InstrumentChanged): void {
  const { instrument, book } = market;
  market.instrument = { ...instrument, tick, fees };
  if (tick !== instrument.tick) {
    market.book = book.onGrid(tick);
    const isFiner = instrument.tick % tick === 0;
    for (const order of core.orders.live(instrument.id)) if (order.isShown && market.book.has(order.price)) market.book.addOwn(order.side, order.price, order.remaining);
    if (!isFiner) {
      market.needsWholeBook = true;
      invalidate(core, market, `the tick became ${tick} micro-dollars`);
    }
  }
  const { strategyState } = market;
  // Adopting adds what the market has to its strategy's sums, where it is already.
  if (strategyState !== null) {
    strategyState.pnl -= market.position.pnl;
    strategyState.heldNotional -= market.heldNotional;
    strategyState.worstNotional -= market.worstNotional;
  }
  adoptMarket(core, market);
}

function settle(core: CoreState, market: MarketState, yesPays: Price): void {
  if (market.settledAt !== null) return;
  market.settledAt = yesPays;
  market.status = 'closed';
  core.chooseAt = 0;
  market.fairValue = NaN;
  market.quality.markout.observeFair(core.now, yesPays);
  pay(core, market, yesPays);
  core.touch(market);
  core.notices.push({ type: 'MarketSettled', ts: core.now, market: market.instrument.id, name: market.instrument.name, yesPays });
}
