// What the core knows of a venue: whether its feed lives, whether our books agree with it, and whether it has proved
// that nothing of ours rests.

import type { CompiledConfig } from '../../config/compiled-config.ts';
import type { VenueTakes } from '../domain/events.ts';
import { VenueRates } from '../orders/venue-rates.ts';
import { VenueVitals } from './venue-vitals.ts';
import { VenueHealth } from './venue-health.ts';

export class VenueState {
  readonly name: string;
  isUp = true;
  /** It said in this session that it is up: what is down now was lost, and is not just being connected. */
  hasBeenUp = false;
  /** Stamp of the last market data or heartbeat; NaN before the first. */
  heardAt = NaN;
  isStale = false;
  /** What it takes of us at the moment. */
  takes: VenueTakes = 'everything';
  /** Its words for taking less, until it has taken an order again; empty where it never did. */
  refusedWhy = '';
  /** What it went on taking then. */
  tookLast: VenueTakes = 'everything';
  ordersReconciled = false;
  holdingsReconciled = false;
  /** Open-orders questions without an answer yet, oldest first: a slow venue answers one that was asked before the last. */
  questions: { readonly id: number; readonly at: number }[] = [];
  /** While stopping, no sooner than this is a venue asked (and told to cancel all) again. */
  askAgainAt = 0;
  /** Answers in a row that proved nothing: each makes us wait twice as long. */
  unprovedAnswers = 0;
  /** The orders of others that were last reported, as one text. */
  strangers = '';
  askedHoldingsAt = NaN;
  /** The oldest question about holdings since the last answer: a slow venue may answer that one. NaN while none is open. */
  holdingsAskedSince = NaN;
  nextReconcileAt = NaN;
  /** Reports in a row, since the stop began, that showed nothing open while we knew of nothing live. */
  zeroProofs = 0;
  /** Reports in a row that agreed on tokens and not on cash. */
  cashDoubts = 0;
  readonly health = new VenueHealth();
  vitals = new VenueVitals();
  rates = new VenueRates();

  constructor(name: string) { this.name = name; }

  /** A place, cancel or amend had no usable answer. */
  noteMissingAnswer(now: number): void {
    this.health.noteMissingAnswer(now);
    this.vitals.errors?.add(now, 1, 0);
  }

  /** Takes up what the config in force says of venues. */
  follow({ health, limits }: CompiledConfig): void {
    this.vitals.follow(health ?? null);
    this.rates.follow(limits.rates ?? null);
    this.health.watch(limits.portfolio?.degradation ?? null);
  }
}
