// Which markets of the venue are listed, and what is heard of them: those the config takes, windows of series as they come,
// and whatever something of ours may be in. Ids are given in the order of listing and never again. What cannot be listed is
// said once, with the reason.

import type { ReferenceSource } from '../reference-source.ts';
import { ReferenceWatch } from '../reference-watch.ts';
import type { CompiledConfig } from '../../config/compiled-config.ts';
import type { MarketDataEvent } from '../../core/domain/events.ts';
import { marketId, type MarketId } from '../../core/domain/instrument.ts';
import type { Roster } from './account/account-plane.ts';
import type { ListedMarket } from './account/trade-book.ts';
import { conditionKey } from './condition-key.ts';
import { discoverMarkets, marketsWanted } from './discovery/discover-markets.ts';
import type { GetJson } from './discovery/get-json.ts';
import { ListedWatch } from './discovery/listed-watch.ts';
import { listingOf, type Listing, type TokenAbilities } from './discovery/listing.ts';
import type { ResolutionTerms } from './discovery/resolution-terms.ts';
import { SeriesWatch } from './discovery/series-watch.ts';
import type { FeedClock } from './feed/feed-clock.ts';
import { MarketFeed } from './feed/market-feed.ts';
import type { MarketFeedParts } from './feed/market-feed-parts.ts';
import type { YesLevels } from './feed/yes-terms.ts';
import { decodeGammaMarket, decodeMarketsPage } from './wire/gamma.ts';

export interface MarketPlaneParts extends Pick<MarketFeedParts, 'url' | 'connect' | 'random' | 'fetchBooks' | 'changeOverEveryMs'> {
  readonly venue: string;
  /** Of prices outside that decide its markets. */
  readonly references: readonly ReferenceSource[];
  readonly clock: FeedClock;
  readonly getJson: GetJson;
  readonly abilities: TokenAbilities;
  readonly emit: (event: MarketDataEvent) => void;
  /** Told before the listing is. */
  readonly listed: (market: ListedMarket) => void;
  /** What an operator should know: markets that are refused, questions without an answer. */
  readonly say: (text: string) => void;
}

/** Windows of a series besides the one at hand. */
const WINDOWS_AHEAD = 2;
/** Markets listed for patterns, the richest first. */
const MOST_MARKETS = 500;
const LOOK_AGAIN_MS = 5 * 60_000;
const LOOK_AGAIN_AFTER_FAILURE_MS = 10_000;
/** How often it is asked whether a market that takes no orders has paid: the channel says so once, and may not be heard. */
const ASK_PAID_MS = 60_000;

interface Entry { listed: ListedMarket; isClosed: boolean; isPaid: boolean }

export class MarketPlane implements Roster {
  readonly #parts: MarketPlaneParts;
  readonly #feed: MarketFeed;
  readonly #watch: ListedWatch;
  readonly #references: ReferenceWatch;
  readonly #entries: Entry[] = [];
  readonly #byCondition = new Map<string, Entry>();
  readonly #bySlug = new Map<string, Entry>();
  /** Being looked up, so that one market is not asked for twice at a time. */
  readonly #lookups = new Map<string, Promise<ListedMarket | null>>();
  readonly #said = new Set<string>();
  #config: Pick<CompiledConfig, 'strategies'> | null = null;
  #series: SeriesWatch | null = null;
  #seriesNames = '';
  #callOffLook: () => void = () => {};
  #callOffPaid: () => void = () => {};
  #isLooking = false;
  #isClosed = false;

