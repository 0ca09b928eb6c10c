// Every order that was ever accepted, and the open ones of each wallet.

import type { Wallet } from '../accounts/wallet.ts';
import { isOpen, type Order, type OrderStatus } from './order.ts';

export class OrderRegister {
  readonly #byId = new Map<string, Order>();
  readonly #open = new Map<Wallet, Set<Order>>();

  add(order: Order): void {
    this.#byId.set(order.id, order);
    const open = this.#open.get(order.wallet) ?? new Set();
    open.add(order);
    this.#open.set(order.wallet, open);
  }

  has(id: string): boolean { return this.#byId.has(id); }
  find(id: string): Order | null { return this.#byId.get(id) ?? null; }
  all(): Iterable<Order> { return this.#byId.values(); }
  openOf(wallet: Wallet): Iterable<Order> { return this.#open.get(wallet) ?? []; }

  /** As they are now: what is done to them does not change the list. */
  open(): readonly Order[] { return [...this.#open.values()].flatMap((orders) => [...orders]); }

  note(order: Order, what: string, at: number): void { order.life.push({ at, what, matched: order.matched }); }

  move(order: Order, status: OrderStatus, what: string, at: number): void {
    order.status = status;
    if (!isOpen(order)) this.#open.get(order.wallet)?.delete(order);
    this.note(order, what, at);
  }
}
