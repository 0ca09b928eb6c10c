// The venue's order service: every request that trading needs, each answered by a value. Sends nothing twice, keeps no state but
// the heartbeat's id and the limits.

import type { TimestampMs } from '../../../core/domain/numbers.ts';
import type { MarketVersion } from '../polymarket-market.ts';
import { l1Headers } from '../signing/clob-auth.ts';
import type { ChainId } from '../signing/exchanges.ts';
import type { SignedOrder } from '../signing/order-signer.ts';
import type { ApiCredentials } from '../signing/request-signature.ts';
import type { WalletType } from '../signing/signing-account.ts';
import { answered, type Answer } from './answer.ts';
import { ClobLine, type RateLimitReport } from './clob-line.ts';
import type { RestClock } from './clock.ts';
import { decodeBalance, decodeCredentials, type BalanceAllowance, type GrantedCredentials } from './decode-account.ts';
import { decodeBook, decodeClobMarket, type ClobMarket, type RestBook } from './decode-markets.ts';
import { decodeCanceled, decodeListedOrder, type CancelReport, type ListedOrder, type PlacedOrder } from './decode-orders.ts';
import { decodePercentages, decodeProgramme, decodeRewardPaid, rebateRow, rewardRow, type RebateRow, type RewardPaid, type RewardProgramme, type RewardRow } from './decode-rewards.ts';
import { decodeTrade, type ListedTrade } from './decode-trades.ts';
import { ENDPOINTS } from './endpoints.ts';
import { Heartbeat } from './heartbeat.ts';
import { HttpTransport, type TransportCounters } from './http-transport.ts';
import { OrderPlacing } from './order-placing.ts';
import { allPages } from './paging.ts';
import { fieldsOf, flagOf, listOf, numberOf, textOf, UnreadableAnswer } from './read-fields.ts';
import { RequestBudget, type Tier } from './request-budget.ts';

export interface ClobRestOptions {
  /** "https://clob.polymarket.com", or a host on loopback. */
  readonly origin: URL;
  readonly clock: RestClock;
  readonly chainId: ChainId;
  readonly walletType: WalletType;
  /** Of the signing key, with its API credentials; null while there are none. */
  readonly access: { readonly address: string; readonly credentials: ApiCredentials } | null;
  /** The signer's volume tier at the venue. */
  readonly tier: Tier;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  /** PEM of who may vouch for the host; absent: whom Node trusts. */
  readonly ca?: string;
}

/** What a balance is asked of: dollars, or the shares of an outcome. */
export type Asset = { readonly kind: 'collateral' } | { readonly kind: 'outcome'; readonly tokenId: string; readonly version: MarketVersion };

const MOST_CANCELS = 1_000;
const MOST_BOOKS = 500;

export class ClobRest {
  readonly #line: ClobLine;
  readonly #transport: HttpTransport;
  readonly #options: ClobRestOptions;
  readonly #placing: OrderPlacing;
  readonly #heartbeat: Heartbeat;

  constructor(options: ClobRestOptions) {
    const { origin, clock, maxAnswerBytes, ca, access, tier, timeoutMs } = options;
    this.#options = options;
    this.#transport = new HttpTransport({ origin, clock, maxAnswerBytes, ...(ca === undefined ? {} : { ca }) });
    this.#line = new ClobLine({ transport: this.#transport, clock, budget: new RequestBudget(tier), access, timeoutMs });
    this.#placing = new OrderPlacing(this.#line, access?.credentials.key ?? '');
    this.#heartbeat = new Heartbeat(this.#line);
  }

