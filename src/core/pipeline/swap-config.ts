// A new generation takes over: rules are compiled, every market finds its strategy and settings again, and what markets
// remember (signals, rule timers, orders, latches) stays with them by name. Between two events, whole.

import type { CompiledConfig, CompiledStrategy, RuleScope, SharedSettings } from '../../config/compiled-config.ts';
import { SIGNAL_DEPTH } from '../market/order-book.ts';
import { guardWindows } from '../risk/guards/guard-windows.ts';
import { Choosing } from '../orchestrator/choosing.ts';
import { lowerLimits } from '../quoting/resolve-settings.ts';
import { readersFor, windowsOf } from '../rules/fact-vector.ts';
import { RuleSet, type FactSlot } from '../rules/rule-set.ts';
import { RuleStates, type RuleStatesSnapshot } from '../rules/rule-states.ts';
import type { WindowNeed } from '../signals/signal-bank.ts';
import type { CarriedMarket } from '../domain/events.ts';
import { adoptedOrder, carriedExposure } from '../orders/carried-orders.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { StrategyState } from '../state/strategy-state.ts';
import { resolveAgain, resolveStrategy, type StrategySettings } from '../strategies/resolve-strategy.ts';
import { countEarning, noteCoverage } from './count-earning.ts';
import { followReferences, referenceOf } from './follow-reference.ts';
import { keepSteps, regroupCorrelated } from './watch-correlation.ts';
import { dissolveGroups, joinGroups, reserveUnlisted, takes } from './grouping.ts';

export function swapConfig(core: CoreState, generation: number, config: CompiledConfig): void {
  if (generation <= core.generation) throw new Error(`generation ${generation} does not follow ${core.generation}`);
  // What can fail comes first: a swap happens whole or not at all.
  const compiled = RuleSet.compile(config.rules);
  countEarning(core);
  const choosing = config.strategies.map((strategy) => new Choosing(strategy, compiled));
  core.generation = generation;
  core.config = config;
  core.rules = compiled;
  core.throttle.setRate(config.limits.ordersPerMinute);
  for (const venue of core.venues) venue.follow(config);
  followReferences(core, config, compiled.slots);

  const { account, rules } = core;
  account.rules = statesOf(account.rules, core.carriedRules.account, rules, 'account');
  account.vector = new Float64Array(rules.slots.length);
  account.readers = readersFor(core, rules.slots, null, null);

  const before = new Map(core.strategies.map((s) => [s.name, s]));
  core.strategies = config.strategies.map((strategy, index) => {
    const old = before.get(strategy.name);
    const states = statesOf(old?.rules ?? null, core.carriedRules.strategies[strategy.name] ?? null, rules, 'strategy');
    const state = new StrategyState(strategy.name, choosing[index]!, states, rules.slots.length);
    state.readers = readersFor(core, rules.slots, null, state);
    if (old !== undefined) state.continueTimes(old);
    return state;
  });

  core.carriedRules = { account: null, strategies: {} };
  dissolveGroups(core);
  for (const market of core.markets) adoptMarket(core, market);
  reserveUnlisted(core);
  regroupCorrelated(core);
  core.notices.push({ type: 'ConfigApplied', ts: core.now, market: null, generation });
}

/** The memory of a subject's rules: as it is, as an earlier session left it, or blank. */
const statesOf = (now: RuleStates | null, carried: RuleStatesSnapshot | null, rules: RuleSet, scope: RuleScope): RuleStates =>
  now !== null ? RuleStates.carried(now, rules) : carried !== null ? RuleStates.resumed(carried, rules) : new RuleStates(rules, scope);

