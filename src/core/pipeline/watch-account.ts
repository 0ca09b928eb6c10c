// The account as a whole, once per decision: the day's baseline, losses against their limits, feeds that fell silent, and
// the rules of account and strategies. Whatever changes here touches every market it concerns.

import { rollHour } from './close-hour.ts';
import { permissionOf, constraintsIn, CONSTRAINTS } from '../risk/constraints.ts';
import { judgeClock } from '../risk/guards/clock-jump.ts';
import { judgeVenues } from '../risk/guards/venue-guards.ts';
import { countBits } from '../risk/guards/trips.ts';
import { evaluateRules, type RuleChange } from '../rules/evaluate.ts';
import type { FactReader } from '../rules/fact-reader.ts';
import { fillVector } from '../rules/fact-vector.ts';
import type { Posture } from '../rules/posture.ts';
import type { RuleScope } from '../../config/compiled-config.ts';
import type { RuleStates } from '../rules/rule-states.ts';
import { dayOf } from '../state/account-state.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketId } from '../domain/instrument.ts';
import { watchVenues } from './watch-venues.ts';

/** A feed that says nothing at all for this long prices nothing. placeholder: 10 s, as poly-maker halts on. */
export const MAX_FEED_AGE_MS = 10_000;

const changes: RuleChange[] = [];

export function watchAccount(core: CoreState): void {
  rollHour(core);
  rollDay(core);
  watchLosses(core);
  watchFeeds(core);
  watchVenues(core);
  judgeVenues(core);
  const before = core.account.constraints;
  core.account.constraints = accountConstraints(core);
  if (core.account.constraints !== before) {
    const begun = core.account.constraints & ~before;
    countBits(core.account.trips, 0, begun);
    core.touchAll();
    core.notices.push({
      type: 'PermissionChanged', ts: core.now, market: null, permission: permissionOf(core.account.constraints),
      reasons: constraintsIn(core.account.constraints).map((c) => c.code), begun: constraintsIn(begun).map((c) => c.code),
    });
  }
  runSharedRules(core);
}

function rollDay(core: CoreState): void {
  const { account } = core;
  const day = dayOf(core.now);
  // A clock that was set back does not make a new day of an old one.
  if (day <= account.day) return;
  const isFirst = account.day < 0;
  account.day = day;
  account.dayStartPnl = account.pnl;
  if (!isFirst) account.dailyLossLatched = false;
}

function watchLosses(core: CoreState): void {
  const { account, config } = core;
  if (account.pnl > account.peakPnl) account.peakPnl = account.pnl;
  if (config === null) return;
  const { dailyLoss, drawdown } = config.limits;
  if (dailyLoss !== null && !account.dailyLossLatched && account.dailyPnl <= -dailyLoss) {
    account.dailyLossLatched = true;
    core.alert('critical', 'DAILY_LOSS', `lost ${dollars(-account.dailyPnl)} today, limits.dailyLoss is ${dollars(dailyLoss)}: reduce-only until 00:00 UTC or resume`);
  }
  if (drawdown === null) return;
  const fall = account.drawdown;
  if (drawdown.halt !== null && fall >= drawdown.halt) latchDrawdown(core, 'halt', fall, drawdown.halt);
  else if (drawdown.reduceOnly !== null && fall >= drawdown.reduceOnly) latchDrawdown(core, 'reduceOnly', fall, drawdown.reduceOnly);
  else if (drawdown.warn !== null && fall >= drawdown.warn) latchDrawdown(core, 'warn', fall, drawdown.warn);
}

const STAGES = ['none', 'warn', 'reduceOnly', 'halt'] as const;

/** Only ever up: coming back from a loss is an operator's decision. */
function latchDrawdown(core: CoreState, stage: (typeof STAGES)[number], fall: number, limit: number): void {
  const { account } = core;
  if (STAGES.indexOf(stage) <= STAGES.indexOf(account.drawdownLatch)) return;
  account.drawdownLatch = stage;
  core.alert(stage === 'warn' ? 'warning' : 'critical', 'DRAWDOWN', `${dollars(fall)} below the peak, limits.drawdown.${stage} is ${dollars(limit)}`);
}

