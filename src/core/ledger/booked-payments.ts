// What is booked of each payment by a venue, by the payment's id: what a payment comes to is told as a whole, as often as it
// may be, and only the difference moves money.

import type { CarriedPayment } from '../domain/events.ts';

/** Days for which a payment is known after it was last told: more than any venue looks back. Never so many payments: a series makes thousands in some days. */
const DAYS_KNOWN = 40;
/** Earlier versions told what a payment had grown by, under an id that ends in what it had come to. */
const PART = /^((?:reward|rebate) \d{4}-\d\d-\d\d 0x[0-9a-f]+) (\d+)$/;

export class BookedPayments {
  /** The one that was told longest ago first. */
  readonly #byId = new Map<string, { readonly amount: number; readonly day: number }>();

  get size(): number { return this.#byId.size; }

  /** `amount`: what it comes to by now. Returns what that is more, or less, than was booked. */
  book(paymentId: string, amount: number, day: number): number {
    const [id, upTo] = partOf(paymentId) ?? [paymentId, amount];
    return this.#set(id, upTo, day);
  }

  #set(id: string, amount: number, day: number): number {
    const known = this.#byId.get(id)?.amount ?? 0;
    this.#byId.delete(id);
    this.#byId.set(id, { amount, day });
    for (const [old, { day: told }] of this.#byId) {
      if (told >= day - DAYS_KNOWN) break;
      this.#byId.delete(old);
    }
    return amount - known;
  }

  toJSON(): readonly CarriedPayment[] { return [...this.#byId].map(([id, { amount, day }]) => [id, amount, day]); }

  /** `today`: of ids alone, as earlier versions kept them. Those that do not say what they came to were told once and for all. */
  static fromJSON(saved: readonly (CarriedPayment | string)[] = [], today = 0): BookedPayments {
    const payments = new BookedPayments();
    for (const one of saved) {
      const [id, amount, day = today] = (typeof one === 'string' ? partOf(one) : one) ?? [];
      if (id !== undefined && amount !== undefined) payments.#byId.set(id, { amount, day });
    }
    return payments;
  }
}

function partOf(id: string): readonly [id: string, upTo: number, day?: number] | null {
  const [, whole, upTo] = PART.exec(id) ?? [];
  return whole === undefined ? null : [whole, Number(upTo)];
}
