// The feed that is open and says nothing: heartbeats arrive, and no market data of any market of the venue.

import type { HealthSettings } from '../../../config/compiled-guards.ts';
import type { VenueVitals } from '../../state/venue-vitals.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const silentData: GuardSpec = {
  name: 'silent-but-open feed', protects: 'From quoting around books that a dead subscription left standing.',
  keys: ['profile: health.dataMaxAge'], codes: [CONSTRAINTS.dataSilent.code],
  metric: 'time since the venue sent data of any market, heartbeats aside', unit: 'seconds', clears: 'with the next data',
  provenance: 'lessons of other makers, What loses money 5: py-clob-client 292, real-time-data-client 26 and 42', constant: 'structural',
};

/** A venue that has not sent anything yet has no book that could be quoted around. */
export function judgeSilentData({ dataAt, guards, hysteresis }: VenueVitals, { dataMaxAgeMs }: HealthSettings, now: number): number {
  if (dataMaxAgeMs === null) return 0;
  const { bit } = CONSTRAINTS.dataSilent;
  return hysteresis.holds(bit, (guards & bit) !== 0, now - dataAt, dataMaxAgeMs, 0, now) ? bit : 0;
}
