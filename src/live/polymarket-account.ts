// A profile's account at Polymarket: secrets read, then, when it is opened, the venue behind the runtime's port. Where the
// profile has no API credentials they are derived with the key. Everything is forgotten on close.

import { join } from 'node:path';
import type { CompiledStrategy } from '../config/compiled-config.ts';
import type { PolymarketSettings } from '../config/venue-settings.ts';
import type { CarriedState } from '../core/domain/events.ts';
import type { OrderIds } from '../journal/read.ts';
import type { LiveAccount } from '../runtime/live-venue.ts';
import type { ReferenceSource } from '../venues/reference-source.ts';
import { AccountPlane } from '../venues/polymarket/account/account-plane.ts';
import { clobRequests } from '../venues/polymarket/account/clob-requests.ts';
import { heldConditions } from '../venues/polymarket/account/held-conditions.ts';
import { chainSide, type ChainSide } from '../venues/polymarket/chain-side.ts';
import { getJsonFrom } from '../venues/polymarket/discovery/get-json.ts';
import type { ChannelCredentials } from '../venues/polymarket/feed/channel-credentials.ts';
import { connectByWebSocket } from '../venues/polymarket/feed/connect.ts';
import { SYSTEM_CLOCK } from '../venues/polymarket/feed/feed-clock.ts';
import { UserFeed } from '../venues/polymarket/feed/user-feed.ts';
import type { PolymarketHosts } from '../venues/polymarket/hosts.ts';
import { Incentives } from '../venues/polymarket/incentives/incentives.ts';
import { CHANGE_OVER_MS, openMarketSide, VENUE, type MarketSide } from '../venues/polymarket/market-side.ts';
import { PolymarketVenue } from '../venues/polymarket/polymarket-venue.ts';
import type { ClobRest } from '../venues/polymarket/rest/clob-rest.ts';
import { OrderSigner } from '../venues/polymarket/signing/order-signer.ts';
import type { ApiCredentials } from '../venues/polymarket/signing/request-signature.ts';
import type { AccountKeys } from './account-keys.ts';
import { ActionRecord } from './action-record.ts';
import { clobAccess } from './clob-access.ts';
import { PolymarketDoctor } from './polymarket-doctor.ts';
import { recordedActions } from './recorded-actions.ts';

export interface PolymarketAccountOptions {
  readonly hosts: PolymarketHosts;
  /** Of prices that do not come from the venue itself. */
  readonly references: readonly ReferenceSource[];
  readonly keys: AccountKeys;
  readonly settings: Pick<PolymarketSettings, 'heartbeatMs'>;
  readonly strategies: readonly CompiledStrategy[];
  /** True for a simulator that starts and ends with the session. */
  readonly isFleeting: boolean;
  /** What is under way on the chain is kept in here. */
  readonly folder: string;
  readonly say: (text: string) => void;
  /** After everything else is closed. */
  readonly onClose: () => Promise<void>;
}

const CHAIN = 137;

export function polymarketAccount({ hosts, references, keys, settings, strategies, isFleeting, folder, say, onClose }: PolymarketAccountOptions): LiveAccount {
  const signer = new OrderSigner({ privateKey: keys.privateKey, walletType: keys.walletType, funder: keys.funder }, CHAIN);
  const { address, maker } = signer.parties;
  const actions = new ActionRecord(join(folder, `chain-${maker.toLowerCase()}.json`));
  const chain: ChainSide | null = keys.rpcUrl === null ? null : chainSide({
    privateKey: keys.privateKey, walletType: keys.walletType, wallet: maker, rpcUrl: keys.rpcUrl, relayer: keys.relayer === null ? null : { url: hosts.relayer, ...keys.relayer }, unproved: actions.read(),
    recorded: (way) => recordedActions(way, actions, say),
  });
  const clob = clobAccess({ origin: hosts.clob, keys, address });
  const held = (): ReturnType<typeof heldConditions> => heldConditions(getJsonFrom(hosts.data), maker);
  let isClosed = false;
  return {
    id: `${VENUE}-${maker.toLowerCase()}`, name: `${VENUE} ${maker}`, isFleeting,
    doctor: new PolymarketDoctor({ hosts, parties: signer.parties, connected: () => clob.connected(), chain, held, strategies }),
    async open(carried, ids) {
      const { rest, credentials } = await clob.connected();
      return openVenue({ hosts, references, settings, say }, { carried, ids, signer, rest, credentials, chain, held });
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await clob.close();
      keys.close();
      await onClose();
    },
  };
}

interface Opening {
  readonly carried: CarriedState | null; readonly ids: OrderIds; readonly signer: OrderSigner; readonly rest: ClobRest; readonly credentials: ApiCredentials; readonly chain: ChainSide | null;
  readonly held: () => ReturnType<typeof heldConditions>;
}

function openVenue({ hosts, references, settings, say }: Pick<PolymarketAccountOptions, 'hosts' | 'references' | 'settings' | 'say'>, { carried, ids, signer, rest, credentials, chain, held }: Opening): PolymarketVenue {
  const requests = clobRequests({ rest, heldConditions: held });
  const left = Object.entries(carried?.markets ?? {}).filter(([, market]) => market.venue === VENUE);
  let side: MarketSide | null = null;
  const asked = (): ChannelCredentials => ({ apiKey: credentials.key, secret: asIssued(credentials.secret), passphrase: Buffer.from(credentials.passphrase).toString('latin1') });
  return new PolymarketVenue({
    name: VENUE, clock: SYSTEM_CLOCK,
    markets(handlers) {
      side = openMarketSide(hosts, chain === null ? { canRedeem: true } : { canMerge: true, canSplit: true, canRedeem: true }, { ...handlers, say }, { credentials: asked, others: references });
      return side.plane;
    },
    account: (roster, news, echoes) => new AccountPlane({
      venue: VENUE, requests, signer, apiKey: credentials.key, cash: carried?.cash ?? null, journaled: ids, roster, clock: SYSTEM_CLOCK, echoes, tell: news.tell,
      desk: chain?.desk((id) => roster.byId(id)) ?? null,
    }),
    userFeed: (handlers) => new UserFeed({
      ...handlers, url: hosts.wsUser, credentials: asked, clock: SYSTEM_CLOCK, connect: connectByWebSocket, random: Math.random, changeOverEveryMs: CHANGE_OVER_MS,
    }),
    incentives: (markets, news) => new Incentives({ venue: VENUE, rest, wallet: signer.parties, markets, clock: SYSTEM_CLOCK, carried, tell: news.tell, say }),
    carried: left.filter(([, { yes, no, orders, unclaimed }]) => yes > 0 || no > 0 || orders !== undefined || unclaimed !== undefined).map(([name, market]) => nameOf(name, market.venue)),
    adopt(account, listed) {
      const found = left.find(([name, market]) => nameOf(name, market.venue) === listed.market.slug);
      if (found !== undefined) account.adopt(listed, found[1]);
    },
    heartbeat: settings.heartbeatMs === null ? null : { everyMs: settings.heartbeatMs, beat: () => requests.heartbeat() },
    async release() { side?.close(); },
  });
}

/** A name that two venues have is carried under both. */
const nameOf = (key: string, venue: string): string => (key.endsWith(`@${venue}`) ? key.slice(0, -venue.length - 1) : key);

/** The venue writes secrets in the alphabet of URLs, with their padding. */
const asIssued = (secret: Uint8Array): string => Buffer.from(secret).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
