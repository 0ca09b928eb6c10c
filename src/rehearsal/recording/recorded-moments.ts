// What a recording says, moment by moment, with each trade in one piece: where its level shrank some time before its print came,
// the print stands where the level shrank. Read as far ahead as that takes.

import type { MarketDataEvent, TradePrinted } from '../../core/domain/events.ts';
import { opposite, type Side } from '../../core/domain/side.ts';
import { PRINT_LAG_MS } from '../../exchange/print-window.ts';
import { KIND } from '../../tape/columns.ts';
import type { Tape } from '../../tape/tape.ts';

export interface Moment {
  /** The recording's stamp. */
  readonly at: number;
  readonly prints: TradePrinted[];
  /** All else, in its order. */
  readonly rows: MarketDataEvent[];
  /** From here on nothing was recorded, of one market or of all (−1). */
  readonly holes: { readonly market: number; readonly lengthMs: number }[];
}

interface Loss { readonly moment: Moment; left: number }
interface Printed { readonly at: number; left: number }
type Book = Readonly<Record<Side, Map<number, number>>>;

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
  #moments: Moment[] = [];
  readonly #books = new Map<number, Book>();
  /** What left each level and no print has explained yet; what was printed at it and has not been seen to leave. */
  readonly #losses = new Map<string, Loss[]>();
  readonly #printed = new Map<string, Printed[]>();

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

  /** Those to which no print can be added any more. */
  take(isOver: boolean): readonly Moment[] {
    const until = isOver ? Infinity : (this.#moments.at(-1)?.at ?? 0) - PRINT_LAG_MS;
    const waiting = this.#moments.findIndex(({ at }) => at >= until);
    return this.#moments.splice(0, waiting < 0 ? this.#moments.length : waiting);
  }

  #moment(at: number): Moment {
    const last = this.#moments.at(-1);
    if (last?.at === at) return last;
    const moment: Moment = { at, prints: [], rows: [], holes: [] };
    this.#moments.push(moment);
    return moment;
  }

  #print(event: TradePrinted): void {
    const { ts, market, taker, price, size } = event;
    const here = this.#moment(ts);
    const key = keyOf(market, opposite(taker), price);
    let left: number = size;
    let since: Moment | null = null;
    for (const loss of recent(this.#losses, key, ({ moment }) => moment.at, ts)) {
      const explained = Math.min(left, loss.left);
      if (explained > 0) since ??= loss.moment;
      loss.left -= explained;
      left -= explained;
    }
    if (left > 0) add(this.#printed, key, { at: ts, left });
    (since ?? here).prints.push(event);
  }

  #replace({ ts, market, bids, asks }: Extract<MarketDataEvent, { type: 'BookSnapshot' }>): void {
    for (const [side, levels] of [['bid', bids], ['ask', asks]] as const) {
      const now = new Map<number, number>();
      for (let i = 0; i < levels.length; i += 2) now.set(levels[i] ?? 0, levels[i + 1] ?? 0);
      for (const price of this.#book(market)[side].keys()) if (!now.has(price)) this.#set(ts, market, side, price, 0);
      for (const [price, size] of now) this.#set(ts, market, side, price, size);
    }
  }

  #set(ts: number, market: number, side: Side, price: number, size: number): void {
    const levels = this.#book(market)[side];
    let lost = (levels.get(price) ?? 0) - size;
    if (size === 0) levels.delete(price);
    else levels.set(price, size);
    if (lost <= 0) return;
    const key = keyOf(market, side, price);
    for (const printed of recent(this.#printed, key, ({ at }) => at, ts)) {
      const explained = Math.min(lost, printed.left);
      printed.left -= explained;
      lost -= explained;
    }
    if (lost > 0) add(this.#losses, key, { moment: this.#moment(ts), left: lost });
  }

  #book(market: number): Book {
    const known = this.#books.get(market);
    if (known !== undefined) return known;
    const book: Book = { bid: new Map(), ask: new Map() };
    this.#books.set(market, book);
    return book;
  }
}

const keyOf = (market: number, side: Side, price: number): string => `${market}/${side}/${price}`;

function add<T>(lists: Map<string, T[]>, key: string, entry: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [entry]);
  else list.push(entry);
}

/** What of the list is no older than a print may be; the rest is forgotten. */
function recent<T extends { left: number }>(lists: Map<string, T[]>, key: string, atOf: (entry: T) => number, now: number): readonly T[] {
  const list = lists.get(key);
  if (list === undefined) return [];
  const kept = list.filter((entry) => entry.left > 0 && now - atOf(entry) <= PRINT_LAG_MS);
  if (kept.length === 0) lists.delete(key);
  else lists.set(key, kept);
  return kept;
}
