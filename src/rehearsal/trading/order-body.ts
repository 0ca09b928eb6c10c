// The body of an order as clients send it, in whatever order of keys: read, or refused for what is wrong with its form.

import { getAddress } from 'ethers';
import { z } from 'zod';
import type { SignedFields } from '../chain/order-hash.ts';
import type { OrderType } from './order.ts';

const digits = z.string().regex(/^\d{1,78}$/);
const bytes32 = z.string().regex(/^0x[0-9a-fA-F]{64}$/);
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const orderBody = z.object({
  order: z.object({
    salt: z.union([z.number().nonnegative().refine(Number.isInteger), digits]), maker: address, signer: address, tokenId: digits, makerAmount: digits, takerAmount: digits,
    side: z.enum(['BUY', 'SELL']), signatureType: z.number().int().min(0).max(3), timestamp: digits, expiration: z.string().regex(/^\d{1,12}$/).default('0'),
    metadata: bytes32, builder: bytes32, signature: z.string().regex(/^0x[0-9a-fA-F]+$/),
  }),
  owner: z.string(),
  orderType: z.enum(['GTC', 'GTD', 'FOK', 'FAK']),
  postOnly: z.boolean().default(false),
  deferExec: z.boolean().default(false),
});
const ofV1 = z.object({ order: z.union([z.object({ nonce: z.unknown() }), z.object({ feeRateBps: z.unknown() })]) });

export interface OrderRequest {
  readonly fields: SignedFields;
  readonly signature: string;
  readonly expiration: number;
  readonly owner: string;
  readonly type: OrderType;
  readonly postOnly: boolean;
}

export const INVALID_PAYLOAD = 'Invalid order payload';
export const VERSION_MISMATCH = 'order_version_mismatch';

/** Or the error message. */
export function readOrderBody(body: unknown): OrderRequest | string {
  if (isOfVersionOne(body)) return VERSION_MISMATCH;
  const read = orderBody.safeParse(body);
  if (!read.success) return INVALID_PAYLOAD;
  const { order, owner, orderType, postOnly } = read.data;
  try {
    const fields: SignedFields = {
      salt: BigInt(order.salt), maker: getAddress(order.maker), signer: getAddress(order.signer), tokenId: order.tokenId, makerAmount: order.makerAmount, takerAmount: order.takerAmount,
      side: order.side === 'BUY' ? 0 : 1, signatureType: order.signatureType, timestamp: order.timestamp, metadata: order.metadata, builder: order.builder,
    };
    return { fields, signature: order.signature, expiration: Number(order.expiration), owner, type: orderType, postOnly };
  } catch {
    // An address in mixed case whose checksum is wrong.
    return INVALID_PAYLOAD;
  }
}

/** Fields that only the first order system signed, and no time, which the later ones do. */
function isOfVersionOne(body: unknown): boolean {
  return ofV1.safeParse(body).success && !z.object({ order: z.object({ timestamp: digits }) }).safeParse(body).success;
}
