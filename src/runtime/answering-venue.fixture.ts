// The smallest venue that keeps the port's word: plays a list of events and answers every command 10 ms later. Orders rest
// and never trade, unless a test says so with `fill`. For tests and benchmarks.

import type { Command } from '../core/domain/commands.ts';
import type { OpenOrdersReported, VenueEvent } from '../core/domain/events.ts';
import { cash, size, timestamp, type Cash, type Price, type Size, type TimestampMs } from '../core/domain/numbers.ts';
import type { PlaceOrder } from '../core/domain/commands.ts';
import type { EventSink, Venue } from '../venues/port.ts';

const LATENCY_MS = 10;

export class AnsweringVenue implements Venue {
  readonly name = 'demo';
  readonly submitted: Command[] = [];
  readonly open = new Map<string, PlaceOrder>();
  /** So many of the next commands are lost: taken, and never answered. */
  lost = 0;
  isClosed = false;
  readonly #events: readonly VenueEvent[];
  #next = 0;
  readonly #replies: { readonly at: TimestampMs; readonly reply: (at: TimestampMs, sink: EventSink) => void }[] = [];
  #cash: Cash = cash(1_000_000_000);
  #yes: Size = size(0);
  #fills = 0;

  constructor(events: readonly VenueEvent[]) { this.#events = events; }

  pending(): null { return null; }

  nextEventAt(): TimestampMs | null {
    const tapeAt = this.#events[this.#next]?.ts;
    const replyAt = this.#replies[0]?.at;
    if (tapeAt === undefined) return replyAt ?? null;
    return replyAt === undefined || tapeAt <= replyAt ? tapeAt : replyAt;
  }

  advance(until: TimestampMs, sink: EventSink): void {
    for (let at = this.nextEventAt(); at !== null && at <= until; at = this.nextEventAt()) {
      const event = this.#events[this.#next];
      if (event !== undefined && event.ts === at) {
        this.#next++;
        sink(event);
      } else {
        this.#replies.shift()?.reply(at, sink);
      }
    }
  }

  submit(commands: readonly Command[], now: TimestampMs): void {
    const at = timestamp(now + LATENCY_MS);
    for (const command of commands) {
      this.submitted.push(command);
      if (this.lost > 0) this.lost--;
      else this.#replies.push({ at, reply: (ts, sink) => { this.#answer(command, ts, sink); } });
    }
  }

  /** Someone takes this order, whole, at the next moment. */
  fill(order: PlaceOrder, at: TimestampMs): void {
    this.#replies.push({
      at,
      reply: (ts, sink) => {
        this.open.delete(order.clientId);
        const sign = order.side === 'bid' ? 1 : -1;
        this.#yes = size(this.#yes + sign * order.size);
        this.#cash = cash(this.#cash - (sign * order.price * order.size) / 1_000_000);
        sink({
          type: 'OrderFilled', ts, clientId: order.clientId, market: order.market, fillId: `fill-${++this.#fills}`, side: order.side,
          price: order.price as Price, size: order.size, fee: cash(0), liquidity: 'maker',
        });
      },
    });
  }

  async close(): Promise<void> { this.isClosed = true; }

  #answer(command: Command, ts: TimestampMs, sink: EventSink): void {
    switch (command.type) {
      case 'PlaceOrder':
        this.open.set(command.clientId, command);
        return sink({ type: 'OrderAccepted', ts, clientId: command.clientId });
      case 'CancelOrder': return this.#cancel(command.clientId, ts, sink);
      case 'CancelAll':
        for (const clientId of this.open.keys()) this.#cancel(clientId, ts, sink);
        return;
      case 'AmendOrder': return sink({ type: 'OrderAmended', ts, clientId: command.clientId, remaining: command.remaining, filled: size(0) });
      case 'QueryOrder': return sink({ type: 'OrderReported', ts, clientId: command.clientId, found: null });
      case 'QueryOpenOrders': return sink({ type: 'OpenOrdersReported', ts, venue: this.name, requestId: command.requestId, orders: this.#report() });
      case 'QueryHoldings':
        return sink({ type: 'HoldingsReported', ts, venue: this.name, cash: this.#cash, holdings: [] });
    }
  }

  #cancel(clientId: string, ts: TimestampMs, sink: EventSink): void {
    const order = this.open.get(clientId);
    if (!this.open.delete(clientId) || order === undefined) {
      sink({ type: 'CancelRejected', ts, clientId, gone: true, detail: 'not open' });
      return;
    }
    sink({ type: 'OrderCanceled', ts, clientId, remaining: order.size, reason: 'asked' });
  }

  #report(): OpenOrdersReported['orders'] {
    return [...this.open.values()].map((o) => ({ clientId: o.clientId, venueOrderId: o.clientId, market: o.market, side: o.side, price: o.price, remaining: o.size }));
  }
}
