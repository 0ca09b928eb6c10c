// Books that differed from the venue's, or orders there that are not ours: what made one difference may make another, so
// nothing is added until several reports in a row agree.

import type { VenueVitals } from '../../state/venue-vitals.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const reconcileDifference: GuardSpec = {
  name: 'reconcile difference', protects: 'From adding to a position that we have just been wrong about, and beside a stranger on the account.',
  keys: ['profile: health.cleanReports'], codes: [CONSTRAINTS.reconcileDiffers.code],
  metric: 'reports of open orders and of holdings in a row that agree with our books', unit: 'reports', clears: 'after as many clean reports as asked for; meanwhile the venue is asked every 5 s. A restart reconciles anew',
  provenance: 'lessons of other makers, What loses money 7; architecture.md, Orders and money 4', constant: 'placeholder: 2 reports, as zero open orders are proved twice',
};

export const judgeReconciliation = ({ ordersToProve, holdingsToProve }: VenueVitals): number =>
  (ordersToProve > 0 || holdingsToProve > 0 ? CONSTRAINTS.reconcileDiffers.bit : 0);
