// Everything that lowers permission, as bits that coexist and clear one by one, in three words: what concerns the account,
// how a market stands, and the guards of a market. The effective permission is the lowest over all bits that are set, so no
// order of evaluation can matter.

import type { Permission } from '../domain/permission.ts';
import type { Side } from '../domain/side.ts';

export type ConstraintWord = 'account' | 'market' | 'guard';

export interface ConstraintSpec {
  /** The word that its bit is of. */
  readonly word: ConstraintWord;
  readonly bit: number;
  readonly code: string;
  readonly permission: Permission;
  /** The side that may only reduce while it is set; the other is not concerned. */
  readonly side?: Side;
  /** A few words for a line among many. */
  readonly short: string;
  /** The sentence. */
  readonly why: string;
}

const used: Record<ConstraintWord, number> = { account: 0, market: 0, guard: 0 };
const constraint = (word: ConstraintWord) => (code: string, permission: Permission, short: string, why: string): ConstraintSpec => ({ word, bit: 1 << used[word]++, code, permission, short, why });
const oneSide = (side: Side, code: string, short: string, why: string): ConstraintSpec => ({ ...guard(code, 'full', short, why), side });
const account = constraint('account');
const market = constraint('market');
const guard = constraint('guard');

export const CONSTRAINTS = {
  halted: account('HALTED', 'halted', 'halted by an operator', 'halted by an operator; quotes again after resume'),
  drawdownHalt: account('DRAWDOWN_HALT', 'halted', 'drawdown past its halt limit', 'drawdown passed limits.drawdown.halt; latched until resume'),
  quiescing: account('QUIESCING', 'cancel-only', 'the session is being stopped', 'the session is being stopped'),
  journalFailing: account('JOURNAL_FAILING', 'cancel-only', 'the journal cannot be written', 'the journal cannot be written, so no intent can be recorded'),
  notReconciled: account('NOT_RECONCILED', 'cancel-only', 'open orders and holdings not confirmed yet', 'open orders and holdings are not yet confirmed by the venue'),
  drawdownReduce: account('DRAWDOWN_REDUCE', 'reduce-only', 'drawdown past its reduce-only limit', 'drawdown passed limits.drawdown.reduceOnly; latched until resume'),
  dailyLoss: account('DAILY_LOSS', 'reduce-only', 'daily loss limit reached', 'the loss of the day passed limits.dailyLoss; until 00:00 UTC or resume'),
  noStrategy: market('NO_STRATEGY', 'cancel-only', 'no strategy quotes it', 'no strategy of the config in force quotes this market'),
  notChosen: market('NOT_CHOSEN', 'cancel-only', 'not chosen by its strategy', 'its strategy quotes other markets now, or its turn in the series has not come'),
  closed: market('MARKET_CLOSED', 'cancel-only', 'market paused or closed', 'the venue says that the market is paused or closed'),
  feedDown: market('FEED_DOWN', 'cancel-only', 'feed disconnected', 'the market data feed is disconnected'),
  feedStale: market('FEED_STALE', 'cancel-only', 'feed silent', 'the market data feed has been silent for too long'),
  bookInvalid: market('BOOK_INVALID', 'cancel-only', 'book not to be trusted', 'the book cannot be trusted until it is seen whole again'),
  bookEmpty: market('BOOK_EMPTY', 'cancel-only', 'book empty', 'nobody quotes either side'),
  bookOneSided: market('BOOK_ONE_SIDED', 'cancel-only', 'one side of the book empty', 'one side of the book is empty, so nothing prices the market'),
  bookCrossed: market('BOOK_CROSSED', 'cancel-only', 'book crossed', 'the best bid is not below the best ask'),
  volatilityUnknown: guard('VOLATILITY_UNKNOWN', 'cancel-only', 'volatility not known yet', 'fair value has not been watched long enough to know its volatility'),
  volatile: guard('VOLATILITY_PULL', 'cancel-only', 'volatility above pullAbove', 'volatility is above volatility.pullAbove'),
  trending: guard('TREND_PULL', 'cancel-only', 'trend above pullAbove', 'fair value moved more than volatility.trend.pullAbove'),
  extreme: guard('EXTREME', 'reduce-only', 'price too near an end', 'fair value is within extremes.stopWithin of an end'),
  overLimit: guard('OVER_POSITION_LIMIT', 'reduce-only', 'position at its limit', 'the position is at or over its limit'),
  stopLossReduce: guard('STOP_LOSS', 'reduce-only', 'stop-loss fired', 'the stop-loss of the market fired; latched until resume'),
  stopLossCancel: guard('STOP_LOSS_CANCEL', 'cancel-only', 'stop-loss fired', 'the stop-loss of the market fired; latched until resume'),
  unhedged: guard('UNHEDGED', 'reduce-only', 'its hedge is off', 'the market that hedges it has been off by more than hedge.unhedged.most'),
  unhedgedCancel: guard('UNHEDGED_CANCEL', 'cancel-only', 'its hedge is off', 'the market that hedges it has been off by more than hedge.unhedged.most'),
  over: market('RESOLUTION_STOP', 'cancel-only', 'too near to the end of the market', 'the market is at its end, or within resolution.stopBefore of it; what is held waits to be paid'),
  ending: market('RESOLUTION_REDUCE', 'reduce-only', 'the end of the market is near', 'the market ends within resolution.reduceOnlyBefore'),
  liquidating: market('LIQUIDATING', 'reduce-only', 'its position is worked off', 'the position is worked off by the stages of `liquidation`'),
  ruleHalted: market('RULE_HALTED', 'halted', 'a rule halts', 'a rule sets permission halted'),
  ruleCancelOnly: market('RULE_CANCEL_ONLY', 'cancel-only', 'a rule allows cancels only', 'a rule sets permission cancel-only'),
  ruleReduceOnly: market('RULE_REDUCE_ONLY', 'reduce-only', 'a rule allows reducing only', 'a rule sets permission reduce-only'),
  clockJump: account('CLOCK_JUMP', 'cancel-only', 'woken too late', 'the engine was woken far later than it asked to be; until every venue has confirmed open orders and holdings again'),
  bookStale: market('BOOK_STALE', 'cancel-only', 'book too old', 'nothing was said of the book of this market for data.bookMaxAge'),
  dataSilent: market('DATA_SILENT', 'cancel-only', 'feed without data', 'the feed is open, and no market data came through it for health.dataMaxAge'),
  userFeedStale: market('USER_FEED_STALE', 'cancel-only', 'no answers from the venue', 'orders wait for answers, and the venue said nothing of ours for health.answerMaxAge'),
  rejectRate: market('REJECT_RATE', 'reduce-only', 'too many orders refused', 'the venue refused as many orders as health.rejects names'),
  errorRate: market('ERROR_RATE', 'cancel-only', 'too many answers lost', 'as many requests to the venue as health.errors names had no usable answer, so what is live is not known'),
  unknownOrders: market('UNKNOWN_ORDERS', 'cancel-only', 'too many orders unknown', 'more orders than health.unknownOrders allows are neither proved live nor proved gone'),
  reconcileDiffers: market('RECONCILE_DIFFERS', 'reduce-only', 'books and venue differed', 'holdings differed from our books or the venue had orders of others; until health.cleanReports reports in a row agree'),
  velocity: guard('VELOCITY', 'reduce-only', 'price moves too fast', 'fair value moved further than adverseSelection.velocity'),
  flowBid: oneSide('bid', 'FLOW_SELLING', 'takers all sell', 'takers sell one-sidedly beyond adverseSelection.flowImbalance: bids would be run over'),
  flowAsk: oneSide('ask', 'FLOW_BUYING', 'takers all buy', 'takers buy one-sidedly beyond adverseSelection.flowImbalance: asks would be run over'),
  toxicFills: guard('TOXIC_FILLS', 'reduce-only', 'fills went against us', 'fair value moved against our fills by more than adverseSelection.markout'),
  fillRate: guard('FILL_RATE', 'reduce-only', 'filled too often', 'as many fills as adverseSelection.fillRate names came within its window'),
  oneSidedBid: oneSide('bid', 'ONE_SIDED_BUYS', 'only bids are filled', 'our bids were filled as often as adverseSelection.oneSidedFills names, and no ask'),
  oneSidedAsk: oneSide('ask', 'ONE_SIDED_SELLS', 'only asks are filled', 'our asks were filled as often as adverseSelection.oneSidedFills names, and no bid'),
  adverseUnknown: guard('ADVERSE_UNKNOWN', 'cancel-only', 'flow not known yet', 'what adverseSelection looks at has not been watched for its window'),
  adverseCancel: guard('ADVERSE_CANCEL', 'cancel-only', 'flow guards cancel all', 'a guard of adverseSelection holds, and its `then` is cancel-only'),
  divergence: guard('DIVERGENCE', 'reduce-only', 'fair value off its reference', 'fair value differs from the reference by more than divergence.above'),
  divergenceUnknown: guard('DIVERGENCE_UNKNOWN', 'reduce-only', 'no reference to compare with', 'the reference of divergence is not known'),
  noReference: guard('NO_REFERENCE', 'cancel-only', 'not decided by its reference', 'the market is not decided by the price that quote.reference names, or the venue does not say how'),
  referenceStale: guard('REFERENCE_STALE', 'cancel-only', 'no price of the reference', 'the last price of the reference is older than quote.reference.maxAge, or none has come'),
  priceToBeatUnknown: guard('PRICE_TO_BEAT_UNKNOWN', 'cancel-only', 'price to beat not known', 'the market has not begun, or what its price has to reach was neither said by the venue nor seen of the reference'),
  referenceUnmeasured: guard('REFERENCE_UNMEASURED', 'cancel-only', 'reference not watched long enough', 'the reference has not been watched for quote.reference.volatility, stood still all that time, or is missing where the market averages it'),
  venueRefuses: market('VENUE_TAKES_NO_ORDERS', 'cancel-only', 'the venue takes no orders', 'the venue restarts, has trading disabled or takes cancels alone, or refuses every order of the account; asked again after ever longer waits'),
  venueCloses: market('VENUE_TAKES_CLOSING_ONLY', 'reduce-only', 'the venue takes closing only', 'the venue lets the account close positions and open none; asked again after ever longer waits'),
} as const;

