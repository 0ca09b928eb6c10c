// The running bot: one session at a time, its config, and what operators may ask of both. Owns the swap between profiles;
// knows the API, the terminal and the log only as those who listen.

import type { LiquidationStage } from '../config/compiled-config.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { MarketReport, MarketSummary } from '../core/views.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { Written } from '../journal/records.ts';
import { ConfigFiles } from './config-files.ts';
import { ConfigKeeper } from './config-keeper.ts';
import { ControlRecord } from './control-record.ts';
import { controlToken, type ControlToken } from './control-token.ts';
import type { BotStatus, ConfigReport, Controller, HaltReport, HealthReport, Outcome, PlanReport, PnlReport, ReplayedPlan, StreamItem, SwapRequest, TokenAction } from './controller.ts';
import { healthReport } from './health.ts';
import { leaveSession } from './leave-session.ts';
import { heldPositions, leavingObstacle } from './left-positions.ts';
import { haltProved } from './halt-proved.ts';
import { haltStands, liquidationObstacle, notListed, tokenObstacle } from './market-obstacle.ts';
import { openSession, type OpenedSession } from './open-session.ts';
import type { OracleWatch } from './oracle-watch.ts';
import type { BotOptions } from './bot-options.ts';
import { giveUp, released, type PendingSwap, type SwapAsked, type Swapped } from './pending-swap.ts';
import { prepareSwap } from './prepare-swap.ts';
import { PlanReplays } from './plan-replays.ts';
import { pnlReport } from './pnl-report.ts';
import { armAccount } from './arm-account.ts';
import { busy, refused, stopping, type Refused } from './refused.ts';
import type { Session, SessionStop } from './session.ts';
import { QUIESCE_MS, standStill } from './stand-still.ts';
import { recordHalt } from './standing-halt.ts';
import { configTarget, oracleWatch, requested } from './session-wiring.ts';

export class Bot implements Controller {
  readonly #options: BotOptions;
  readonly #startedAt = performance.now();
  #token: ControlToken;
  readonly #oracle: OracleWatch;
  readonly #keeper: ConfigKeeper;
  #opened: OpenedSession;
  readonly #control: ControlRecord;
  readonly #files: ConfigFiles;
  readonly #replays: PlanReplays;
  #swap: PendingSwap | null = null;
  /** From the request to its answer. */
  #swapping: Promise<Swapped> | null = null;
  /** A session that was swapped in stays when its tape ends; the first one's end is the end of the run. */
  #wasSwapped = false;
  #tapeEnded = false;
  /** Asked to stop, or at the end of its run: only a halt is still taken. */
  #isEnding = false;

