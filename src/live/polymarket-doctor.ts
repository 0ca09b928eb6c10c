// What the doctor asks of Polymarket and of an account there. Each question is a few requests, that for positions three for
// each; none changes anything but that asking for a heartbeat arms the venue's dead-man switch, which with no order open
// cancels nothing.

import { size, type Cash } from '../core/domain/numbers.ts';
import type { ApprovalFact, HeldFact, MarketTermsFact, VenueDoctor, WalletFacts } from '../venues/doctor.ts';
import type { heldConditions } from '../venues/polymarket/account/held-conditions.ts';
import type { ChainSide } from '../venues/polymarket/chain-side.ts';
import { missingApprovals, requiredApprovals } from '../venues/polymarket/chain/approvals.ts';
import { POLYGON } from '../venues/polymarket/chain/contracts.ts';
import { discoverMarkets, marketsWanted } from '../venues/polymarket/discovery/discover-markets.ts';
import { getJsonFrom } from '../venues/polymarket/discovery/get-json.ts';
import { connectByWebSocket } from '../venues/polymarket/feed/connect.ts';
import type { PolymarketHosts } from '../venues/polymarket/hosts.ts';
import { VENUE } from '../venues/polymarket/market-side.ts';
import type { Answer } from '../venues/polymarket/rest/answer.ts';
import type { ClobRest } from '../venues/polymarket/rest/clob-rest.ts';
import type { OrderParties } from '../venues/polymarket/signing/signing-account.ts';
import type { ApiCredentials } from '../venues/polymarket/signing/request-signature.ts';
import type { CompiledStrategy, WalletType } from '../config/compiled-config.ts';

export interface PolymarketDoctorParts {
  readonly hosts: PolymarketHosts;
  readonly parties: OrderParties;
  readonly connected: () => Promise<{ readonly rest: ClobRest; readonly credentials: ApiCredentials }>;
  /** Null where the profile names no node of the chain. */
  readonly chain: ChainSide | null;
  readonly held: () => ReturnType<typeof heldConditions>;
  readonly strategies: readonly CompiledStrategy[];
}

const WALLETS = { 0: 'eoa', 1: 'proxy', 2: 'safe', 3: 'deposit-wallet' } as const satisfies Readonly<Record<number, WalletType>>;
const GEOBLOCK = 'https://polymarket.com';
const MARKETS_COMPARED = 5;
const CHANNEL_WAIT_MS = 5_000;

export class PolymarketDoctor implements VenueDoctor {
  readonly #given: PolymarketDoctorParts;
  #isClosed = false;

