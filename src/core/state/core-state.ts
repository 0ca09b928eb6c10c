// The whole state of the core, and where a step leaves its commands and notices.

import type { CompiledConfig } from '../../config/compiled-config.ts';
import type { Command } from '../domain/commands.ts';
import type { CarriedMarket, CarriedState } from '../domain/events.ts';
import type { MarketId } from '../domain/instrument.ts';
import type { TimestampMs } from '../domain/numbers.ts';
import type { Notice } from '../domain/notices.ts';
import { BookedPayments } from '../ledger/booked-payments.ts';
import { OrderStore } from '../orders/order-store.ts';
import { Throttle } from '../orders/throttle.ts';
import { CorrelatedPairs } from '../risk/correlated-pairs.ts';
import type { RiskGroup } from '../risk/risk-group.ts';
import { RuleSet } from '../rules/rule-set.ts';
import { AccountState } from './account-state.ts';
import type { AbsentHedge, HedgeLink } from './hedge-link.ts';
import type { MarketState } from './market-state.ts';
import type { ReferenceState } from './reference-state.ts';
import type { StrategyState } from './strategy-state.ts';
import { VenueState } from './venue-state.ts';

export class CoreState {
  now = 0 as TimestampMs;
  session = { id: '', profile: '', mode: '' };
  startedAt = 0;
  generation = 0;
  config: CompiledConfig | null = null;
  rules = RuleSet.compile([]);
  readonly account = new AccountState();
  /** A handful at most: a walk beats a map. */
  readonly venues: VenueState[] = [];
  /** Prices outside that the config in force asks for; a handful at most. */
  references: ReferenceState[] = [];
  /** Indexed by MarketId. */
  readonly markets: MarketState[] = [];
  readonly byName = new Map<string, MarketState>();
  strategies: StrategyState[] = [];
  /** Markets that share a cap; none where no cap is set. */
  readonly groups = new Map<string, RiskGroup>();
  correlated = new CorrelatedPairs();
  /** Pairs that an earlier session found, by name, until both are listed. */
  carriedPairs: NonNullable<CarriedState['correlated']> = [];
  /** Markets an earlier session left and this one has not listed. */
  unlisted: Record<string, CarriedMarket> = {};
  /** Rules that were in force when an earlier session ended, until their subject is there again. */
  carriedRules: NonNullable<CarriedState['rules']> = { account: null, strategies: {} };
  /** Which market hedges which; null where it has to be found anew. Follows from config and listing. */
  hedgeLinks: readonly HedgeLink[] | null = null;
  absentHedges: readonly AbsentHedge[] = [];
  /** Venues that were degraded when an earlier session ended, by name: a restart gives nobody full limits back. */
  carriedDegraded: NonNullable<CarriedState['degraded']> = {};
  orders = new OrderStore();
  throttle = new Throttle(null);

  nextClientId = 1;
  nextRequestId = 1;
  /** Set while stopping: by whom and why; proofs are kept per venue. */
  quiesce: { readonly by: string; readonly reason: string } | null = null;
  /** Reduced sizes at the start of the session; null once it is over, and where there is none. */
  canary: { readonly size: number; readonly since: number; readonly until: number } | null = null;
  journalOk = true;
  /** Markets changed since the last `Decide`. */
  /** Only the first `dirtyCount` mean anything: emptying the array would free and grow it at every decision. */
  readonly dirty: MarketState[] = [];
  dirtyCount = 0;
  /** When a market wants to be decided though nothing happened. */
  nextWake = Infinity;
  nextOrderCheckAt = -Infinity;
  /** When strategies choose their markets again: 0 for at once, Infinity for not before something changes. */
  chooseAt = 0;

  /** Up to when the earning time of strategies is counted; NaN before the first decision. */
  earningCountedAt = NaN;
  decisions = 0;
  duplicateFills = 0;
  /** Fills for orders we do not know, by client and fill id: each counts once. */
  foreignFills = new Set<string>();
  /** Fills that are not booked, by client and fill id: those that did not settle, taken back once, and those of orders that ended too long ago to tell. */
  failedFills = new Set<string>();
  /** What venues paid for making. */
  payments = new BookedPayments();
  /** What was said of rewards, by venue, the newest day first. */
  rewards: NonNullable<CarriedState['rewards']> = {};
  /** Orders the venue refused, by reason. */
  refusals = new Map<string, number>();

  readonly commands: Command[];
  readonly notices: Notice[];

  constructor(commands: Command[], notices: Notice[]) {
    this.commands = commands;
    this.notices = notices;
  }

  market(id: MarketId): MarketState {
    const market = this.markets[id];
    if (market === undefined) throw new Error(`no market ${id} is listed`);
    return market;
  }

  venue(name: string): VenueState {
    for (const venue of this.venues) if (venue.name === name) return venue;
    const venue = new VenueState(name);
    venue.health.degraded = this.carriedDegraded[name] ?? null;
    if (this.config !== null) venue.follow(this.config);
    this.venues.push(venue);
    return venue;
  }

  /** It is decided at the next decision; it must not stand there already. */
  queue(market: MarketState): void { this.dirty[this.dirtyCount++] = market; }

  touch(market: MarketState): void {
    if (market.isDirty) return;
    market.isDirty = true;
    this.queue(market);
  }

  touchAll(): void {
    for (const market of this.markets) this.touch(market);
  }

  alert(severity: 'info' | 'warning' | 'critical', code: string, text: string, market: MarketId | null = null): void {
    this.notices.push({ type: 'Alert', ts: this.now, market, severity, code, text });
  }
}
