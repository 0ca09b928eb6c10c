// What a recording says, moment by moment, with each trade in one piece: where its level shrank some time before its print came,
// the print stands where the level shrank, and where it emptied better levels on its way, each of them has its part of the print.
// Read as far ahead as that takes, and kept no longer.

import type { MarketDataEvent, TradePrinted } from '../../core/domain/events.ts';
import { opposite, type Side } from '../../core/domain/side.ts';
import { PRINT_LAG_MS } from '../../exchange/print-window.ts';
import { KIND } from '../../tape/columns.ts';
import type { Tape } from '../../tape/tape.ts';
import { explain, isBetter, printsOf, type JoinedTrade, type Loss, type RecordedPrint } from './joined-trade.ts';

export interface Moment {
  /** The recording's stamp. */
  readonly at: number;
  readonly prints: readonly RecordedPrint[];
  /** All else, in its order. */
  readonly rows: MarketDataEvent[];
  /** From here on nothing was recorded, of one market or of all (−1). */
  readonly holes: { readonly market: number; readonly lengthMs: number }[];
}

interface OpenMoment extends Omit<Moment, 'prints'> { readonly trades: JoinedTrade[] }
/** One side of a market, with what happened there of late, first come first. */
interface HalfBook { readonly side: Side; readonly levels: Map<number, number>; readonly losses: Loss[]; readonly trades: JoinedTrade[] }

/** As much at once as the tape gives; every moment once, in order. */
export async function* recordedMoments(tape: Tape): AsyncGenerator<readonly Moment[], void> {
  const joined = new JoinedPrints();
  for await (const chunk of tape.chunks()) {
    for (let i = 0; i < chunk.length; i += chunk.rowsOf(i)) {
      const at = Math.floor(chunk.ts[i] ?? 0);
      const event = chunk.eventAt(i, at, tape.venue, tape.terms);
      if (event !== null) joined.hear(event);
      else if (chunk.kind[i] === KIND.gap) joined.hole(at, chunk.market[i] ?? -1, chunk.size[i] ?? 0);
    }
    yield joined.take(false);
  }
  yield joined.take(true);
}

class JoinedPrints {
  #moments: OpenMoment[] = [];
  readonly #books = new Map<number, Readonly<Record<Side, HalfBook>>>();

  hear(event: MarketDataEvent): void {
    switch (event.type) {
      case 'TradePrinted': return this.#print(event);
      case 'BookDelta': this.#set(event.ts, event.market, event.side, event.price, event.size); break;
      case 'BookSnapshot': this.#replace(event); break;
      // Neither changes anything of a market.
      case 'FeedHeartbeat': case 'MarketFactsReported': return undefined;
      default:
    }
    this.#moment(event.ts).rows.push(event);
    return undefined;
  }

  hole(at: number, market: number, lengthMs: number): void { this.#moment(at).holes.push({ market, lengthMs }); }

  /** Those of which all is known: a print may belong to a moment before its own, and what it emptied may be seen after it. */
  take(isOver: boolean): readonly Moment[] {
    const last = this.#moments.at(-1)?.at ?? 0;
    for (const { bid, ask } of this.#books.values()) for (const half of [bid, ask]) forget(half, last);
    const until = isOver ? Infinity : last - 2 * PRINT_LAG_MS;
    const waiting = this.#moments.findIndex(({ at }) => at >= until);
    return this.#moments.splice(0, waiting < 0 ? this.#moments.length : waiting).map(({ at, trades, rows, holes }) => ({ at, prints: trades.flatMap(printsOf), rows, holes }));
  }

  #moment(at: number): OpenMoment {
    const last = this.#moments.at(-1);
    if (last?.at === at) return last;
    const moment: OpenMoment = { at, trades: [], rows: [], holes: [] };
    this.#moments.push(moment);
    return moment;
  }

  #print(print: TradePrinted): void {
    const { ts, market, taker, price, size } = print;
    const half = this.#half(market, opposite(taker), ts);
    const isOnTheWay = (level: number): boolean => isBetter(half.side, level, price);
    const trade: JoinedTrade = { print, left: size, isSeen: false, swept: [], through: new Set(), standing: new Set([...half.levels.keys()].filter(isOnTheWay)) };
    const gone = half.losses.filter((loss) => loss.isGone && isOnTheWay(loss.price));
    const explained = [...half.losses.filter((loss) => loss.price === price), ...gone].filter((loss) => explain(trade, loss));
    const since = Math.min(ts, ...explained.map(({ at }) => at));
    for (const loss of gone) if (loss.at >= since) trade.through.add(loss.price);
    const here = this.#moment(ts);
    (this.#moments.findLast(({ at }) => at === since) ?? here).trades.push(trade);
    half.trades.push(trade);
  }

  #replace({ ts, market, bids, asks }: Extract<MarketDataEvent, { type: 'BookSnapshot' }>): void {
    for (const [side, levels] of [['bid', bids], ['ask', asks]] as const) {
      const now = new Map<number, number>();
      for (let i = 0; i < levels.length; i += 2) now.set(levels[i] ?? 0, levels[i + 1] ?? 0);
      for (const price of this.#half(market, side, ts).levels.keys()) if (!now.has(price)) this.#set(ts, market, side, price, 0);
      for (const [price, size] of now) this.#set(ts, market, side, price, size);
    }
  }

  #set(ts: number, market: number, side: Side, price: number, size: number): void {
    const half = this.#half(market, side, ts);
    const lost = (half.levels.get(price) ?? 0) - size;
    if (size === 0) half.levels.delete(price);
    else half.levels.set(price, size);
    if (lost <= 0) return;
    const loss: Loss = { at: ts, price, isGone: size === 0, left: lost };
    for (const trade of half.trades) if (trade.print.price === price) explain(trade, loss);
    if (loss.isGone) {
      for (const trade of half.trades) if (trade.standing.has(price)) {
        explain(trade, loss);
        trade.through.add(price);
      }
    }
    if (loss.left > 0 || loss.isGone) half.losses.push(loss);
  }

  #half(market: number, side: Side, now: number): HalfBook {
    let book = this.#books.get(market);
    if (book === undefined) {
      const empty = (of: Side): HalfBook => ({ side: of, levels: new Map(), losses: [], trades: [] });
      book = { bid: empty('bid'), ask: empty('ask') };
      this.#books.set(market, book);
    }
    forget(book[side], now);
    return book[side];
  }
}

/** What is older than the other half of a trade may be. */
function forget({ losses, trades }: HalfBook, now: number): void {
  const isLate = (at: number): boolean => now - at <= PRINT_LAG_MS;
  dropBefore(losses, losses.findIndex(({ at }) => isLate(at)));
  dropBefore(trades, trades.findIndex(({ print }) => isLate(print.ts)));
}

function dropBefore(list: unknown[], first: number): void {
  if (first !== 0) list.splice(0, first < 0 ? list.length : first);
}
