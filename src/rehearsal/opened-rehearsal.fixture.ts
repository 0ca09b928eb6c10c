// A quiet rehearsal on a driven clock, with a maker and a taker who hold keys.

import { OrderType, Side, type ClobClient, type OrderResponse } from '@polymarket/clob-client-v2';
import type { OpenedAccount } from './accounts/accounts.ts';
import type { SignatureType } from './accounts/wallet.ts';
import { DrivenClock } from './driven-clock.fixture.ts';
import { tradingClient } from './official-client.fixture.ts';
import { sendSigned, type Holder, type RawAnswer } from './raw-request.fixture.ts';
import { startRehearsal, type ListedMarket, type Rehearsal, type RehearsalOptions } from './rehearsal.ts';
import { SocketProbe } from './socket-probe.fixture.ts';

export interface Trader extends Holder {
  readonly account: OpenedAccount;
  readonly client: ClobClient;
  /** Of the first outcome unless told otherwise; never waits for a settlement. */
  place(side: 'BUY' | 'SELL', price: number, size: number, more?: { readonly tokenId?: string; readonly type?: OrderType.GTC | OrderType.GTD; readonly postOnly?: boolean; readonly expiration?: number }): Promise<OrderResponse>;
  /** The body of such an order. */
  body(side: 'BUY' | 'SELL', price: number, size: number, changed?: (order: Record<string, unknown>) => Record<string, unknown>): Promise<string>;
  send(method: string, path: string, body?: string): Promise<RawAnswer>;
  listen(): Promise<SocketProbe>;
}

export interface OpenedRehearsal {
  readonly rehearsal: Rehearsal;
  readonly clock: DrivenClock;
  readonly market: ListedMarket;
  trader(signatureType?: SignatureType, terms?: { readonly cash?: number; readonly isApproved?: boolean }): Promise<Trader>;
  /** To the market channel, with both outcomes of the market. */
  watch(more?: Readonly<Record<string, unknown>>): Promise<SocketProbe>;
}

export async function openRehearsal(options: RehearsalOptions = {}, slug = 'will-it-rain-in-lisbon'): Promise<OpenedRehearsal> {
  const clock = new DrivenClock();
  const rehearsal = await startRehearsal({ clock, isQuiet: true, ...options });
  const market = rehearsal.markets().find((listed) => listed.slug.startsWith(slug));
  if (market === undefined) throw new Error(`no market ${slug} is listed`);
  const { clob, wsMarket, wsUser } = rehearsal.urls;
  return {
    rehearsal, clock, market,
    async trader(signatureType = 0, terms = {}) {
      const account = rehearsal.openAccount({ signatureType, ...terms });
      const { client, creds } = await tradingClient(clob, account);
      // The client would keep prices off the tick to itself; it is the server that is to refuse them.
      for (const tokenId of market.tokenIds) client.tickSizes[tokenId] = '0.001';
      const holder = { creds, address: account.address };
      const signed = (side: 'BUY' | 'SELL', price: number, size: number, tokenID = market.tokenIds[0], expiration = 0) =>
        client.createOrder({ tokenID, price, size, side: Side[side], expiration }, { tickSize: '0.001', ...(market.version === 'v2' ? { version: 3 as const } : {}) });
      return {
        ...holder, account, client,
        place: async (side, price, size, { tokenId, type = OrderType.GTC, postOnly = false, expiration } = {}) => client.postOrder(await signed(side, price, size, tokenId, expiration), type, postOnly, true),
        async body(side, price, size, changed = (order) => order) {
          const order = await signed(side, price, size);
          return JSON.stringify({ deferExec: false, postOnly: false, order: changed({ ...order, salt: Number(order.salt) }), owner: creds.key, orderType: 'GTC' });
        },
        send: (method, path, body) => sendSigned(clob, holder, method, path, body),
        async listen() {
          const probe = await SocketProbe.open(wsUser, { auth: { apiKey: creds.key, secret: creds.secret, passphrase: creds.passphrase }, type: 'user' });
          await probe.caughtUp();
          return probe;
        },
      };
    },
    async watch(more = {}) {
      const probe = await SocketProbe.open(wsMarket, { assets_ids: market.tokenIds, type: 'market', ...more });
      await probe.caughtUp();
      return probe;
    },
  };
}
