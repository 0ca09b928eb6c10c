// A folder with the shipped configuration and bots that run from it. For tests.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../config/load.ts';
import { RuleOracle } from '../observe/rule-oracle.ts';
import { Bot } from './bot.ts';
import type { BotOptions } from './bot-options.ts';

const ROOT = join(import.meta.dirname, '../..');
export const TAPE = join(ROOT, 'test/fixtures/tapes/btc15m.csv');

export interface StartedBot { readonly bot: Bot; readonly said: string[]; readonly running: Promise<unknown> }

export class BotFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'evenkeel-bot-'));
  #started: StartedBot | null = null;

  constructor() {
    cpSync(join(ROOT, 'strategies.yaml'), join(this.path, 'strategies.yaml'));
    cpSync(join(ROOT, 'profiles'), join(this.path, 'profiles'), { recursive: true });
  }

  edit(file: string, from: string | RegExp, to: string): void {
    const path = join(this.path, file);
    const text = readFileSync(path, 'utf8');
    if (text.search(from) < 0) throw new Error(`${file} has no ${String(from)}`);
    writeFileSync(path, text.replace(from, to));
  }

  async start(options: Partial<BotOptions> = {}): Promise<StartedBot> {
    const said: string[] = [];
    const result = loadConfig({ dir: this.path, profile: options.profile ?? undefined });
    if (!result.ok) throw new Error(result.problems.map((problem) => problem.text).join('\n'));
    const bot = await Bot.open({
      directory: this.path, profile: null, tape: null, gaps: 'refuse', seed: 7, speed: { kind: 'scaled', factor: 1 }, clearsHalt: false, environment: {},
      observer: {
        notice() {}, batch() {}, command() {}, journal() {}, configRejected() {}, reloaded() {}, oracleDisagreed() {},
        announce: (_kind, _at, text) => { said.push(text); },
      },
      oracleFor: (rules) => new RuleOracle(rules), metricsText: async () => '', subscribe: () => () => {},
      ...options,
    }, result.loaded);
    this.#started = { bot, said, running: bot.run(null) };
    return this.#started;
  }

  /** As kill -9 would: nothing is proved, sealed or written any more. */
  async kill(): Promise<void> {
    const started = this.#started;
    this.#started = null;
    if (started === null) return;
    started.bot.stop();
    await started.running;
    await started.bot.abandon();
  }

  /** Told to stop: cancels everything, proves it and seals the run. */
  async end(): Promise<void> {
    const started = this.#started;
    this.#started = null;
    if (started === null) return;
    started.bot.stop();
    await started.running;
    await started.bot.close('test');
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.path, { recursive: true });
  }
}
