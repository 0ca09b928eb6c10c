// A bot for tests of what stands in front of it: two markets, a halt that proves, a pending plan, a stream to push into.
// Implements the port in memory; remembers what it was asked.

import type { Explanation, HourView, MarketReport, MarketSummary, RuleTrace } from '../core/views.ts';
import type { BotStatus, ConfigReport, Controller, GenerationRecord, HaltReport, HealthReport, Outcome, PlanReport, PnlReport, ReplayedPlan, StreamItem, SwapRequest, TokenAction } from '../runtime/controller.ts';

const PNL = { total: 1.25, realised: 0.95, unrealised: 0.3, spread: 1.75, inventory: -0.4, fees: 0.1, rebates: 0, rewards: 0 };

const EXITS = { count: 2, meanMs: 90_000, longestMs: 150_000 };
const QUALITY = { fillRate: 0.25, realisedSpread: { perShare: 0.004, lastHour: -0.001, fills: 40, unknownFills: 1 }, exits: EXITS };

const CHOICE: MarketSummary['choice'] = { since: 1_700_000_000_000, rankBy: null, score: null, why: 'its strategy takes all that it includes' };

const summary = (name: string): MarketSummary => ({
  name, venue: 'demo', strategy: 'calm', status: 'open', permission: 'full', reasons: [], lifecycle: 'active', stage: null, choice: CHOICE, position: 20, fairValue: 0.498, bid: 0.485, ask: 0.51,
  bestBid: 0.48, bestAsk: 0.52, openOrders: 2, fills: 3, pnl: PNL, quoteUptime: 0.97, quality: QUALITY,
});

const HOUR: HourView = {
  hour: 3_600_000, openedAt: 3_600_020, closedAt: 7_200_000, change: PNL, total: 1.25, unrealised: 0.3, grossNotional: 20, cash: null,
  markets: [{ name: 'rain-in-london', change: 1.25, total: 1.25, unrealised: 0.3, position: 20 }],
};

const RULE: RuleTrace = {
  name: 'news is breaking', scope: 'market', until: null, phase: 'idle', cause: null, since: null, inForce: false, outcomes: ['pull both'],
  when: {
    kind: 'any', result: 'unknown', of: [
      { kind: 'compare', result: 'false', fact: 'velocity', windowMs: 1_000, operator: 'greaterThan', actual: 1_000, actualText: '0.1c', expected: 30_000, expectedText: '3c per 1s' },
      { kind: 'not', result: 'unknown', of: [{ kind: 'compare', result: 'unknown', fact: 'flowImbalance', windowMs: 30_000, operator: 'greaterThan', actual: null, actualText: 'unknown', expected: 0.8, expectedText: '80%' }] },
    ],
  },
};

export class FakeController implements Controller {
  readonly asked: string[] = [];
  readonly names = ['rain-in-london', 'will a/b win? 50%'];
  token: string | null = null;
  /** That came with the last request to swap. */
  presented: string | null = null;
  healthReport: HealthReport = { status: 'ok', reasons: [], generation: 1, config: 'in-force', uptimeMs: 5_000 };
  planReport: PlanReport = {
    status: 'pending', generation: 1, next: 2, needsApply: true, problems: [],
    changes: [{ path: 'strategies.calm.limits.position', class: 'loosen', from: '500 shares', to: '600 shares', words: 'calm: limits.position 500 shares → 600 shares (strategies.yaml:14)' }],
  };
  haltReport: HaltReport = { halted: true, zeroOpen: 'proved', openOrders: 0, tookMs: 12 };
  pnlReport: PnlReport = {
    current: { ...HOUR, hour: 7_200_000, openedAt: 7_200_000, closedAt: 9_000_000, change: { ...PNL, total: -0.25 }, total: 1 },
    hours: [HOUR], days: [{ day: 0, baseline: 0, change: 1, total: 1, hours: 1 }],
  };
  refusal: (Outcome & { ok: false }) | null = null;
  /** Laid over the status. */
  statusChange: Partial<BotStatus> = {};
  /** Thrown by `status()` when set. */
  fault: Error | null = null;
  readonly #listeners = new Set<(item: StreamItem) => void>();

  get needsToken(): boolean { return this.token !== null; }
  checkToken(token: string): boolean { return token === this.token; }

