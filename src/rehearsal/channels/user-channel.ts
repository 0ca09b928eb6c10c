// The user channel: an account's orders and trades as they come to pass. No snapshot and no replay, as at the venue.

import { jsonOf } from '../json-of.ts';
import { z } from 'zod';
import type { ApiKeys } from '../accounts/api-keys.ts';
import { isPartOf, makerRow } from '../clob/order-rows.ts';
import type { Wallet } from '../accounts/wallet.ts';
import { decimalText } from '../micros.ts';
import type { Exchange } from '../trading/exchange.ts';
import type { ExchangeObserver, OrderNews } from '../trading/observer.ts';
import type { Order } from '../trading/order.ts';
import type { Trade } from '../trading/trade.ts';
import type { Channel, ChannelClient } from './socket-server.ts';

/** `markets`: condition ids; empty for all. */
interface Reader { readonly address: string; readonly markets: Set<string> }

const POLICY = 1008;
const opening = z.object({ auth: z.object({ apiKey: z.string(), secret: z.string(), passphrase: z.string() }), markets: z.array(z.string()).default([]), type: z.string().optional() });
const update = z.object({ operation: z.enum(['subscribe', 'unsubscribe']), markets: z.array(z.string()) });

export class UserChannel implements Channel, ExchangeObserver {
  readonly #exchange: Exchange;
  readonly #keys: ApiKeys;
  readonly #readers = new Map<ChannelClient, Reader>();

  constructor(exchange: Exchange, keys: ApiKeys) {
    this.#exchange = exchange;
    this.#keys = keys;
    exchange.observers.push(this);
  }

  mayPing(client: ChannelClient): boolean { return this.#readers.has(client); }

  received(client: ChannelClient, text: string): void {
    const message = jsonOf(text);
    const reader = this.#readers.get(client);
    const change = update.safeParse(message);
    if (reader !== undefined && change.success) {
      for (const market of change.data.markets) {
        if (change.data.operation === 'subscribe') reader.markets.add(market);
        else reader.markets.delete(market);
      }
      return;
    }
    const read = opening.safeParse(message);
    const key = read.success ? this.#keys.find(read.data.auth.apiKey) : null;
    if (!read.success || key === null || key.secret !== read.data.auth.secret || key.passphrase !== read.data.auth.passphrase) {
      client.close(POLICY, 'invalid subscription payload');
      return;
    }
    this.#readers.set(client, { address: key.address, markets: new Set(read.data.markets) });
  }

  left(client: ChannelClient): void { this.#readers.delete(client); }

  orderChanged(order: Order, news: OrderNews, detail: string): void {
    this.#tell(order.market.terms.ids.conditionId, ({ address }) => order.wallet.owner === address, () => orderFrame(order, news, detail, this.#exchange.now()));
  }

  tradeChanged(trade: Trade): void {
    this.#tell(trade.market.terms.ids.conditionId, ({ address }) => isPartOf(trade, this.#walletsOf(address)), (reader) => tradeFrame(trade, this.#walletsOf(reader.address), this.#exchange.now()));
  }

  #walletsOf(owner: string): readonly Wallet[] { return this.#exchange.accounts.all().filter((wallet) => wallet.owner === owner); }

  #tell(condition: string, isTheirs: (reader: Reader) => boolean, frame: (reader: Reader) => unknown): void {
    for (const [client, reader] of this.#readers) {
      if ((reader.markets.size === 0 || reader.markets.has(condition)) && isTheirs(reader)) client.send(JSON.stringify(frame(reader)));
    }
  }
}

const seconds = (ms: number): string => String(Math.floor(ms / 1_000));

/** An order that was killed says why in its status, and has matched nothing, not even zero. */
function orderFrame(order: Order, news: OrderNews, detail: string, now: number): unknown {
  const { market } = order;
  const isKilled = order.status === 'INVALID';
  return {
    event_type: 'order', id: order.id, owner: order.owner, market: market.terms.ids.conditionId, asset_id: market.tokenIds[order.outcome], side: order.side, order_owner: order.owner,
    original_size: decimalText(order.size), size_matched: isKilled ? '' : decimalText(order.matched), price: decimalText(order.price), associate_trades: order.trades.length === 0 ? null : order.trades,
    outcome: market.terms.outcomes[order.outcome], type: news, created_at: seconds(order.createdAt), expiration: String(order.expiration), order_type: order.type,
    status: isKilled ? `CANCELED_${detail}` : order.status, maker_address: order.wallet.address, timestamp: String(now),
  };
}

/** The owner is the taker's, whoever reads it. */
function tradeFrame(trade: Trade, wallets: readonly Wallet[], now: number): unknown {
  const { market, taker } = trade;
  return {
    event_type: 'trade', type: 'TRADE', id: trade.id, taker_order_id: taker.orderId, market: market.terms.ids.conditionId, asset_id: market.tokenIds[taker.outcome], side: taker.side,
    size: decimalText(taker.size), price: decimalText(taker.price), fee_rate_bps: '0', status: trade.status, match_time: seconds(trade.matchedAt), last_update: seconds(trade.updatedAt),
    outcome: market.terms.outcomes[taker.outcome], owner: taker.owner, trade_owner: taker.owner, maker_address: taker.address, transaction_hash: trade.transactionHash, bucket_index: 0,
    maker_orders: trade.makers.map((maker) => makerRow(trade, maker)), trader_side: taker.wallet !== null && wallets.includes(taker.wallet) ? 'TAKER' : 'MAKER', timestamp: String(now),
  };
}
