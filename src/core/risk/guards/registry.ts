// Every guard there is, in the order of the page that is made of it. A code of a constraint or a drop reason belongs to
// exactly one of them; a test holds them against the closed sets.

import { adverseSelection } from './adverse-selection.ts';
import { clockJump } from './clock-jump.ts';
import { divergence } from './divergence.ts';
import { errorRate } from './error-rate.ts';
import { extremes } from './extremes.ts';
import { fillRate } from './fill-rate.ts';
import { flowImbalance } from './flow-imbalance.ts';
import type { GuardSpec } from './guard-spec.ts';
import { LIFETIME_GUARDS } from './lifetime-guards.ts';
import { markoutToxicity } from './markout-toxicity.ts';
import { oneSidedFills } from './one-sided-fills.ts';
import { orderRate } from './order-rate.ts';
import { PORTFOLIO_GUARDS } from './portfolio-guards.ts';
import { positionLimit } from './position-limit.ts';
import { priceCollar } from './price-collar.ts';
import { reconcileDifference } from './reconcile-difference.ts';
import { reference } from './reference.ts';
import { rejectRate } from './reject-rate.ts';
import { silentData } from './silent-data.ts';
import { staleBook } from './stale-book.ts';
import { staleUserFeed } from './stale-user-feed.ts';
import { STANDING_GUARDS } from './standing-guards.ts';
import { stopLoss } from './stop-loss.ts';
import { unknownOrders } from './unknown-orders.ts';
import { velocity } from './velocity.ts';
import { unhedgedExposure } from './unhedged.ts';
import { trend, volatility } from './volatility.ts';

export const GUARDS: readonly GuardSpec[] = [
  positionLimit, stopLoss, extremes, volatility, trend,
  velocity, flowImbalance, markoutToxicity, fillRate, oneSidedFills, adverseSelection, divergence, reference, unhedgedExposure,
  staleBook, silentData, staleUserFeed, clockJump, rejectRate, errorRate, unknownOrders, reconcileDifference, orderRate, priceCollar,
  ...PORTFOLIO_GUARDS, ...LIFETIME_GUARDS, ...STANDING_GUARDS,
];
