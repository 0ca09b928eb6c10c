// The servers of a rehearsal and their addresses: five of HTTP and one of WebSockets, on the loopback and nowhere else.

import type { ApiKeys } from './accounts/api-keys.ts';
import type { Agenda } from './agenda.ts';
import type { Auditor } from './audit/auditor.ts';
import { MarketChannel } from './channels/market-channel.ts';
import { CHANNEL_PATHS, SocketServer } from './channels/socket-server.ts';
import { UserChannel } from './channels/user-channel.ts';
import { authRoutes } from './clob/auth-routes.ts';
import { dataRoutes } from './clob/data-routes.ts';
import { Notifications } from './clob/notifications.ts';
import { orderRoutes } from './clob/order-routes.ts';
import { publicRoutes } from './clob/public-routes.ts';
import { rewardRoutes } from './clob/reward-routes.ts';
import type { ClobVenue } from './clob/venue.ts';
import { CostBook } from './data/cost-book.ts';
import { dataApiRoutes } from './data/data-api-routes.ts';
import type { FaultBoard } from './faults/fault-board.ts';
import { gammaRoutes, type EventMetadata } from './gamma/gamma-routes.ts';
import { openHttpServer, type HttpServerOptions, type Routes } from './http/http-server.ts';
import type { ReferencePrice } from './reference/reference-price.ts';
import { PolyboltChannel } from './reference/polybolt-channel.ts';
import { RtdsChannel } from './reference/rtds-channel.ts';
import { relayerRoutes } from './relayer/relayer-routes.ts';
import type { ChainLog } from './trading/chain-log.ts';
import type { Exchange } from './trading/exchange.ts';
import { Heartbeats } from './trading/heartbeats.ts';
import { Incentives } from './trading/incentives.ts';
import type { TakerDelay } from './trading/place-order.ts';

export interface RehearsalUrls {
  readonly clob: string; readonly gamma: string; readonly data: string; readonly relayer: string;
  readonly wsMarket: string; readonly wsUser: string; readonly polybolt: string; readonly rtds: string; readonly control: string;
}

export interface ServedRehearsal {
  readonly exchange: Exchange; readonly agenda: Agenda; readonly faults: FaultBoard; readonly keys: ApiKeys; readonly chain: ChainLog; readonly reference: ReferencePrice;
  readonly auditor: Auditor; readonly metadata: EventMetadata; readonly relayerApiKey: string; readonly takerDelay: TakerDelay; readonly controls: Routes;
}

export interface OpenServers { readonly urls: RehearsalUrls; readonly sockets: SocketServer; readonly relayerApiKey: string; /** Once a second. */ publishReference(): void; close(): Promise<void> }

/** In this order from the first port on; the sockets come last. */
const NAMES: readonly HttpServerOptions['name'][] = ['clob', 'gamma', 'data', 'relayer', 'control'];

export async function openServers(served: ServedRehearsal, firstPort: number): Promise<OpenServers> {
  const { exchange, agenda, faults, keys, chain, relayerApiKey } = served;
  const heartbeats = new Heartbeats(agenda, (apiKey) => {
    for (const order of exchange.orders.open()) if (order.owner === apiKey && order.status === 'LIVE') exchange.end(order, 'CANCELED', 'no heartbeat');
  });
  const venue: ClobVenue = {
    exchange, keys, heartbeats, incentives: new Incentives(exchange), notifications: new Notifications(exchange), takerDelay: served.takerDelay,
    offTick: (wallet, error) => { served.auditor.triedOffTick(wallet, error); },
  };
  const routes: Readonly<Record<HttpServerOptions['name'], Routes>> = {
    clob: { ...publicRoutes(exchange), ...authRoutes(venue), ...orderRoutes(venue), ...dataRoutes(venue), ...rewardRoutes(venue) },
    gamma: gammaRoutes(exchange, served.metadata),
    data: dataApiRoutes({ exchange, costs: new CostBook(exchange), chain }),
    relayer: relayerRoutes({ exchange, agenda, chain, apiKey: relayerApiKey }),
    control: served.controls,
  };
  const rtds = new RtdsChannel(served.reference, () => agenda.now());
  const polybolt = new PolyboltChannel(served.reference, keys, () => agenda.now());
  const sockets = new SocketServer({ agenda, faults, channels: { market: new MarketChannel(exchange), user: new UserChannel(exchange, keys), polybolt, rtds } });
  const opened: { readonly close: () => Promise<void> }[] = [];
  const close = async (): Promise<void> => { await Promise.all(opened.map((server) => server.close())); };
  try {
    const urls: Partial<Record<HttpServerOptions['name'], string>> = {};
    for (const [index, name] of NAMES.entries()) {
      const server = await openHttpServer({ name, agenda, faults, routes: routes[name] }, firstPort === 0 ? 0 : firstPort + index);
      opened.push(server);
      urls[name] = server.url;
    }
    const socketUrl = await sockets.listen(firstPort === 0 ? 0 : firstPort + NAMES.length);
    opened.push(sockets);
    const { clob = '', gamma = '', data = '', relayer = '', control = '' } = urls;
    return {
      urls: {
        clob, gamma, data, relayer, control, wsMarket: `${socketUrl}${CHANNEL_PATHS.market}`, wsUser: `${socketUrl}${CHANNEL_PATHS.user}`, polybolt: `${socketUrl}${CHANNEL_PATHS.polybolt}`,
        rtds: `${socketUrl}${CHANNEL_PATHS.rtds}`,
      },
      sockets, relayerApiKey, close,
      publishReference() {
        polybolt.publish();
        rtds.publish();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
