// A real bot on files of a folder of its own, opened and not run: what of the configuration the runtime reads.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig } from '../../src/config/load.ts';
import { EvenkeelError } from '../../src/errors/define.ts';
import { RuleOracle } from '../../src/observe/rule-oracle.ts';
import { Bot } from '../../src/runtime/bot.ts';
import type { BotOptions } from '../../src/runtime/bot-options.ts';
import type { LiveVenues } from '../../src/runtime/live-venue.ts';
import { yamlOf, type Files, type Settings } from './variants.fixture.ts';

const ENVIRONMENT = { FIRST_TOKEN: 'first', SECOND_TOKEN: 'second' } as const;
/** A session at a venue: at its own speed, with the word of an operator. */
const atVenue = (liveVenues: LiveVenues): Partial<BotOptions> => ({ liveVenues, speed: { kind: 'scaled', factor: 1 }, confirm: 'demo' });

/** What `look` sees of the bot, or the code of the error that opening it ends in. */
export async function openedBot(files: Files, look: (bot: Bot, directory: string) => unknown, liveVenues: LiveVenues | null = null): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-keys-'));
  try {
    write(join(directory, 'strategies.yaml'), files.strategies);
    for (const [name, profile] of Object.entries(files.profiles)) write(join(directory, 'profiles', `${name}.yaml`), profile);
    const result = loadConfig({ dir: directory });
    if (!result.ok) throw new Error(result.problems.map((problem) => problem.text).join('\n\n'));
    const bot = await Bot.open({
      directory, profile: null, tape: null, gaps: 'refuse', seed: 1, speed: { kind: 'max' }, clearsHalt: false, environment: { ...ENVIRONMENT, XDG_STATE_HOME: join(directory, 'state') },
      observer: { notice() {}, batch() {}, command() {}, journal() {}, configRejected() {}, reloaded() {}, oracleDisagreed() {}, announce() {} },
      oracleFor: (rules) => new RuleOracle(rules), metricsText: async () => '', subscribe: () => () => {}, ...(liveVenues === null ? {} : atVenue(liveVenues)),
    }, result.loaded);
    try {
      return await look(bot, directory);
    } finally {
      await bot.abandon();
    }
  } catch (error) {
    if (error instanceof EvenkeelError) return error.spec.code;
    throw error;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function write(path: string, settings: Settings): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, yamlOf(settings));
}
