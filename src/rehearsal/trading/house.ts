// The other participants as the wire shows them: they too have orders with ids and trade one outcome or the other, so that
// a match with them is complementary, a mint or a merge as the case may be.

import { createHash } from 'node:crypto';
import { complement, type Price, type Size } from '../../core/domain/numbers.ts';
import type { BookOrder } from '../../exchange/matching-engine.ts';
import { Random } from '../../exchange/random.ts';
import { uuidOf } from '../accounts/api-keys.ts';
import type { Party } from './trade.ts';

interface Guise { readonly orderId: string; readonly isFirst: boolean }

export class House {
  readonly #random: Random;
  readonly #guises = new WeakMap<BookOrder, Guise>();
  #count = 0;
  readonly #owner: string;
  readonly #address: string;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(seed, 'house');
    this.#owner = uuidOf(this.#digest('owner'));
    this.#address = `0x${this.#digest('address').toString('hex').slice(0, 40)}`;
  }

  /** `price` is on the book of the first outcome. */
  party(order: BookOrder, price: Price, size: Size): Party {
    const { orderId, isFirst } = this.#guise(order);
    return {
      orderId, wallet: null, owner: this.#owner, address: this.#address, outcome: isFirst ? 0 : 1,
      side: isFirst === (order.side === 'bid') ? 'BUY' : 'SELL', price: isFirst ? price : complement(price), size,
    };
  }

  #guise(order: BookOrder): Guise {
    const known = this.#guises.get(order);
    if (known !== undefined) return known;
    const guise = { orderId: `0x${this.#digest(`order/${++this.#count}`).toString('hex')}`, isFirst: this.#random.chance(0.5) };
    this.#guises.set(order, guise);
    return guise;
  }

  #digest(of: string): Buffer { return createHash('sha256').update(`${this.#seed}/house/${of}`).digest(); }
}
