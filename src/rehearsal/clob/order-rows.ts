// Orders and trades as the order book lists them.

import { decimalText } from '../micros.ts';
import type { Order } from '../trading/order.ts';
import { partiesOf, type Party, type Trade } from '../trading/trade.ts';
import type { Wallet } from '../accounts/wallet.ts';

export function orderRow(order: Order): unknown {
  const { market } = order;
  return {
    id: order.id, status: order.status === 'DELAYED' ? 'LIVE' : order.status, owner: order.owner, maker_address: order.wallet.address, market: market.terms.ids.conditionId,
    asset_id: market.tokenIds[order.outcome], side: order.side, original_size: decimalText(order.size), size_matched: decimalText(order.matched), price: decimalText(order.price),
    outcome: market.terms.outcomes[order.outcome], expiration: String(order.expiration), order_type: order.type, associate_trades: order.trades, created_at: Math.floor(order.createdAt / 1_000),
  };
}

const seconds = (ms: number): string => String(Math.floor(ms / 1_000));

export function tradeRow(trade: Trade, reader: readonly Wallet[]): unknown {
  const { market, taker } = trade;
  const isTaker = taker.wallet !== null && reader.includes(taker.wallet);
  return {
    id: trade.id, taker_order_id: taker.orderId, market: market.terms.ids.conditionId, asset_id: market.tokenIds[taker.outcome], side: taker.side, size: decimalText(taker.size),
    fee_rate_bps: '0', price: decimalText(taker.price), status: trade.status, match_time: seconds(trade.matchedAt), match_time_nano: `${trade.matchedAt}000000`,
    last_update: seconds(trade.updatedAt), outcome: market.terms.outcomes[taker.outcome], bucket_index: 0, owner: taker.owner, maker_address: taker.address,
    transaction_hash: trade.transactionHash, err_msg: null, maker_orders: trade.makers.map((maker) => makerRow(trade, maker)), trader_side: isTaker ? 'TAKER' : 'MAKER',
  };
}

export function makerRow({ market }: Trade, maker: Party): unknown {
  return {
    order_id: maker.orderId, owner: maker.owner, maker_address: maker.address, matched_amount: decimalText(maker.size), price: decimalText(maker.price), fee_rate_bps: '0',
    asset_id: market.tokenIds[maker.outcome], outcome: market.terms.outcomes[maker.outcome], side: maker.side,
  };
}

export const isPartOf = (trade: Trade, wallets: readonly Wallet[]): boolean => partiesOf(trade).some(({ wallet }) => wallet !== null && wallets.includes(wallet));
