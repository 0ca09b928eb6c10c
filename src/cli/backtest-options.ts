// The options of `evenkeel backtest` as typed, and the job they make.

import { resolve } from 'node:path';
import { STANDARD_MODELS } from '../backtest/models.ts';
import type { BacktestJob, BacktestSource } from '../backtest/job.ts';
import type { QueueSettings } from '../config/compiled-config.ts';
import type { LoadedConfig } from '../config/load.ts';
import { duration, percent } from '../config/units.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { SCENARIO_NAMES, SCENARIOS } from '../exchange/synthetic-scenarios.ts';
import { readGaps } from './run-options.ts';

export interface BacktestOptions {
  readonly dir: string;
  readonly json: boolean;
  readonly tapes: readonly string[];
  readonly profile: string | null;
  /** "pessimistic,power:3", "all", "profile"; null: all. */
  readonly models: string | null;
  readonly seed: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** "refuse" or "outage". */
  readonly gaps: string;
  readonly labels: string | null;
  /** "6h": no recording but seeded participants. */
  readonly synthetic: string | null;
  /** "30%". */
  readonly informed: string | null;
  /** "trend": which synthetic markets. */
  readonly scenario: string | null;
  /** Two configs on the same market; null: one. */
  readonly compare: readonly [string, string] | null;
  /** Null: a folder of its own under data/backtests. */
  readonly out: string | null;
  readonly report: boolean;
}

const POINTS = 1_000;
const HOUR_MS = 3_600_000;
/** Of takers, in the markets of the demonstration. */
const INFORMED = 0.5;

const bad = (text: string): EvenkeelError => new EvenkeelError(RUNTIME_ERRORS.badOption, text);

/** `pessimistic`, `power:3`, `decay:90s`, several with commas; `all`; `profile`: the one of the profile. */
function readModels(text: string | null, ofProfile: QueueSettings): readonly QueueSettings[] {
  if (text === 'profile') return [ofProfile];
  if (text === null || text === 'all') {
    const isStandard = STANDARD_MODELS.some(({ model }) => model === ofProfile.model);
    // With its own parameter where it is one of them, beside them where it is not.
    return isStandard ? STANDARD_MODELS.map((standard) => (standard.model === ofProfile.model ? ofProfile : standard)) : [...STANDARD_MODELS, ofProfile];
  }
  const models = text.split(',').map((word) => readModel(word.trim()));
  const twice = models.find(({ model }, index) => models.findIndex((other) => other.model === model) !== index);
  if (twice !== undefined) throw bad(`--models ${text}: ${twice.model} stands there twice`);
  return models;
}

function readModel(word: string): QueueSettings {
  const [model, parameter] = word.split(':');
  switch (model) {
    case 'pessimistic': case 'proportional': case 'trade-through':
      if (parameter !== undefined) throw bad(`--models ${word}: ${model} takes no parameter`);
      return { model };
    case 'power': {
      const exponent = Number(parameter ?? Number.NaN);
      if (!(exponent > 0 && exponent <= 20)) throw bad(`--models ${word}: give the exponent, like \`power:3\``);
      return { model, exponent };
    }
    case 'decay': {
      const halfLife = duration.read(parameter ?? '');
      if (!halfLife.ok || halfLife.value < 1_000) throw bad(`--models ${word}: give the half-life, like \`decay:90s\``);
      return { model, halfLifeMs: halfLife.value };
    }
    default: throw bad(`--models ${word}: the models are pessimistic, proportional, power:<exponent>, trade-through and decay:<half-life>; or all, or profile`);
  }
}

function readTime(option: string, text: string | null): number | null {
  if (text === null) return null;
  const at = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?$/.test(text) ? Date.parse(text.includes('T') && !text.endsWith('Z') ? `${text}Z` : text) : Number.NaN;
  if (Number.isNaN(at)) throw bad(`${option} ${text}: write a time in UTC, like 2026-06-07T01:35:00Z`);
  return at;
}

export function readSynthetic({ synthetic, informed, scenario }: { readonly synthetic: string; readonly informed: string | null; readonly scenario: string | null }): BacktestSource {
  const length = duration.read(synthetic);
  if (!length.ok || length.value < 60_000) throw bad(`--synthetic ${synthetic}: write how long, like 6h or 30m`);
  const name = SCENARIO_NAMES.find((one) => one === scenario);
  if (scenario !== null && name === undefined) throw bad(`--scenario ${scenario}: the scenarios are ${SCENARIO_NAMES.join(', ')}`);
  const share = informed === null ? { ok: true as const, value: name === undefined ? INFORMED : SCENARIOS[name].informed } : percent.read(informed);
  if (!share.ok || share.value < 0 || share.value > 1) throw bad(`--informed ${informed}: the share of takers who know the value, like 30%`);
  return { kind: 'synthetic', hours: length.value / HOUR_MS, informed: share.value, ...(name === undefined ? {} : { scenario: name }) };
}

function readBacktestSeed(text: string | null, ofProfile: number): number {
  if (text === null) return ofProfile;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw bad(`--seed ${text}: a seed is a whole number from 0`);
}

export function backtestJob(options: BacktestOptions, { loaded, name, directory, source }: { readonly loaded: LoadedConfig; readonly name: string; readonly directory: string; readonly source: BacktestSource }): BacktestJob {
  const { config, hash } = loaded;
  const from = readTime('--from', options.from);
  const to = readTime('--to', options.to);
  if (source.kind === 'synthetic' && (from !== null || to !== null)) throw bad('--from and --to are for recordings');
  if (from !== null && to !== null && to <= from) throw bad('--to has to be later than --from');
  return {
    config, name, directory: resolve(directory), configHash: hash, source, models: readModels(options.models, config.exchange.queue),
    seed: readBacktestSeed(options.seed, config.exchange.seed),
    window: from === null && to === null ? null : { from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER }, gaps: readGaps(options.gaps), points: POINTS,
  };
}
