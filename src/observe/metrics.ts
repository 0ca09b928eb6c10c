// The numbers a monitoring system scrapes: counters fed as things happen, gauges read from the status at each scrape. Owns
// its registry, so that two bots in one process do not mix. Label values from free text are bounded in number.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Notice } from '../core/domain/notices.ts';
import { PERMISSIONS } from '../core/domain/permission.ts';
import { LIFECYCLES } from '../core/orchestrator/lifecycle.ts';
import type { EngineStatus, MarketSummary } from '../core/views.ts';
import { METRICS, type MetricKey, type MetricSpec } from './metrics-table.ts';
import type { NameOf } from './notice-text.ts';
import { fromMicros } from './operator-units.ts';

type KeyOf<Kind extends MetricSpec['kind']> = { [K in MetricKey]: (typeof METRICS)[K]['kind'] extends Kind ? K : never }[MetricKey];

/** Enough for every reason the core knows; beyond it a label is counted as `other` rather than growing the scrape. */
const MAX_LABELS = 100;
const NANOSECONDS = 1e9;
const DAY_MS = 86_400_000;
const PNL_PARTS = ['total', 'realised', 'unrealised', 'spread', 'inventory', 'fees', 'rebates', 'rewards'] as const;

export class Metrics {
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #gauges = new Map<string, Gauge>();
  readonly #reload: Histogram;
  readonly #loop = monitorEventLoopDelay({ resolution: 10 });
  readonly #labels = new Set<string>();
  // Plain numbers on the hot path: a prom-client increment costs more than applying a book delta.
  #events = 0;
  #decisions = 0;