  constructor(parts: PolymarketDoctorParts) { this.#given = parts; }

  close(): void { this.#isClosed = true; }

  /** Taken before each request. Throws once closed. */
  get #parts(): PolymarketDoctorParts {
    if (this.#isClosed) throw new Error('nothing more is asked');
    return this.#given;
  }

  async clockAhead(): Promise<number> {
    const rest = await this.#rest();
    const asked = Date.now();
    const time = told(await rest.time());
    const answered = Date.now();
    // The venue counts in whole seconds: on average it is half a second further.
    return Math.round((asked + answered) / 2 - (time + 500));
  }

  async wallet(): Promise<WalletFacts> {
    const { walletType, address, maker } = this.#parts.parties;
    return { type: WALLETS[walletType], signer: address, funder: maker, expectedFunder: null };
  }

  async isDeployed(): Promise<boolean | null> {
    const { parties: { walletType, maker }, chain } = this.#parts;
    return chain === null || walletType === 0 ? null : (await chain.rpc.ask('eth_getCode', [maker, 'latest'])) !== '0x';
  }

  async apiKeyOwner(): Promise<string> {
    const { connected, parties: { address } } = this.#parts;
    const { credentials } = await connected();
    const keys = told(await (await this.#rest()).apiKeys());
    if (!keys.includes(credentials.key)) throw new Error(`the venue has no such API key for ${address}`);
    return address;
  }

  async restrictions(): Promise<{ readonly isClosedOnly: boolean; readonly isBlocked: boolean; readonly country: string | null }> {
    const isClosedOnly = told(await (await this.#rest()).closedOnly());
    // The page belongs to the venue's own site; a simulator has none.
    if (new URL(this.#parts.hosts.clob).hostname !== 'clob.polymarket.com') return { isClosedOnly, isBlocked: false, country: null };
    const answer = await getJsonFrom(GEOBLOCK)('/api/geoblock');
    if (answer.kind !== 'ok') throw new Error(answer.kind === 'failed' ? answer.why : 'the venue does not say');
    const { blocked, country } = answer.body as { readonly blocked?: unknown; readonly country?: unknown };
    if (typeof blocked !== 'boolean') throw new Error('the venue does not say');
    return { isClosedOnly, isBlocked: blocked, country: typeof country === 'string' ? country : null };
  }

  async approvals(): Promise<readonly ApprovalFact[]> {
    const { chain, parties: { maker } } = this.#parts;
    if (chain !== null) {
      const required = requiredApprovals(POLYGON);
      const missing = new Set(await missingApprovals(chain.rpc, maker, required));
      return required.map((approval) => ({ what: `${approval.kind} to ${approval.spender}`, isGranted: !missing.has(approval), neededFor: approval.purpose }));
    }
    // Without a node of the chain: what the venue itself says of the collateral.
    const { allowances } = told(await (await this.#rest()).balanceAllowance({ kind: 'collateral' }));
    return ([[POLYGON.exchange, 'buy in standard markets'], [POLYGON.negRiskExchange, 'buy in neg-risk markets']] as const).map(([spender, neededFor]) =>
      ({ what: `collateral to ${spender}`, isGranted: (allowances.get(spender.toLowerCase()) ?? 0n) > 0n, neededFor }));
  }

  async balance(): Promise<Cash> { return told(await (await this.#rest()).balanceAllowance({ kind: 'collateral' })).balance as Cash; }

  async marketTerms(): Promise<readonly MarketTermsFact[]> {
    const { hosts, strategies } = this.#parts;
    const { listings } = await discoverMarkets(getJsonFrom(hosts.gamma), marketsWanted(strategies, VENUE), { venue: VENUE, now: Date.now(), abilities: {}, atMost: MARKETS_COMPARED });
    const rest = await this.#rest();
    return Promise.all(listings.slice(0, MARKETS_COMPARED).map(async ({ market, instrument: { fees } }): Promise<MarketTermsFact> => {
      const book = told(await rest.clobMarket(market.conditionId));
      const differences = [
        [book.tick / 1e6, market.tick / 1e6, 'tick'], [book.minSize / 1e6, market.minSize / 1e6, 'least size'], [book.negRisk, market.negRisk, 'neg-risk'], [book.fee?.rate ?? 0, fees.taker.rate, 'fee rate'],
      ].filter(([a, b]) => a !== b).map(([a, b, what]) => `${what} ${a} at the book, ${b} listed`);
      return { market: market.slug, difference: differences.length === 0 ? null : differences.join(', ') };
    }));
  }

  async openOrders(): Promise<readonly { readonly venueOrderId: string; readonly market: string }[]> {
    return told(await (await this.#rest()).openOrders()).map(({ orderId, conditionId }) => ({ venueOrderId: orderId, market: conditionId }));
  }

  async positions(): Promise<readonly HeldFact[]> {
    const conditions = await this.#parts.held();
    if (conditions.kind !== 'ok') throw new Error(conditions.detail);
    const held: HeldFact[] = [];
    // One after the other: of many at once the last would wait for their turn longer than a request may.
    for (const market of conditions.value) {
      const { tokens } = told(await (await this.#rest()).clobMarket(market));
      const amounts = await Promise.all(tokens.map(async ({ tokenId }) => told(await (await this.#rest()).balanceAllowance({ kind: 'outcome', tokenId, version: 'v1' })).balance));
      held.push({ market, yes: size(amounts[0] ?? 0), no: size(amounts[1] ?? 0) });
    }
    return held;
  }

  async heartbeat(): Promise<void> { told(await (await this.#rest()).heartbeat()); }

  async userFeed(): Promise<void> {
    const { credentials } = await this.#parts.connected();
    const { hosts } = this.#parts;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => { connection.cut(); reject(new Error('it does not answer')); }, CHANNEL_WAIT_MS);
      const connection = connectByWebSocket(hosts.wsUser, {
        opened() {
          connection.send(JSON.stringify({
            auth: { apiKey: credentials.key, secret: Buffer.from(credentials.secret).toString('base64').replaceAll('+', '-').replaceAll('/', '_'), passphrase: Buffer.from(credentials.passphrase).toString('latin1') }, type: 'user',
          }));
          connection.send('PING');
        },
        said(text) { if (text === 'PONG') { clearTimeout(timer); connection.cut(); resolve(); } },
        pulsed() {},
        closed(code, reason) { clearTimeout(timer); reject(new Error(`it closed with ${code} ${reason}`)); },
      });
    });
  }

  async #rest(): Promise<ClobRest> {
    await this.#parts.connected();
    // It may have taken long: credentials may have had to be derived.
    return (await this.#parts.connected()).rest;
  }
}

/** Rejects where the venue does not say. */
function told<T>(answer: Answer<T>): T {
  if (answer.outcome === 'ok') return answer.data;
  throw new Error(answer.detail);
}
