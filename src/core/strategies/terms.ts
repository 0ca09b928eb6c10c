// What strategies that work towards a position are asked for, compiled.

import type { QuoteSettings } from '../../config/compiled-config.ts';

/** Works towards a position over a time. */
export interface TwapTerms {
  /** Micro-shares of YES less NO to end at, signed. */
  readonly target: number;
  readonly overMs: number;
  /** The time of one slice. */
  readonly everyMs: number;
  /** Part of what is behind schedule that each slot may take at once, 0 … 1. */
  readonly cross: number;
  /** Micro-dollars a share beyond fair value that taking may cost, fee included. */
  readonly collar: number;
  readonly refresh: QuoteSettings['refresh'];
}

/** Holds a market against the positions of others. */
export interface HedgeTerms {
  /** Globs over the names of the markets that are hedged. */
  readonly of: readonly string[];
  /** What is held here is −ratio × their positions. */
  readonly ratio: number;
  /** Micro-shares off that are left alone. */
  readonly band: number;
  readonly collar: number;
  readonly refresh: QuoteSettings['refresh'];
  /** `most`: micro-shares of |ratio × their positions + own| that may stand for `forMs`. */
  readonly unhedged: { readonly most: number; readonly forMs: number; readonly then: 'reduce-only' | 'cancel-only' } | null;
}
