// Placing: one order or a batch. An order is taken only where the venue says so in every respect; it is refused only where that
// is proved.

import { orderBody } from '../signing/order-body.ts';
import type { SignedOrder } from '../signing/order-signer.ts';
import { answered, unknownOutcome, type Answer } from './answer.ts';
import type { ClobLine, Told } from './clob-line.ts';
import { decodePlaced, type PlacedOrder } from './decode-orders.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import type { JudgedRefusal } from './refusal.ts';
import type { VenueModes } from './venue-mode.ts';

const MOST_ORDERS = 15;

export class OrderPlacing {
  readonly #line: ClobLine;
  readonly #modes: VenueModes;
  /** The API key. */
  readonly #owner: string;

  constructor(line: ClobLine, modes: VenueModes, owner: string) {
    this.#line = line;
    this.#modes = modes;
    this.#owner = owner;
  }

  async postOrder(order: SignedOrder): Promise<Answer<PlacedOrder>> {
    const told = await this.#line.exchange(ENDPOINTS.postOrder, { body: orderBody(order, this.#owner) });
    if (told.outcome !== 'told') return told;
    if (told.status !== 200) return placed(order, this.#line.judge(ENDPOINTS.postOrder, told));
    return this.#entry(ENDPOINTS.postOrder, told, told.json, order);
  }

  async postOrders(orders: readonly SignedOrder[]): Promise<readonly Answer<PlacedOrder>[]> {
    if (orders.length === 0 || orders.length > MOST_ORDERS) throw new RangeError(`1 to ${MOST_ORDERS} orders are placed at once, not ${orders.length}`);
    const body = `[${orders.map((order) => orderBody(order, this.#owner)).join(',')}]`;
    const told = await this.#line.exchange(ENDPOINTS.postOrders, { body, items: orders.length });
    if (told.outcome !== 'told') return orders.map(() => told);
    if (told.status !== 200) {
      // A word about one order, said of all of them, proves nothing of the others: the refusal is then an unknown outcome.
      const whole = this.#line.judge(ENDPOINTS.postOrders, told).refusal;
      return orders.map(() => whole);
    }
    const { json } = told;
    if (!Array.isArray(json) || json.length !== orders.length) return orders.map(() => unknownOutcome('a batch was answered with another number of answers', told.status));
    return orders.map((order, index) => this.#entry(ENDPOINTS.postOrders, told, json[index], order));
  }

  #entry(endpoint: Endpoint, told: Told, entry: unknown, order: SignedOrder): Answer<PlacedOrder> {
    const answer = this.#line.read(told, () => decodePlaced(entry, order.prepared.orderId, told.status, (said) => placed(order, this.#line.judge(endpoint, told, said))));
    if (answer.outcome === 'ok' && answer.data.status !== 'present') this.#modes.tookOrder(order.prepared.postOnly);
    return answer;
  }
}

function placed({ prepared: { orderId } }: SignedOrder, { proof, refusal }: JudgedRefusal): Answer<PlacedOrder> {
  if (proof === 'killed' || proof === 'present') return answered({ orderId, status: proof, given: null, taken: null, tradeIds: [] });
  return refusal;
}
