// A venue that refuses order after order: something we believe of it is wrong, and asking on makes it worse.

import type { HealthSettings } from '../../../config/compiled-guards.ts';
import type { VenueVitals } from '../../state/venue-vitals.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const rejectRate: GuardSpec = {
  name: 'reject rate', protects: 'From hammering a venue that refuses.',
  keys: ['profile: health.rejects', 'profile: health.for'], codes: [CONSTRAINTS.rejectRate.code],
  metric: 'orders the venue refused in the window, over all its markets', unit: 'orders', clears: 'well below the count, and `health.for` after it was last reached',
  provenance: 'lessons of other makers, What loses money 4: 54,000 answers 429 in three days', constant: 'placeholder: clearing at 80 %',
};

export function judgeRejects({ rejects, guards, hysteresis }: VenueVitals, { rejects: asked, forMs }: HealthSettings, now: number): number {
  if (asked === null || rejects === null) return 0;
  const { bit } = CONSTRAINTS.rejectRate;
  rejects.advance(now);
  return hysteresis.holds(bit, (guards & bit) !== 0, rejects.total(), asked.value - 1, forMs, now) ? bit : 0;
}
