// The running bot: one session at a time, its config, and what operators may ask of both. Owns the swap between profiles;
// knows the API, the terminal and the log only as those who listen.

import { loadConfig, type LoadedConfig, type LoadResult } from '../config/load.ts';
import { watchConfig, type ConfigWatch } from '../config/watch.ts';
import type { EngineStatus, MarketReport, MarketSummary } from '../core/views.ts';
import { API_ERRORS } from '../errors/api.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { readGenerations } from '../journal/read.ts';
import { profileProblem } from './change-problem.ts';
import { ConfigKeeper, type ConfigTarget } from './config-keeper.ts';
import { controlToken, type ControlToken } from './control-token.ts';
import type { ConfigReport, Controller, HaltReport, HealthReport, Outcome, PlanReport, StreamItem } from './controller.ts';
import { healthReport } from './health.ts';
import { openSession, type OpenedSession } from './open-session.ts';
import { OracleWatch } from './oracle-watch.ts';
import { journalPath, marketSource, type BotOptions } from './bot-options.ts';
import { refused } from './refused.ts';
import type { Session, SessionStop } from './session.ts';
import type { SessionObserver } from './session-observer.ts';

const HALT_PROOF_MS = 2_000;
const QUIESCE_MS = 5_000;

type Swapped = Outcome<{ session: string; profile: string }>;
interface Swap { readonly opened: OpenedSession; readonly by: string; readonly done: (outcome: Swapped) => void }

export class Bot implements Controller {
  readonly #options: BotOptions;
  readonly #startedAt = performance.now();
  readonly #token: ControlToken;
  readonly #oracle: OracleWatch;
  readonly #keeper: ConfigKeeper;
  #opened: OpenedSession;
  #watcher: ConfigWatch | null = null;
  /** Null where the `profile:` line of strategies.yaml says which profile runs. */
  #profileOverride: string | null;
  #namedProfile: string;
  #swap: Swap | null = null;
  #isSwapping = false;
  /** A session that was swapped in stays when its tape ends; the first one's end is the end of the run. */
  #wasSwapped = false;
  #tapeEnded = false;
  #stopAsked = false;