  private constructor(options: BotOptions, opened: OpenedSession, token: ControlToken, control: ControlRecord, oracle: OracleWatch) {
    this.#options = options;
    this.#opened = opened;
    this.#token = token;
    this.#oracle = oracle;
    this.#control = control;
    this.#replays = new PlanReplays(options);
    this.#keeper = new ConfigKeeper(opened.generation, configTarget(opened, control), {
      config: (text, status) => {
        if (status === 'rejected') options.observer.configRejected();
        this.#announce(status === 'rejected' ? 'alert' : 'config', text, { status });
      },
    });
    if (opened.filesWaiting !== null) this.#keeper.wait(opened.filesWaiting);
    this.#files = new ConfigFiles({
      directory: options.directory, profile: options.profile, profileNamed: opened.generation.loaded.profileNamed, keeper: this.#keeper,
      swapTo: (profile) => this.#swapAsked(profile, { isConfirmed: false, by: 'strategies.yaml', tape: null, token: null, leavePositions: false }),
      onHeard: (seconds) => { options.observer.reloaded(seconds); },
      onFault: (what, error) => { this.#announce('alert', `${what}, by a fault of the program: ${error.message}`, {}); },
    });
  }

  /** Opens the first session with this config. Throws an `EvenkeelError` where that cannot be. */
  static async open(options: BotOptions, loaded: LoadedConfig): Promise<Bot> {
    const token = controlToken(loaded.config.api.token, options.environment);
    const oracle = oracleWatch(options);
    const control = new ControlRecord(options.directory);
    const { account, heldBecause } = await armAccount(options, loaded, { isConfirmed: options.confirm === loaded.config.profile, origin: 'start' });
    const opened = await openSession(await requested(options, { loaded, origin: 'start', tape: options.tape, account, heldBecause, control, oracle }));
    const bot = new Bot(options, opened, token, control, oracle);
    bot.#kept(control.returned(loaded.config.profile), 'the account that was left is looked after again, but would be said to be left');
    bot.#kept(recordHalt(control, bot.status().halted, options.clearsHalt), 'what became of the halt would not hold with another profile');
    return bot;
  }

  get opened(): OpenedSession { return this.#opened; }
  get #session(): Session { return this.#opened.session; }
  /** Applies saves while the bot runs. */
  watch(): void { this.#files.watch(); }

  /** Until the first session's input ends, `durationMs` of session time are over, or `stop`. */
  async run(durationMs: number | null): Promise<SessionStop> {
    try {
      while (!this.#isEnding) {
        const { session, startedAt } = this.#opened;
        const stop = await session.run(durationMs === null ? null : startedAt + durationMs, this.#tapeEnded);
        if (this.#swap !== null && !this.#isEnding) await this.#performSwap(this.#swap);
        else if (stop === 'venue-ended' && this.#wasSwapped) await this.#stayAfterTape();
        else return stop;
      }
      return 'asked';
    } finally {
      this.#isEnding = true;
      // Nothing waits for a replay before the orders are cancelled; whoever asked for it has its answer before the API is closed.
      this.#replays.end();
      if (this.#swap !== null) await this.#giveUp(this.#swap, stopping());
    }
  }

  stop(): void {
    this.#isEnding = true;
    this.#session.stop();
  }

  /** Cancels all, says whether zero open orders were proved, seals the run and releases everything. */
  async close(because: string): Promise<boolean> {
    await this.#settle();
    const { session } = this.#opened;
    const isProved = await session.quiesce(because, 'shutdown', QUIESCE_MS);
    session.seal(because);
    await this.#replays.close();
    await session.close();
    return isProved;
  }

  /** After a failure: releases everything, without asking the engine for anything. */
  abandon(): Promise<void> { return this.#settle().then(() => this.#session.close()); }

  /** A session being opened holds an account too: it is given up first. */
  async #settle(): Promise<void> {
    this.#isEnding = true;
    await this.#files.close();
    if (this.#swap !== null) await this.#giveUp(this.#swap, stopping());
    await this.#swapping?.catch(() => {});
  }

  // ── Controller ──

  health(): HealthReport {
    const bot = { tapeEnded: this.#tapeEnded, isSwapping: this.#swapping !== null, loaderFailure: this.#files.failure, uptimeMs: Math.round(performance.now() - this.#startedAt) };
    return healthReport({ ...bot, status: this.status(), config: this.#keeper.status, journalFailure: this.#opened.journal.failure });
  }
  status(): BotStatus { return { ...this.#session.engine.status(), left: this.#control.left }; }
  markets(): readonly MarketSummary[] { return this.status().markets; }
  pnl(hours: number): PnlReport { return pnlReport(this.#opened, this.#options.speed, hours); }
  market(name: string): MarketReport | null { return this.#session.engine.market(name); }
  explain(name: string): ReturnType<Controller['explain']> {
    const explanation = this.#session.engine.explain(name);
    return explanation === null ? null : { ...explanation, oracle: this.#oracle.verdict(explanation.rules.map((rule) => rule.name)) };
  }
  config(): ConfigReport { return this.#keeper.report(); }
  plan(): PlanReport { return this.#keeper.plan(); }
  replayedPlan(replay: string, signal: AbortSignal): Promise<ReplayedPlan> { return this.#replays.plan(replay, signal, this.#keeper, this.#opened); }
  reload(): Promise<PlanReport> { return this.#files.reload().then(() => this.#keeper.plan()); }
  async apply(by: string): ReturnType<Controller['apply']> { return this.#changeObstacle() ?? this.#keeper.apply(by); }
  async revert(number: number, by: string): ReturnType<Controller['revert']> { return this.#changeObstacle() ?? this.#keeper.revert(number, by); }

  /** A swap under way is given up, or the session that it opened is halted before it can quote: see `#performSwap`. */
  async halt(by: string, reason: string): Promise<HaltReport> {
    const asked = performance.now();
    try {
      this.#session.command(by, { kind: 'halt', reason });
    } finally {
      this.#kept(this.#control.latch({ since: Date.now(), by, reason }), 'the halt holds, but would not outlive a restart with another profile');
    }
    return haltProved(this.#session, asked);
  }

  async resume(by: string, market: string | null): Promise<Outcome> {
    const obstacle = this.#changeObstacle();
    if (obstacle !== null) return obstacle;
    return this.#command(by, { kind: 'resume', market }, market === null ? haltStands(this.#control.clear()) : this.#session.hasMarket(market) ? null : notListed(market));
  }

  async liquidate(by: string, market: string, stage: LiquidationStage): Promise<Outcome> {
    return this.#command(by, { kind: 'liquidate', market, stage }, liquidationObstacle(this.#session.engine, market));
  }
  async operate(by: string, action: TokenAction): Promise<Outcome> { return this.#command(by, action, tokenObstacle(this.#session.engine, action)); }
  #command(by: string, action: Parameters<Session['command']>[1], refusal: Refused | null): Outcome {
    const obstacle = this.#changeObstacle() ?? refusal;
    if (obstacle === null) this.#session.command(by, action);
    return obstacle ?? { ok: true };
  }

  async swapProfile(profile: string, { confirm, ...request }: SwapRequest): ReturnType<Controller['swapProfile']> {
    if (confirm !== profile) return refused(RUNTIME_ERRORS.notConfirmed, `"${confirm}" does not confirm "${profile}"`);
    return this.#swapAsked(profile, { ...request, isConfirmed: true });
  }

  metrics(): Promise<string> { return this.#options.metricsText(this.status()); }
  get needsToken(): boolean { return this.#token.isNeeded; }
  checkToken(token: string): boolean { return this.#token.check(token); }
  subscribe(listener: (item: StreamItem) => void): () => void { return this.#options.subscribe(listener); }

  // ── the swap ──

  async #swapAsked(profile: string, request: SwapAsked): ReturnType<Controller['swapProfile']> {
    if (this.#swapping !== null) return busy();
    const current = this.#keeper.current.profile;
    if (profile === current) return refused(RUNTIME_ERRORS.sameProfile, `the session already runs ${profile}`);
    const obstacle = this.#swapObstacle() ?? (request.leavePositions ? null : leavingObstacle(this.#opened));
    if (obstacle !== null) return obstacle;
    this.#files.hold();
    const swapping = this.#swapTo(profile, request);
    this.#swapping = swapping;
    let isSwapped = false;
    try {
      const outcome = await swapping;
      isSwapped = outcome.ok;
      return outcome;
    } catch (error) {
      if (this.#isEnding) return stopping();
      if (error instanceof EvenkeelError) return refused(error.spec, `${error.message}; ${current} goes on`);
      throw error;
    } finally {
      this.#swapping = null;
      if (!this.#isEnding) await this.#files.goOn(isSwapped ? profile : null);
    }
  }

  /** Why a swap must not go on; null where it may. */
  #swapObstacle(): Refused | null {
    if (this.#isEnding) return stopping();
    return this.status().halted === null ? null : refused(RUNTIME_ERRORS.halted, `${this.#keeper.current.profile} is halted`);
  }

  async #swapTo(profile: string, asked: SwapAsked): Promise<Swapped> {
    const result = await this.#files.settled(profile);
    if (!result.ok) return refused(RUNTIME_ERRORS.invalidConfig, result.problems.map((problem) => problem.text).join('\n'));
    const ready = await prepareSwap(result.loaded, asked, { options: this.#options, inForce: this.#keeper.current.loaded, token: this.#token, control: this.#control, oracle: this.#oracle });
    if (!ready.ok) return ready;
    const obstacle = this.#swapObstacle();
    if (obstacle !== null) {
      await ready.prepared.giveUp();
      return obstacle;
    }
    return new Promise<Swapped>((done) => {
      this.#swap = { ...ready, by: asked.by, leavePositions: asked.leavePositions, done };
      this.#session.stop();
    });
  }

  async #performSwap(swap: PendingSwap): Promise<void> {
    const { prepared, by, done } = swap;
    const { profile } = prepared;
    const old = this.#opened;
    const unstill = await standStill(old.session, by, `swap to ${profile}`);
    // What has filled meanwhile is a position too.
    const obstacle = this.#swapObstacle() ?? (swap.leavePositions ? null : leavingObstacle(old)) ?? unstill;
    if (obstacle !== null) return this.#giveUp(swap, obstacle);
    const left = heldPositions(old, by);
    if (left !== null) {
      const written = this.#control.leave(left);
      if (!written.ok) return this.#giveUp(swap, refused(RUNTIME_ERRORS.swapFailed, `that positions are left could not be written: ${written.reason}; the session stays cancel-only`));
    }
    // Nothing waits between the last look at the latch and the new session being the one that is halted.
    const opened = released(prepared);
    if ('ok' in opened) {
      if (left !== null) this.#kept(this.#control.returned(left.profile), 'the account goes on, but is said to be left');
      return this.#giveUp(swap, opened);
    }
    this.#swap = null;
    this.#opened = opened;
    this.#wasSwapped = true;
    this.#tapeEnded = false;
    this.#token = swap.token;
    this.#keeper.moveTo(opened.generation, configTarget(opened, this.#control));
    this.#kept(this.#control.returned(profile), 'the account that was left is looked after again, but is said to be left');
    await leaveSession(old, profile, left, (kind, text, data) => { this.#announce(kind, text, data); });
    this.#announce('session', `session ${opened.id} open (profile ${profile}, by ${by})`, { session: opened.id, profile });
    done({ ok: true, session: opened.id, profile });
  }

  #giveUp(swap: PendingSwap, outcome: Swapped): Promise<void> {
    this.#swap = null;
    return giveUp(swap, outcome);
  }

  async #stayAfterTape(): Promise<void> {
    this.#tapeEnded = true;
    const isProved = await this.#session.quiesce('runtime', 'tape ended', QUIESCE_MS);
    const { pnl } = this.status();
    this.#announce('session', `tape ended: P&L ${pnl.total.toFixed(2)}, ${isProved ? 'zero open orders proved' : 'open orders UNCONFIRMED'}; the session stays`, { pnl });
  }

  #changeObstacle(): Refused | null {
    if (this.#isEnding) return stopping();
    return this.#swapping === null ? null : busy();
  }

  #kept(written: Written, consequence: string): void {
    if (!written.ok) this.#announce('alert', `${written.reason}: ${consequence}`, {});
  }

  #announce(kind: StreamItem['kind'], text: string, data: Record<string, unknown>): void {
    this.#options.observer.announce(kind, Date.now(), text, data);
  }
}
