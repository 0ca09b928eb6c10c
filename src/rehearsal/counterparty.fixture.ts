// Somebody else at a rehearsal, with the venue's own client: takes from the orders of the bot when the test wants it.

import { OrderType, Side } from '@polymarket/clob-client-v2';
import { tradingClient } from './official-client.fixture.ts';
import type { ListedMarket, Rehearsal } from './rehearsal.ts';

export interface Counterparty {
  readonly funder: string;
  /** Takes what the books have up to this price; what it does not get is not left there. Returns what the venue answered. */
  take(side: 'bid' | 'ask', price: number, shares: number): Promise<unknown>;
  /** Sends an order that stays with what it does not find. A bid buys the first outcome, an ask the second: it needs no tokens. Throws where it is refused. */
  rest(side: 'bid' | 'ask', price: number, shares: number): Promise<void>;
  /** Cancels whatever it has resting. */
  leave(): Promise<void>;
}

export async function counterparty(rehearsal: Pick<Rehearsal, 'openAccount' | 'urls'>, market: ListedMarket): Promise<Counterparty> {
  const account = rehearsal.openAccount({ signatureType: 0, cash: 1_000_000 });
  const { client } = await tradingClient(rehearsal.urls.clob, account);
  const version = market.version === 'v2' ? { version: 3 as const } : {};
  const send = async (side: 'bid' | 'ask', price: number, shares: number, type: OrderType.GTC | OrderType.FAK): Promise<unknown> => {
    const [tokenID, own] = side === 'bid' ? [market.tokenIds[0], price] : [market.tokenIds[1], 1 - price];
    const order = await client.createOrder({ tokenID, price: Number(own.toFixed(3)), size: shares, side: Side.BUY, expiration: 0 }, { tickSize: '0.01', ...version });
    return client.postOrder(order, type as OrderType.GTC, false, false);
  };
  return {
    funder: account.funder,
    // Taking a bid is to buy the other outcome.
    take: (side, price, shares) => send(side === 'bid' ? 'ask' : 'bid', price, shares, OrderType.FAK),
    async rest(side, price, shares) {
      const answer = await send(side, price, shares, OrderType.GTC);
      if ((answer as { success?: unknown }).success !== true) throw new Error(JSON.stringify(answer));
    },
    async leave() { await client.cancelAll(); },
  };
}
