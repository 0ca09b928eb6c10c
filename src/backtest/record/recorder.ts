// Watches one run and makes its `ModelResult`: listens to what the core says of itself and looks at it at sampled moments.
// Changes nothing and is asked nothing while the run goes on.

import type { MarketId } from '../../core/domain/instrument.ts';
import type { Notice } from '../../core/domain/notices.ts';
import type { Permission } from '../../core/domain/permission.ts';
import type { Engine } from '../../core/engine.ts';
import type { EngineStatus, PnlView } from '../../core/views.ts';
import type { NoticeSource, SessionObserver } from '../../runtime/session-observer.ts';
import type { MarketResult, MarketSeries, ModelResult, PnlParts } from '../result.ts';
import { FillBook, type FillSums } from './fill-book.ts';
import { QueueTally } from './queue-tally.ts';
import { Sampler } from './sampler.ts';
import { TimeIn } from './time-in.ts';

const FIRST_STEP_MS = 100;
/** Buckets of P&L for resampling, at most. */
const MOST_RETURNS = 2_048;
const MICROS = 1_000_000;
const PERMISSIONS: readonly Permission[] = ['halted', 'cancel-only', 'reduce-only', 'full'];

interface Moment { readonly ts: number; readonly status: EngineStatus }

export class Recorder implements SessionObserver {
  readonly #engine: Engine;
  readonly places: QueueTally;
  readonly #fills: FillBook;
  readonly #moments: Sampler<Moment>;
  readonly #pnls = new Sampler<number>(MOST_RETURNS, FIRST_STEP_MS);
  readonly #permissions = new TimeIn<Permission>();
  readonly #rulesOn = new Map<string, TimeIn<'on'>>();
  readonly #firings = new Map<string, number>();
  #peak = 0;
  #drawdown = 0;
  #hasBegun = false;
  #sampleAt = Infinity;

  constructor(engine: Engine, { points }: { readonly points: number }) {
    this.#engine = engine;
    this.places = new QueueTally((market) => engine.worth(market));
    this.#fills = new FillBook((market) => engine.worth(market as MarketId), this.places);
    this.#moments = new Sampler<Moment>(points, FIRST_STEP_MS);
  }

  notice(notice: Notice, _from: NoticeSource): void {
    switch (notice.type) {
      case 'Filled': return this.#fills.filled(notice);
      case 'FillReversed': return this.#fills.reversed(notice.fillId, notice.market as number);
      case 'PermissionChanged':
        if (notice.market !== null) this.#permissions.enter(String(notice.market), notice.permission, notice.ts);
        return;
      case 'MarketSettled':
      case 'MarketReleased': return this.#permissions.leave(String(notice.market), notice.ts);
      case 'RuleChanged': return this.#rule(notice);
      default:
    }
  }