  postOrder(order: SignedOrder): Promise<Answer<PlacedOrder>> { return this.#placing.postOrder(order); }

  /** 1 to 15 orders; the answers stand in their order. */
  postOrders(orders: readonly SignedOrder[]): Promise<readonly Answer<PlacedOrder>[]> { return this.#placing.postOrders(orders); }

  /** 1 to 1,000 ids. What is not cancelled is not thereby proved gone. */
  async cancelOrders(orderIds: readonly string[]): Promise<Answer<CancelReport>> {
    if (orderIds.length === 0 || orderIds.length > MOST_CANCELS) throw new RangeError(`1 to ${MOST_CANCELS} orders are cancelled at once, not ${orderIds.length}`);
    return this.#line.call(ENDPOINTS.cancelOrders, { body: JSON.stringify(orderIds), items: orderIds.length }, (json) => decodeCanceled(json, orderIds));
  }

  /** Every order of the API key. */
  cancelAll(): Promise<Answer<CancelReport>> { return this.#line.call(ENDPOINTS.cancelAll, {}, (json) => decodeCanceled(json, [])); }

  /** Of one market, or of one of its outcomes. */
  cancelMarket(of: { readonly conditionId: string } | { readonly tokenId: string }): Promise<Answer<CancelReport>> {
    const body = JSON.stringify('conditionId' in of ? { market: of.conditionId } : { asset_id: of.tokenId });
    return this.#line.call(ENDPOINTS.cancelMarket, { body }, (json) => decodeCanceled(json, []));
  }

  /**
   * All open orders. The venue pages by offset: where there is more than one page, an order that left while they were read can hide
   * another. What is missing from one listing is therefore not proved gone; ask `order`.
   */
  openOrders(of: { readonly conditionId?: string } = {}): Promise<Answer<readonly ListedOrder[]>> {
    return allPages(this.#line, ENDPOINTS.openOrders, of.conditionId === undefined ? {} : { market: of.conditionId }, decodeListedOrder);
  }

  /** Null: the venue does not know it (any more). */
  async order(orderId: string): Promise<Answer<ListedOrder | null>> {
    const told = await this.#line.exchange(ENDPOINTS.order, { subpath: orderId });
    if (told.outcome !== 'told') return told;
    // Captures of both answers are missing; the venue's page names 404, the client's types say null.
    if (told.status === 404 || (told.status === 200 && told.json === null)) return answered(null);
    if (told.status !== 200) return this.#line.judge(told).refusal;
    return this.#line.read(told, () => {
      const order = decodeListedOrder(told.json);
      if (order.orderId !== orderId.toLowerCase()) throw new UnreadableAnswer('it is about another order');
      return answered(order);
    });
  }

  /** Trades matched at `after` or later, and some of the second before: the venue counts in whole seconds. */
  trades(of: { readonly after?: TimestampMs; readonly conditionId?: string; readonly tradeId?: string } = {}): Promise<Answer<readonly ListedTrade[]>> {
    const query = {
      ...(of.after === undefined ? {} : { after: String(Math.floor(of.after / 1000) - 1) }), ...(of.conditionId === undefined ? {} : { market: of.conditionId }),
      ...(of.tradeId === undefined ? {} : { id: of.tradeId }),
    };
    return allPages(this.#line, ENDPOINTS.trades, query, decodeTrade);
  }

  /** As the venue has it cached. */
  balanceAllowance(asset: Asset): Promise<Answer<BalanceAllowance>> { return this.#line.call(ENDPOINTS.balance, { query: this.#assetQuery(asset) }, decodeBalance); }

  /** Has the venue look at the chain anew: at the start and after every approval, deposit, split, merge and redemption. */
  updateBalanceAllowance(asset: Asset): Promise<Answer<null>> { return this.#line.call(ENDPOINTS.updateBalance, { query: this.#assetQuery(asset) }, () => null); }

  /**
   * Feeds the venue's dead-man switch. Once one has been answered, 10 s without another cancel every order of the API key. Another
   * id than the venue expects is set right at once.
   */
  heartbeat(): Promise<Answer<null>> { return this.#heartbeat.beat(); }

  /** By order id. */
  ordersScoring(orderIds: readonly string[]): Promise<Answer<ReadonlyMap<string, boolean>>> {
    return this.#line.call(ENDPOINTS.scoring, { body: JSON.stringify(orderIds) }, (json) => {
      const fields = fieldsOf(json, 'the scoring of orders');
      return new Map(Object.keys(fields).map((id) => [id.toLowerCase(), flagOf(fields, id)]));
    });
  }

  /** Ids of the keys that the address has. */
  apiKeys(): Promise<Answer<readonly string[]>> {
    return this.#line.call(ENDPOINTS.apiKeys, {}, (json) => listOf(fieldsOf(json, 'API keys').apiKeys, 'apiKeys').map((key) => textOf({ key }, 'key')));
  }

  /** True where the account may only reduce. */
  closedOnly(): Promise<Answer<boolean>> { return this.#line.call(ENDPOINTS.closedOnly, {}, (json) => flagOf(fieldsOf(json, 'the state of the account'), 'closed_only')); }

  /** The order version that the venue takes by default. */
  version(): Promise<Answer<number>> { return this.#line.call(ENDPOINTS.version, {}, (json) => numberOf(fieldsOf(json, 'the version'), 'version')); }

  /** To the second. */
  time(): Promise<Answer<TimestampMs>> { return this.#line.call(ENDPOINTS.time, {}, (json) => numberOf({ time: json }, 'time') * 1000 as TimestampMs); }

  book(tokenId: string): Promise<Answer<RestBook>> { return this.#line.call(ENDPOINTS.book, { query: { token_id: tokenId } }, decodeBook); }

  /** Up to 500 tokens; those without a book are left out by the venue. */
  async books(tokenIds: readonly string[]): Promise<Answer<readonly RestBook[]>> {
    if (tokenIds.length > MOST_BOOKS) throw new RangeError(`${MOST_BOOKS} books are read at once, not ${tokenIds.length}`);
    const body = JSON.stringify(tokenIds.map((tokenId) => ({ token_id: tokenId })));
    return this.#line.call(ENDPOINTS.books, { body }, (json) => listOf(json, 'books').map(decodeBook));
  }

  clobMarket(conditionId: string): Promise<Answer<ClobMarket>> { return this.#line.call(ENDPOINTS.clobMarket, { subpath: conditionId }, decodeClobMarket); }

  /** `date`: YYYY-MM-DD in UTC, as everywhere below. By asset, over all markets. */
  userRewardTotal(date: string): Promise<Answer<readonly RewardPaid[]>> {
    return this.#line.call(ENDPOINTS.userRewardTotal, { query: this.#ofDay(date) }, (json) => listOf(json, 'rewards').map(decodeRewardPaid));
  }

  /** By market. */
  userRewards(date: string): Promise<Answer<readonly RewardRow[]>> { return allPages(this.#line, ENDPOINTS.userRewards, this.#ofDay(date), rewardRow); }

  rewardPercentages(): Promise<Answer<ReadonlyMap<string, number>>> {
    return this.#line.call(ENDPOINTS.rewardPercentages, { query: { signature_type: String(this.#options.walletType) } }, decodePercentages);
  }

  /** Of all markets that pay rewards now. */
  currentRewards(): Promise<Answer<readonly RewardProgramme[]>> { return allPages(this.#line, ENDPOINTS.currentRewards, {}, decodeProgramme); }

  rebates(date: string, maker: string): Promise<Answer<readonly RebateRow[]>> {
    return this.#line.call(ENDPOINTS.rebates, { query: { date, maker_address: maker } }, (json) => listOf(json, 'rebates').map(rebateRow));
  }

  /** The credentials that belong to key and nonce; refused where none have been created. */
  deriveApiKey(privateKey: Uint8Array, nonce = 0): Promise<Answer<GrantedCredentials>> {
    return this.#line.call(ENDPOINTS.deriveApiKey, { headers: this.#attest(privateKey, nonce) }, decodeCredentials);
  }

  createApiKey(privateKey: Uint8Array, nonce = 0): Promise<Answer<GrantedCredentials>> {
    return this.#line.call(ENDPOINTS.createApiKey, { headers: this.#attest(privateKey, nonce) }, decodeCredentials);
  }

  get counters(): TransportCounters { return this.#transport.counters; }
  get rateLimit(): RateLimitReport | null { return this.#line.rateLimit; }

  close(): void { this.#transport.close(); }

  #assetQuery(asset: Asset): Readonly<Record<string, string>> {
    const ofWallet = { signature_type: String(this.#options.walletType) };
    if (asset.kind === 'collateral') return { asset_type: 'COLLATERAL', ...ofWallet };
    return { asset_type: asset.version === 'v2' ? 'CONDITIONAL-V2' : 'CONDITIONAL', token_id: asset.tokenId, ...ofWallet };
  }

  #ofDay(date: string): Readonly<Record<string, string>> { return { date, signature_type: String(this.#options.walletType) }; }

  #attest(privateKey: Uint8Array, nonce: number): Readonly<Record<string, string>> {
    const { clock, chainId } = this.#options;
    return l1Headers(privateKey, chainId, Math.floor(clock.now() / 1000), nonce);
  }
}
