// Everything that lowers permission, as bits that coexist and clear one by one. The effective permission is the lowest
// over the bits that are set, so no order of evaluation can matter.

import type { Permission } from '../domain/permission.ts';

export interface ConstraintSpec {
  readonly bit: number;
  readonly code: string;
  readonly permission: Permission;
  /** A few words for a line among many. */
  readonly short: string;
  /** The sentence. */
  readonly why: string;
}

let next = 0;
const constraint = (code: string, permission: Permission, short: string, why: string): ConstraintSpec => ({ bit: 1 << next++, code, permission, short, why });

export const CONSTRAINTS = {
  halted: constraint('HALTED', 'halted', 'halted by an operator', 'halted by an operator; quotes again after resume'),
  drawdownHalt: constraint('DRAWDOWN_HALT', 'halted', 'drawdown past its halt limit', 'drawdown passed limits.drawdown.halt; latched until resume'),
  quiescing: constraint('QUIESCING', 'cancel-only', 'the session is being stopped', 'the session is being stopped'),
  journalFailing: constraint('JOURNAL_FAILING', 'cancel-only', 'the journal cannot be written', 'the journal cannot be written, so no intent can be recorded'),
  notReconciled: constraint('NOT_RECONCILED', 'cancel-only', 'open orders and holdings not confirmed yet', 'open orders and holdings are not yet confirmed by the venue'),
  drawdownReduce: constraint('DRAWDOWN_REDUCE', 'reduce-only', 'drawdown past its reduce-only limit', 'drawdown passed limits.drawdown.reduceOnly; latched until resume'),
  dailyLoss: constraint('DAILY_LOSS', 'reduce-only', 'daily loss limit reached', 'the loss of the day passed limits.dailyLoss; until 00:00 UTC or resume'),
  noStrategy: constraint('NO_STRATEGY', 'cancel-only', 'no strategy quotes it', 'no strategy of the config in force quotes this market'),
  closed: constraint('MARKET_CLOSED', 'cancel-only', 'market paused or closed', 'the venue says that the market is paused or closed'),
  feedDown: constraint('FEED_DOWN', 'cancel-only', 'feed disconnected', 'the market data feed is disconnected'),
  feedStale: constraint('FEED_STALE', 'cancel-only', 'feed silent', 'the market data feed has been silent for too long'),
  bookInvalid: constraint('BOOK_INVALID', 'cancel-only', 'book not to be trusted', 'the book cannot be trusted until it is seen whole again'),
  bookEmpty: constraint('BOOK_EMPTY', 'cancel-only', 'book empty', 'nobody quotes either side'),
  bookOneSided: constraint('BOOK_ONE_SIDED', 'cancel-only', 'one side of the book empty', 'one side of the book is empty, so nothing prices the market'),
  bookCrossed: constraint('BOOK_CROSSED', 'cancel-only', 'book crossed', 'the best bid is not below the best ask'),
  volatilityUnknown: constraint('VOLATILITY_UNKNOWN', 'cancel-only', 'volatility not known yet', 'fair value has not been watched long enough to know its volatility'),
  volatile: constraint('VOLATILITY_PULL', 'cancel-only', 'volatility above pullAbove', 'volatility is above volatility.pullAbove'),
  trending: constraint('TREND_PULL', 'cancel-only', 'trend above pullAbove', 'fair value moved more than volatility.trend.pullAbove'),
  extreme: constraint('EXTREME', 'reduce-only', 'price too near an end', 'fair value is within extremes.stopWithin of an end'),
  overLimit: constraint('OVER_POSITION_LIMIT', 'reduce-only', 'position at its limit', 'the position is at or over its limit'),
  stopLossReduce: constraint('STOP_LOSS', 'reduce-only', 'stop-loss fired', 'the stop-loss of the market fired; latched until resume'),
  stopLossCancel: constraint('STOP_LOSS_CANCEL', 'cancel-only', 'stop-loss fired', 'the stop-loss of the market fired; latched until resume'),
  ruleHalted: constraint('RULE_HALTED', 'halted', 'a rule halts', 'a rule sets permission halted'),
  ruleCancelOnly: constraint('RULE_CANCEL_ONLY', 'cancel-only', 'a rule allows cancels only', 'a rule sets permission cancel-only'),
  ruleReduceOnly: constraint('RULE_REDUCE_ONLY', 'reduce-only', 'a rule allows reducing only', 'a rule sets permission reduce-only'),
} as const;

const ALL_CONSTRAINTS: readonly ConstraintSpec[] = Object.values(CONSTRAINTS);

const maskOf = (permission: Permission): number =>
  ALL_CONSTRAINTS.filter((c) => c.permission === permission).reduce((mask, c) => mask | c.bit, 0);
const HALTED_MASK = maskOf('halted');
const CANCEL_ONLY_MASK = maskOf('cancel-only');
const REDUCE_ONLY_MASK = maskOf('reduce-only');

export function permissionOf(bits: number): Permission {
  if (bits === 0) return 'full';
  if ((bits & HALTED_MASK) !== 0) return 'halted';
  if ((bits & CANCEL_ONLY_MASK) !== 0) return 'cancel-only';
  return (bits & REDUCE_ONLY_MASK) !== 0 ? 'reduce-only' : 'full';
}

export const constraintsIn = (bits: number): readonly ConstraintSpec[] => ALL_CONSTRAINTS.filter((c) => (bits & c.bit) !== 0);

const BY_CODE: ReadonlyMap<string, ConstraintSpec> = new Map(ALL_CONSTRAINTS.map((c) => [c.code, c]));

/** A code in a few words; a reason that is none of these codes is returned as it is. */
export const reasonWords = (reason: string): string => BY_CODE.get(reason)?.short ?? reason;

/** The bit under which a rule's permission is shown. */
export function ruleBit(permission: Permission): number {
  if (permission === 'halted') return CONSTRAINTS.ruleHalted.bit;
  if (permission === 'cancel-only') return CONSTRAINTS.ruleCancelOnly.bit;
  return permission === 'reduce-only' ? CONSTRAINTS.ruleReduceOnly.bit : 0;
}
