// A market that follows a recording, in cents and shares, with others who trade in it beside the house.

import { price, size, type Price, type Size } from '../../core/domain/numbers.ts';
import type { Side } from '../../core/domain/side.ts';
import type { BookOrder } from '../../exchange/matching-engine.ts';
import { Accounts } from '../accounts/accounts.ts';
import { Agenda } from '../agenda.ts';
import { DrivenClock } from '../driven-clock.fixture.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { madeUpTerms } from '../market/made-up-terms.fixture.ts';
import { RehearsalMarket } from '../market/market.ts';
import { Exchange } from '../trading/exchange.ts';
import { RecordedHouse } from './recorded-house.ts';

const NOW = 1_790_000_000_000;
const cents = (value: number): Price => price(value * 10_000);
const shares = (value: number): Size => size(value * 1_000_000);

export class HouseAndOthers {
  readonly market = new RehearsalMarket(madeUpTerms({ recordedTicks: [cents(1)] }));
  /** "bid 40 5": what traded, as the venue tells it. */
  readonly told: string[] = [];
  readonly #exchange: Exchange;
  readonly #house: RecordedHouse;

  constructor() {
    const agenda = new Agenda(new DrivenClock(NOW));
    this.#exchange = new Exchange({ seed: 1, agenda, accounts: new Accounts(), faults: new FaultBoard(() => NOW), settlement: { minedMs: 1, confirmedMs: 1 } });
    this.#house = new RecordedHouse(this.market, this.#exchange);
    this.#exchange.list(this.market);
    this.#exchange.observers.push({ bookChanged: (_market, _changes, trades) => {
      for (const { taker: { outcome, side, price: at, size: traded } } of trades) {
        const isBid = (outcome === 0) === (side === 'BUY');
        this.told.push(`${isBid ? 'bid' : 'ask'} ${(outcome === 0 ? at : 1_000_000 - at) / 10_000} ${traded / 1_000_000}`);
      }
    } });
  }

  recorded(side: Side, at: number, total: number): this {
    this.#house.level(side, cents(at), shares(total));
    return this;
  }

  settle(): this {
    this.#house.settle();
    return this;
  }

  /** `through`: better levels that the recording shows gone about then. */
  print(taker: Side, at: number, traded: number, through: readonly number[] = []): this {
    this.#house.print({ taker, price: cents(at), size: shares(traded), through: new Set(through.map(cents)) });
    this.#house.settle();
    return this;
  }

  book(bids: readonly number[], asks: readonly number[]): this {
    const micros = (levels: readonly number[]): number[] => levels.map((value, i) => (i % 2 === 0 ? cents(value) : shares(value)));
    this.#house.book(micros(bids), micros(asks));
    return this.settle();
  }

  /** An order of somebody else; what is left of it is asked with `left`. */
  other(side: Side, at: number, wanted: number, kind: 'limit' | 'immediate' = 'limit'): BookOrder {
    return this.#exchange.perform(this.market, () => this.market.engine.submit('other', side, cents(at), shares(wanted), kind)).result as BookOrder;
  }

  /** "40 100 39 30 / 45 50". */
  shown(): string {
    const side = (which: Side): string => this.market.engine.levels(which).map((value, i) => (i % 2 === 0 ? value / 10_000 : value / 1_000_000)).join(' ');
    return `${side('bid')} / ${side('ask')}`;
  }
}

export const left = ({ remaining }: BookOrder): number => remaining / 1_000_000;
