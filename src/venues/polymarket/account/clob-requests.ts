// The order service as the account needs it: its answers in the words of the gateway, the trade book and the holdings.

import type { Cash, Size, TimestampMs } from '../../../core/domain/numbers.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import type { Answer, Refused } from '../rest/answer.ts';
import type { Asset, ClobRest } from '../rest/clob-rest.ts';
import type { BalanceAllowance } from '../rest/decode-account.ts';
import type { CancelReport, ListedOrder, PlacedOrder } from '../rest/decode-orders.ts';
import type { ListedTrade } from '../rest/decode-trades.ts';
import type { SignedOrder } from '../signing/order-signer.ts';
import type { OrderStatus, TradeStatus, UserOrder, UserTrade } from '../wire/user-message.ts';
import type { BalanceRequests } from './holdings-reader.ts';
import type { CancelOutcome, OrderRequests, Outcome, PlaceOutcome, Refusal } from './order-gateway.ts';

export interface AccountRequests extends OrderRequests<SignedOrder>, BalanceRequests {
  openOrders(): Promise<Outcome<readonly UserOrder[]>>;
  /** Matched at `after` or later, venue time. */
  trades(after: TimestampMs): Promise<Outcome<readonly UserTrade[]>>;
  /** Feeds the venue's dead-man switch. */
  heartbeat(): Promise<Outcome<null>>;
}

const refusalOf = ({ reason, detail, mode, retryAfterMs }: Refused): Refusal => ({ kind: 'refused', reason, detail, mode: mode === null ? null : { sign: mode, retryAfterMs } });

const outcomeOf = <T, U>(answer: Answer<T>, value: (data: T) => U): Outcome<U> => {
  if (answer.outcome === 'ok') return { kind: 'ok', value: value(answer.data) };
  return answer.outcome === 'refused' ? refusalOf(answer) : { kind: 'unknown', detail: answer.detail };
};

function placed(answer: Answer<PlacedOrder>, { prepared: { action } }: SignedOrder): PlaceOutcome {
  if (answer.outcome === 'refused') return refusalOf(answer);
  if (answer.outcome === 'unknown') return { kind: 'unknown', detail: answer.detail };
  const { status, given, taken } = answer.data;
  if (status === 'killed') return { kind: 'killed', detail: 'it found nothing to match' };
  // The venue has had it since before this request: what became of it is for it to say.
  if (status === 'present') return { kind: 'unknown', detail: 'the venue has had it before' };
  if (status === 'delayed') return { kind: 'accepted', matched: null };
  return { kind: 'accepted', matched: ((action === 'buy' ? taken : given) ?? 0) as Size };
}

const NOT_TOLD = { outcome: 'unknown', detail: 'the answer leaves it out', status: null } as const;

const canceledOf = ({ canceled, unproven }: CancelReport): CancelOutcome => ({ canceled, notCanceled: Object.fromEntries(unproven.map(({ orderId, detail }) => [orderId, detail])) });

const ORDER_STATUSES: Readonly<Record<string, OrderStatus>> = { LIVE: 'live', MATCHED: 'matched', DELAYED: 'delayed', UNMATCHED: 'unmatched', INVALID: 'invalid' };

function heardOrder({ orderId, status, conditionId, tokenId, action, price, size, matched, type, createdAt, expiration, tradeIds }: ListedOrder): UserOrder {
  const isCanceled = status.startsWith('CANCELED');
  return {
    kind: 'order', id: orderId, market: conditionId, token: tokenId, action, price, originalSize: size, matched, what: 'update', orderType: type, expiresAt: expiration, trades: tradeIds, ts: createdAt,
    status: isCanceled ? 'canceled' : ORDER_STATUSES[status] ?? 'unknown', detail: isCanceled ? status.slice('CANCELED_'.length) : '',
  };
}

const TRADE_STATUSES: Readonly<Record<ListedTrade['status'], TradeStatus>> = {
  MATCHED_NOT_BROADCASTED: 'matched-not-broadcast', MATCHED: 'matched', MINED: 'mined', CONFIRMED: 'confirmed', RETRYING: 'retrying', FAILED: 'failed',
};

function heardTrade(trade: ListedTrade): UserTrade {
  const { tradeId, takerOrderId, conditionId, tokenId, action, price, size, status, matchedAt, role, transactionHash, makers } = trade;
  return {
    kind: 'trade', id: tradeId, market: conditionId, status: TRADE_STATUSES[status], detail: '', takerOrderId, token: tokenId, action, price, size,
    owner: '', ourPart: role, transaction: transactionHash === '' ? null : transactionHash, matchedAt, updatedAt: matchedAt,
    makers: makers.map(({ orderId, owner, tokenId: token, action: did, price: at, size: filled }) => ({ orderId, owner, token, action: did, price: at, size: filled, makerAddress: '' })),
  };
}

export interface ClobRequestsParts {
  readonly rest: ClobRest;
  /** Conditions in which the account has positions, from the data service. */
  readonly heldConditions: () => Promise<Outcome<readonly string[]>>;
}

export function clobRequests({ rest, heldConditions }: ClobRequestsParts): AccountRequests {
  /** As the chain has it: the venue's own view may be from before the last fill. */
  const balance = async (asset: Asset): Promise<Outcome<BalanceAllowance>> => {
    const updated = await rest.updateBalanceAllowance(asset);
    return outcomeOf(updated.outcome === 'ok' ? await rest.balanceAllowance(asset) : updated, (data) => data);
  };
  return {
    async place(orders) {
      const [only, ...others] = orders;
      const answers = only !== undefined && others.length === 0 ? [await rest.postOrder(only)] : await rest.postOrders(orders);
      return orders.map((order, index) => placed(answers[index] ?? NOT_TOLD, order));
    },
    cancel: async (ids) => outcomeOf(await rest.cancelOrders(ids), canceledOf),
    cancelAll: async () => outcomeOf(await rest.cancelAll(), canceledOf),
    order: async (id) => outcomeOf(await rest.order(id), (order) => (order === null ? null : heardOrder(order))),
    openOrders: async () => outcomeOf(await rest.openOrders(), (orders) => orders.map(heardOrder)),
    trades: async (after) => outcomeOf(await rest.trades({ after }), (trades) => trades.map(heardTrade)),
    heartbeat: async () => outcomeOf(await rest.heartbeat(), (nothing) => nothing),
    async cash() {
      const found = await balance({ kind: 'collateral' });
      return found.kind === 'ok' ? { kind: 'ok', value: found.value.balance as Cash } : found;
    },
    async tokens({ yesId, noId, version }: PolymarketMarket, outcome) {
      const found = await balance({ kind: 'outcome', tokenId: outcome === 'yes' ? yesId : noId, version });
      return found.kind === 'ok' ? { kind: 'ok', value: found.value.balance as Size } : found;
    },
    heldConditions,
  };
}
