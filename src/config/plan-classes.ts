// Which way a changed setting moves: does it take protection away (loosen), add some (tighten), or neither (immediate).
// One line a setting; a setting without a line is immediate.

import type { CompiledRule, Condition, LiquidationStage, RuleOutcome } from './compiled-config.ts';
import type { Windowed } from './compiled-guards.ts';
import { PERMISSIONS } from '../core/domain/permission.ts';

export type ChangeClass = 'immediate' | 'tighten' | 'loosen';
type Json = unknown;

/** `lower`, `higher`: the direction that protects more. `presence`: having it protects, its value is tuning. */
type Guard = 'lower' | 'higher' | 'presence' | 'words' | 'groups';
/** Of a value and its window; `lower`, `higher`: of the value. */
interface OverWindow { readonly over: 'lower' | 'higher' }

export const SETTING_GUARDS: Readonly<Record<string, Guard | OverWindow>> = {
  'limits.position': 'lower', 'limits.notional': 'lower', 'limits.openOrders': 'lower',
  'stopLoss.loss': 'lower', 'stopLoss.drawdownFromPeak': 'lower', 'stopLoss.then': 'words',
  'volatility.pullAbove': 'lower', 'volatility.trend.pullAbove': 'lower', 'volatility.widen': 'presence',
  'extremes.within': 'higher', 'extremes.widen': 'higher', 'extremes.shrink': 'lower', 'extremes.stopWithin': 'higher',
  'twap.collar': 'lower', 'twap.cross': 'lower', 'hedge.collar': 'lower', 'hedge.unhedged.most': 'lower', 'hedge.unhedged.for': 'lower', 'hedge.unhedged.then': 'words',
  'resolution.reduceOnlyBefore': 'higher', 'resolution.stopBefore': 'higher', 'resolution.expireOrders': 'words',
  'liquidation.startAt': 'lower', 'onRemoval': 'words', active: 'lower',
  'skew.curve': 'presence', 'skew.size': 'presence', 'quote.postOnly': 'words', 'quote.risk.tolerance': 'lower', 'quote.reference.maxAge': 'lower',
  'limits.collar': 'lower', 'data.bookMaxAge': 'lower', 'divergence.from': 'presence', 'divergence.window': 'presence', 'divergence.above': 'lower', 'divergence.whenUnknown': 'words',
  'adverseSelection.velocity': { over: 'lower' }, 'adverseSelection.flowImbalance': { over: 'lower' }, 'adverseSelection.markout': { over: 'higher' },
  'adverseSelection.fillRate': { over: 'lower' }, 'adverseSelection.oneSidedFills': { over: 'lower' }, 'adverseSelection.then': 'words', 'adverseSelection.for': 'higher',
};

export const ACCOUNT_GUARDS: Readonly<Record<string, Guard | OverWindow>> = {
  'limits.grossNotional': 'lower', 'limits.dailyLoss': 'lower', 'limits.ordersPerMinute': 'lower',
  'limits.rates.places': 'lower', 'limits.rates.cancels': 'lower', 'limits.rates.queries': 'lower',
  'health.dataMaxAge': 'lower', 'health.answerMaxAge': 'lower', 'health.clockJump': 'lower', 'health.rejects': { over: 'lower' }, 'health.errors': { over: 'lower' },
  'health.for': 'higher', 'health.unknownOrders': 'lower', 'health.cleanReports': 'higher',
  'limits.drawdown.warn': 'lower', 'limits.drawdown.reduceOnly': 'lower', 'limits.drawdown.halt': 'lower',
  'limits.groupNotional': 'lower', 'limits.groups': 'groups', 'limits.correlation.window': 'presence', 'limits.correlation.above': 'lower',
  'limits.degradation.window': 'higher', 'limits.degradation.feedDrops': 'lower', 'limits.degradation.refusals': 'lower',
  'limits.degradation.lateAnswers': 'lower', 'limits.degradation.lateAfter': 'lower', 'limits.degradation.shrinkTo': 'lower', 'limits.degradation.hold': 'higher',
  'canary.size': 'lower', 'canary.for': 'higher', 'gate.paperHours': 'higher', 'gate.paperDrawdownBelow': 'lower',
};

/** Of a strategy itself. */
export const STRATEGY_GUARDS: Readonly<Record<string, Guard>> = { capital: 'lower' };

