// Order traffic, by endpoint class and venue: described here, enforced by the token buckets in core/orders.

import type { GuardSpec } from './guard-spec.ts';

export const orderRate: GuardSpec = {
  name: 'order rate', protects: 'From the bans and penalties that too many requests bring.',
  keys: ['profile: limits.ordersPerMinute', 'profile: limits.rates.places', 'profile: limits.rates.cancels', 'profile: limits.rates.queries'], codes: ['throttled', 'after-refusal'],
  metric: 'places, cancels and questions about orders per venue and minute; all orders of the account', unit: 'requests', clears: 'as tokens come back: a sixth of the minute at once, the rest evenly. Cancels never wait; what they overdraw holds back places',
  provenance: 'lessons of other makers, What loses money 4: 19,431 creates and 54,000 answers 429 in three days', constant: 'placeholder: a burst of a sixth, until venues publish theirs',
};
