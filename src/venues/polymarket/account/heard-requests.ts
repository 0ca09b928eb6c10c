// The account's requests as they are, with a word on how each was answered but places: whether the venue knows our keys shows in
// all that is private.

import type { AccountRequests } from './clob-requests.ts';
import type { Outcome } from './order-gateway.ts';

export function heardRequests(requests: AccountRequests, answered: (outcome: Outcome<unknown>) => void): AccountRequests {
  const hear = async <T>(asked: Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const outcome = await asked;
    answered(outcome);
    return outcome;
  };
  return {
    place: (orders) => requests.place(orders),
    cancel: (ids) => hear(requests.cancel(ids)),
    cancelAll: () => hear(requests.cancelAll()),
    order: (id) => hear(requests.order(id)),
    openOrders: () => hear(requests.openOrders()),
    trades: (after) => hear(requests.trades(after)),
    heartbeat: () => hear(requests.heartbeat()),
    cash: () => hear(requests.cash()),
    tokens: (market, outcome) => hear(requests.tokens(market, outcome)),
    // Asked of a service that knows no keys.
    heldConditions: () => requests.heldConditions(),
  };
}
