// Orders that are neither proved live nor proved gone, all counted at their worst: above a number no more are added.

import type { HealthSettings } from '../../../config/compiled-guards.ts';
import type { VenueVitals } from '../../state/venue-vitals.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const unknownOrders: GuardSpec = {
  name: 'unknown orders', protects: 'From trading on while much of what is live is a guess.',
  keys: ['profile: health.unknownOrders'], codes: [CONSTRAINTS.unknownOrders.code],
  metric: 'orders of the venue whose outcome is not known, counted four times a second', unit: 'orders', clears: 'at or below 80 % of the number, as the venue proves them',
  provenance: 'lessons of other makers, What loses money 7', constant: 'placeholder: 10, to be fitted on live venues',
};

export function judgeUnknownOrders({ unknownOrders: count, guards, hysteresis }: VenueVitals, { unknownOrders: most }: HealthSettings, now: number): number {
  const { bit } = CONSTRAINTS.unknownOrders;
  return hysteresis.holds(bit, (guards & bit) !== 0, count, most, 0, now) ? bit : 0;
}
