// Which markets share a cap: those of one event, those that the profile names together, and those whose fair values move
// together. Groups exist only where a cap does.

import type { CompiledStrategy } from '../../config/compiled-config.ts';
import type { CarriedMarket } from '../domain/events.ts';
import { carriedExposure } from '../orders/carried-orders.ts';
import { fitsPattern } from '../market/market-pattern.ts';
import { RiskGroup } from '../risk/risk-group.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';

/** Whether a strategy's patterns take the market of that name and venue. */
export const takes = ({ markets }: CompiledStrategy, venue: string, name: string): boolean =>
  markets.venue === venue && markets.include.some((glob) => fitsPattern(glob, name)) && !markets.exclude.some((glob) => fitsPattern(glob, name));

/** Before all markets join anew under another config. */
export function dissolveGroups(core: CoreState): void {
  core.groups.clear();
  for (const market of core.markets) market.groups = [];
}

/** Name and event of a market never change: it joins once under each config. */
export function joinGroups(core: CoreState, market: MarketState): void {
  const portfolio = core.config?.limits.portfolio;
  if (portfolio === undefined || market.groups.length > 0) return;
  const { name, venue, event, isExclusive } = market.instrument;
  if (event !== undefined && portfolio.groupNotional !== null) {
    join(core, market, eventGroup(event, venue), 'event', portfolio.groupNotional, isExclusive === true);
  }
  for (const group of portfolio.groups) {
    if (group.markets.some((pattern) => fitsPattern(pattern, name))) join(core, market, configuredGroup(group.name), 'configured', group.notional, false);
  }
}

const eventGroup = (event: string, venue: string): string => `event ${event} at ${venue}`;
const configuredGroup = (name: string): string => `group ${name}`;

function join(core: CoreState, market: MarketState, name: string, kind: RiskGroup['kind'], limit: number, isExclusive: boolean): void {
  let group = core.groups.get(name);
  if (group === undefined) {
    group = new RiskGroup(name, kind, limit, isExclusive);
    core.groups.set(name, group);
  }
  group.join(market, isExclusive);
  market.groups.push(group);
}

/** What an earlier session left and this one has not listed is held, or may fill, all the same: it counts in the caps that it will count in, and keeps its slot. */
export function reserveUnlisted(core: CoreState): void {
  for (const group of core.groups.values()) group.unlisted = 0;
  for (const strategy of core.strategies) strategy.unlistedNotional = strategy.slotsKept = 0;
  for (const [key, carried] of Object.entries(core.unlisted)) {
    if (carried.yes === carried.no && carried.orders === undefined && carried.chosenSince === undefined) continue;
    reserve(core, key.endsWith(`@${carried.venue}`) ? key.slice(0, -carried.venue.length - 1) : key, carried);
  }
}

function reserve(core: CoreState, name: string, carried: CarriedMarket): void {
  const { config, groups, strategies } = core;
  if (config === null) return;
  const worst = carriedExposure(carried).worstNotional;
  // Of which series it is stands in no journal: until it is listed it counts in every strategy that may take it.
  const last = config.strategies.findIndex((strategy) => takes(strategy, carried.venue, name) && strategy.markets.series === undefined);
  config.strategies.forEach((strategy, index) => {
    if (!takes(strategy, carried.venue, name) || (last >= 0 && index > last)) return;
    strategies[index]!.unlistedNotional += worst;
    if (carried.chosenSince !== undefined) strategies[index]!.slotsKept++;
  });
  const event = carried.event === undefined ? undefined : groups.get(eventGroup(carried.event, carried.venue));
  if (event !== undefined) event.unlisted += worst;
  for (const { name: group, markets } of config.limits.portfolio?.groups ?? []) {
    const found = groups.get(configuredGroup(group));
    if (found !== undefined && markets.some((pattern) => fitsPattern(pattern, name))) found.unlisted += worst;
  }
}
