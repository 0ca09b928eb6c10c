// Protections whose code stands where their data is: described here, so that one page shows every guard there is.

import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

const AT_ONCE = 'at once, as soon as it no longer holds';
const ARCHITECTURE = 'architecture.md, Orders and money';

export const STANDING_GUARDS: readonly GuardSpec[] = [
  {
    name: 'notional', protects: 'From putting more money into one market than meant.', keys: ['limits.notional'], codes: ['notional-limit'],
    metric: 'cost of what is held and of what the worse side may add', unit: 'dollars', clears: AT_ONCE, provenance: `${ARCHITECTURE} 7`, constant: 'structural',
  },
  {
    name: 'gross notional', protects: 'From putting more money into all markets than the account may.', keys: ['profile: limits.grossNotional'], codes: ['gross-notional-limit'],
    metric: 'cost of what is held and may be added, over all markets', unit: 'dollars', clears: AT_ONCE, provenance: `${ARCHITECTURE} 7`, constant: 'structural',
  },
  {
    name: 'open orders', protects: 'From more live orders than the venue or the operator wants.', keys: ['limits.openOrders'], codes: ['open-orders-limit'],
    metric: 'orders that are or may be live', unit: 'orders', clears: AT_ONCE, provenance: 'reliability.md, invariant 2', constant: 'structural',
  },
  {
    name: 'cash', protects: 'From orders that the venue would refuse for want of cash.', keys: [], codes: ['no-cash'],
    metric: 'cash that no live order holds in reserve', unit: 'dollars', clears: AT_ONCE, provenance: 'lessons of other makers, What loses money 4: 6,059 insufficient_balance in three days', constant: 'structural',
  },
  {
    name: 'minimum edge', protects: 'From quoting for less than the fee and the edge asked for.', keys: ['quote.minEdge'], codes: ['below-minimum-edge'],
    metric: 'distance from fair value less the fee', unit: 'cents a share', clears: AT_ONCE, provenance: 'lessons of other makers, Quoting: steps in order', constant: 'structural',
  },
  {
    name: 'self-cross', protects: 'From trading with ourselves.', keys: [], codes: ['own-cross'],
    metric: 'price against our live orders of the other side', unit: 'cents', clears: 'as soon as the other order is proved gone', provenance: 'reliability.md, invariant 7', constant: 'structural',
  },
  {
    name: 'crossing', protects: 'From taking where resting was meant.', keys: ['quote.postOnly'], codes: ['would-cross', 'same-price', 'below-minimum-size'],
    metric: 'price after rounding against the opposite touch and the layer before; size against the least the venue takes', unit: 'cents, shares', clears: AT_ONCE, provenance: 'lessons of other makers, Quoting: 242 of 2,064 logged pairs crossed', constant: 'structural',
  },
  {
    name: 'wanted position', protects: 'From a TWAP or a hedge that goes past what it works towards, in the worst case of what is live.', keys: ['twap.target', 'hedge.ratio', 'hedge.band'], codes: ['not-wanted'],
    metric: 'held and live against the position wanted', unit: 'shares', clears: AT_ONCE, provenance: 'an order that is lost and comes back would go past the goal', constant: 'structural',
  },
  {
    name: 'cost of taking', protects: 'From a TWAP or a hedge that pays any price.', keys: ['twap.collar', 'hedge.collar'], codes: ['beyond-collar'],
    metric: 'price beyond fair value, the fee of the taker included', unit: 'cents a share', clears: AT_ONCE, provenance: 'lessons of other makers, Liquidation: walk the book, bound the slippage', constant: 'structural',
  },
  {
    name: 'drawdown', protects: 'From giving back what was earned: warn, then reduce, then halt.', keys: ['profile: limits.drawdown.warn', 'profile: limits.drawdown.reduceOnly', 'profile: limits.drawdown.halt'],
    codes: [CONSTRAINTS.drawdownReduce.code, CONSTRAINTS.drawdownHalt.code], metric: 'fall of P&L from its peak', unit: 'dollars',
    clears: 'never by itself: `evenkeel resume`; peak and latch survive restarts', provenance: 'lessons of other makers, Risk defaults: soft and hard drawdown', constant: 'structural',
  },
  {
    name: 'day loss', protects: 'From losing more in a day than meant.', keys: ['profile: limits.dailyLoss'], codes: [CONSTRAINTS.dailyLoss.code],
    metric: 'P&L since 00:00 UTC', unit: 'dollars', clears: 'at 00:00 UTC, or `evenkeel resume`; baseline and latch survive restarts', provenance: 'lessons of other makers, Risk defaults: day loss $40–50', constant: 'structural',
  },
  {
    name: 'book', protects: 'From quoting around a book that prices nothing.', keys: [], codes: [CONSTRAINTS.bookInvalid.code, CONSTRAINTS.bookEmpty.code, CONSTRAINTS.bookOneSided.code, CONSTRAINTS.bookCrossed.code],
    metric: 'best bid and ask of others', unit: 'cents', clears: 'with a book that can be trusted; after a gap, one seen whole', provenance: 'lessons of other makers, What loses money 5: a ghost book of 0.01/0.99; the C++ Kalshi maker skips crossed books', constant: 'structural',
  },
  {
    name: 'silent feed', protects: 'From quoting while blind.', keys: [], codes: [CONSTRAINTS.feedDown.code, CONSTRAINTS.feedStale.code],
    metric: 'time since the venue said anything at all; 10 s', unit: 'seconds', clears: 'for each market with the next word of its book', provenance: 'lessons of other makers, What loses money 5; feed halt 10 s of poly-maker', constant: 'placeholder: 10 s, to be fitted on the gaps of recorded feeds',
  },
  {
    name: 'venue mode', protects: 'From sending again and again what a venue refuses whoever sends it: while it restarts, has trading disabled, takes cancels, makers or what closes alone, or has locked the account out.', keys: [],
    codes: [CONSTRAINTS.venueRefuses.code, CONSTRAINTS.venueCloses.code, 'venue-post-only'], metric: 'what the venue says when it refuses an order or a cancel', unit: 'yes or no',
    clears: 'after the time that the venue states; else it is asked by the next order after 1 s, doubling to 30 s (an account locked out or closing only: 30 s to 10 min), until it takes one; at once where an operator resumes or liquidates',
    provenance: 'Polymarket, "Matching Engine Restarts" and "Error Codes": 425, then two minutes of post-only; halts such as that of 2026-08-31', constant: 'placeholder: the waits, to be fitted on real restarts',
  },
  {
    name: 'session', protects: 'From trading before orders and holdings are confirmed, while stopping, or without a journal.', keys: [],
    codes: [CONSTRAINTS.halted.code, CONSTRAINTS.quiescing.code, CONSTRAINTS.journalFailing.code, CONSTRAINTS.notReconciled.code, CONSTRAINTS.noStrategy.code, CONSTRAINTS.closed.code, 'permission'],
    metric: 'state of the session and of the market', unit: 'yes or no', clears: 'with its cause; a halt by `evenkeel resume` alone, across restarts', provenance: `${ARCHITECTURE} 1, 4 and 6; reliability.md P6, P10`, constant: 'structural',
  },
  {
    name: 'rules', protects: 'From what the operator wrote a rule against.', keys: ['rules[].then[].permission', 'rules[].then[].pull'],
    codes: [CONSTRAINTS.ruleHalted.code, CONSTRAINTS.ruleCancelOnly.code, CONSTRAINTS.ruleReduceOnly.code, 'pulled'],
    metric: 'the condition of the rule', unit: 'facts', clears: '`until` or the end of `when`, and `cooldown`', provenance: 'architecture.md, Rules', constant: 'structural',
  },
];
