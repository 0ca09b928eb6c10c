// Cancelling, by id, by market or all of it: what is not open, held back, or another's stays, with the venue's one reason.

import type { ApiKey } from '../accounts/api-keys.ts';
import type { Exchange } from './exchange.ts';
import type { Order } from './order.ts';

export interface Cancelled { readonly canceled: readonly string[]; readonly not_canceled: Readonly<Record<string, string>> }

const NOT_FOUND = "order can't be found - already canceled or matched";

export function cancelByIds(ids: readonly string[], key: ApiKey, exchange: Exchange): Cancelled {
  const canceled: string[] = [];
  const notCanceled: Record<string, string> = {};
  for (const id of new Set(ids)) {
    const order = exchange.orders.find(id);
    if (order !== null && order.wallet.owner === key.address && order.status === 'LIVE') {
      exchange.end(order, 'CANCELED', 'cancelled on request');
      canceled.push(id);
    } else notCanceled[id] = NOT_FOUND;
  }
  return { canceled, not_canceled: notCanceled };
}

export function cancelWhere(key: ApiKey, exchange: Exchange, fits: (order: Order) => boolean): Cancelled {
  const standing = exchange.accounts.all().filter(({ owner }) => owner === key.address)
    .flatMap((wallet) => [...exchange.orders.openOf(wallet)]).filter((order) => order.status === 'LIVE' && fits(order));
  return cancelByIds(standing.map(({ id }) => id), key, exchange);
}

export function cancelAll(key: ApiKey, exchange: Exchange): Cancelled {
  const missed = exchange.faults.strike('cancel-all-misses', key.apiKey, () => true) !== null;
  let isFirst = true;
  return cancelWhere(key, exchange, () => {
    const isMissed = missed && isFirst;
    isFirst = false;
    return !isMissed;
  });
}
