// What the venue's statements come to, by kind, day and market, and which of it the core has not been told. A statement may
// grow, and be corrected downwards, until it is final; what was told outlives the session.

import type { CarriedState, IncentivePaid } from '../../../core/domain/events.ts';
import { MICROS, type Cash } from '../../../core/domain/numbers.ts';
import { conditionKey } from '../condition-key.ts';

type Kind = IncentivePaid['kind'];
/** Of one market and one day. */
export interface Statement { readonly conditionId: string; /** Micro-dollars; below zero for what is taken back. */ readonly amount: number }
/** `amount`: all that it comes to. */
export interface Payment { readonly paymentId: string; readonly conditionId: string; readonly amount: Cash; readonly statement: string }

/** What a day comes to below this is not paid. */
const LEAST_PAID = MICROS;
const ID = /^((?:reward|rebate) \d{4}-\d{2}-\d{2}) (0x[0-9a-f]+)$/;
const NOTHING: ReadonlyMap<string, number> = new Map();

export class Payments {
  /** Micro-dollars by statement (kind and day), then by market. */
  readonly #told = new Map<string, Map<string, number>>();

  constructor(carried: CarriedState['payments'] = []) {
    for (const [id, amount] of carried) {
      const [, statement, conditionId] = ID.exec(id) ?? [];
      if (statement !== undefined && conditionId !== undefined) this.#note(statement, conditionId, amount);
    }
  }

  /** What a statement of an ended day says that the core has not been told. One that was not read whole says nothing of what it came to less. */
  due(kind: Kind, date: string, statements: readonly Statement[], isWhole: boolean): readonly Payment[] {
    const statement = `${kind} ${date}`;
    const told = this.#told.get(statement) ?? NOTHING;
    const stated = new Map<string, number>();
    for (const { conditionId, amount } of statements) stated.set(conditionKey(conditionId), (stated.get(conditionKey(conditionId)) ?? 0) + amount);
    // A market that is in it no more was not proved to be taken back.
    const all = new Map([...told, ...stated]);
    const isPaid = sumOf(all) >= LEAST_PAID;
    return [...all].flatMap(([conditionId, amount]) => {
      const known = told.get(conditionId) ?? 0;
      const comesTo = isPaid ? amount : 0;
      const isLess = comesTo < known && isWhole && stated.has(conditionId);
      return comesTo > known || isLess ? [{ statement, conditionId, paymentId: `${statement} ${conditionId}`, amount: comesTo as Cash }] : [];
    });
  }

  note({ statement, conditionId, amount }: Payment): void { this.#note(statement, conditionId, amount); }

  /** Micro-dollars over all markets. */
  booked(kind: Kind, date: string): number { return sumOf(this.#told.get(`${kind} ${date}`) ?? NOTHING); }

  /** Statements of days before `date` are not asked for any more. */
  forget(date: string): void {
    for (const statement of this.#told.keys()) if (statement.slice(-date.length) < date) this.#told.delete(statement);
  }

  #note(statement: string, conditionId: string, amount: number): void {
    const told = this.#told.get(statement) ?? new Map<string, number>();
    this.#told.set(statement, told.set(conditionId, amount));
  }
}

const sumOf = (amounts: ReadonlyMap<string, number>): number => [...amounts.values()].reduce((sum, amount) => sum + amount, 0);
