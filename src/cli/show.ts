// `evenkeel show`: the effective configuration, each value with the place it was written at.

import { EXIT } from '../errors/exit-codes.ts';
import { loadConfig } from '../config/load.ts';
import type { EffectiveValue } from '../config/effective.ts';
import { resolve } from 'node:path';
import type { TextSink } from './text-sink.ts';

export interface ShowOptions {
  readonly dir: string;
  readonly profile?: string | undefined;
  readonly json?: boolean | undefined;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

const WIDEST = 48;

export async function showCommand({ dir, profile, json, stdout, stderr }: ShowOptions): Promise<number> {
  const result = loadConfig({ dir: resolve(dir), profile });
  if (!result.ok) {
    if (json === true) stdout.write(`${JSON.stringify({ ok: false, problems: result.problems })}\n`);
    else stderr.write(`${result.problems.map((problem) => problem.text).join('\n\n')}\n`);
    return EXIT.config;
  }
  const { config, hash, effective } = result.loaded;
  if (json === true) {
    const values = effective.map(({ path, value, origin }) => ({ path, value, origin }));
    stdout.write(`${JSON.stringify({ ok: true, hash, config, effective: values })}\n`);
    return EXIT.ok;
  }
  const own = new Map(effective.map((leaf) => [leaf.path, leaf]));
  const shown = effective.filter((leaf) => !isInherited(leaf, own));
  const width = (of: (leaf: EffectiveValue) => string): number => Math.min(WIDEST, Math.max(...shown.map((leaf) => of(leaf).length)));
  const pathWidth = Math.max(...shown.map((leaf) => leaf.path.length));
  const valueWidth = width((leaf) => leaf.value);
  for (const leaf of shown) stdout.write(`${leaf.path.padEnd(pathWidth)}  ${leaf.value.padEnd(valueWidth)}  ${leaf.origin}\n`);
  return EXIT.ok;
}

/** A market's own settings are listed where they differ from its strategy's. */
function isInherited(leaf: EffectiveValue, own: ReadonlyMap<string, EffectiveValue>): boolean {
  const match = /^(strategies\.[^.]+)\.override\..*?\.((?:quote|skew|volatility|extremes|limits|stopLoss)\..*)$/.exec(leaf.path);
  const general = match === null ? undefined : own.get(`${match[1]}.${match[2]}`);
  return general !== undefined && general.origin === leaf.origin && general.canonical === leaf.canonical;
}
