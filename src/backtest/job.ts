// One backtest to be done, as plain data: what travels to a worker thread or to another machine, and what its key is made
// of. Two jobs with one key have one result.

import type { CompiledConfig, QueueSettings } from '../config/compiled-config.ts';
import type { ScenarioName } from '../exchange/synthetic-scenarios.ts';
import type { BacktestResult } from './result.ts';

export type BacktestSource =
  /** Recordings played together: paths as the one that performs the job sees them, and the hash of what they hold. */
  | { readonly kind: 'tapes'; readonly paths: readonly string[]; readonly contentHash: string;
      /** What a YES share paid, micro-dollars by market, over what the recordings say themselves. */
      readonly labels?: Readonly<Record<string, number>> }
  /** The embedded exchange with its seeded participants; `informed` is the share of takers who know the value, 0 … 1. */
  | { readonly kind: 'synthetic'; readonly hours: number; readonly informed: number;
      /** The markets of which scenario; absent: those of the demonstration. */
      readonly scenario?: ScenarioName };

export interface BacktestJob {
  readonly config: CompiledConfig;
  /** What paths in the config count from: the folder of strategies.yaml. */
  readonly directory: string;
  /** What the report calls it. */
  readonly name: string;
  /** Hash of the operator's files. */
  readonly configHash: string;
  readonly source: BacktestSource;
  /** Each is run on its own, from the start, on the same tape. */
  readonly models: readonly QueueSettings[];
  readonly seed: number;
  /** Only rows stamped from … to (exclusive) are traded on; null: the whole tape. Books are built from the start of the tape. */
  readonly window: { readonly from: number; readonly to: number } | null;
  /** Holes in the recording: end the run with an error, or be a feed that falls silent. */
  readonly gaps: 'refuse' | 'outage';
  /** Most points of a series in the result. */
  readonly points: number;
}

export interface JobProgress { readonly events: number; /** 0 … 1; null while unknown. */ readonly share: number | null }

/** `stop` is asked now and then: true ends the run with what there is. */
export type PerformJob = (job: BacktestJob, watch: { readonly progress: (progress: JobProgress) => void; readonly stop: () => boolean }) => Promise<BacktestResult>;
