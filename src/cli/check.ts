// `evenkeel check`: every mistake of the configuration, or the word that there is none.

import { EXIT } from '../errors/exit-codes.ts';
import { loadConfig } from '../config/load.ts';
import { resolve } from 'node:path';
import type { TextSink } from './text-sink.ts';

export interface CheckOptions {
  readonly dir: string;
  readonly profile?: string | undefined;
  readonly json?: boolean | undefined;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

export async function checkCommand({ dir, profile, json, stdout, stderr }: CheckOptions): Promise<number> {
  const result = loadConfig({ dir: resolve(dir), profile });
  if (!result.ok) {
    if (json === true) stdout.write(`${JSON.stringify({ ok: false, problems: result.problems })}\n`);
    else {
      const count = result.problems.length;
      stderr.write(`${result.problems.map((problem) => problem.text).join('\n\n')}\n\n${count} ${count === 1 ? 'mistake' : 'mistakes'}\n`);
    }
    return EXIT.config;
  }
  const { config, hash, warnings } = result.loaded;
  if (json === true) {
    stdout.write(`${JSON.stringify({ ok: true, profile: config.profile, mode: config.mode, hash, strategies: config.strategies.length, rules: config.rules.length, warnings })}\n`);
    return EXIT.ok;
  }
  for (const warning of warnings) stderr.write(`warning: ${warning}\n`);
  const plural = (count: number, word: string, more: string): string => `${count} ${count === 1 ? word : more}`;
  stdout.write(`ok: profile ${config.profile}, ${plural(config.strategies.length, 'strategy', 'strategies')}, ${plural(config.rules.length, 'rule', 'rules')} (${hash.slice(0, 12)})\n`);
  return EXIT.ok;
}