/** Gives a market, new or known, its strategy and settings under the config in force. */
export function adoptMarket(core: CoreState, market: MarketState): void {
  const { config, rules } = core;
  const carried = takeBack(core, market);
  if (config === null) return;

  const index = config.strategies.findIndex((s) => quotes(s, market));
  const strategy = index < 0 ? null : config.strategies[index]!;
  const retiring = strategy === null ? retiringSettings(market) : null;
  announce(core, market, strategy, retiring !== null);
  market.strategy = strategy;
  market.strategyState = strategy === null ? null : core.strategies[index]!;
  core.hedgeLinks = null;
  market.settings = strategy === null ? retiring : resolveFor(market);
  market.reference = referenceOf(core, market);
  if (market.strategyState !== null) {
    market.strategyState.pnl += market.position.pnl;
    market.strategyState.heldNotional += market.heldNotional;
    market.strategyState.worstNotional += market.worstNotional;
  }
  if (market.strategyState === null || market.strategyState.choosing.warmUpMs === null) market.awaitsTurn = false;
  noteCoverage(market);
  joinGroups(core, market);
  keepSteps(core, market);

  const choosing = market.strategyState?.choosing ?? null;
  const asked = choosing === null ? rules.slots : [...rules.slots, ...choosing.slots];
  market.signals.require([...windowsOf(asked), ...settingsWindows(market.settings)]);
  market.rules = statesOf(market.rules, carried?.rules ?? null, rules, 'market');
  market.vector = new Float64Array(rules.slots.length);
  market.readers = readersFor(core, rules.slots, market, market.strategyState);
  market.whereReaders = choosing === null ? [] : readersFor(core, choosing.slots, market, market.strategyState);
  market.rankReader = choosing === null || choosing.rankBy === null ? null : readersFor(core, [{ fact: choosing.rankBy, windowMs: null }], market, market.strategyState)[0]!;
  core.chooseAt = 0;
  market.book.watchedDepth = looksDeep(market.settings, asked) ? SIGNAL_DEPTH : 1;
  market.ordersChanged = true;
  market.wakeAt = core.now;
  core.nextWake = Math.min(core.nextWake, core.now);
  core.touch(market);
}

/**
 * A market that no strategy takes is worked off by the settings that it had, where these said so; otherwise what is held stays.
 * They stay when it is flat: a fill may come late, and one that closed it may fail.
 */
function retiringSettings(market: MarketState): StrategySettings | null {
  const { settings, instrument } = market;
  if (settings === null || settings.onRemoval !== 'liquidate' || settings.liquidation === null) return null;
  return resolveAgain(settings, instrument.tick);
}

/** The settings of a market under its strategy, with the limits that its venue leaves it. */
export function resolveFor({ strategy, instrument, venue, settings }: MarketState): StrategySettings | null {
  // What no strategy takes any more keeps what it is worked off by.
  if (strategy === null) return settings;
  return lowerLimits(resolveStrategy(strategy, instrument.name, instrument.tick), venue.health.limitFactor);
}

const quotes = (strategy: CompiledStrategy, { instrument: { venue, name, series } }: MarketState): boolean =>
  takes(strategy, venue, name) && (strategy.markets.series === undefined || strategy.markets.series.name === series);

const DEPTH_FACTS: ReadonlySet<string> = new Set(['bidDepth', 'askDepth', 'bookImbalance']);
/** Who takes walks down the book. */
const looksDeep = (settings: StrategySettings | null, slots: readonly FactSlot[]): boolean =>
  settings?.fairValueModel === 'book-imbalance' || (settings !== null && settings.kind !== 'market-maker') || slots.some((slot) => DEPTH_FACTS.has(slot.fact));

function settingsWindows(settings: SharedSettings | null): WindowNeed[] {
  const volatility = settings?.volatility ?? null;
  const needs: WindowNeed[] = settings === null ? [] : guardWindows(settings);
  if (volatility === null) return needs;
  needs.push({ kind: 'fair', windowMs: volatility.windowMs });
  if (volatility.trend !== null) needs.push({ kind: 'fair', windowMs: volatility.trend.windowMs });
  return needs;
}

/** What an earlier session left of it. Its P&L and cost are in the account's sums since the session began. */
function takeBack(core: CoreState, market: MarketState): CarriedMarket | null {
  const { name, venue } = market.instrument;
  const key = [name, `${name}@${venue}`].find((k) => core.unlisted[k]?.venue === venue);
  if (key === undefined) return null;
  const carried = core.unlisted[key]!;
  market.adopt(carried);
  if (carried.retiring !== undefined) market.settings = resolveAgain(carried.retiring, market.instrument.tick);
  const { heldNotional, worstNotional, lossIfYes, lossIfNo } = carriedExposure(carried);
  Object.assign(market, { heldNotional, worstNotional, lossIfYes, lossIfNo });
  for (const order of carried.orders ?? []) core.orders.add(adoptedOrder(order, market.instrument.id, venue, core.startedAt));
  const { [key]: _listed, ...rest } = core.unlisted;
  core.unlisted = rest;
  return carried;
}

function announce(core: CoreState, market: MarketState, strategy: CompiledStrategy | null, retires: boolean): void {
  const { name, id } = market.instrument;
  if (strategy?.name === market.strategy?.name) return;
  if (strategy !== null) core.notices.push({ type: 'MarketAdopted', ts: core.now, market: id, name, strategy: strategy.name });
  else core.notices.push({ type: 'MarketReleased', ts: core.now, market: id, name, why: `no strategy of the config quotes it; orders are cancelled and the position is ${retires ? 'worked off' : 'held'}` });
}
