// Which payments of the venue are booked. A statement grows until it is final, so a payment is what a statement says more than
// was booked of it; its id says up to where, and the ids that outlive a session say so to the next one.

import type { CarriedState, IncentivePaid } from '../../../core/domain/events.ts';
import { MICROS, type Cash } from '../../../core/domain/numbers.ts';
import { conditionKey } from '../condition-key.ts';

type Kind = IncentivePaid['kind'];
/** Of one market and one day. */
export interface Statement { readonly conditionId: string; /** Micro-dollars. */ readonly amount: number }
export interface Payment { readonly paymentId: string; readonly conditionId: string; readonly amount: Cash; readonly key: string; readonly upTo: number }

/** What a day comes to below this is not paid. */
const LEAST_PAID = MICROS;
const ID = /^((reward|rebate) (\d{4}-\d{2}-\d{2}) 0x[0-9a-f]+) (\d+)$/;

export class Payments {
  /** Micro-dollars by kind, day and market. */
  readonly #booked = new Map<string, number>();

  constructor(carried: CarriedState['payments'] = []) {
    for (const id of carried) {
      const [, key, , , upTo] = ID.exec(id) ?? [];
      if (key !== undefined) this.#book(key, Number(upTo));
    }
  }

  /** What a final statement of a day says that is not booked. */
  due(kind: Kind, date: string, statements: readonly Statement[]): readonly Payment[] {
    const byMarket = new Map<string, number>();
    for (const { conditionId, amount } of statements) byMarket.set(conditionKey(conditionId), (byMarket.get(conditionKey(conditionId)) ?? 0) + amount);
    if ([...byMarket.values()].reduce((sum, amount) => sum + amount, 0) < LEAST_PAID) return [];
    return [...byMarket].flatMap(([conditionId, upTo]) => {
      const key = `${kind} ${date} ${conditionId}`;
      const amount = upTo - (this.#booked.get(key) ?? 0);
      return amount <= 0 ? [] : [{ key, upTo, conditionId, paymentId: `${key} ${upTo}`, amount: amount as Cash }];
    });
  }

  note({ key, upTo }: Payment): void { this.#book(key, upTo); }

  /** Micro-dollars over all markets. */
  booked(kind: Kind, date: string): number {
    return [...this.#booked].reduce((sum, [key, amount]) => (key.startsWith(`${kind} ${date} `) ? sum + amount : sum), 0);
  }

  #book(key: string, upTo: number): void { this.#booked.set(key, Math.max(upTo, this.#booked.get(key) ?? 0)); }
}
