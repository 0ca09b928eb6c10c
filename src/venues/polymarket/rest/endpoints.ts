// Every endpoint that trading needs: its path, which limit it counts under, and what is done when that limit is used up.

import type { EndpointClass } from './request-budget.ts';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly limit: EndpointClass;
  /**
   * When the limit is used up. refuse: a place is turned away at once and sent late never. pass: a cancel goes out all the same, and
   * the venue may delay it. wait: a read goes when it may.
   */
  readonly whenLimited: 'refuse' | 'pass' | 'wait';
  readonly isPrivate: boolean;
}

const read = (path: string, limit: EndpointClass, isPrivate = true): Endpoint => ({ method: 'GET', path, limit, whenLimited: 'wait', isPrivate });
const cancel = (path: string, limit: EndpointClass): Endpoint => ({ method: 'DELETE', path, limit, whenLimited: 'pass', isPrivate: true });

export const ENDPOINTS = {
  postOrder: { method: 'POST', path: '/order', limit: 'order', whenLimited: 'refuse', isPrivate: true },
  postOrders: { method: 'POST', path: '/orders', limit: 'orders', whenLimited: 'refuse', isPrivate: true },
  cancelOrders: cancel('/orders', 'cancel-orders'),
  cancelAll: cancel('/cancel-all', 'cancel-all'),
  cancelMarket: cancel('/cancel-market-orders', 'cancel-market'),
  openOrders: read('/data/orders', 'open-orders'),
  order: read('/data/order/', 'ledger'),
  trades: read('/data/trades', 'trades'),
  balance: read('/balance-allowance', 'balance'),
  updateBalance: read('/balance-allowance/update', 'balance-update'),
  heartbeat: { method: 'POST', path: '/v1/heartbeats', limit: 'other', whenLimited: 'pass', isPrivate: true },
  scoring: { method: 'POST', path: '/orders-scoring', limit: 'other', whenLimited: 'wait', isPrivate: true },
  apiKeys: read('/auth/api-keys', 'api-keys'),
  closedOnly: read('/auth/ban-status/closed-only', 'api-keys'),
  userRewardTotal: read('/rewards/user/total', 'other'),
  userRewards: read('/rewards/user', 'other'),
  rewardPercentages: read('/rewards/user/percentages', 'other'),
  currentRewards: read('/rewards/markets/current', 'other', false),
  rebates: read('/rebates/current', 'other', false),
  version: read('/version', 'other', false),
  time: read('/time', 'other', false),
  book: read('/book', 'book', false),
  books: { method: 'POST', path: '/books', limit: 'books', whenLimited: 'wait', isPrivate: false },
  clobMarket: read('/clob-markets/', 'other', false),
  createApiKey: { method: 'POST', path: '/auth/api-key', limit: 'api-keys', whenLimited: 'wait', isPrivate: false },
  deriveApiKey: read('/auth/derive-api-key', 'api-keys', false),
} as const satisfies Readonly<Record<string, Endpoint>>;