export const ALL_CONSTRAINTS: readonly ConstraintSpec[] = Object.values(CONSTRAINTS);

/**
 * Bits of the word `guard` that keep quotes out, of a market that knows more than we do or has no hedge; they do not keep us in it.
 * Those of one side let the other leave as it is.
 */
export const LIFTED_TO_LEAVE = CONSTRAINTS.volatile.bit | CONSTRAINTS.trending.bit | CONSTRAINTS.volatilityUnknown.bit
  | CONSTRAINTS.velocity.bit | CONSTRAINTS.toxicFills.bit | CONSTRAINTS.fillRate.bit | CONSTRAINTS.adverseUnknown.bit | CONSTRAINTS.adverseCancel.bit
  | CONSTRAINTS.divergence.bit | CONSTRAINTS.divergenceUnknown.bit | CONSTRAINTS.unhedgedCancel.bit
  | CONSTRAINTS.noReference.bit | CONSTRAINTS.referenceStale.bit | CONSTRAINTS.priceToBeatUnknown.bit | CONSTRAINTS.referenceUnmeasured.bit;

/** Stand for certain from the first decision of a session on; all others may be set because nothing is known yet. */
const STOPS: readonly ConstraintSpec[] = [
  CONSTRAINTS.halted, CONSTRAINTS.quiescing, CONSTRAINTS.journalFailing, CONSTRAINTS.drawdownHalt, CONSTRAINTS.drawdownReduce, CONSTRAINTS.dailyLoss,
  CONSTRAINTS.noStrategy, CONSTRAINTS.closed, CONSTRAINTS.over, CONSTRAINTS.ending, CONSTRAINTS.ruleHalted, CONSTRAINTS.stopLossReduce, CONSTRAINTS.stopLossCancel,
];
const stopMask = (word: ConstraintWord): number => STOPS.filter((c) => c.word === word).reduce((mask, c) => mask | c.bit, 0);
const STOPS_OF = { account: stopMask('account'), market: stopMask('market'), guard: stopMask('guard') };
export const isStopped = (ofAccount: number, ofMarket: number, guards: number): boolean =>
  ((ofAccount & STOPS_OF.account) | (ofMarket & STOPS_OF.market) | (guards & STOPS_OF.guard)) !== 0;

