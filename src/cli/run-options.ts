// The options of `evenkeel run` as typed, and what they mean.

import { duration as durationUnit } from '../config/units.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { Speed } from '../runtime/market-source.ts';

export interface RunOptions {
  readonly dir: string;
  readonly json: boolean;
  readonly profile: string | null;
  readonly tape: string | null;
  /** "refuse" or "outage". */
  readonly gaps: string;
  /** "1x", "10x", "max"; null: 1x. */
  readonly speed: string | null;
  /** "10m", of the session's time; null: until stopped or the tape ends. */
  readonly duration: string | null;
  /** Of the demo market; null: 1. */
  readonly seed: string | null;
  /** False: no HTTP API. */
  readonly api: boolean;
  /** Start from the newest journaled generation instead of the files. */
  readonly lastGood: boolean;
  /** Clear a halt that an earlier run left. */
  readonly resume: boolean;
  /** The name of the profile again, for a session with money; null: not given. */
  readonly confirm: string | null;
}
const DEFAULT_SEED = 1;

export function readSpeed(text: string | null): Speed {
  if (text === null) return { kind: 'scaled', factor: 1 };
  if (text === 'max') return { kind: 'max' };
  const factor = Number(/^(\d+(?:\.\d+)?)x$/.exec(text)?.[1] ?? Number.NaN);
  if (factor > 0 && Number.isFinite(factor)) return { kind: 'scaled', factor };
  throw new EvenkeelError(RUNTIME_ERRORS.badOption, `--speed ${text}: write it like \`1x\`, \`10x\` or \`max\``);
}

export function readDurationMs(text: string | null): number | null {
  if (text === null) return null;
  const reading = durationUnit.read(text);
  if (reading.ok && reading.value > 0) return reading.value;
  throw new EvenkeelError(RUNTIME_ERRORS.badOption, `--duration ${text}: write it like \`30s\`, \`10m\` or \`2h\``);
}

export function readGaps(text: string): 'refuse' | 'outage' {
  if (text === 'refuse' || text === 'outage') return text;
  throw new EvenkeelError(RUNTIME_ERRORS.badOption, `--gaps ${text}: refuse (a hole ends the run) or outage (the feed falls silent for so long)`);
}

export function readSeed(text: string | null): number {
  if (text === null) return DEFAULT_SEED;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new EvenkeelError(RUNTIME_ERRORS.badOption, `--seed ${text}: a seed is a whole number from 0`);
}