const dollars = (micros: number): string => `$${(micros / 1_000_000).toFixed(2)}`;

function watchFeeds(core: CoreState): void {
  for (const venue of core.venues) {
    if (venue.isStale || !(core.now - venue.heardAt > MAX_FEED_AGE_MS)) continue;
    venue.isStale = true;
    venue.health.noteFeedDrop(core.now);
    for (const market of core.markets) if (market.venue === venue) market.awaitsBook = true;
    core.touchAll();
    core.alert('warning', 'FEED_STALE', `${venue.name} has said nothing for ${MAX_FEED_AGE_MS / 1000} s: quotes are pulled`);
  }
}

function accountConstraints(core: CoreState): number {
  const { account } = core;
  let bits = 0;
  if (account.halted !== null) bits |= CONSTRAINTS.halted.bit;
  else if (core.quiesce !== null) bits |= CONSTRAINTS.quiescing.bit;
  if (account.drawdownLatch === 'halt') bits |= CONSTRAINTS.drawdownHalt.bit;
  if (account.drawdownLatch === 'reduceOnly') bits |= CONSTRAINTS.drawdownReduce.bit;
  if (account.dailyLossLatched) bits |= CONSTRAINTS.dailyLoss.bit;
  if (!core.journalOk) bits |= CONSTRAINTS.journalFailing.bit;
  for (const venue of core.venues) if (!venue.ordersReconciled || !venue.holdingsReconciled) bits |= CONSTRAINTS.notReconciled.bit;
  return bits | judgeClock(core, (bits & CONSTRAINTS.notReconciled.bit) === 0);
}

function runSharedRules(core: CoreState): void {
  const { account, rules } = core;
  if (account.rules !== null && rules.byScope.account.length > 0) {
    const changed = runRules(core, 'account', null, account.rules, account.vector, account.readers, account.posture);
    account.wakeAt = changed.wakeAt;
    if (changed.hasChanged) core.touchAll();
  } else if (account.wakeAt !== Infinity || !account.posture.isIdle) {
    // The last rule of the account is gone from the config: what it had asked for goes with it.
    account.posture.reset();
    account.wakeAt = Infinity;
    core.touchAll();
  }
  account.mayEarn = permissionOf(account.constraints) === 'full' && account.posture.permission === 'full';
  if (rules.byScope.strategy.length === 0) return;
  for (const strategy of core.strategies) {
    const changed = runRules(core, 'strategy', null, strategy.rules, strategy.vector, strategy.readers, strategy.posture, NaN, strategy.name);
    strategy.wakeAt = changed.wakeAt;
    if (changed.hasChanged) for (const market of core.markets) if (market.strategyState === strategy) core.touch(market);
  }
}

const result = { wakeAt: Infinity, hasChanged: false };

/** Fills the vector, runs the rules of one scope into `posture`, and tells of what began and ended. The result is reused. */
export function runRules(
  core: CoreState, scope: RuleScope, market: MarketId | null, states: RuleStates, vector: Float64Array,
  readers: readonly FactReader[], posture: Posture, tick = NaN, strategy: string | null = null,
): { readonly wakeAt: number; readonly hasChanged: boolean } {
  fillVector(vector, readers);
  posture.reset();
  if (changes.length > 0) changes.length = 0;
  result.wakeAt = evaluateRules(core.rules, scope, vector, states, core.now, tick, posture, changes);
  result.hasChanged = changes.length > 0;
  for (const change of changes) {
    const rule = core.rules.rules[change.rule]!;
    core.notices.push({ type: 'RuleChanged', ts: core.now, market, rule: rule.name, scope, strategy, firing: change.firing, cause: change.cause });
    if (change.cause !== 'condition') continue;
    for (const outcome of rule.then) if (outcome.kind === 'alert') core.alert(outcome.severity, 'RULE', `rule "${rule.name}" fired`, market);
  }
  return result;
}
