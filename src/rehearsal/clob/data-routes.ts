// What the holder of a key may read of its own: orders, trades, balances, notices; and its heartbeat.

import type { ApiKey } from '../accounts/api-keys.ts';
import type { Wallet } from '../accounts/wallet.ts';
import { EXCHANGES } from '../chain/contracts.ts';
import { answer, refusal, type Answer } from '../http/answer.ts';
import type { Asked, Routes } from '../http/http-server.ts';
import { isOpen } from '../trading/order.ts';
import { isPartOf, orderRow, tradeRow } from './order-rows.ts';
import { page } from './paging.ts';
import { withKey, type ClobVenue } from './venue.ts';

const UNLIMITED = ((1n << 256n) - 1n).toString();

export function dataRoutes(venue: ClobVenue): Routes {
  const { exchange, heartbeats, notifications } = venue;
  const walletsOf = ({ address }: ApiKey): readonly Wallet[] => exchange.accounts.all().filter(({ owner }) => owner === address);
  const balance = (look: boolean) => (key: ApiKey, { query }: Asked): Answer => {
    const wallet = exchange.accounts.ownedBy(key.address, Number(query.signature_type ?? 0));
    const isCollateral = query.asset_type === 'COLLATERAL';
    if (!isCollateral && query.asset_type !== 'CONDITIONAL' && query.asset_type !== 'CONDITIONAL-V2') return refusal(400, 'Invalid asset type');
    const tokenId = query.token_id ?? '';
    if (!isCollateral && exchange.byToken(tokenId) === null) return refusal(400, 'Invalid token id');
    if (wallet === null) return answer({ balance: '0', allowances: Object.fromEntries(EXCHANGES.map((exchangeAddress) => [exchangeAddress, '0'])) });
    if (look) {
      if (isCollateral) wallet.lookAgainAtCollateral();
      else wallet.lookAgainAtToken(tokenId);
    }
    const { known } = wallet;
    const allowed = isCollateral ? known.spenders : known.operators;
    return answer({
      balance: String(Math.max(0, isCollateral ? known.cash : known.token(tokenId))),
      allowances: Object.fromEntries(EXCHANGES.map((contract) => [contract, allowed.has(contract) ? UNLIMITED : '0'])),
    });
  };
  return {
    'GET /data/orders': withKey(venue, (key, { query }) => {
      const rows = walletsOf(key).flatMap((wallet) => [...exchange.orders.openOf(wallet)]).filter((order) => isOpen(order)
        && (!query.id || order.id === query.id) && (!query.market || order.market.terms.ids.conditionId === query.market) && (!query.asset_id || order.market.tokenIds[order.outcome] === query.asset_id));
      return page(rows.map(orderRow), query.next_cursor);
    }),
    'GET /data/order/:id': withKey(venue, (key, { params }) => {
      const order = exchange.orders.find(params.id ?? '');
      // The venue does not say what an unknown id is answered with; null is what its own clients expect.
      return answer(order === null || order.wallet.owner !== key.address ? null : orderRow(order));
    }),
    'GET /data/trades': withKey(venue, (key, { query }) => {
      const wallets = walletsOf(key);
      const rows = [...exchange.settlement.all()].filter((trade) => isPartOf(trade, wallets)
        && (!query.id || trade.id === query.id) && (!query.market || trade.market.terms.ids.conditionId === query.market)
        && (!query.asset_id || [trade.taker, ...trade.makers].some((party) => trade.market.tokenIds[party.outcome] === query.asset_id))
        && (!query.maker_address || [trade.taker, ...trade.makers].some(({ address }) => address.toLowerCase() === query.maker_address?.toLowerCase()))
        && (!query.after || trade.matchedAt / 1_000 >= Number(query.after)) && (!query.before || trade.matchedAt / 1_000 < Number(query.before))).toReversed();
      return page(rows.map((trade) => tradeRow(trade, wallets)), query.next_cursor);
    }),
    'GET /data/pre-migration-orders': withKey(venue, (_key, { query }) => page([], query.next_cursor)),
    'GET /balance-allowance': withKey(venue, balance(false)),
    'GET /balance-allowance/update': withKey(venue, balance(true)),
    'GET /notifications': withKey(venue, ({ apiKey }) => answer(notifications.of(apiKey))),
    'DELETE /notifications': withKey(venue, ({ apiKey }, { query }) => {
      notifications.drop(apiKey, (query.ids ?? '').split(',').map(Number));
      return answer('OK');
    }),
    'POST /v1/heartbeats': withKey(venue, ({ apiKey }, { body }) => {
      const id = (body as { heartbeat_id?: unknown } | undefined)?.heartbeat_id ?? '';
      const beat = heartbeats.beat(apiKey, String(id));
      return beat.isRight ? answer({ heartbeat_id: beat.id }) : { status: 400, body: { error_msg: 'Invalid Heartbeat ID', heartbeat_id: beat.id } };
    }),
    'POST /heartbeats': withKey(venue, ({ apiKey }) => {
      heartbeats.reset(apiKey);
      return answer({ status: 'ok' });
    }),
  };
}
