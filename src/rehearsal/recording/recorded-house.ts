// The other participants of a market that follows a recording: a house whose orders keep the recorded book standing, level by
// level, among those of whoever connects, and whose takers do what was printed. What leaves a level without a print leaves it
// from behind, and what comes to it joins behind: orders of others keep their place between.

import { PAR, type Price, type Size } from '../../core/domain/numbers.ts';
import { opposite, type Side } from '../../core/domain/side.ts';
import type { BookOrder } from '../../exchange/matching-engine.ts';
import type { RehearsalMarket } from '../market/market.ts';
import type { Exchange } from '../trading/exchange.ts';
import { isBetter, type RecordedPrint } from './joined-trade.ts';

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

  /**
   * A trade through a price fills the orders of others there, unless it finds the house in front of them at a level that the
   * recording shows standing: a print that comes late, or contradicts the book, leaves that as it is.
   */
  print({ taker, price: printed, size, through }: Pick<RecordedPrint, 'taker' | 'price' | 'size' | 'through'>): void {
    const side = opposite(taker);
    const price = this.#onGrid(side, printed);
    if (!isInside(price)) return;
    const { engine } = this.#market;
    this.#perform(() => {
      let left: number = size;
      for (const better of pricesBetter(engine.levels(side), side, price)) left -= this.#pass(taker, better, left, through.has(better));
      if (left > 0) this.#trade(taker, this.#at(side, price), left);
    });
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

  /** What others lose to a taker whose price is worse than theirs. */
  #pass(taker: Side, price: Price, most: number, isGone: boolean): number {
    const { engine } = this.#market;
    const side = opposite(taker);
    const level = this.#levels[side].get(price);
    if (level !== undefined) {
      this.#look(level);
      if (isGone || level.recorded === 0) {
        this.#lower(level, 0);
        this.#changed.add(level);
      }
    }
    const size = Math.min(most, this.#beforeTheHouse(side, price, level?.orders[0])) as Size;
    if (size > 0) engine.takeAt(taker, price, size);
    return size;
  }

  #beforeTheHouse(side: Side, price: Price, first: BookOrder | undefined): number {
    const { engine } = this.#market;
    const levels = engine.levels(side);
    if (first === undefined) return totalAt(levels, price);
    return engine.sizeAhead(first) - pricesBetter(levels, side, price).reduce((sum, better) => sum + totalAt(levels, better), 0);
  }

  #trade(taker: Side, level: Level, size: number): void {
    const { engine } = this.#market;
    this.#look(level);
    // What was traded stood there, shown or not.
    const missing = size - totalAt(engine.levels(level.side), level.price);
    if (missing > 0) this.#raise(level, missing);
    engine.takeAt(taker, level.price, size as Size);
    level.left = standing(level);
    this.#changed.add(level);
  }

  /** Between two prices, that at which it gives others less. */
  #onGrid(side: Side, price: Price): Price {
    const steps = price / this.#market.grid;
    return ((side === 'bid' ? Math.ceil(steps) : Math.floor(steps)) * this.#market.grid) as Price;
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
/** Best first. */
const pricesBetter = (levels: readonly number[], side: Side, than: Price): readonly Price[] =>
  levels.flatMap((price, i) => (i % 2 === 0 && isBetter(side, price, than) ? [price as Price] : []));

function totalAt(levels: readonly number[], price: Price): number {
  for (let i = 0; i < levels.length; i += 2) if (levels[i] === price) return levels[i + 1] ?? 0;
  return 0;
}
