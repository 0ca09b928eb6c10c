// Placing: the checks in the order in which the venue makes them, then the book.

import { notional, type Cash, type Size } from '../../core/domain/numbers.ts';
import type { ApiKey } from '../accounts/api-keys.ts';
import { orderDigest } from '../chain/order-hash.ts';
import { orderSigner } from '../chain/order-signer.ts';
import { exchangeOf } from '../market/terms.ts';
import type { OrderKind } from '../../exchange/matching-engine.ts';
import { TOO_POOR, isCovered } from './budget.ts';
import type { Exchange } from './exchange.ts';
import { readOrderBody, type OrderRequest } from './order-body.ts';
import { GTD_EARLY_S, canonical, crosses, orderTerms, tooSmallToTake, type Refused } from './order-terms.ts';
import { isOpen, type Order } from './order.ts';
import { reachOf } from './reach.ts';
import type { Trade } from './trade.ts';

export interface TakerDelay {
  readonly ms: number;
  /** Whether the request waits for the outcome, or is told that the order is delayed. */
  readonly answers: 'final' | 'delayed';
}

export interface Placed {
  readonly order: Order;
  readonly status: 'live' | 'matched' | 'delayed';
  /** What the order gave and got; null where nothing was matched. */
  readonly amounts: { readonly making: number; readonly taking: number } | null;
  readonly trades: readonly Trade[];
}
export type Placing = { readonly kind: 'placed'; readonly placed: Placed } | ({ readonly kind: 'refused' } & Refused);

const CROSSES = 'invalid post-only order: order crosses book';
const FOK_KILLED = "order couldn't be fully filled. FOK orders are fully filled or killed.";
const FAK_KILLED = 'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.';
const NOT_READY = 'the market is not yet ready to process new orders';
const NOT_OF_KEY = 'the order signer address has to be the address of the API KEY';

const refused = (error: string, status = 400): Placing => ({ kind: 'refused', status, error });

export interface PlacingHost { readonly exchange: Exchange; readonly takerDelay: TakerDelay; readonly offTick: (wallet: string, error: string) => void }

export async function placeOrder(body: unknown, key: ApiKey, host: PlacingHost): Promise<Placing> {
  const request = readOrderBody(body);
  if (typeof request === 'string') return refused(request);
  const order = acceptedOrder(request, key, host);
  if ('error' in order) return { kind: 'refused', ...order };
  const { exchange, takerDelay } = host;
  if (!crosses(order) || order.postOnly || !order.market.terms.hasTakerDelay || takerDelay.ms === 0) return meetBook(order, exchange);
  exchange.orders.add(order);
  exchange.orders.note(order, 'delayed', exchange.now());
  const outcome = exchange.agenda.wait(takerDelay.ms).then(() => meetBook(order, exchange));
  if (takerDelay.answers === 'final') return outcome;
  return { kind: 'placed', placed: { order, status: 'delayed', amounts: null, trades: [] } };
}

function acceptedOrder(request: OrderRequest, key: ApiKey, { exchange, offTick }: PlacingHost): Order | Refused {
  const { fields, type, postOnly, expiration } = request;
  const no = (error: string, status = 400): Refused => ({ status, error });
  if (request.owner !== key.apiKey) return no('the order owner has to be the owner of the API KEY');
  const wallet = exchange.accounts.find(fields.maker);
  if (wallet === null) return no('maker address not allowed, please use the deposit wallet flow');
  const signer = wallet.signatureType === 3 ? wallet.address : wallet.owner;
  if (wallet.owner !== key.address || fields.signer !== signer) return no(NOT_OF_KEY);
  const market = exchange.openByToken(fields.tokenId);
  if (market === null) return no('No orderbook exists for the requested token id', 404);
  const contract = exchangeOf(market.terms);
  if (fields.signatureType !== wallet.signatureType || orderSigner(fields, request.signature, contract) !== wallet.owner) return no('invalid signature');
  const id = orderDigest(fields, contract);
  if (exchange.orders.has(id)) return no(`order ${id} is invalid. Duplicated.`);
  const terms = orderTerms(id, request, market, exchange.now());
  if ('error' in terms) {
    if (terms.isOffTick === true) offTick(wallet.address, terms.error);
    return no(terms.error, terms.status);
  }
  return {
    id, wallet, owner: key.apiKey, market, side: fields.side === 0 ? 'BUY' : 'SELL', type, postOnly, expiration, ...terms,
    createdAt: exchange.now(), status: 'DELAYED', matched: 0 as Size, resting: null, trades: [], life: [],
  };
}

function meetBook(order: Order, exchange: Exchange): Placing {
  const problem = problemAtBook(order, exchange);
  if (problem !== null) return kill(order, problem, exchange);
  if (!exchange.orders.has(order.id)) exchange.orders.add(order);
  const { market, type } = order;
  const { side, price } = canonical(order);
  const isImmediate = type === 'FOK' || type === 'FAK';
  const size = isImmediate ? reachOf(order).shares : order.size;
  const kind: OrderKind = isImmediate ? 'immediate' : order.postOnly ? 'post-only' : 'limit';
  const { trades } = exchange.perform(market, () => {
    order.resting = market.engine.submit(order.id, side, price, size, kind);
  }, order);
  if (type === 'GTD' && isOpen(order)) exchange.agenda.at((order.expiration - GTD_EARLY_S) * 1_000, () => { exchange.end(order, 'CANCELED', 'expired'); });
  return { kind: 'placed', placed: { order, status: trades.length > 0 ? 'matched' : 'live', amounts: amountsOf(order, trades), trades } };
}

function problemAtBook(order: Order, exchange: Exchange): string | null {
  const isDelayed = exchange.orders.has(order.id);
  if (isDelayed && !isOpen(order)) return 'order canceled';
  if (!order.market.takesOrders) return NOT_READY;
  const takes = crosses(order);
  if (order.postOnly && takes) return CROSSES;
  if (takes) {
    const tooSmall = tooSmallToTake(order);
    if (tooSmall !== null) return tooSmall;
  }
  // A held-back order is among the open ones already, and must not be counted against itself.
  if (!isDelayed && !isCovered(order, exchange.orders, takes)) return TOO_POOR;
  if (order.type === 'FOK' && !reachOf(order).isWhole) return FOK_KILLED;
  if (order.type === 'FAK' && reachOf(order).shares === 0) return FAK_KILLED;
  return null;
}

/** An order that was turned down at the book leaves a trace only where it had one, or was to be filled at once. */
function kill(order: Order, problem: string, exchange: Exchange): Placing {
  const wasAccepted = exchange.orders.has(order.id);
  if (wasAccepted || problem === FOK_KILLED || problem === FAK_KILLED) {
    if (!wasAccepted) exchange.orders.add(order);
    exchange.end(order, 'INVALID', problem);
  }
  return refused(problem);
}

function amountsOf(order: Order, trades: readonly Trade[]): Placed['amounts'] {
  if (trades.length === 0) return null;
  let shares = 0;
  let value = 0;
  for (const { taker } of trades) {
    shares += taker.size;
    value += notional(taker.price, taker.size);
  }
  return order.side === 'BUY' ? { making: value as Cash, taking: shares } : { making: shares, taking: value };
}

