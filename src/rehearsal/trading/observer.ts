// Who is told what happens at the exchange, in the order in which it happens.

import type { RehearsalMarket, ToldChange } from '../market/market.ts';
import type { Order } from './order.ts';
import type { Trade } from './trade.ts';

export type OrderNews = 'PLACEMENT' | 'UPDATE' | 'CANCELLATION';

export interface ExchangeObserver {
  /** One request's changes to a book and the matches it caused, once the book is as it stays. */
  bookChanged?(market: RehearsalMarket, changes: readonly ToldChange[], trades: readonly Trade[]): void;
  orderChanged?(order: Order, news: OrderNews, detail: string): void;
  tradeChanged?(trade: Trade): void;
  tickChanged?(market: RehearsalMarket, before: number): void;
  marketListed?(market: RehearsalMarket): void;
  marketResolved?(market: RehearsalMarket): void;
}
