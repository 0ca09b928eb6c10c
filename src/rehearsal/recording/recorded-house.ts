// The other participants of a market that follows a recording: a house whose orders keep the recorded book standing, level by
// level, among those of whoever connects, and whose takers do what was printed. What leaves a level without a print leaves it
// from behind, and what comes to it joins behind: orders of others keep their place between.

import type { TradePrinted } from '../../core/domain/events.ts';
import { PAR, type Price, type Size } from '../../core/domain/numbers.ts';
import { opposite, type Side } from '../../core/domain/side.ts';
import type { BookOrder } from '../../exchange/matching-engine.ts';
import type { RehearsalMarket } from '../market/market.ts';
import type { Exchange } from '../trading/exchange.ts';

interface Level {
  readonly side: Side;
  readonly price: Price;
  /** What the recording says stands there. */
  recorded: number;
  /** What of that others have taken here. It does not come back before the recording shows less than it. */
  used: number;
  /** What the house left standing there. */
  left: number;
  /** First come first. */
  orders: BookOrder[];
}

export class RecordedHouse {
  readonly #market: RehearsalMarket;
  readonly #exchange: Exchange;
  readonly #levels: Readonly<Record<Side, Map<number, Level>>> = { bid: new Map(), ask: new Map() };
  /** Levels that may stand here otherwise than they were recorded. */
  readonly #changed = new Set<Level>();

  constructor(market: RehearsalMarket, exchange: Exchange) {
    this.#market = market;
    this.#exchange = exchange;
  }

  /** Nothing stands otherwise before `settle`. At 0 and at 1 nothing can stand. */
  level(side: Side, price: Price, recorded: Size): void {
    if (!isInside(price)) return;
    const level = this.#at(side, price);
    level.recorded = recorded;
    this.#changed.add(level);
  }

  /** Flat pairs; what is not among them is gone. */
  book(bids: readonly number[], asks: readonly number[]): void {
    for (const side of ['bid', 'ask'] as const) for (const { price } of this.#levels[side].values()) this.level(side, price, 0 as Size);
    for (const [side, levels] of [['bid', bids], ['ask', asks]] as const) for (let i = 0; i < levels.length; i += 2) this.level(side, levels[i] as Price, levels[i + 1] as Size);
  }

  /** A trade through a price proves that nothing of the recording's stood at a better one; others' orders there go first. */
  print({ taker, price, size }: Pick<TradePrinted, 'taker' | 'price' | 'size'>): void {
    if (!isInside(price)) return;
    const { engine } = this.#market;
    const side = opposite(taker);
    const better = [...this.#levels[side].values()].filter((level) => level.left > 0 && isBetter(side, level.price, price));
    const level = this.#at(side, price);
    for (const each of [...better, level]) this.#look(each);
    this.#perform(() => {
      for (const each of better) this.#lower(each, 0);
      // What was traded stood there, shown or not.
      const missing = size - standingUpTo(engine.levels(side), side, price);
      if (missing > 0) this.#raise(level, missing);
    });
    this.#perform(() => engine.submit(null, taker, price, size, 'immediate'));
    level.left = standing(level);
    for (const each of [...better, level]) this.#changed.add(each);
  }

  /** Brings the levels that changed to what the recording says. A book that is crossed in itself waits until it is not. */
  settle(): void {
    if (this.#changed.size === 0 || this.#isCrossed()) return;
    const levels = [...this.#changed];
    this.#changed.clear();
    const reaching: Level[] = [];
    for (const level of levels) {
      this.#look(level);
      level.used = Math.min(level.used, level.recorded);
    }
    this.#perform(() => {
      for (const level of levels) if (level.left > wanted(level)) this.#lower(level, wanted(level));
      for (const level of levels) if (level.left < wanted(level) && !this.#raise(level, wanted(level) - level.left)) reaching.push(level);
    });
    for (const level of reaching) this.#meet(level);
    for (const level of levels) if (level.recorded === 0 && level.left === 0) this.#levels[level.side].delete(level.price);
  }

  /** A quote that reaches orders of others takes them; what it met is used. */
  #meet(level: Level): void {
    const size = (wanted(level) - level.left) as Size;
    this.#perform(() => {
      const order = this.#market.engine.submit(null, level.side, level.price, size, 'limit');
      if (order !== null) level.orders.push(order);
    });
    level.left += size;
    this.#look(level);
  }

  /** What is gone since the house last did something here, others took. */
  #look(level: Level): void {
    const now = standing(level);
    level.used += level.left - now;
    level.left = now;
    level.orders = level.orders.filter(({ isLive }) => isLive);
  }

  #lower(level: Level, to: number): void {
    const { engine } = this.#market;
    for (let over = level.left - to; over > 0;) {
      const last = level.orders.at(-1);
      if (last === undefined) throw new RangeError(`the house has less at ${level.price} than it knows of`);
      const remaining = (last.remaining - over) as Size;
      if (remaining > 0) {
        engine.reduce(last, remaining);
        break;
      }
      over -= last.remaining;
      engine.cancel(last);
      level.orders.pop();
    }
    level.left = to;
  }

  /** False where it would take orders of others. */
  #raise(level: Level, by: number): boolean {
    const order = this.#market.engine.submit(null, level.side, level.price, by as Size, 'post-only');
    if (order === null) return false;
    level.orders.push(order);
    level.left += by;
    return true;
  }

  #at(side: Side, price: Price): Level {
    const known = this.#levels[side].get(price);
    if (known !== undefined) return known;
    const level: Level = { side, price, recorded: 0, used: 0, left: 0, orders: [] };
    this.#levels[side].set(price, level);
    return level;
  }

  #isCrossed(): boolean {
    let [bid, ask] = [-Infinity, Infinity];
    for (const { price, recorded } of this.#levels.bid.values()) if (recorded > 0) bid = Math.max(bid, price);
    for (const { price, recorded } of this.#levels.ask.values()) if (recorded > 0) ask = Math.min(ask, price);
    return bid >= ask;
  }

  #perform(work: () => void): void { this.#exchange.perform(this.#market, work); }
}

const isInside = (price: Price): boolean => price > 0 && price < PAR;
const wanted = ({ recorded, used }: Level): number => recorded - used;
const standing = ({ orders }: Level): number => orders.reduce((sum, { isLive, remaining }) => (isLive ? sum + remaining : sum), 0);
const isBetter = (side: Side, price: number, than: number): boolean => (side === 'bid' ? price > than : price < than);

function standingUpTo(levels: readonly number[], side: Side, worst: Price): number {
  let sum = 0;
  for (let i = 0; i < levels.length && !isBetter(side, worst, levels[i] ?? 0); i += 2) sum += levels[i + 1] ?? 0;
  return sum;
}
