// A venue in whose answers nothing is wrong, but for what a test says: what the doctor asks.

import { cash } from '../core/domain/numbers.ts';
import type { VenueDoctor } from './doctor.ts';

export const SIGNER = '0x1111111111111111111111111111111111111111';
export const FUNDER = '0x2222222222222222222222222222222222222222';

export const soundDoctor = (over: Partial<VenueDoctor> = {}): VenueDoctor => ({
  clockAhead: async () => 12,
  wallet: async () => ({ type: 'deposit-wallet', signer: SIGNER, funder: FUNDER, expectedFunder: null }),
  isDeployed: async () => true,
  apiKeyOwner: async () => SIGNER,
  restrictions: async () => ({ isClosedOnly: false, isBlocked: false, country: 'IE' }),
  approvals: async () => [{ what: 'pUSD to the exchange', isGranted: true, neededFor: 'buying' }],
  balance: async () => cash(1_000_000_000),
  marketTerms: async () => [{ market: 'rain', difference: null }],
  openOrders: async () => [],
  positions: async () => [],
  heartbeat: async () => {},
  userFeed: async () => {},
  close: () => {},
  ...over,
});
