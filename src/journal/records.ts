// What a journal holds, as rows in the words of the trade; shared by the writer and the readers.

import { createHash } from 'node:crypto';
import type { LoadedConfig } from '../config/load.ts';
import type { Command } from '../core/domain/commands.ts';
import type { Event } from '../core/domain/events.ts';

export interface RunOpening {
  readonly profile: string;
  readonly mode: string;
  /** "demo seed 7", "tape data/x": where the market data came from. */
  readonly source: string;
  /** True where the account's positions go on in the next such run; false for tapes and virtual time. */
  readonly continues: boolean;
  readonly startedAt: number;
}
export interface RunRecord extends RunOpening {
  readonly run: number;
  readonly session: string;
  /** Null while it runs, and for a run that was killed. */
  readonly endedAt: number | null;
  readonly endedBecause: string | null;
  readonly events: number | null;
  readonly commandHash: string | null;
}
export interface RunEnding { readonly endedAt: number; readonly because: string; readonly events: number; readonly commandHash: string }
export interface Frame { readonly firstSeq: number; readonly events: readonly Event[] }
/** A command with the number of the event that asked for it. */
export interface Intent { readonly seq: number; readonly command: Command }
export interface GenerationSummary {
  readonly number: number;
  readonly hash: string;
  readonly at: number;
  readonly profile: string;
  readonly origin: 'start' | 'save' | 'apply' | 'revert' | 'profile';
  readonly changes: readonly string[];
}
export interface GenerationRow extends GenerationSummary { readonly loaded: LoadedConfig }
/** Whether a write reached the file; the reason is SQLite's. */
export type Written = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export const payloadHash = (payload: string): string => createHash('sha256').update(payload).digest('hex');
