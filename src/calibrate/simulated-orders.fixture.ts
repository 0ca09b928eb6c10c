// Orders in queues whose laws are known: trades with sizes of a power tail, cancels that take half of what is ahead, a bot
// that asks for its position every 15 s and gives up after a minute. As events of a log, and as the CSV that holds them.

import { Random } from '../exchange/random.ts';
import type { OrderEvent } from './life-builder.ts';

export interface Laws {
  readonly tradesPerMinute: number;
  /** Of an order with nobody ahead. */
  readonly alonePerMinute: number;
  readonly scale: number;
  readonly tail: number;
  /** Each takes half of what is ahead: it shrinks by half of this a minute. */
  readonly cancelsPerMinute: number;
  readonly leavesPerMinute: number;
}
export const LAWS: Laws = { tradesPerMinute: 0.6, alonePerMinute: 0.3, scale: 40, tail: 0.9, cancelsPerMinute: 0.4, leavesPerMinute: 1 };

const START = Date.UTC(2026, 0, 5);
const POLL_SECONDS = 15;
const LONGEST_SECONDS = 60;

export function simulatedOrders(laws: Laws, { seed, events, ordersEach }: { readonly seed: number; readonly events: number; readonly ordersEach: number }): readonly OrderEvent[] {
  return Array.from({ length: events }, (_, event) => {
    const random = new Random(seed, `event ${event}`);
    const market = `KXMADEUP-26JAN05E${event}-T${event % 3}`;
    let at = START;
    return Array.from({ length: ordersEach }, (__, order) => {
      const rested = orderEvents(laws, random, market, `o${order + 1}`, at);
      at = (rested.at(-1)?.at ?? at) + 1_000;
      return rested;
    }).flat();
  }).flat();
}

function orderEvents(laws: Laws, random: Random, market: string, order: string, start: number): readonly OrderEvent[] {
  const found: OrderEvent[] = [{ kind: 'placed', at: start, market, order, price: 400_000, size: 10_000_000 }];
  let ahead = random.chance(0.2) ? 0 : Math.round(10 ** (1 + 3 * random.uniform()));
  const isAlone = ahead < 1;
  const leavesAt = Math.min(LONGEST_SECONDS, Math.ceil(random.exponential(60 / laws.leavesPerMinute)));
  const trades = isAlone ? laws.alonePerMinute : laws.tradesPerMinute;
  for (let second = 0; second <= leavesAt; second++) {
    const at = start + second * 1_000;
    // The log knows an order from its first poll on, so nothing happens before it.
    if (second % POLL_SECONDS === 0) found.push({ kind: 'polled', at, market, order, ahead });
    if (random.chance(laws.cancelsPerMinute / 60)) ahead = ahead < 1 ? ahead : Math.max(1, ahead / 2);
    if (!random.chance(trades / 60)) continue;
    const size = laws.scale * ((1 - random.uniform()) ** (-1 / laws.tail) - 1);
    if (isAlone || size > ahead) return [...found, { kind: 'gone', at: at + 1_000, market, order, how: 'executed' }];
    ahead = Math.max(1, ahead - size);
  }
  return [...found, { kind: 'gone', at: start + leavesAt * 1_000 + 1_000, market, order, how: 'canceled' }];
}

/** As the log of a bot holds them. */
export function orderCsv(events: readonly OrderEvent[]): string {
  return ['time,ticker,event,side,order,price_dollars,contracts,detail', ...events.map(orderRow), ''].join('\n');
}

function orderRow(event: OrderEvent): string {
  const time = new Date(event.at).toISOString().replace('.000Z', 'Z');
  if (event.kind === 'started') return `${time},${event.market},START,,,,,`;
  const begin = (name: string): string => `${time},${event.market},${name},yes,${event.order}`;
  if (event.kind === 'polled') return `${begin('QUEUE_POSITION')},,${event.ahead.toFixed(2)},`;
  if (event.kind === 'gone') return `${begin('ORDER_NOT_RESTING')},,,${event.how}`;
  return `${begin(event.kind === 'placed' ? 'CREATE_OK' : 'AMEND_OK')},${(event.price / 1e6).toFixed(4)},${(event.size / 1e6).toFixed(2)},`;
}
