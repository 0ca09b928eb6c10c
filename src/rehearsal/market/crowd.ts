// Lets the other participants of every market act when they are due.

import { SyntheticFlow } from '../../exchange/synthetic-flow.ts';
import type { Exchange } from '../trading/exchange.ts';
import type { RehearsalMarket } from './market.ts';

export class Crowd {
  readonly #exchange: Exchange;
  readonly #seed: number;

  constructor(exchange: Exchange, seed: number) {
    this.#exchange = exchange;
    this.#seed = seed;
  }

  /** Lists a market and brings in whoever trades in it. */
  enter(market: RehearsalMarket): void {
    const { participants: settings } = market.terms;
    const exchange = this.#exchange;
    exchange.list(market);
    if (settings !== null) {
      exchange.perform(market, () => {
        market.participants = new SyntheticFlow(settings, { seed: this.#seed, startAt: exchange.now(), tick: market.tick, engine: market.engine });
      });
    }
    if (market.participants !== null) this.#await(market);
  }

  #await(market: RehearsalMarket): void {
    const { participants } = market;
    if (participants === null || participants.nextAt() === Infinity) return;
    this.#exchange.agenda.at(participants.nextAt(), () => {
      if (market.participants !== participants) return;
      this.#exchange.perform(market, () => { participants.step(); });
      this.#await(market);
    });
  }
}
