// Placing: one order or a batch. An order is taken only where the venue says so in every respect; it is refused only where that
// is proved.

import { orderBody } from '../signing/order-body.ts';
import type { SignedOrder } from '../signing/order-signer.ts';
import { answered, unknownOutcome, type Answer } from './answer.ts';
import type { ClobLine, Told } from './clob-line.ts';
import { decodePlaced, type PlacedOrder } from './decode-orders.ts';
import { ENDPOINTS } from './endpoints.ts';
import type { JudgedRefusal } from './refusal.ts';

const MOST_ORDERS = 15;

export class OrderPlacing {
  readonly #line: ClobLine;
  /** The API key. */
  readonly #owner: string;

  constructor(line: ClobLine, owner: string) {
    this.#line = line;
    this.#owner = owner;
  }

  async postOrder(order: SignedOrder): Promise<Answer<PlacedOrder>> {
    const told = await this.#line.exchange(ENDPOINTS.postOrder, { body: orderBody(order, this.#owner) });
    if (told.outcome !== 'told') return told;
    if (told.status !== 200) return placed(order, this.#line.judge(told));
    return this.#entry(told, told.json, order);
  }

  async postOrders(orders: readonly SignedOrder[]): Promise<readonly Answer<PlacedOrder>[]> {
    if (orders.length === 0 || orders.length > MOST_ORDERS) throw new RangeError(`1 to ${MOST_ORDERS} orders are placed at once, not ${orders.length}`);
    const body = `[${orders.map((order) => orderBody(order, this.#owner)).join(',')}]`;
    const told = await this.#line.exchange(ENDPOINTS.postOrders, { body, items: orders.length });
    if (told.outcome !== 'told') return orders.map(() => told);
    if (told.status !== 200) {
      // A word about one order, said of all of them, proves nothing of the others: the refusal is then an unknown outcome.
      const whole = this.#line.judge(told).refusal;
      return orders.map(() => whole);
    }
    const { json } = told;
    if (!Array.isArray(json) || json.length !== orders.length) return orders.map(() => unknownOutcome('a batch was answered with another number of answers', told.status));
    return orders.map((order, index) => this.#entry(told, json[index], order));
  }

  #entry(told: Told, entry: unknown, order: SignedOrder): Answer<PlacedOrder> {
    return this.#line.read(told, () => decodePlaced(entry, order.prepared.orderId, told.status, (said) => placed(order, this.#line.judge(told, said))));
  }
}

function placed({ prepared: { orderId } }: SignedOrder, { proof, refusal }: JudgedRefusal): Answer<PlacedOrder> {
  if (proof === 'killed' || proof === 'present') return answered({ orderId, status: proof, given: null, taken: null, tradeIds: [] });
  return refusal;
}
