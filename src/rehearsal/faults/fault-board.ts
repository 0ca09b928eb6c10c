// The faults that are still to strike, and whether one strikes now. Each has its own stream of chance, so that one does not
// move the others.

import { Random } from '../../exchange/random.ts';
import type { Fault } from './fault.ts';

/** Faults that wait for their occasion; the others happen when they are asked for. */
export type Standing = Extract<Fault, { readonly probability?: number | undefined }>;
export type StandingKind = Standing['kind'];
type OfKind<K extends StandingKind> = Extract<Standing, { readonly kind: K }>;

interface Entry { readonly fault: Standing; readonly random: Random; left: number; readonly until: number }

export class FaultBoard {
  readonly #now: () => number;
  #entries: Entry[] = [];
  #struck: { readonly at: number; readonly kind: string; readonly where: string }[] = [];

  constructor(now: () => number) { this.#now = now; }

  add(fault: Standing): void {
    const until = fault.durationMs === undefined ? Infinity : this.#now() + fault.durationMs;
    this.#entries.push({ fault, random: new Random(fault.seed ?? 1, `faults/${fault.kind}`), left: fault.count ?? (fault.durationMs === undefined ? 1 : Infinity), until });
  }

  /** The first fault of the kind that fits the place and strikes; it is then one occasion shorter. */
  strike<K extends StandingKind>(kind: K, where: string, fits: (fault: OfKind<K>) => boolean): OfKind<K> | null {
    const now = this.#now();
    this.#entries = this.#entries.filter(({ left, until }) => left > 0 && now < until);
    for (const entry of this.#entries) {
      if (entry.fault.kind !== kind) continue;
      const fault = entry.fault as OfKind<K>;
      if (!fits(fault) || !entry.random.chance(fault.probability ?? 1)) continue;
      entry.left -= 1;
      this.#struck.push({ at: now, kind, where });
      return fault;
    }
    return null;
  }

  heal(): void { this.#entries = []; }

  /** Every strike so far, oldest first. */
  get struck(): readonly { readonly at: number; readonly kind: string; readonly where: string }[] { return this.#struck; }
}
