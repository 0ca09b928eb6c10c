// Caps over several markets and limits that a venue's troubles lower: described here for the page of guards. What they do
// stands in the risk groups, the shared room, and the health of venues.

import type { GuardSpec } from './guard-spec.ts';

const AT_ONCE = 'at once, as positions fall and orders end';
const WORST_CASE = 'cost in the worst case of all outcomes, held and live orders, over its markets';

export const PORTFOLIO_GUARDS: readonly GuardSpec[] = [
  {
    name: 'event group', protects: 'From one event, or one bet spread over several markets, costing more than meant.',
    keys: ['profile: limits.groupNotional', 'profile: limits.groups.*.markets', 'profile: limits.groups.*.notional'], codes: ['group-notional-limit'],
    metric: WORST_CASE, unit: 'dollars', clears: AT_ONCE,
    provenance: 'markets of one event fall together; outcomes that exclude each other can lose only once', constant: 'structural',
  },
  {
    name: 'correlation', protects: 'From markets of different events that are one bet all the same: they share `limits.groupNotional`.',
    keys: ['profile: limits.correlation.window', 'profile: limits.correlation.above'], codes: [],
    metric: 'correlation, either way, of the changes of fair value in 60 steps of the window', unit: 'percent', clears: 'below 80 % of `above`; a pair that can no longer be told apart stays a pair',
    provenance: 'lessons of other makers, Risk defaults: correlation cap 0.5', constant: 'placeholder: 60 steps and parting at 80 %, until pairs are measured on recordings of related markets',
  },
  {
    name: 'capital', protects: 'From one strategy taking what another was given.', keys: ['capital'], codes: ['capital-limit'],
    metric: 'cost of what is held and may be added, over the markets of the strategy', unit: 'dollars', clears: AT_ONCE,
    provenance: 'what is given to one strategy is not there for another', constant: 'structural',
  },
  {
    name: 'degradation', protects: 'From full size at a venue that flaps, refuses or answers late: its position and notional limits are lowered, and what is over them is reduced.',
    keys: ['window', 'feedDrops', 'refusals', 'lateAnswers', 'lateAfter', 'shrinkTo', 'hold'].map((key) => `profile: limits.degradation.${key}`), codes: [],
    metric: 'cuts and silences of the feed, refusals that lie with the venue, answers late or missing, each over the window', unit: 'counts', clears: '`hold` after the last time that one of them was reached; survives restarts',
    provenance: 'lessons of other makers, Risk defaults: 5 errors a minute, then a pause of 60 s', constant: 'structural',
  },
];
