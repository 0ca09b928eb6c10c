// How a session's time passes: with the wall clock, a multiple of it, or as fast as the machine can. The only place of
// the runtime that reads a clock for decisions.

export interface Pace {
  readonly kind: 'real' | 'scaled' | 'virtual';
  /** True where all that is due by now makes one batch; false where each distinct stamp does, so that speed changes nothing. */
  readonly isGrouped: boolean;
  /** Session time now. Without a clock of its own: where the session has got to. */
  now(reached: number): number;
  /** Milliseconds to wait until `due`; 0 when it is due. */
  waitMs(due: number): number;
}

/**
 * The wall clock at the start, carried on by the monotonic one, so that a step backwards neither stops the session's time
 * nor repeats it. A step forward of more than a second (also: the machine slept) is followed.
 */
export function realTime(wall: () => number = Date.now, monotonic: () => number = () => performance.now()): Pace {
  let wallAnchor = wall();
  let anchor = monotonic();
  const now = (): number => {
    const carried = wallAnchor + (monotonic() - anchor);
    const shown = wall();
    if (shown - carried > 1_000) {
      wallAnchor = shown;
      anchor = monotonic();
      return Math.floor(shown);
    }
    return Math.floor(carried);
  };
  return { kind: 'real', isGrouped: true, now: (reached) => Math.max(reached, now()), waitMs: (due) => Math.max(0, due - now()) };
}

/** `factor` 10: ten seconds of the recording pass in one. The recording's time begins with the first thing waited for. */
export function scaledTime(factor: number, monotonic: () => number = () => performance.now()): Pace {
  let anchor: { readonly due: number; readonly at: number } | null = null;
  return {
    kind: 'scaled', isGrouped: false,
    now: (reached) => reached,
    waitMs(due) {
      anchor ??= { due, at: monotonic() };
      return Math.max(0, anchor.at + (due - anchor.due) / factor - monotonic());
    },
  };
}

export const virtualTime = (): Pace => ({ kind: 'virtual', isGrouped: false, now: (reached) => reached, waitMs: () => 0 });