  private constructor(options: BotOptions, opened: OpenedSession, token: ControlToken, oracle: OracleWatch) {
    this.#options = options;
    this.#opened = opened;
    this.#token = token;
    this.#oracle = oracle;
    this.#profileOverride = options.profile;
    this.#namedProfile = opened.generation.loaded.profileNamed;
    this.#keeper = new ConfigKeeper(opened.generation, configTarget(opened), {
      config: (text, status) => {
        if (status === 'rejected') options.observer.configRejected();
        this.#announce(status === 'rejected' ? 'alert' : 'config', text, { status });
      },
    });
  }

  /** Opens the first session with this config. Throws an `EvenkeelError` where that cannot be. */
  static async open(options: BotOptions, loaded: LoadedConfig): Promise<Bot> {
    const token = controlToken(loaded.config.api.token, options.environment);
    const source = marketSource(loaded.config.mode, options.tape, options);
    const oracle = new OracleWatch(options.oracleFor, (rule, market) => { options.observer.oracleDisagreed(rule, market); });
    const opened = await openSession({
      loaded, origin: 'start', journalPath: journalPath(options.directory, loaded), source, speed: options.speed, above: 0,
      clearsHalt: options.clearsHalt, observer: observed(options, oracle),
    });
    return new Bot(options, opened, token, oracle);
  }

  get opened(): OpenedSession { return this.#opened; }
  get #session(): Session { return this.#opened.session; }

  /** Applies saves while the bot runs. */
  watch(): void {
    this.#watcher = watchConfig({
      dir: this.#options.directory,
      profile: () => this.#profileOverride ?? undefined,
      current: () => this.#keeper.current.loaded,
      onResult: (result) => { this.#filesSay(result); },
      onFailure: (error) => { this.#announce('alert', `the config could not be read, by a fault of the program: ${error.message}`, {}); },
    });
  }

  /** Until the first session's input ends, `durationMs` of session time are over, or `stop`. */
  async run(durationMs: number | null): Promise<SessionStop> {
    while (!this.#stopAsked) {
      const { session, startedAt } = this.#opened;
      const stop = await session.run(durationMs === null ? null : startedAt + durationMs, this.#tapeEnded);
      if (this.#swap !== null) await this.#performSwap(this.#swap);
      else if (stop === 'venue-ended' && this.#wasSwapped) await this.#stayAfterTape();
      else return stop;
    }
    return 'asked';
  }

  stop(): void {
    this.#stopAsked = true;
    this.#session.stop();
  }

  /** Cancels all, says whether zero open orders were proved, seals the run and releases everything. */
  async close(because: string): Promise<boolean> {
    await this.#watcher?.close();
    if (this.#swap !== null) await this.#giveUp(this.#swap, refused(RUNTIME_ERRORS.swapFailed, 'the bot is shutting down'));
    const { session } = this.#opened;
    const isProved = await session.quiesce(because, 'shutdown', QUIESCE_MS);
    session.seal(because);
    await session.close();
    return isProved;
  }

  /** After a failure: releases everything, without asking the engine for anything. */
  async abandon(): Promise<void> {
    await this.#watcher?.close();
    await this.#session.close();
  }

  // ── Controller ──

  health(): HealthReport {
    return healthReport({
      status: this.status(), config: this.#keeper.status, journalFailure: this.#opened.journal.failure, tapeEnded: this.#tapeEnded,
      isSwapping: this.#isSwapping, uptimeMs: Math.round(performance.now() - this.#startedAt),
    });
  }
  status(): EngineStatus { return this.#session.engine.status(); }
  markets(): readonly MarketSummary[] { return this.status().markets; }
  market(name: string): MarketReport | null { return this.#session.engine.market(name); }
  explain(name: string): ReturnType<Controller['explain']> {
    const explanation = this.#session.engine.explain(name);
    return explanation === null ? null : { ...explanation, oracle: this.#oracle.verdict(explanation.rules.map((rule) => rule.name)) };
  }
  config(): ConfigReport { return this.#keeper.report(); }
  plan(): PlanReport { return this.#keeper.plan(); }
  async reload(): Promise<PlanReport> {
    if (this.#watcher === null) this.#filesSay(this.#load(this.#profileOverride));
    else await this.#watcher.reloadNow();
    return this.#keeper.plan();
  }
  async apply(by: string): ReturnType<Controller['apply']> { return this.#isSwapping ? busy() : this.#keeper.apply(by); }
  async revert(generation: number, by: string): ReturnType<Controller['revert']> {
    return this.#isSwapping ? busy() : this.#keeper.revert(generation, by);
  }

  async halt(by: string, reason: string): Promise<HaltReport> {
    const asked = performance.now();
    this.#session.command(by, { kind: 'halt', reason });
    const isProved = await this.#session.proved(HALT_PROOF_MS);
    return {
      halted: true, zeroOpen: isProved ? 'proved' : 'unconfirmed', openOrders: this.#session.engine.haltProof().openOrders,
      tookMs: Math.round(performance.now() - asked),
    };
  }

  async resume(by: string, market: string | null): Promise<Outcome> {
    if (this.#isSwapping) return busy();
    if (market !== null && !this.#session.hasMarket(market)) return refused(API_ERRORS.unknownMarket, `no market "${market}" is listed`);
    this.#session.command(by, { kind: 'resume', market });
    return { ok: true };
  }

  async swapProfile(profile: string, { confirm, by, tape }: { confirm: string; by: string; tape: string | null }): ReturnType<Controller['swapProfile']> {
    if (confirm !== profile) return refused(RUNTIME_ERRORS.notConfirmed, `"${confirm}" does not confirm "${profile}"`);
    if (this.#isSwapping) return busy();
    const current = this.#keeper.current.profile;
    if (profile === current) return refused(RUNTIME_ERRORS.sameProfile, `the session already runs ${profile}`);
    if (this.status().halted !== null) return refused(RUNTIME_ERRORS.halted, `${current} is halted`);
    const result = this.#load(profile);
    if (!result.ok) return refused(RUNTIME_ERRORS.invalidConfig, result.problems.map((problem) => problem.text).join('\n'));
    this.#isSwapping = true;
    try {
      // All that can fail for reasons of the new session fails here, while the old one still trades.
      const opened = await this.#openNext(result.loaded, tape);
      const outcome = await new Promise<Swapped>((done) => {
        this.#swap = { opened, by, done };
        this.#session.stop();
      });
      if (outcome.ok) this.#profileOverride = profile;
      return outcome;
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      return { ok: false, code: error.spec.code, message: `${error.message}; ${current} goes on`, remedy: error.spec.remedy };
    } finally {
      this.#isSwapping = false;
    }
  }

  metrics(): Promise<string> { return this.#options.metricsText(this.status()); }
  get needsToken(): boolean { return this.#token.isNeeded; }
  checkToken(token: string): boolean { return this.#token.check(token); }
  subscribe(listener: (item: StreamItem) => void): () => void { return this.#options.subscribe(listener); }

  // ── the swap ──

  #openNext(loaded: LoadedConfig, tape: string | null): Promise<OpenedSession> {
    const { mode } = loaded.config;
    const source = marketSource(mode, mode === 'demo' ? null : tape ?? this.#options.tape, this.#options);
    return openSession({
      loaded, origin: 'profile', journalPath: journalPath(this.#options.directory, loaded), source, speed: this.#options.speed,
      above: this.#keeper.current.number, clearsHalt: false, observer: observed(this.#options, this.#oracle),
    });
  }

  async #performSwap(swap: Swap): Promise<void> {
    const { opened, by, done } = swap;
    const { profile } = opened.generation;
    const isProved = await this.#session.quiesce(by, `swap to ${profile}`, QUIESCE_MS);
    if (!isProved) {
      await this.#giveUp(swap, refused(RUNTIME_ERRORS.swapUnproved, `zero open orders could not be proved in ${QUIESCE_MS / 1_000} s`));
      return;
    }
    this.#swap = null;
    this.#session.seal(`swapped to ${profile}`);
    await this.#session.close();
    this.#opened = opened;
    this.#wasSwapped = true;
    this.#tapeEnded = false;
    this.#keeper.moveTo(opened.generation, configTarget(opened));
    this.#announce('session', `session ${opened.id} open (profile ${profile}, by ${by})`, { session: opened.id, profile });
    done({ ok: true, session: opened.id, profile });
  }

  async #giveUp({ opened, done }: Swap, outcome: Swapped): Promise<void> {
    this.#swap = null;
    opened.session.seal('swap given up');
    await opened.session.close();
    done(outcome);
  }

  async #stayAfterTape(): Promise<void> {
    this.#tapeEnded = true;
    const isProved = await this.#session.quiesce('runtime', 'tape ended', QUIESCE_MS);
    const { pnl } = this.status();
    this.#announce('session', `tape ended: P&L ${pnl.total.toFixed(2)}, ${isProved ? 'zero open orders proved' : 'open orders UNCONFIRMED'}; the session stays`, { pnl });
  }

  // ── the files ──

  #load(profile: string | null): LoadResult {
    return loadConfig({ dir: this.#options.directory, profile: profile ?? undefined });
  }

  #filesSay(result: LoadResult): void {
    const began = performance.now();
    if (result.ok && result.loaded.profileNamed !== this.#namedProfile) {
      this.#namedProfile = result.loaded.profileNamed;
      if (this.#namedProfile !== this.#keeper.current.profile) {
        void this.#swapAsWritten(result.loaded);
        return;
      }
      this.#profileOverride = null;
    }
    this.#keeper.consider(result);
    this.#options.observer.reloaded((performance.now() - began) / 1_000);
  }

  /** The `profile:` line was edited: the same protocol as a swap by the API. */
  async #swapAsWritten(loaded: LoadedConfig): Promise<void> {
    const profile = loaded.profileNamed;
    const outcome = await this.swapProfile(profile, { confirm: profile, by: 'strategies.yaml', tape: null });
    if (outcome.ok) {
      this.#profileOverride = null;
      return;
    }
    this.#keeper.refuse(profileProblem(outcome.code, `the session does not swap to ${profile}: ${outcome.message}`, loaded));
  }

  #announce(kind: StreamItem['kind'], text: string, data: Record<string, unknown>): void {
    this.#options.observer.announce(kind, Date.now(), text, data);
  }
}

const busy = (): ReturnType<typeof refused> => refused(RUNTIME_ERRORS.busy, 'a swap of the session is under way');

/** In virtual time nobody reads a judgement before it is out of date. */
const observed = ({ observer, speed }: BotOptions, oracle: OracleWatch): SessionObserver => ({
  batch: (events, decisions) => { observer.batch(events, decisions); },
  command: (type) => { observer.command(type); },
  journal: (failure) => { observer.journal(failure); },
  notice: (notice, from) => {
    observer.notice(notice, from);
    if (speed.kind !== 'max' && notice.type === 'RuleChanged') oracle.ruleChanged(from.engine, notice, notice.market === null ? (notice.strategy ?? 'account') : from.nameOf(notice.market));
  },
});

function configTarget({ journal, session }: OpenedSession): ConfigTarget {
  return {
    now: Date.now,
    generations: () => readGenerations(journal.database),
    record: (row) => journal.recordGeneration(row),
    swap: (generation, config) => { session.inject((ts) => [{ type: 'ConfigSwapped', ts, generation, config }]); },
  };
}
