// How well a venue behaves: feed drops, refusals and late answers, counted over a window, and whether they make it degraded.
// Degraded it stays for as long as they do and a while longer; its markets then keep a part of their limits.

import type { DegradationSettings } from '../../config/compiled-config.ts';
import type { Degradation } from '../domain/events.ts';
import { CountWindow, type CountWindowSnapshot } from '../signals/count-window.ts';

export interface VenueHealthSnapshot {
  readonly feedDrops: CountWindowSnapshot | null; readonly refusals: CountWindowSnapshot | null; readonly lateAnswers: CountWindowSnapshot | null;
  readonly degraded: Degradation | null;
}

export class VenueHealth {
  degraded: Degradation | null = null;
  #settings: DegradationSettings | null = null;
  #feedDrops: CountWindow | null = null;
  #refusals: CountWindow | null = null;
  #lateAnswers: CountWindow | null = null;

  /** Factor on the limits of its markets. */
  get limitFactor(): number { return this.degraded === null || this.#settings === null ? 1 : this.#settings.shrinkTo; }

  /** Counts go on under other numbers; over another window they begin anew. */
  watch(settings: DegradationSettings | null): void {
    this.#settings = settings;
    if (settings === null) this.degraded = null;
    const kept = (window: CountWindow | null, isCounted: boolean): CountWindow | null => {
      if (settings === null || !isCounted) return null;
      return window !== null && window.windowMs === settings.windowMs ? window : new CountWindow(settings.windowMs);
    };
    this.#feedDrops = kept(this.#feedDrops, settings !== null && settings.feedDrops !== null);
    this.#refusals = kept(this.#refusals, settings !== null && settings.refusals !== null);
    this.#lateAnswers = kept(this.#lateAnswers, settings !== null && settings.lateAnswers !== null);
  }

  noteFeedDrop(now: number): void { this.#feedDrops?.add(now, 1, 0); }
  noteRefusal(now: number): void { this.#refusals?.add(now, 1, 0); }
  noteMissingAnswer(now: number): void { this.#lateAnswers?.add(now, 1, 0); }
  noteAnswer(now: number, tookMs: number): void {
    const late = this.#settings?.lateAnswers ?? null;
    if (late !== null && tookMs >= late.afterMs) this.#lateAnswers?.add(now, 1, 0);
  }

  /** Returns whether it became degraded or well again. */
  judge(now: number): boolean {
    const settings = this.#settings;
    if (settings === null) return false;
    const why = this.#reason(settings, now);
    if (why !== null) {
      const isNew = this.degraded === null;
      this.degraded = { since: this.degraded?.since ?? now, until: now + settings.holdMs, why };
      return isNew;
    }
    if (this.degraded === null || now < this.degraded.until) return false;
    this.degraded = null;
    return true;
  }

  #reason({ feedDrops, refusals, lateAnswers, windowMs }: DegradationSettings, now: number): string | null {
    if (reaches(this.#feedDrops, feedDrops, now)) return `${this.#feedDrops!.up()} feed drops within ${windowMs / 1_000} s`;
    if (reaches(this.#refusals, refusals, now)) return `${this.#refusals!.up()} orders refused within ${windowMs / 1_000} s`;
    if (reaches(this.#lateAnswers, lateAnswers?.most ?? null, now)) return `${this.#lateAnswers!.up()} answers late or missing within ${windowMs / 1_000} s`;
    return null;
  }

  toJSON(): VenueHealthSnapshot {
    return { feedDrops: this.#feedDrops?.toJSON() ?? null, refusals: this.#refusals?.toJSON() ?? null, lateAnswers: this.#lateAnswers?.toJSON() ?? null, degraded: this.degraded };
  }

  /** The counts of a snapshot; which of them are watched is the config's. */
  restore(snapshot: VenueHealthSnapshot): void {
    const counted = (saved: CountWindowSnapshot | null): CountWindow | null => (saved === null ? null : CountWindow.fromJSON(saved));
    this.#feedDrops = counted(snapshot.feedDrops);
    this.#refusals = counted(snapshot.refusals);
    this.#lateAnswers = counted(snapshot.lateAnswers);
    this.degraded = snapshot.degraded;
    this.watch(this.#settings);
  }
}

function reaches(window: CountWindow | null, most: number | null, now: number): boolean {
  if (window === null || most === null) return false;
  window.advance(now);
  return window.up() >= most;
}
