// What Gamma says of markets that are traded, asked again in turn: whether they still take orders, what they trade, what they
// charge, and the price to beat that is told only some time after a window has begun. Gamma is behind the book by seconds to
// minutes, so the tick is never taken from it.

import { isDeepStrictEqual } from 'node:util';
import type { FeeSchedule } from '../../../core/domain/fees.ts';
import type { MarketDataEvent } from '../../../core/domain/events.ts';
import type { InstrumentStatus, MarketId } from '../../../core/domain/instrument.ts';
import type { FeedClock } from '../feed/feed-clock.ts';
import { decodeGammaMarket, type GammaMarket } from '../wire/gamma.ts';
import type { GetJson } from './get-json.ts';
import { feesIn, marketFacts, type Listing } from './listing.ts';
import { resolutionTerms, type ResolutionTerms } from './resolution-terms.ts';

export interface ListedWatchParts {
  readonly clock: FeedClock;
  readonly getJson: GetJson;
  readonly emit: (event: MarketDataEvent) => void;
  readonly onFees: (conditionId: string, fees: FeeSchedule) => void;
  readonly onTerms: (conditionId: string, terms: ResolutionTerms) => void;
}

/** Each market comes up about this often. */
const EVERY_MS = 300_000;
/** One whose price to beat is awaited. */
const AWAITED_EVERY_MS = 10_000;
/** The venue allows 300 requests for markets in ten seconds; this is a sixth of it. */
const TICK_MS = 200;

interface Watched {
  readonly id: MarketId;
  readonly slug: string;
  readonly conditionId: string;
  status: InstrumentStatus;
  fees: FeeSchedule;
  terms: ResolutionTerms;
  dueAt: number;
}

export class ListedWatch {
  readonly #parts: ListedWatchParts;
  readonly #markets = new Map<string, Watched>();
  #isAsking = false;
  #callOff: () => void = () => {};
  /** Answers that could not be had or read. */
  failures = 0;

  constructor(parts: ListedWatchParts) {
    this.#parts = parts;
    this.#tickLater();
  }

  add({ market, instrument, facts, resolution }: Listing, id: MarketId): void {
    const { clock, emit } = this.#parts;
    this.#markets.set(market.conditionId, { id, slug: market.slug, conditionId: market.conditionId, status: 'open', fees: instrument.fees, terms: resolution, dueAt: clock.uptime() + waitFor(resolution, clock.now()) });
    emit({ type: 'MarketFactsReported', ts: clock.now(), market: id, ...facts });
  }

  remove(conditionId: string): void { this.#markets.delete(conditionId); }

  close(): void {
    this.#callOff();
    this.#markets.clear();
  }

  #tickLater(): void {
    this.#callOff = this.#parts.clock.after(TICK_MS, () => {
      void this.#askNext();
      this.#tickLater();
    });
  }

  async #askNext(): Promise<void> {
    const { clock, getJson } = this.#parts;
    const uptime = clock.uptime();
    let next: Watched | null = null;
    for (const watched of this.#markets.values()) if (watched.dueAt <= uptime && (next === null || watched.dueAt < next.dueAt)) next = watched;
    if (next === null || this.#isAsking) return;
    this.#isAsking = true;
    const answer = await getJson(`/markets/slug/${encodeURIComponent(next.slug)}`);
    this.#isAsking = false;
    if (!this.#markets.has(next.conditionId)) return;
    const market = answer.kind === 'ok' ? decodeGammaMarket(answer.body) : null;
    if (market?.kind === 'market' && market.conditionId === next.conditionId) this.#compare(next, market);
    // It proves nothing of the market.
    else this.failures++;
    next.dueAt = clock.uptime() + waitFor(next.terms, clock.now());
  }

  #compare(watched: Watched, market: GammaMarket): void {
    const { clock, emit, onFees, onTerms } = this.#parts;
    const ts = clock.now();
    emit({ type: 'MarketFactsReported', ts, market: watched.id, ...marketFacts(market) });
    const status = statusOf(market);
    if (status !== watched.status) {
      watched.status = status;
      emit({ type: 'InstrumentStatusChanged', ts, market: watched.id, status });
    }
    const fees = feesIn(market);
    if (typeof fees !== 'string' && !isDeepStrictEqual(fees, watched.fees)) {
      watched.fees = fees;
      onFees(watched.conditionId, fees);
    }
    const terms = resolutionTerms(market);
    if (typeof terms !== 'string' && !isDeepStrictEqual(terms, watched.terms)) {
      watched.terms = terms;
      onTerms(watched.conditionId, terms);
    }
  }
}

/** Unsaid is not open. */
function statusOf({ closed, active, acceptingOrders, enableOrderBook }: GammaMarket): InstrumentStatus {
  if (closed === true) return 'closed';
  return closed === false && active === true && acceptingOrders === true && enableOrderBook === true ? 'open' : 'paused';
}

function waitFor({ by, opensAt, closesAt, priceToBeat }: ResolutionTerms, now: number): number {
  const isAwaited = by !== 'oracle' && priceToBeat === null && opensAt !== null && (closesAt === null || now < closesAt);
  if (!isAwaited) return EVERY_MS;
  return Math.min(EVERY_MS, Math.max(AWAITED_EVERY_MS, opensAt - now));
}