  constructor() {
    const registers = [this.#registry];
    for (const [key, { name, help, labels, kind }] of Object.entries<MetricSpec>(METRICS)) {
      const options = { name, help, labelNames: [...labels], registers };
      if (kind === 'counter') this.#counters.set(key, new Counter(options));
      if (kind === 'gauge') this.#gauges.set(key, new Gauge(options));
    }
    const { name, help, buckets } = METRICS.configReload;
    this.#reload = new Histogram({ name, help, buckets: [...buckets], registers });
    this.#loop.enable();
  }

  countEvents(count: number): void { this.#events += count; }
  countDecisions(count: number): void { this.#decisions += count; }
  countCommand(type: string): void { this.#count('commands', { type }); }
  countConfigRejected(): void { this.#count('configRejected'); }
  countOracleDisagreement(): void { this.#count('oracleDisagreements'); }
  countJournalFailure(): void { this.#count('journalFailures'); }
  observeReload(seconds: number): void { this.#reload.observe(seconds); }

  observeNotice(notice: Notice, nameOf: NameOf): void {
    const market = notice.market === null ? '' : nameOf(notice.market);
    switch (notice.type) {
      case 'Filled': {
        const labels = { market, side: notice.side, liquidity: notice.liquidity };
        this.#count('fills', labels);
        this.#count('filledShares', labels, fromMicros(notice.size));
        this.#count('fees', { market }, fromMicros(notice.fee));
        return;
      }
      case 'OrderRefused': return this.#count('ordersRefused', { reason: notice.reason });
      case 'OrderUnresolved': return this.#count('ordersUnresolved');
      case 'QuoteChanged':
        if (notice.noBid !== null) this.#count('quotesDropped', { side: 'bid', reason: this.#bounded(notice.noBid) });
        if (notice.noAsk !== null) this.#count('quotesDropped', { side: 'ask', reason: this.#bounded(notice.noAsk) });
        return;
      case 'PermissionChanged':
        for (const code of notice.begun) this.#count('guardTrips', { code });
        return;
      // A cooldown keeps the outcomes in force: it is the end of a firing, not another one.
      case 'RuleChanged': return notice.firing && notice.cause !== 'cooldown' ? this.#count('ruleFirings', { rule: this.#bounded(notice.rule) }) : undefined;
      case 'Alert': return this.#count('alerts', { severity: notice.severity });
      case 'Reconciled': return this.#count('reconciliationDifferences', { venue: notice.venue }, notice.differences.length);
    }
  }

  /** Prometheus text, with the gauges as of this status. */
  async text(status: EngineStatus): Promise<string> {
    this.#counter('events').inc(this.#events);
    this.#counter('decisions').inc(this.#decisions);
    this.#events = 0;
    this.#decisions = 0;
    this.#readAccount(status);
    this.#readQuality(status);
    this.#readMarkets(status.markets);
    this.#readProcess();
    return this.#registry.metrics();
  }

  close(): void { this.#loop.disable(); }

  #readAccount(status: EngineStatus): void {
    const { session, pnl } = status;
    this.#gauge('session').reset();
    this.#gauge('session').set({ session: session.id, profile: session.profile, mode: session.mode }, 1);
    this.#gauge('generation').set(status.generation);
    this.#gauge('permission').set(PERMISSIONS.indexOf(status.permission));
    this.#gauge('halted').set(status.halted === null ? 0 : 1);
    this.#gauge('openOrders').set(status.orders.open);
    this.#gauge('unknownOrders').set(status.orders.unknown);
    for (const part of [...PNL_PARTS, 'daily'] as const) this.#gauge('pnl').set({ part }, pnl[part]);
    this.#gauge('drawdown').set(pnl.drawdown);
    this.#gauge('grossNotional').set(status.exposure.grossNotional);
    this.#readPortfolio(status);
    this.#readRewards(status);
  }

  #readPortfolio({ exposure, degraded }: EngineStatus): void {
    for (const key of ['groupNotional', 'strategyNotional', 'venueDegraded'] as const) this.#gauge(key).reset();
    for (const { name: group, kind, worst, limit } of exposure.groups) {
      this.#gauge('groupNotional').set({ group, kind, of: 'worst' }, worst);
      this.#gauge('groupNotional').set({ group, kind, of: 'limit' }, limit);
    }
    for (const { name: strategy, worst, capital } of exposure.strategies) {
      this.#gauge('strategyNotional').set({ strategy, of: 'worst' }, worst);
      if (capital !== null) this.#gauge('strategyNotional').set({ strategy, of: 'limit' }, capital);
    }
    for (const { venue } of degraded) this.#gauge('venueDegraded').set({ venue }, 1);
  }

  #readRewards({ rewards, now }: EngineStatus): void {
    for (const key of ['rewards', 'rewardOrders', 'rewardsUnanswered'] as const) this.#gauge(key).reset();
    for (const { venue, day: start, estimated, stated, paid, orders, scoring, unanswered } of rewards) {
      const day = now - start < DAY_MS ? 'today' : 'yesterday';
      this.#gauge('rewards').set({ venue, day, of: 'estimated' }, estimated);
      this.#gauge('rewards').set({ venue, day, of: 'paid' }, paid);
      this.#setKnown('rewards', { venue, day, of: 'stated' }, stated);
      if (day !== 'today') continue;
      this.#gauge('rewardOrders').set({ venue, of: 'resting' }, orders);
      this.#setKnown('rewardOrders', { venue, of: 'scoring' }, scoring);
      this.#gauge('rewardsUnanswered').set({ venue }, unanswered);
    }
  }

  #readQuality({ quality, strategies }: EngineStatus): void {
    for (const key of ['fillRate', 'realisedSpread', 'earningUptime', 'exits', 'exitMean', 'exitLongest'] as const) this.#gauge(key).reset();
    this.#setKnown('fillRate', {}, quality.fillRate);
    this.#setKnown('realisedSpread', {}, quality.realisedSpread.perShare);
    for (const { name: strategy, earningUptime, exits } of strategies) {
      this.#setKnown('earningUptime', { strategy }, earningUptime);
      this.#gauge('exits').set({ strategy }, exits.count);
      this.#setKnown('exitMean', { strategy }, exits.meanMs === null ? null : exits.meanMs / 1_000);
      this.#setKnown('exitLongest', { strategy }, exits.longestMs === null ? null : exits.longestMs / 1_000);
    }
  }

  /** What is not known is absent from the scrape. */
  #setKnown(key: KeyOf<'gauge'>, labels: Readonly<Record<string, string>>, value: number | null): void {
    if (value === null) this.#gauge(key).remove(labels);
    else this.#gauge(key).set(labels, value);
  }

  #readMarkets(markets: readonly MarketSummary[]): void {
    for (const lifecycle of LIFECYCLES) this.#gauge('markets').set({ lifecycle }, markets.filter((market) => market.lifecycle === lifecycle).length);
    // Reset first, so that a market no longer listed, or a fair value no longer known, leaves the scrape.
    for (const key of ['marketPosition', 'marketPnl', 'marketFairValue', 'marketPermission', 'marketQuoteUptime', 'marketFillRate', 'marketRealisedSpread'] as const) this.#gauge(key).reset();
    for (const { name: market, position, fairValue, permission, quoteUptime, pnl, quality } of markets) {
      this.#gauge('marketPosition').set({ market }, position);
      if (fairValue !== null) this.#gauge('marketFairValue').set({ market }, fairValue);
      this.#gauge('marketPermission').set({ market }, PERMISSIONS.indexOf(permission));
      this.#gauge('marketQuoteUptime').set({ market }, quoteUptime);
      this.#setKnown('marketFillRate', { market }, quality.fillRate);
      this.#setKnown('marketRealisedSpread', { market }, quality.realisedSpread.perShare);
      for (const part of PNL_PARTS) this.#gauge('marketPnl').set({ market, part }, pnl[part]);
    }
  }

  #readProcess(): void {
    const memory = process.memoryUsage();
    this.#gauge('heapUsed').set(memory.heapUsed);
    this.#gauge('resident').set(memory.rss);
    if (this.#loop.count === 0) return;
    this.#gauge('loopDelay').set({ quantile: '0.5' }, this.#loop.percentile(50) / NANOSECONDS);
    this.#gauge('loopDelay').set({ quantile: '0.99' }, this.#loop.percentile(99) / NANOSECONDS);
    this.#gauge('loopDelay').set({ quantile: '1' }, this.#loop.max / NANOSECONDS);
    this.#loop.reset();
  }

  /** Numbers out of a reason would make a label of every price. */
  #bounded(reason: string): string {
    const label = reason.replace(/[+-]?\$?\d[\d_.,]*/g, '#').slice(0, 120);
    if (this.#labels.has(label)) return label;
    if (this.#labels.size >= MAX_LABELS) return 'other';
    this.#labels.add(label);
    return label;
  }

  #count(key: KeyOf<'counter'>, labels: Readonly<Record<string, string>> = {}, by = 1): void {
    this.#counter(key).inc(labels, by);
  }

  #counter(key: KeyOf<'counter'>): Counter { return known(this.#counters, key); }
  #gauge(key: KeyOf<'gauge'>): Gauge { return known(this.#gauges, key); }
}

function known<T>(map: ReadonlyMap<string, T>, key: string): T {
  const found = map.get(key);
  if (found === undefined) throw new Error(`metric ${key} is missing from METRICS`);
  return found;
}
