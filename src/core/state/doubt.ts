// What the venue says is held, against our books. A fill that it counts and that is still on its way to us looks like a
// difference and passes: only one that stays is believed.

/** Reports in a row with the same difference: while nothing of ours fills, and while something does (each may bring one of the same size). */
const SAME_WHILE_STILL = 2;
const SAME_WHILE_FILLING = 4;

export interface DoubtSnapshot { readonly yes: number; readonly no: number; readonly fills: number; readonly same: number }

export class Doubt {
  #yes = 0;
  #no = 0;
  #fills = 0;
  #same = 0;

  /** Takes the next report in. `fills`: how many the books have seen so far. True when the venue's word counts. */
  believes(yes: number, no: number, fills: number): boolean {
    if (yes === 0 && no === 0) { this.clear(); return true; }
    if (yes !== this.#yes || no !== this.#no || this.#same === 0) {
      this.#yes = yes;
      this.#no = no;
      this.#fills = fills;
      this.#same = 1;
      return false;
    }
    this.#same++;
    return this.#same >= (fills === this.#fills ? SAME_WHILE_STILL : SAME_WHILE_FILLING);
  }

  clear(): void { this.#yes = this.#no = this.#fills = this.#same = 0; }

  toJSON(): DoubtSnapshot { return { yes: this.#yes, no: this.#no, fills: this.#fills, same: this.#same }; }

  static fromJSON({ yes, no, fills, same }: DoubtSnapshot): Doubt {
    const doubt = new Doubt();
    doubt.#yes = yes;
    doubt.#no = no;
    doubt.#fills = fills;
    doubt.#same = same;
    return doubt;
  }
}
