// What each wallet paid for what it holds, by token, from its own trades: the averages and the realised part that the data
// API tells. A failed trade is taken out again.

import type { Exchange } from '../trading/exchange.ts';
import { partiesOf, type Party, type Trade } from '../trading/trade.ts';
import type { Wallet } from '../accounts/wallet.ts';
import { notional } from '../../core/domain/numbers.ts';

/** Shares and dollars in millionths. `bought` and `paid`: of all purchases ever. */
export interface Cost { bought: number; paid: number; sold: number; received: number; lastAt: number }

export class CostBook {
  readonly #costs = new Map<string, Cost>();

  constructor(exchange: Exchange) {
    exchange.observers.push({
      tradeChanged: (trade) => {
        const sign = trade.status === 'MATCHED' ? 1 : trade.status === 'FAILED' ? -1 : 0;
        if (sign !== 0) for (const party of partiesOf(trade)) this.#add(trade, party, sign);
      },
    });
  }

  of(wallet: Wallet, tokenId: string): Cost {
    return this.#costs.get(`${wallet.address}/${tokenId}`) ?? { bought: 0, paid: 0, sold: 0, received: 0, lastAt: 0 };
  }

  #add({ market, updatedAt }: Trade, { wallet, outcome, side, price, size }: Party, sign: number): void {
    if (wallet === null) return;
    const tokenId = market.tokenIds[outcome];
    const cost = this.of(wallet, tokenId);
    const value = notional(price, size);
    if (side === 'BUY') {
      cost.bought += sign * size;
      cost.paid += sign * value;
    } else {
      cost.sold += sign * size;
      cost.received += sign * value;
    }
    cost.lastAt = updatedAt;
    this.#costs.set(`${wallet.address}/${tokenId}`, cost);
  }
}
