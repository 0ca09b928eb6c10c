// A match of one taker with the makers at one price, and how it settles.

import type { Cash, Price, Size } from '../../core/domain/numbers.ts';
import type { Wallet } from '../accounts/wallet.ts';
import type { OutcomeIndex, RehearsalMarket } from '../market/market.ts';
import type { OrderSide } from './order.ts';

export type TradeStatus = 'MATCHED' | 'MINED' | 'CONFIRMED' | 'RETRYING' | 'FAILED';

/** One side of a match. `wallet` is null for the rehearsal's own participants. */
export interface Party {
  readonly orderId: string;
  readonly wallet: Wallet | null;
  /** API key. */
  readonly owner: string;
  readonly address: string;
  readonly outcome: OutcomeIndex;
  readonly side: OrderSide;
  /** In the outcome's own price. */
  readonly price: Price;
  readonly size: Size;
}

export interface Trade {
  readonly id: string;
  readonly market: RehearsalMarket;
  readonly taker: Party;
  readonly makers: readonly Party[];
  /** What the taker pays besides. */
  readonly fee: Cash;
  readonly matchedAt: number;
  status: TradeStatus;
  updatedAt: number;
  /** Empty until it is mined. */
  transactionHash: string;
}

export const partiesOf = ({ taker, makers }: Trade): readonly Party[] => [taker, ...makers];
