// `evenkeel run`: starts the bot as the files say, serves the API beside it, and ends it in order: cancel all, prove zero
// open orders, snapshot, sum up.

import { resolve } from 'node:path';
import { previewThread } from '../backtest/preview/preview-thread.ts';
import { loadConfig, type LoadedConfig } from '../config/load.ts';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { openLog, type Log } from '../observe/log.ts';
import { RuleOracle } from '../observe/rule-oracle.ts';
import { Bot } from '../runtime/bot.ts';
import { lastGoodConfig } from '../runtime/last-good-config.ts';
import { describeSource, type Speed } from '../runtime/market-source.ts';
import type { LiveVenues } from '../runtime/live-venue.ts';
import { runSummary } from '../runtime/run-summary.ts';
import { ARMING } from '../runtime/standing-halt.ts';
import { refusal } from './refusal.ts';
import { servedApi, type ServedApi } from './served-api.ts';
import { runObserver, type RunObserver } from './run-observer.ts';
import { readDurationMs, readGaps, readSeed, readSpeed, type RunOptions } from './run-options.ts';
import { runSummaryText } from './run-summary-text.ts';
import { stopSignals } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

const ENDINGS = { 'venue-ended': 'tape ended', 'time-over': 'duration over', asked: 'stopped' } as const;

/** `liveVenues`: the way to venues; without one only demos and recordings are traded. */
export async function run(options: RunOptions, terminal: Terminal, liveVenues?: LiveVenues): Promise<number> {
  let log: Log | null = null;
  try {
    const timing = { speed: readSpeed(options.speed), durationMs: readDurationMs(options.duration), seed: readSeed(options.seed) };
    const loaded = startingConfig(options, terminal);
    if (loaded === null) return EXIT.config;
    log = await openLog({ directory: options.dir, level: 'info', onFailure: (error) => { terminal.err(`the log cannot be written: ${error.message}`); } });
    return await runLogged(options, timing, terminal, loaded, log, liveVenues);
  } catch (error) {
    if (error instanceof EvenkeelError) log?.logger.error({ code: error.spec.code }, error.message);
    return refusal(error, terminal);
  } finally {
    await log?.close();
  }
}

/** Null where the files have mistakes, which are then printed. */
function startingConfig({ dir, profile, lastGood }: RunOptions, terminal: Terminal): LoadedConfig | null {
  const result = loadConfig({ dir, profile: profile ?? undefined });
  if (result.ok) return result.loaded;
  terminal.err(`${result.problems.map((problem) => problem.text).join('\n\n')}\n`);
  if (!lastGood) {
    terminal.err('nothing was started; `evenkeel run --last-good` starts from the newest config that was in force');
    return null;
  }
  terminal.err('starting from the newest config that was in force, since --last-good says so');
  return lastGoodConfig(dir, profile);
}

interface Timing { readonly speed: Speed; readonly durationMs: number | null; readonly seed: number }

async function runLogged(options: RunOptions, { speed, durationMs, seed }: Timing, terminal: Terminal, loaded: LoadedConfig, log: Log, liveVenues: LiveVenues | undefined): Promise<number> {
  const isFullSpeed = speed.kind === 'max';
  const say = options.json ? terminal.err : terminal.out;
  const observer = runObserver({ write: say, isColoured: terminal.isColoured && !options.json, log, isFullSpeed });
  try {
    const bot = await Bot.open({
      directory: options.dir, profile: options.profile, tape: options.tape === null ? null : resolve(options.tape), gaps: readGaps(options.gaps), seed, speed,
      clearsHalt: options.resume, confirm: options.confirm, ...(liveVenues === undefined ? {} : { liveVenues }), environment: terminal.environment, observer,
      oracleFor: (rules) => new RuleOracle(rules),
      metricsText: (status) => observer.metrics.text(status),
      subscribe: (listener) => observer.feed.subscribe(listener),
      preview: previewThread(),
    }, loaded);
    return await runOpened(bot, { options, terminal, say, observer, log, durationMs, isFullSpeed });
  } finally {
    observer.close();
  }
}

interface Running {
  readonly options: RunOptions; readonly terminal: Terminal; readonly say: (text: string) => void; readonly observer: RunObserver; readonly log: Log;
  readonly durationMs: number | null; readonly isFullSpeed: boolean;
}

async function runOpened(bot: Bot, { options, terminal, say, observer, log, durationMs, isFullSpeed }: Running): Promise<number> {
  sayOpening(bot, say);
  const began = performance.now();
  const signals = stopSignals(() => { bot.stop(); }, (text) => { terminal.err(text); });
  let api: ServedApi | null = null;
  try {
    if (options.api && !isFullSpeed) {
      api = await servedApi(bot, options.dir, log);
      observer.announce('session', Date.now(), `API on ${api.address} (documentation at ${api.address}/docs)`, { address: api.address });
    }
    // In virtual time the run is over before anybody could have edited a file.
    if (!isFullSpeed) bot.watch();
    const stop = await bot.run(durationMs);
    const because = signals.received ?? ENDINGS[stop];
    const seconds = (performance.now() - began) / 1_000;
    await api?.close();
    api = null;
    const isProved = await bot.close(because);
    observer.close();
    const summary = runSummary(bot.opened, { because, isProved, seconds });
    log.logger.info({ summary }, 'run ended');
    say(runSummaryText(summary));
    if (options.json) terminal.out(JSON.stringify(summary));
    return isProved ? EXIT.ok : EXIT.failed;
  } catch (error) {
    await api?.close();
    await bot.abandon();
    throw error;
  } finally {
    signals.ignore();
  }
}

function sayOpening(bot: Bot, say: (text: string) => void): void {
  const { id, generation, recovered, source, heldBecause } = bot.opened;
  const from = source.kind === 'demo' ? `demo market, seed ${source.seed}` : source.kind === 'tape' ? `recording ${source.path}` : describeSource(source);
  say(`session ${id} (run ${bot.opened.run}): profile ${generation.profile}, generation ${generation.number}, ${from}`);
  for (const warning of generation.loaded.warnings) say(`  warning: ${warning}`);
  const { halted } = bot.status();
  if (recovered.halted !== null && halted !== null) {
    say(`  STILL HALTED since an earlier run, by ${recovered.halted.by}: ${recovered.halted.reason}`);
    say(`  nothing is quoted until \`evenkeel resume\`${halted.by === ARMING ? '; no start clears this' : ', or a start with `--resume`'}`);
  }
  if (heldBecause !== null) {
    say(`  HALTED: ${heldBecause}`);
    say('  it was opened to look after what the last session may have left; see `evenkeel doctor`, then `evenkeel resume`');
  }
  if (recovered.halted !== null && halted === null) say(`  the halt of an earlier run (by ${recovered.halted.by}: ${recovered.halted.reason}) is CLEARED by --resume`);
}
