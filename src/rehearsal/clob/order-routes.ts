// Placing and cancelling over HTTP: one order or a batch, with the bodies that the venue answers with.

import type { ApiKey } from '../accounts/api-keys.ts';
import { answer, refusal, type Answer } from '../http/answer.ts';
import type { Asked, Routes } from '../http/http-server.ts';
import { decimalText } from '../micros.ts';
import { TOO_POOR } from '../trading/budget.ts';
import { cancelAll, cancelByIds, cancelWhere } from '../trading/cancel-orders.ts';
import { INVALID_PAYLOAD, VERSION_MISMATCH, readOrderBody } from '../trading/order-body.ts';
import { placeOrder, type Placed, type Placing } from '../trading/place-order.ts';
import { POST_ONLY_ERROR, postOnlyRefusal } from '../trading/venue-mode.ts';
import { withKey, type ClobVenue } from './venue.ts';

const MOST_IN_BATCH = 15;
const MOST_CANCELS = 1_000;

export function orderRoutes(venue: ClobVenue): Routes {
  const { exchange } = venue;
  const { mode } = exchange;
  const placing = (give: (key: ApiKey, asked: Asked) => Promise<Answer>): ((key: ApiKey, asked: Asked) => Answer | Promise<Answer>) => (key, asked) => mode.refusesPlacing() ?? give(key, asked);
  const cancelling = (give: (key: ApiKey, asked: Asked) => Answer): ((key: ApiKey, asked: Asked) => Answer) => (key, asked) => mode.refusesCancelling() ?? give(key, asked);
  return {
    'POST /order': withKey(venue, placing(async (key, { body }) => {
      const leftS = mode.postOnlyLeftS();
      if (leftS !== null && !isPostOnly(body)) return postOnlyRefusal(leftS);
      const outcome = await placeOrder(body, key, venue);
      return outcome.kind === 'placed' ? answer(accepted(outcome.placed)) : refusal(outcome.status, outcome.error);
    })),
    'POST /orders': withKey(venue, placing(async (key, { body }) => {
      if (!Array.isArray(body) || body.length === 0) return refusal(400, INVALID_PAYLOAD);
      if (body.length > MOST_IN_BATCH) return refusal(400, `Too many orders in payload: ${body.length}, max allowed: ${MOST_IN_BATCH}`);
      if (body.some((entry) => readOrderBody(entry) === VERSION_MISMATCH)) return refusal(400, VERSION_MISMATCH);
      // One after the other up to where each waits: an order of the batch may match an earlier one.
      const outcomes = body.map((entry: unknown): Promise<Placing> => (mode.postOnlyLeftS() !== null && !isPostOnly(entry)
        ? Promise.resolve({ kind: 'refused', status: 503, error: POST_ONLY_ERROR }) : placeOrder(entry, key, venue)));
      return answer((await Promise.all(outcomes)).map((outcome) => (outcome.kind === 'placed' ? accepted(outcome.placed) : rejected(outcome.error))));
    })),
    'DELETE /order': withKey(venue, cancelling((key, { body }) => {
      const id = (body as { orderID?: unknown } | undefined)?.orderID;
      return typeof id === 'string' ? answer(cancelByIds([id], key, exchange)) : refusal(400, 'Invalid orderID');
    })),
    'DELETE /orders': withKey(venue, cancelling((key, { body }) => {
      if (!Array.isArray(body) || !body.every((id) => typeof id === 'string')) return refusal(400, 'Invalid payload');
      if (body.length > MOST_CANCELS) return refusal(400, `Too many orders in payload, max allowed: ${MOST_CANCELS}`);
      return answer(cancelByIds(body, key, exchange));
    })),
    'DELETE /cancel-all': withKey(venue, cancelling((key) => answer(cancelAll(key, exchange)))),
    'DELETE /cancel-market-orders': withKey(venue, cancelling((key, { body }) => {
      const { market, asset_id: token } = (body ?? {}) as { market?: unknown; asset_id?: unknown };
      if (!market && !token) return refusal(400, 'Invalid market');
      return answer(cancelWhere(key, exchange, (order) => (!market || order.market.terms.ids.conditionId === market) && (!token || order.market.tokenIds[order.outcome] === token)));
    })),
  };
}

const isPostOnly = (body: unknown): boolean => (body as { postOnly?: unknown } | null | undefined)?.postOnly === true;

/** Amounts in decimals, empty where nothing was matched; hashes come with the trades. */
function accepted({ order, status, amounts, trades }: Placed): unknown {
  return {
    errorMsg: '', orderID: order.id, takingAmount: amounts === null ? '' : decimalText(amounts.taking), makingAmount: amounts === null ? '' : decimalText(amounts.making), status,
    ...(trades.length === 0 ? {} : { tradeIDs: trades.map(({ id }) => id) }), success: true,
  };
}

/** In a batch a refusal is an entry like any other; only the one for want of money says that it failed. */
const rejected = (errorMsg: string): unknown => ({ errorMsg, orderID: '', takingAmount: '', makingAmount: '', status: '', success: errorMsg !== TOO_POOR });
