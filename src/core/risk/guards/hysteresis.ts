// How every threshold guard comes and goes: it holds from the first value above its threshold until the value is well below
// it and its time is over. One slot a bit of a constraint word; whether a guard holds now is the bit itself.

import { CONSTRAINT_SLOTS, slotOf } from '../constraints.ts';

/** A guard clears only at or below this share of its threshold. placeholder: until trips and their regret are measured on recordings. */
const CLEAR_SHARE = 0.8;

/** [bit, until] of the guards that hold by time; what a restart or a snapshot keeps. */
export type HoldsSnapshot = readonly (readonly [bit: number, until: number])[];

export class Hysteresis {
  /** No guard clears before its time here. */
  readonly #until = new Float64Array(CONSTRAINT_SLOTS);

  /**
   * `held`: whether the guard of `bit` holds so far. An unknown value (NaN) neither sets nor clears it; what unknown
   * means is for the caller to say, and never that all is well.
   */
  holds(bit: number, held: boolean, value: number, above: number, forMs: number, now: number): boolean {
    if (value > above) {
      this.#until[slotOf(bit)] = now + forMs;
      return true;
    }
    if (!held) return false;
    return !(value <= above * CLEAR_SHARE) || now < this.#until[slotOf(bit)]!;
  }

  toJSON(): HoldsSnapshot {
    return [...this.#until].flatMap((until, slot) => (until > 0 ? [[1 << slot, until] as const] : []));
  }

  static fromJSON(snapshot: HoldsSnapshot): Hysteresis {
    const hysteresis = new Hysteresis();
    for (const [bit, until] of snapshot) hysteresis.#until[slotOf(bit)] = until;
    return hysteresis;
  }
}
