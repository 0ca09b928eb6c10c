// The key of a job: two jobs with one key have one result, on any machine. Made of everything that decides the result, the
// program itself included.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BacktestJob } from '../backtest/job.ts';
import type { ExchangeSettings } from '../config/compiled-config.ts';
import { canonicalJson, sha256 } from '../config/sources.ts';

export interface KeyedJob { readonly key: string; readonly job: BacktestJob }

const SOURCE = join(import.meta.dirname, '..');
/** Rooms whose code a backtest runs through. */
const ROOMS = ['core', 'exchange', 'venues', 'tape', 'runtime', 'backtest'];
const DOES_NOT_RUN = /\.(test|fixture|contract)\.ts$|^backtest\/(report|statistics)\//;

let version: string | null = null;

/** Of the package, of what decides, and of the runtime that computes it. Read once. */
export function engineVersion(): string {
  if (version !== null) return version;
  const hash = createHash('sha256').update(readFileSync(join(SOURCE, '../package.json'))).update(process.version);
  for (const room of ROOMS) {
    const files = readdirSync(join(SOURCE, room), { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file.replaceAll('\\', '/')}`);
    for (const file of files.filter((name) => name.endsWith('.ts') && !DOES_NOT_RUN.test(name)).toSorted()) {
      hash.update(`\0${file}\0`).update(readFileSync(join(SOURCE, file)));
    }
  }
  version = hash.digest('hex');
  return version;
}

export function jobKey({ config, configHash, source, models, seed, window, gaps, points, directory }: BacktestJob): string {
  const played = source.kind === 'tapes' ? { kind: source.kind, contentHash: source.contentHash } : source;
  return sha256(canonicalJson({ engine: engineVersion(), configHash, source: played, models, seed, window, gaps, points, samples: samplesOf(config.exchange, directory) }));
}

/** Contents of the files that latencies are replayed from. */
function samplesOf({ latency }: ExchangeSettings, directory: string): readonly string[] {
  return samplePaths(latency).map((path) => createHash('sha256').update(readFileSync(resolve(directory, path))).digest('hex'));
}

export const samplePaths = (latency: ExchangeSettings['latency']): readonly string[] =>
  [latency.feed, latency.order, latency.response].flatMap((settings) => (settings.kind === 'samples' ? [settings.path] : []));
