// Trades of the account as the venue lists them. A trade is told from the taker's side; what we made of it is in the rows of
// the makers.

import type { Price, Size, TimestampMs } from '../../../core/domain/numbers.ts';
import { actionOf, averageOf, fieldsOf, listOf, numberOf, optionalText, secondsOf, sizeOf, textOf, UnreadableAnswer } from './read-fields.ts';

export interface MakerMatch {
  readonly orderId: string;
  /** The API key that the order is of. */
  readonly owner: string;
  readonly tokenId: string;
  readonly action: 'buy' | 'sell';
  readonly price: Price;
  readonly size: Size;
}

const TRADE_STATUSES = ['MATCHED_NOT_BROADCASTED', 'MATCHED', 'MINED', 'CONFIRMED', 'RETRYING', 'FAILED'] as const;

export interface ListedTrade {
  readonly tradeId: string;
  readonly takerOrderId: string;
  readonly conditionId: string;
  readonly tokenId: string;
  /** The taker's, as price and size are. */
  readonly action: 'buy' | 'sell';
  readonly price: Price;
  readonly size: Size;
  readonly status: (typeof TRADE_STATUSES)[number];
  readonly matchedAt: TimestampMs;
  readonly role: 'maker' | 'taker';
  /** 0x and hex; empty until the trade is on its way to the chain. */
  readonly transactionHash: string;
  /** Where one match is settled in several transactions, which of them this is. */
  readonly bucket: number;
  readonly makers: readonly MakerMatch[];
}

export function decodeTrade(value: unknown): ListedTrade {
  const fields = fieldsOf(value, 'a trade');
  const stated = textOf(fields, 'status').toUpperCase().replace(/^TRADE_STATUS_/, '');
  const status = TRADE_STATUSES.find((known) => known === stated);
  if (status === undefined) throw new UnreadableAnswer('a trade has a status that is not known');
  const role = optionalText(fields, 'trader_side').toUpperCase();
  if (role !== 'MAKER' && role !== 'TAKER') throw new UnreadableAnswer('trader_side is neither maker nor taker');
  return {
    tradeId: textOf(fields, 'id'), takerOrderId: textOf(fields, 'taker_order_id').toLowerCase(), conditionId: textOf(fields, 'market'), tokenId: textOf(fields, 'asset_id'),
    action: actionOf(fields, 'side'), price: averageOf(fields, 'price'), size: sizeOf(fields, 'size'), status, matchedAt: secondsOf(fields, 'match_time'),
    role: role === 'MAKER' ? 'maker' : 'taker', transactionHash: optionalText(fields, 'transaction_hash'), bucket: numberOf({ bucket_index: fields.bucket_index ?? 0 }, 'bucket_index'),
    makers: listOf(fields.maker_orders ?? [], 'maker_orders').map(decodeMaker),
  };
}

function decodeMaker(value: unknown): MakerMatch {
  const fields = fieldsOf(value, 'a maker order');
  return {
    orderId: textOf(fields, 'order_id').toLowerCase(), owner: optionalText(fields, 'owner'), tokenId: textOf(fields, 'asset_id'), action: actionOf(fields, 'side'),
    price: averageOf(fields, 'price'), size: sizeOf(fields, 'matched_amount'),
  };
}