  health(): HealthReport { return this.healthReport; }
  status(): BotStatus {
    if (this.fault !== null) throw this.fault;
    return {
      session: { id: 's-1', profile: 'demo', mode: 'demo' }, generation: 1, permission: 'full', reasons: [], halted: null,
      orders: { open: 4, unknown: 0 }, pnl: { ...PNL, daily: 1.25, dayStart: 0, drawdown: 0.3 }, exposure: { grossNotional: 20, cash: 980, groups: [], strategies: [] }, degraded: [], rewards: [], canary: null, left: null, now: 1_700_000_000_000,
      quality: QUALITY, strategies: [{ name: 'calm', pnl: 1.25, heldNotional: 20, earningUptime: 0.98, exits: EXITS }],
      markets: this.markets(), ...this.statusChange,
    };
  }
  markets(): readonly MarketSummary[] { return this.names.map(summary); }
  market(name: string): MarketReport | null {
    if (!this.names.includes(name)) return null;
    return {
      ...summary(name), book: { bids: [[0.48, 100]], asks: [[0.52, 80]], valid: true, ageMs: 40 },
      orders: [{ clientId: 's-1-7', side: 'bid', price: 0.485, remaining: 50, size: 50, state: 'working', ageMs: 900, leg: { outcome: 'yes', action: 'buy', price: 0.485 } }],
      holdings: { yes: 20, no: 0, averageCost: 0.47 }, facts: { velocity: 1_000, market: name, trend: null }, stopLoss: { latched: false, reason: '' }, canLiquidate: true, liquidation: null, guardTrips: {}, settledAt: null,
    };
  }
  explain(name: string): (Explanation & { oracle: 'agrees' }) | null {
    if (!this.names.includes(name)) return null;
    return {
      market: name, strategy: 'calm', generation: 1, at: 1_700_000_000_000, oracle: 'agrees', lifecycle: 'active', choice: CHOICE, where: null,
      permission: { result: 'reduce-only', constraints: [{ code: 'position-limit', permission: 'reduce-only', why: 'position 500 sh is at the limit' }] },
      steps: [
        { step: 'fair value', effect: 'micro-price of the best levels', values: { fair: 0.498 } },
        { step: 'half-spread', effect: '1.5c × 2 for volatility', values: { base: 0.015, factor: 2 } },
      ],
      rules: [RULE],
      bids: [],
      asks: [{ layer: 0, wanted: { price: 0.51, size: 50 }, allowed: { price: 0.51, size: 30 }, why: null, trims: [{ limit: 'position', from: 50, to: 30, why: 'room for 30 sh' }], order: { clientId: 's-1-8', action: 'keep', why: 'within 1 tick', price: 0.52, remaining: 30 } }],
      noBidBecause: 'reduce-only: buying would add to the position', noAskBecause: null,
    };
  }
  pnl(hours: number): PnlReport {
    this.asked.push(`pnl of ${hours} hours`);
    return this.pnlReport;
  }
  config(): ConfigReport {
    const generation: GenerationRecord = { generation: 1, at: 1_700_000_000_000, hash: 'abc', profile: 'demo', origin: 'start', changes: [] };
    return { generation: 1, hash: 'abc', profile: 'demo', status: 'in-force', problems: [], generations: [generation], effective: [{ path: 'profile', value: 'demo', origin: 'strategies.yaml:2' }] };
  }
  plan(): PlanReport { return this.planReport; }
  /** What a replay comes to. */
  replayed: Pick<ReplayedPlan, 'replay' | 'whyNoReplay'> | Error | ((signal: AbortSignal) => Promise<ReplayedPlan>) = { replay: null, whyNoReplay: 'the files say what is in force' };
  async replayedPlan(replay: string, signal: AbortSignal): Promise<ReplayedPlan> {
    this.asked.push(`replay ${replay}`);
    const { replayed } = this;
    if (replayed instanceof Error) throw replayed;
    return typeof replayed === 'function' ? replayed(signal) : { ...this.planReport, ...replayed };
  }
  async reload(): Promise<PlanReport> { this.asked.push('reload'); return this.planReport; }
  async apply(by: string): Promise<Outcome<{ generation: number; changes: readonly string[] }>> {
    this.asked.push(`apply by ${by}`);
    return this.refusal ?? { ok: true, generation: 2, changes: ['calm: limits.position 500 shares → 600 shares'] };
  }
  async revert(generation: number): Promise<Outcome<{ generation: number; changes: readonly string[] }>> {
    this.asked.push(`revert ${generation}`);
    return this.refusal ?? { ok: true, generation: 3, changes: [] };
  }
  async halt(by: string, reason: string): Promise<HaltReport> { this.asked.push(`halt by ${by}: ${reason}`); return this.haltReport; }
  async resume(_by: string, market: string | null): Promise<Outcome> { this.asked.push(`resume ${market ?? 'account'}`); return this.refusal ?? { ok: true }; }
  async liquidate(_by: string, market: string, stage: string): Promise<Outcome> { this.asked.push(`liquidate ${market} ${stage}`); return this.refusal ?? { ok: true }; }
  async operate(_by: string, action: TokenAction): Promise<Outcome> {
    const size = 'size' in action ? ` ${action.size === null ? 'all' : action.size}` : '';
    this.asked.push(`${action.kind} ${action.kind === 'convert' ? action.markets.join('+') : action.market}${size}`);
    return this.refusal ?? { ok: true };
  }
  async swapProfile(profile: string, { confirm, tape, token, leavePositions }: SwapRequest): Promise<Outcome<{ session: string; profile: string }>> {
    this.asked.push(`profile ${profile}/${confirm} tape ${tape ?? 'none'}${leavePositions ? ' leaving positions' : ''}`);
    this.presented = token;
    return this.refusal ?? { ok: true, session: 's-2', profile };
  }
  async metrics(): Promise<string> { return '# HELP evenkeel_events_total Events.\nevenkeel_events_total 3\n'; }
  subscribe(listener: (item: StreamItem) => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  push(id: number, text = `item ${id}`): void {
    for (const listener of this.#listeners) listener({ id, kind: 'fill', at: 0, text, data: { size: 1 } });
  }
  get listeners(): number { return this.#listeners.size; }
}