  constructor(parts: MarketPlaneParts) {
    this.#parts = parts;
    const { venue, url, clock, connect, random, fetchBooks, changeOverEveryMs } = parts;
    this.#feed = new MarketFeed({
      venue, url, clock, connect, random, fetchBooks, changeOverEveryMs,
      emit: (event) => { this.#hear(event); }, onNewMarket: (message) => { this.#series?.hear(message); },
    });
    this.#watch = new ListedWatch({
      clock, getJson: parts.getJson, emit: (event) => { this.#hear(event); },
      onFees: (conditionId, fees) => { this.#feed.changeFees(conditionId, fees); }, onTerms: (conditionId, terms) => { this.#hearTerms(conditionId, terms); },
    });
    this.#references = new ReferenceWatch({ sources: parts.references, now: () => clock.now(), emit: parts.emit, say: (text) => { this.#sayOnce(text); } });
    this.#askPaidLater();
  }

  byCondition(conditionId: string): ListedMarket | null { return this.#byCondition.get(conditionKey(conditionId))?.listed ?? null; }
  byId(market: MarketId): ListedMarket | null { return this.#entries[market]?.listed ?? null; }

  list(conditionId: string): Promise<ListedMarket | null> {
    const known = this.byCondition(conditionId);
    return known !== null ? Promise.resolve(known) : this.#once(conditionId, () => this.#found(conditionId, [`/markets/keyset?limit=1&condition_ids=${conditionId}`, `/markets/keyset?limit=1&closed=true&condition_ids=${conditionId}`]));
  }

  /** By the name that an earlier session knew it by: open or not. */
  listNamed(slug: string): Promise<ListedMarket | null> {
    const known = this.#bySlug.get(slug)?.listed ?? null;
    return known !== null ? Promise.resolve(known) : this.#once(slug, () => this.#found(slug, [`/markets/slug/${encodeURIComponent(slug)}`]));
  }

  /** A config is in force: what it takes is looked for at once, and again from time to time. Nothing that is listed is taken back. */
  follow(config: Pick<CompiledConfig, 'strategies'>): void {
    this.#config = config;
    this.#references.follow(config);
    this.#watchSeries();
    void this.#look();
  }

  /** Some market that takes orders pays for standing in it. */
  get hasRewards(): boolean { return this.#entries.some(({ isClosed, listed: { instrument } }) => !isClosed && instrument.rewards !== undefined); }
  /** As the venue shows it; null while it is not to be trusted. */
  displayed(conditionId: string): YesLevels | null { return this.#feed.displayed(conditionId); }

  confirmBooks(): void {
    const { clock, emit } = this.#parts;
    const sound = new Set(this.#feed.ages().filter(({ isSound }) => isSound).map(({ market }) => market));
    for (const [slug, { listed: { instrument } }] of this.#bySlug) if (sound.has(slug)) emit({ type: 'BookValidated', ts: clock.now(), market: instrument.id });
  }

  close(): void {
    this.#isClosed = true;
    this.#callOffLook();
    this.#callOffPaid();
    this.#watch.close();
    this.#references.close();
    this.#series?.close();
    this.#feed.close();
  }

  #watchSeries(): void {
    const { venue, clock, getJson, abilities } = this.#parts;
    const { series } = marketsWanted(this.#config?.strategies ?? [], venue);
    const names = series.join(' ');
    if (names === this.#seriesNames) return;
    this.#seriesNames = names;
    this.#series?.close();
    this.#series = series.length === 0 ? null : new SeriesWatch({
      series, ahead: WINDOWS_AHEAD, venue, abilities, clock, getJson,
      onListing: (listing) => { this.#enter(listing); },
      // A window that is not listed yet is no news.
      onMissing: (slug, reason) => { if (!reason.includes('has not listed it')) this.#sayOnce(`${slug}: ${reason}`); },
    });
  }

  async #look(): Promise<void> {
    const config = this.#config;
    if (this.#isLooking || config === null) return;
    this.#isLooking = true;
    this.#callOffLook();
    const { venue, clock, getJson, abilities } = this.#parts;
    const { listings, refusals, failures, isCut } = await discoverMarkets(getJson, marketsWanted(config.strategies, venue), { venue, now: clock.now(), abilities, atMost: MOST_MARKETS });
    this.#isLooking = false;
    if (this.#isClosed) return;
    for (const listing of listings) this.#enter(listing);
    for (const { slug, reason } of refusals) this.#sayOnce(`${slug} is not listed: ${reason}`);
    for (const failure of failures) this.#sayOnce(`not all markets could be looked up: ${failure}`);
    if (isCut) this.#sayOnce(`more than ${MOST_MARKETS} markets fit the patterns of ${venue}; the rest is left out`);
    // Another config came while this one was looked for.
    if (config !== this.#config) return void this.#look();
    this.#callOffLook = clock.after(failures.length > 0 ? LOOK_AGAIN_AFTER_FAILURE_MS : LOOK_AGAIN_MS, () => { void this.#look(); });
  }

  #askPaidLater(): void {
    this.#callOffPaid = this.#parts.clock.after(ASK_PAID_MS, () => {
      void (async () => {
        for (const { listed: { market: { slug } }, isClosed, isPaid } of this.#entries) {
          if (isClosed && !isPaid && !this.#isClosed) await this.#found(slug, [`/markets/slug/${encodeURIComponent(slug)}`]);
        }
        if (!this.#isClosed) this.#askPaidLater();
      })();
    });
  }

  async #once(key: string, look: () => Promise<ListedMarket | null>): Promise<ListedMarket | null> {
    const underway = this.#lookups.get(key);
    if (underway !== undefined) return underway;
    const looking = look().finally(() => { this.#lookups.delete(key); });
    this.#lookups.set(key, looking);
    return looking;
  }

  async #found(key: string, paths: readonly string[]): Promise<ListedMarket | null> {
    const { venue, clock, getJson, abilities } = this.#parts;
    let why = 'the venue has no such market';
    for (const path of paths) {
      const answer = await getJson(path);
      if (answer.kind === 'failed') { why = answer.why; continue; }
      if (answer.kind !== 'ok') continue;
      const page = path.startsWith('/markets/keyset') ? decodeMarketsPage(answer.body) : null;
      const market = page === null ? decodeGammaMarket(answer.body) : page.kind === 'page' ? page.markets[0] : page;
      if (market === undefined) continue;
      if (market.kind === 'undecodable') { why = `it cannot be read: ${market.reason}`; continue; }
      const listing = listingOf(market, { venue, now: clock.now(), abilities, isOurs: true });
      if (listing.kind === 'listing') return this.#isClosed ? null : this.#enter(listing);
      why = listing.reason;
    }
    this.#sayOnce(`${key} cannot be listed: ${why}`);
    return null;
  }

  /** Lists it if it is not; takes what it has paid. */
  #enter(listing: Listing): ListedMarket {
    const { market, instrument, isOpen, paid } = listing;
    const { clock, emit, listed: told } = this.#parts;
    const ts = clock.now();
    let entry = this.#byCondition.get(conditionKey(market.conditionId));
    if (entry === undefined) {
      entry = { listed: { market, instrument: { ...instrument, id: marketId(this.#entries.length) } }, isClosed: !isOpen, isPaid: false };
      this.#entries.push(entry);
      this.#byCondition.set(conditionKey(market.conditionId), entry);
      this.#bySlug.set(market.slug, entry);
      told(entry.listed);
      emit({ type: 'InstrumentListed', ts, instrument: entry.listed.instrument });
      const { id } = entry.listed.instrument;
      if (isOpen) {
        this.#feed.subscribe(market, id, instrument.fees);
        this.#watch.add(listing, id);
      } else emit({ type: 'InstrumentStatusChanged', ts, market: id, status: 'closed' });
    } else if (isOpen && entry.isClosed && !entry.isPaid) {
      const { id } = entry.listed.instrument;
      entry.isClosed = false;
      emit({ type: 'InstrumentStatusChanged', ts, market: id, status: 'open' });
      // Both know one that they follow already.
      this.#feed.subscribe(market, id, instrument.fees);
      this.#watch.add(listing, id);
    }
    if (paid !== null) this.#hear({ type: 'MarketResolved', ts, market: entry.listed.instrument.id, yesPays: paid });
    return entry.listed;
  }

  /** Prices to beat are told some time after the start; what else may change of the terms was read when the market was listed. */
  #hearTerms(conditionId: string, { priceToBeat }: ResolutionTerms): void {
    const instrument = this.#byCondition.get(conditionId)?.listed.instrument;
    if (instrument?.reference === undefined || priceToBeat === null) return;
    this.#parts.emit({ type: 'PriceToBeatReported', ts: this.#parts.clock.now(), market: instrument.id, price: priceToBeat });
  }

  #hear(event: MarketDataEvent): void {
    const entry = 'market' in event ? this.#entries[event.market] : undefined;
    if (entry !== undefined && event.type === 'InstrumentChanged') entry.listed = { ...entry.listed, market: { ...entry.listed.market, tick: event.tick } };
    if (entry !== undefined && event.type === 'InstrumentStatusChanged') entry.isClosed = event.status === 'closed';
    if (entry !== undefined && event.type === 'MarketResolved') {
      if (entry.isPaid) return;
      entry.isClosed = entry.isPaid = true;
      this.#feed.unsubscribe(entry.listed.market.conditionId);
      this.#watch.remove(entry.listed.market.conditionId);
    }
    this.#parts.emit(event);
  }

  #sayOnce(text: string): void {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    this.#parts.say(text);
  }
}