/** From the loosest word to the tightest. */
const WORDS: readonly Json[] = [false, 'hold', 'quote', 'pull', 'reduce-only', 'liquidate', 'cancel-only', 'stop', true];

/** Undefined stands for a setting that is not there. */
export function classOf(guard: Guard | OverWindow | undefined, from: Json | undefined, to: Json | undefined): ChangeClass {
  if (guard === undefined) return 'immediate';
  if (from === undefined) return 'tighten';
  if (to === undefined) return 'loosen';
  if (guard === 'presence') return 'immediate';
  if (typeof guard === 'object') return windowedClass(guard, from as Windowed, to as Windowed);
  if (guard === 'groups') return groupsClass(from as Groups, to as Groups);
  const rank = (value: Json): number => (guard === 'words' ? WORDS.indexOf(value) : Number(value));
  const rises = rank(to) > rank(from);
  return rises === (guard !== 'lower') ? 'tighten' : 'loosen';
}

/** A longer window sees more. Of a shorter one, or of a value that gives way, nobody can say that as much is seen as before. */
function windowedClass({ over }: OverWindow, from: Windowed, to: Windowed): ChangeClass {
  const givesWay = over === 'lower' ? to.value > from.value : to.value < from.value;
  return givesWay || to.windowMs < from.windowMs ? 'loosen' : 'tighten';
}

const LADDER: readonly LiquidationStage[] = ['passive', 'skewed', 'aggressive', 'market'];
type Groups = Readonly<Record<string, { readonly markets: readonly string[]; readonly notional?: number }>>;

/** Each group has to be there still, with all its markets and no higher cap. One that takes the general cap is as its own line says. */
function groupsClass(from: Groups, to: Groups): ChangeClass {
  const isKept = Object.entries(from).every(([name, { markets, notional }]) => {
    const now = to[name];
    return now !== undefined && markets.every((pattern) => now.markets.includes(pattern)) && (notional === undefined ? now.notional === undefined : now.notional !== undefined && now.notional <= notional);
  });
  return isKept ? 'tighten' : 'loosen';
}

const restricts = (outcome: RuleOutcome): boolean => outcome.kind !== 'alert' && outcome.kind !== 'shift';
export const isRestricting = (rule: CompiledRule): boolean => rule.then.some(restricts);

/** How much an outcome takes away, in its own kind; larger is stricter. */
function strictness(outcome: RuleOutcome): number {
  switch (outcome.kind) {
    case 'permission': return PERMISSIONS.length - PERMISSIONS.indexOf(outcome.permission);
    case 'pull': return outcome.side === 'both' ? 2 : 1;
    case 'widen': return outcome.factor;
    case 'shrink': return 2 - outcome.factor;
    case 'liquidate': return 1 + LADDER.indexOf(outcome.stage);
    case 'shift':
    case 'alert': return 0;
  }
}

/** Two pulls of single sides are of one strictness and not one thing. */
const slot = (outcome: RuleOutcome): string => (outcome.kind === 'pull' && outcome.side !== 'both' ? `pull ${outcome.side}` : outcome.kind);
const covers = (by: RuleOutcome, what: RuleOutcome): boolean =>
  (slot(by) === slot(what) || (by.kind === 'pull' && by.side === 'both' && what.kind === 'pull')) && strictness(by) >= strictness(what);

export function outcomesClass(from: readonly RuleOutcome[], to: readonly RuleOutcome[]): ChangeClass {
  const all = (list: readonly RuleOutcome[], by: readonly RuleOutcome[]): boolean =>
    list.filter(restricts).every((what) => by.some((other) => covers(other, what)));
  if (!all(from, to)) return 'loosen';
  return all(to, from) ? 'immediate' : 'tighten';
}

/** Thresholds are tuning; what is asked, and how it is put together, is the rule itself. */
export function conditionClass(from: Condition | null, to: Condition | null): ChangeClass {
  return JSON.stringify(withoutThresholds(from)) === JSON.stringify(withoutThresholds(to)) ? 'immediate' : 'loosen';
}

function withoutThresholds(condition: Condition | null): unknown {
  if (condition === null) return null;
  switch (condition.kind) {
    case 'all':
    case 'any': return [condition.kind, condition.of.map(withoutThresholds)];
    case 'not': return [condition.kind, withoutThresholds(condition.of)];
    case 'compare': return [condition.left.fact, condition.operator, typeof condition.right === 'object' && 'fact' in condition.right ? condition.right.fact : null];
  }
}
