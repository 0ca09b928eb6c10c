// From what a bot logged about its orders to the lives of those orders. Events in, in time order within a market; lives out.

import type { Life, LifeEnd, OrderLog, OrderSeen, Poll } from './life.ts';

/** What the log says, of one order unless it is a start. Sizes in micro-contracts, prices in micro-dollars. */
export type OrderEvent =
  | { readonly kind: 'started'; readonly at: number; readonly market: string }
  | { readonly kind: 'placed' | 'amended'; readonly at: number; readonly market: string; readonly order: string; readonly price: number; readonly size: number }
  | { readonly kind: 'polled'; readonly at: number; readonly market: string; readonly order: string; readonly ahead: number }
  | { readonly kind: 'gone'; readonly at: number; readonly market: string; readonly order: string; readonly how: 'executed' | 'canceled' };

interface OpenLife { readonly market: string; readonly order: string; readonly joinedAt: number; readonly price: number; size: number; readonly polls: Poll[]; seenAt: number }
interface OrderState { firstAhead: number | null; ended: OrderSeen['ended'] }

export class LifeBuilder {
  readonly #open = new Map<string, OpenLife>();
  readonly #orders = new Map<string, OrderState>();
  readonly #markets = new Set<string>();
  readonly #lives: Life[] = [];
  #events = 0;
  #from = Infinity;
  #to = -Infinity;

  add(event: OrderEvent): void {
    this.#events++;
    this.#from = Math.min(this.#from, event.at);
    this.#to = Math.max(this.#to, event.at);
    this.#markets.add(event.market);
    if (event.kind === 'started') {
      // The bot forgot its orders; what became of them after they were last seen is unknown.
      for (const [key, life] of this.#open) if (life.market === event.market) this.#close(key, life, life.seenAt, 'unseen');
      return;
    }
    const key = `${event.market} ${event.order}`;
    const state = this.#state(key);
    const life = this.#open.get(key);
    if (event.kind === 'polled') {
      state.firstAhead ??= event.ahead;
      this.#poll(key, life, event.at, event.ahead);
      return;
    }
    if (event.kind === 'gone') {
      if (state.ended !== 'executed') state.ended = event.how;
      if (life !== undefined) this.#close(key, life, event.at, event.how);
      return;
    }
    if (life !== undefined && event.price === life.price && event.size <= life.size) {
      life.size = event.size;
      life.seenAt = event.at;
      return;
    }
    if (life !== undefined) this.#close(key, life, event.at, 'amended');
    this.#open.set(key, { market: event.market, order: event.order, joinedAt: event.at, price: event.price, size: event.size, polls: [], seenAt: event.at });
  }

  finish(): OrderLog {
    for (const [key, life] of this.#open) this.#close(key, life, life.seenAt, 'unseen');
    return { lives: this.#lives, orders: [...this.#orders.values()], events: this.#events, markets: this.#markets.size, from: this.#from, to: this.#to };
  }

  /** A place never moves back, so more ahead than before means that it was lost in a way the log does not tell. */
  #poll(key: string, life: OpenLife | undefined, at: number, ahead: number): void {
    if (life === undefined) return;
    const last = life.polls.at(-1);
    if (last !== undefined && ahead > last.ahead) {
      this.#close(key, life, last.at, 'unseen');
      this.#open.set(key, { ...life, joinedAt: at, polls: [{ at, ahead }], seenAt: at });
      return;
    }
    life.polls.push({ at, ahead });
    life.seenAt = at;
  }

  #state(key: string): OrderState {
    const known = this.#orders.get(key);
    if (known !== undefined) return known;
    const state: OrderState = { firstAhead: null, ended: null };
    this.#orders.set(key, state);
    return state;
  }

  #close(key: string, life: OpenLife, endedAt: number, end: LifeEnd): void {
    this.#open.delete(key);
    this.#lives.push({ market: life.market, order: life.order, joinedAt: life.joinedAt, endedAt, end, polls: life.polls });
  }
}
