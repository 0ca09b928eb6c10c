// Lost answers: each may be an order that lives unseen. Many of them, and what is live is not known.

import type { HealthSettings } from '../../../config/compiled-guards.ts';
import type { VenueVitals } from '../../state/venue-vitals.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const errorRate: GuardSpec = {
  name: 'error rate', protects: 'From piling up orders of which nobody knows whether they live.',
  keys: ['profile: health.errors', 'profile: health.for'], codes: [CONSTRAINTS.errorRate.code],
  metric: 'places, cancels and amends in the window that had no usable answer', unit: 'requests', clears: 'well below the count, and `health.for` after it was last reached',
  provenance: 'lessons of other makers, Risk defaults: 5 errors a minute, then a pause of 60 s; What loses money 7: a tripled position', constant: 'placeholder: 10 in a minute, to be fitted on the errors of live venues',
};

export function judgeErrors({ errors, guards, hysteresis }: VenueVitals, { errors: asked, forMs }: HealthSettings, now: number): number {
  if (errors === null) return 0;
  const { bit } = CONSTRAINTS.errorRate;
  errors.advance(now);
  return hysteresis.holds(bit, (guards & bit) !== 0, errors.total(), asked.value - 1, forMs, now) ? bit : 0;
}