const maskOf = (word: ConstraintWord, permission: Permission): number =>
  ALL_CONSTRAINTS.filter((c) => c.word === word && c.permission === permission).reduce((mask, c) => mask | c.bit, 0);

interface Masks { readonly halted: number; readonly cancelOnly: number; readonly reduceOnly: number }
const masksOf = (word: ConstraintWord): Masks => ({ halted: maskOf(word, 'halted'), cancelOnly: maskOf(word, 'cancel-only'), reduceOnly: maskOf(word, 'reduce-only') });
const ACCOUNT = masksOf('account');
const MARKET = masksOf('market');
const GUARD = masksOf('guard');

/** The lowest permission over the bits that are set in the three words. */
export function permissionOf(ofAccount: number, ofMarket = 0, guards = 0): Permission {
  if ((ofAccount | ofMarket | guards) === 0) return 'full';
  if ((ofAccount & ACCOUNT.halted) !== 0 || (ofMarket & MARKET.halted) !== 0 || (guards & GUARD.halted) !== 0) return 'halted';
  if ((ofAccount & ACCOUNT.cancelOnly) !== 0 || (ofMarket & MARKET.cancelOnly) !== 0 || (guards & GUARD.cancelOnly) !== 0) return 'cancel-only';
  return (ofAccount & ACCOUNT.reduceOnly) !== 0 || (ofMarket & MARKET.reduceOnly) !== 0 || (guards & GUARD.reduceOnly) !== 0 ? 'reduce-only' : 'full';
}

