// An order service on loopback and a client of it, with credentials that a test can look for where they must not be.

import { OrderSigner, type SignedOrder, type OrderWish } from '../signing/order-signer.ts';
import { ownAccount, TEST_ADDRESS, wishOf } from '../signing/signing.fixture.ts';
import { ClobRest, type ClobRestOptions } from './clob-rest.ts';
import { DrivenClock } from './driven-clock.fixture.ts';
import { loopbackVenue, type LoopbackVenue } from './loopback-venue.fixture.ts';

export const CREDENTIALS = { key: '7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2', secret: Buffer.from('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', 'base64'), passphrase: Buffer.from('canary-passphrase-1') };

export interface RestScene { readonly venue: LoopbackVenue; readonly clock: DrivenClock; readonly rest: ClobRest; close(): Promise<void> }

export async function restScene(changes: Partial<ClobRestOptions> = {}): Promise<RestScene> {
  const venue = await loopbackVenue();
  const clock = new DrivenClock();
  const rest = new ClobRest({
    origin: venue.origin, clock, chainId: 137, walletType: 0, access: { address: TEST_ADDRESS, credentials: CREDENTIALS }, tier: 'elite', timeoutMs: 5_000, maxAnswerBytes: 1_000_000, ...changes,
  });
  return {
    venue, clock, rest,
    async close() {
      rest.close();
      await venue.close();
    },
  };
}

const signer = new OrderSigner(ownAccount, 137);

export function signedOrder(changes: Partial<OrderWish> = {}): SignedOrder {
  const prepared = signer.prepare(wishOf(changes));
  if (prepared.kind === 'refused') throw new Error(prepared.detail);
  return signer.sign(prepared);
}
