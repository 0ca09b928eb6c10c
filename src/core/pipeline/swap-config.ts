// A new generation takes over: rules are compiled, every market finds its strategy and settings again, and what markets
// remember (signals, rule timers, orders, latches) stays with them by name. Between two events, whole.

import type { CompiledConfig, CompiledStrategy, RuleScope, SharedSettings } from '../../config/compiled-config.ts';
import { SIGNAL_DEPTH } from '../market/order-book.ts';
import { readersFor, windowsOf } from '../rules/fact-vector.ts';
import { RuleSet, type FactSlot } from '../rules/rule-set.ts';
import { RuleStates, type RuleStatesSnapshot } from '../rules/rule-states.ts';
import type { WindowNeed } from '../signals/signal-bank.ts';
import type { CarriedMarket } from '../domain/events.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { StrategyState } from '../state/strategy-state.ts';
import { resolveStrategy, type StrategySettings } from '../strategies/resolve-strategy.ts';
import { fitsPattern } from '../market/market-pattern.ts';

export function swapConfig(core: CoreState, generation: number, config: CompiledConfig): void {
  if (generation <= core.generation) throw new Error(`generation ${generation} does not follow ${core.generation}`);
  // What can fail comes first: a swap happens whole or not at all.
  const compiled = RuleSet.compile(config.rules);
  core.generation = generation;
  core.config = config;
  core.rules = compiled;
  core.throttle.setRate(config.limits.ordersPerMinute);

  const { account, rules } = core;
  account.rules = statesOf(account.rules, core.carriedRules.account, rules, 'account');
  account.vector = new Float64Array(rules.slots.length);
  account.readers = readersFor(core, rules.slots, null, null);

  const before = new Map(core.strategies.map((s) => [s.name, s]));
  core.strategies = config.strategies.map((strategy) => {
    const old = before.get(strategy.name);
    const states = statesOf(old?.rules ?? null, core.carriedRules.strategies[strategy.name] ?? null, rules, 'strategy');
    const state = new StrategyState(strategy.name, states, rules.slots.length);
    state.readers = readersFor(core, rules.slots, null, state);
    return state;
  });

  core.carriedRules = { account: null, strategies: {} };
  for (const market of core.markets) adoptMarket(core, market);
  core.notices.push({ type: 'ConfigApplied', ts: core.now, market: null, generation });
}

/** The memory of a subject's rules: as it is, as an earlier session left it, or blank. */
const statesOf = (now: RuleStates | null, carried: RuleStatesSnapshot | null, rules: RuleSet, scope: RuleScope): RuleStates =>
  now !== null ? RuleStates.carried(now, rules) : carried !== null ? RuleStates.resumed(carried, rules) : new RuleStates(rules, scope);

/** Gives a market, new or known, its strategy and settings under the config in force. */
export function adoptMarket(core: CoreState, market: MarketState): void {
  const { config, rules } = core;
  const { instrument } = market;
  const carried = takeBack(core, market);
  if (config === null) return;

  const index = config.strategies.findIndex((s) => quotes(s, market));
  const strategy = index < 0 ? null : config.strategies[index]!;
  announce(core, market, strategy);
  market.strategy = strategy;
  market.strategyState = strategy === null ? null : core.strategies[index]!;
  core.hedgeLinks = null;
  market.settings = strategy === null ? null : resolveStrategy(strategy, instrument.name, instrument.tick);
  if (market.strategyState !== null) {
    market.strategyState.pnl += market.position.pnl;
    market.strategyState.heldNotional += market.heldNotional;
  }

  market.signals.require([...windowsOf(rules.slots), ...settingsWindows(market.settings)]);
  market.rules = statesOf(market.rules, carried?.rules ?? null, rules, 'market');
  market.vector = new Float64Array(rules.slots.length);
  market.readers = readersFor(core, rules.slots, market, market.strategyState);
  market.book.watchedDepth = looksDeep(market.settings, rules.slots) ? SIGNAL_DEPTH : 1;
  market.ordersChanged = true;
  market.wakeAt = core.now;
  core.nextWake = Math.min(core.nextWake, core.now);
  core.touch(market);
}

const quotes = (strategy: CompiledStrategy, market: MarketState): boolean =>
  strategy.markets.venue === market.instrument.venue
  && strategy.markets.include.some((glob) => fitsPattern(glob, market.instrument.name))
  && !strategy.markets.exclude.some((glob) => fitsPattern(glob, market.instrument.name));

const DEPTH_FACTS: ReadonlySet<string> = new Set(['bidDepth', 'askDepth', 'bookImbalance']);
/** Who takes walks down the book. */
const looksDeep = (settings: StrategySettings | null, slots: readonly FactSlot[]): boolean =>
  settings?.fairValueModel === 'book-imbalance' || (settings !== null && settings.kind !== 'market-maker') || slots.some((slot) => DEPTH_FACTS.has(slot.fact));

function settingsWindows(settings: SharedSettings | null): WindowNeed[] {
  const volatility = settings?.volatility ?? null;
  if (volatility === null) return [];
  const needs: WindowNeed[] = [{ kind: 'fair', windowMs: volatility.windowMs }];
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
  market.heldNotional = market.worstNotional = market.position.notionalAtCost;
  const { [key]: _listed, ...rest } = core.unlisted;
  core.unlisted = rest;
  return carried;
}

function announce(core: CoreState, market: MarketState, strategy: CompiledStrategy | null): void {
  const { name, id } = market.instrument;
  if (strategy?.name === market.strategy?.name) return;
  if (strategy !== null) core.notices.push({ type: 'MarketAdopted', ts: core.now, market: id, name, strategy: strategy.name });
  else core.notices.push({ type: 'MarketReleased', ts: core.now, market: id, name, why: 'no strategy of the config quotes it; orders are cancelled and the position is held' });
}