  batch(): void {
    if (!this.#hasBegun) this.#begin(this.#engine.now());
    const pnl = this.#engine.pnl();
    if (pnl > this.#peak) this.#peak = pnl;
    else if (this.#peak - pnl > this.#drawdown) this.#drawdown = this.#peak - pnl;
  }

  /** Before anything stamped `moment` happens: how things stand now is how they stood at every moment since the last event. */
  before(moment: number): void {
    if (!this.#hasBegun) return;
    this.#fills.reach(moment);
    if (moment > this.#sampleAt) this.#sample(moment - 1);
  }

  command(): void {}
  journal(): void {}

  #begin(now: number): void {
    // Markets are listed with the first rows.
    if (this.#engine.marketNames().length === 0) return;
    this.#hasBegun = true;
    this.#moments.begin(now);
    this.#pnls.begin(now);
    this.#sampleAt = now;
  }

  /** Every moment up to and at `last` is as now. */
  #sample(last: number): void {
    if (last >= this.#moments.nextAt) {
      const status = this.#engine.status();
      this.#moments.reach(last, (ts) => ({ ts, status }));
    }
    const pnl = this.#engine.pnl();
    this.#pnls.reach(last, () => pnl);
    this.#sampleAt = Math.min(this.#moments.nextAt, this.#pnls.nextAt);
  }

  #rule({ rule, market, strategy, firing, ts }: Notice & { type: 'RuleChanged' }): void {
    const subject = String(market ?? strategy ?? 'account');
    let on = this.#rulesOn.get(rule);
    if (on === undefined) {
      on = new TimeIn();
      this.#rulesOn.set(rule, on);
    }
    if (!firing) return on.leave(subject, ts);
    this.#firings.set(rule, (this.#firings.get(rule) ?? 0) + 1);
    on.enter(subject, 'on', ts);
  }

  /** After the last event. */
  result(run: { readonly model: ModelResult['model']; readonly commandHash: string; readonly decisions: number }): ModelResult {
    const engine = this.#engine;
    const now = engine.now();
    this.before(now + 1);
    this.#fills.end((market) => (engine.isSettled(market as MarketId) ? engine.worth(market as MarketId) : Number.NaN));
    this.#permissions.end(now);
    for (const on of this.#rulesOn.values()) on.end(now);
    const status = engine.status();
    const statistics = engine.statistics();
    const { all } = this.#fills;
    const timed = this.#permissions.total();
    const moments = [...this.#moments.samples, { ts: now, status }];
    return {
      model: run.model, fills: all.count, makerFills: all.makers, failedFills: all.failed, pnl: partsOf(status.pnl, all), maxDrawdown: this.#drawdown / MICROS,
      quoteUptime: statistics.quoteUptime, fillRate: statistics.fillRate, earningUptime: statistics.earningUptime, exits: status.quality.exits, volume: all.volume / MICROS, markouts: all.markouts(),
      pickedOff: all.makersJudged === 0 ? null : all.makersPickedOff / all.makersJudged,
      queue: this.places.statistics(),
      timeIn: Object.fromEntries(PERMISSIONS.map((permission) => [permission, timed === 0 ? 0 : this.#permissions.ms(permission) / timed])) as ModelResult['timeIn'],
      rules: [...this.#rulesOn].map(([rule, on]) => ({ rule, firings: this.#firings.get(rule) ?? 0, firingMs: on.ms('on') })),
      refusals: statistics.refusals, quotesDropped: statistics.quotesDropped, decisions: run.decisions, commandHash: run.commandHash,
      equity: { ts: moments.map(({ ts }) => ts), pnl: moments.map((moment) => moment.status.pnl.total), grossNotional: moments.map((moment) => moment.status.exposure.grossNotional) },
      markets: status.markets.map((_, index) => this.#market(index, moments)),
      fillRecords: this.#fills.records((market) => status.markets[market]?.name ?? ''),
      returns: { bucketMs: this.#pnls.stepMs, pnl: differences([...this.#pnls.samples, engine.pnl()]) },
    };
  }

  #market(index: number, moments: readonly Moment[]): MarketResult {
    const summary = moments.at(-1)!.status.markets[index]!;
    const sums = this.#fills.of(index);
    const path = this.#engine.statistics().inventory[summary.name];
    const settled = this.#engine.market(summary.name);
    return {
      name: summary.name, pnl: partsOf(summary.pnl, sums), fills: sums.count, volume: sums.volume / MICROS, position: summary.position,
      settledAt: settled?.settledAt ?? null,
      inventory: { min: path?.min ?? 0, max: path?.max ?? 0 }, quoteUptime: summary.quoteUptime, markouts: sums.markouts(), series: seriesOf(index, moments),
    };
  }
}

/** Markets are listed at the start, before the first sample. */
function seriesOf(index: number, moments: readonly Moment[]): MarketSeries {
  const of = <K extends keyof EngineStatus['markets'][number]>(key: K): EngineStatus['markets'][number][K][] => moments.map(({ status }) => status.markets[index]![key]);
  return {
    ts: moments.map(({ ts }) => ts), fairValue: of('fairValue'), bestBid: of('bestBid'), bestAsk: of('bestAsk'), ourBid: of('bid'), ourAsk: of('ask'),
    position: of('position'), pnl: moments.map(({ status }) => status.markets[index]!.pnl.total),
  };
}

/** Spread and adverse selection are of the fills that settled, measured at the venue's moment; inventory is all the rest, so the parts add up. */
function partsOf({ total, fees, rebates, rewards }: PnlView, sums: FillSums): PnlParts {
  const spread = sums.spread / MICROS;
  const adverseSelection = sums.adverse / MICROS;
  return { total, spread, adverseSelection, inventory: total - spread - adverseSelection + fees - rebates - rewards, fees, rebates, rewards };
}

const differences = (micros: readonly number[]): readonly number[] => micros.slice(1).map((value, index) => (value - micros[index]!) / MICROS);
