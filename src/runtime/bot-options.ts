// What a bot is started with: where its files are, which market it plays and who listens.

import { resolve } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import type { EngineStatus } from '../core/views.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { PlanReplay, StreamItem } from './controller.ts';
import type { LiveAccount, LiveVenues } from './live-venue.ts';
import type { MarketSource, Speed } from './market-source.ts';
import type { OracleFor } from './oracle-watch.ts';
import type { SessionObserver } from './session-observer.ts';

export interface BotObserver extends SessionObserver {
  /** What the runtime itself has to say: sessions, configs. `at` is wall time. */
  announce(kind: StreamItem['kind'], at: number, text: string, data: Record<string, unknown>): void;
  configRejected(): void;
  /** How long the running session stood still for what the files said. */
  reloaded(seconds: number): void;
  oracleDisagreed(rule: string, market: string): void;
}
/** One config of two that are to be replayed on what a run has recorded. */
export interface PreviewedConfig { readonly name: string; readonly loaded: LoadedConfig }
export interface PreviewRequest {
  readonly journal: string;
  readonly run: number;
  readonly lastMs: number;
  readonly inForce: PreviewedConfig;
  readonly pending: PreviewedConfig;
  /** What paths in the configs count from. */
  readonly directory: string;
}
/** Does not hold up the caller's loop. Rejects with an `EvenkeelError`, also as soon as `signal` aborts. */
export type Preview = (request: PreviewRequest, signal: AbortSignal) => Promise<PlanReplay>;

export interface BotOptions {
  /** Where strategies.yaml and profiles/ are; relative paths in them start here. */
  readonly directory: string;
  /** Overrides the `profile:` line; null: the line counts. */
  readonly profile: string | null;
  readonly tape: string | null;
  /** What a hole in a recording is: the end of the run, or a feed that falls silent. */
  readonly gaps: 'refuse' | 'outage';
  readonly seed: number;
  readonly speed: Speed;
  /** Clears a halt that an earlier run left. */
  readonly clearsHalt: boolean;
  /** The name of the profile again, where it was given for this start; a session with money needs it. */
  readonly confirm?: string | null;
  /** Absent where nothing beyond this machine is traded: tests. */
  readonly liveVenues?: LiveVenues;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly observer: BotObserver;
  readonly oracleFor: OracleFor;
  readonly metricsText: (status: EngineStatus) => Promise<string>;
  readonly subscribe: (listener: (item: StreamItem) => void) => () => void;
  /** Absent: plans are not replayed. */
  readonly preview?: Preview;
}

export const journalPath = (directory: string, loaded: LoadedConfig): string => resolve(directory, loaded.config.storage.journal);

type SourceOptions = Pick<BotOptions, 'directory' | 'seed' | 'gaps' | 'speed' | 'environment' | 'liveVenues'>;

/** Throws where the mode and the recording do not go together. `account`: of a session whose orders reach a venue. */
export function marketSource(loaded: LoadedConfig, tape: string | null, account: LiveAccount | null, options: SourceOptions): MarketSource {
  const { mode, venues, profile } = loaded.config;
  const { directory, environment, gaps, liveVenues, seed } = options;
  if (mode !== 'paper' && tape !== null) throw new EvenkeelError(RUNTIME_ERRORS.tapeNotHere, `a recording was given, and ${profile} is of mode ${mode}`);
  if (mode === 'demo') return { kind: 'demo', seed };
  if (tape !== null) return { kind: 'tape', path: resolve(directory, tape), directory, gaps };
  if (mode === 'paper' && (venues?.polymarket ?? null) === null) throw new EvenkeelError(RUNTIME_ERRORS.tapeNeeded, 'no recording was given, and the profile names no venue');
  if (options.speed.kind === 'max' || options.speed.factor !== 1) throw new EvenkeelError(RUNTIME_ERRORS.speedNotHere, `${profile} trades at a venue`);
  if (mode === 'paper') {
    if (liveVenues === undefined) throw new EvenkeelError(RUNTIME_ERRORS.noLiveVenues, `${profile} needs a venue`);
    return { kind: 'feed', venue: 'polymarket', directory, connect: () => liveVenues.feed({ config: loaded.config, directory, environment }) };
  }
  if (account === null) throw new Error(`no account was armed for ${profile}`);
  return { kind: mode, account };
}
