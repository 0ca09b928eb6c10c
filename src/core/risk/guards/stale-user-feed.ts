// The stale user feed: orders wait for answers and the venue says nothing of ours. What is live is then a guess.

import type { HealthSettings } from '../../../config/compiled-guards.ts';
import type { VenueVitals } from '../../state/venue-vitals.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const staleUserFeed: GuardSpec = {
  name: 'stale user feed', protects: 'From placing more while nobody tells what became of what was placed.',
  keys: ['profile: health.answerMaxAge'], codes: [CONSTRAINTS.userFeedStale.code],
  metric: 'time in which something waited for an answer and nothing of ours was heard', unit: 'seconds', clears: 'with the next word on our orders or holdings',
  provenance: 'lessons of other makers, Quoting: user-feed halt 15 s of poly-maker', constant: 'structural',
};

/** Nothing waits: nothing is missing. */
export function judgeUserFeed({ waitingSince, guards, hysteresis }: VenueVitals, { answerMaxAgeMs }: HealthSettings, now: number): number {
  const { bit } = CONSTRAINTS.userFeedStale;
  const waited = Number.isNaN(waitingSince) ? 0 : now - waitingSince;
  return hysteresis.holds(bit, (guards & bit) !== 0, waited, answerMaxAgeMs, 0, now) ? bit : 0;
}
