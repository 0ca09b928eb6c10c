// The unread notices of each key: what was cancelled, filled, failed, resolved, redeemed.

import type { Exchange } from '../trading/exchange.ts';
import { partiesOf } from '../trading/trade.ts';

const CANCELLED = 1;
const FILLED = 2;
const RESOLVED = 4;
const FILL_FAILED = 8;

export interface Notice { readonly id: number; readonly owner: string; readonly type: number; readonly payload: unknown; readonly timestamp: number }

export class Notifications {
  readonly #exchange: Exchange;
  #notices: Notice[] = [];
  #count = 0;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    exchange.observers.push({
      orderChanged: (order, news) => { if (news === 'CANCELLATION') this.#add(order.owner, CANCELLED, { order_id: order.id }); },
      tradeChanged: (trade) => {
        const type = trade.status === 'MATCHED' ? FILLED : trade.status === 'FAILED' ? FILL_FAILED : null;
        if (type === null) return;
        for (const party of partiesOf(trade)) if (party.wallet !== null) this.#add(party.owner, type, { order_id: party.orderId, trade_id: trade.id });
      },
      marketResolved: (market) => {
        const holders = new Set([...exchange.orders.all()].filter((order) => order.market === market && order.matched > 0).map(({ owner }) => owner));
        for (const owner of holders) this.#add(owner, RESOLVED, { condition_id: market.terms.ids.conditionId });
      },
    });
  }

  of(owner: string): readonly Notice[] { return this.#notices.filter((notice) => notice.owner === owner); }

  drop(owner: string, ids: readonly number[]): void { this.#notices = this.#notices.filter((notice) => notice.owner !== owner || !ids.includes(notice.id)); }

  #add(owner: string, type: number, payload: unknown): void {
    this.#notices.push({ id: ++this.#count, owner, type, payload, timestamp: this.#exchange.now() });
  }
}
