// The body of `POST /order`, to the byte as the official client writes it; `POST /orders` takes an array of them.

import type { SignedOrder } from './order-signer.ts';
import { ZERO_BYTES32 } from './signing-account.ts';

/**
 * `owner`: the API key. Nothing in it needs escaping: hex, decimals and a UUID. `deferExec` is never asked for: it only tells
 * the official client not to wait for hashes.
 */
export function orderBody({ prepared, parties, signature }: SignedOrder, owner: string): string {
  return `{"deferExec":false,"postOnly":${prepared.postOnly},"order":{"salt":${prepared.salt},"maker":"${parties.maker}","signer":"${parties.signer}",`
    + `"tokenId":"${prepared.tokenId}","makerAmount":"${prepared.makerAmount}","takerAmount":"${prepared.takerAmount}","side":"${prepared.action === 'buy' ? 'BUY' : 'SELL'}",`
    + `"signatureType":${parties.walletType},"timestamp":"${prepared.timestamp}","expiration":"${prepared.expiration}","metadata":"${ZERO_BYTES32}","builder":"${parties.builder}",`
    + `"signature":"${signature}"},"owner":"${owner}","orderType":"${prepared.type}"}`;
}