const sideMask = (side: Side): number => ALL_CONSTRAINTS.filter((c) => c.side === side).reduce((mask, c) => mask | c.bit, 0);
/** Bits of the word `guard` under which that side may only reduce. */
export const BID_ONLY_REDUCES = sideMask('bid');
export const ASK_ONLY_REDUCES = sideMask('ask');

/** Bits a word has: 1 << 31 would be negative. */
export const CONSTRAINT_SLOTS = 31;
export const slotOf = (bit: number): number => 31 - Math.clz32(bit);

/** In the order they are declared in: the account's first. */
export const constraintsIn = (ofAccount: number, ofMarket = 0, guards = 0): readonly ConstraintSpec[] =>
  ALL_CONSTRAINTS.filter(({ word, bit }) => ((word === 'account' ? ofAccount : word === 'market' ? ofMarket : guards) & bit) !== 0);

const BY_CODE: ReadonlyMap<string, ConstraintSpec> = new Map(ALL_CONSTRAINTS.map((c) => [c.code, c]));

/** A code in a few words; a reason that is none of these codes is returned as it is. */
export const reasonWords = (reason: string): string => BY_CODE.get(reason)?.short ?? reason;

/** The bit, of the word `market`, under which a rule's permission is shown. */
export function ruleBit(permission: Permission): number {
  if (permission === 'halted') return CONSTRAINTS.ruleHalted.bit;
  if (permission === 'cancel-only') return CONSTRAINTS.ruleCancelOnly.bit;
  return permission === 'reduce-only' ? CONSTRAINTS.ruleReduceOnly.bit : 0;
}
