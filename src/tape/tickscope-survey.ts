// First pass over a tickscope recording: which tokens are the two sides of one market, and how fine it is priced. The two
// tokens of a market repeat each other's rows mirrored, within one stamp; that and nothing else tells them.

import type { CsvRows } from './csv-rows.ts';
import { complement, type Price } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_UNPAIRED } from '../errors/tape.ts';
import { SeenTicks } from './seen-ticks.ts';
import { TokenMap } from './token-map.ts';

export interface TickscopeColumns {
  readonly ts: number; readonly event: number; readonly token: number; readonly side: number;
  readonly price: number; readonly size: number; readonly bestBid: number; readonly bestAsk: number;
}

/** A market's two tokens; `yes` is the one seen first. The ticks are of the market: both tokens show them. */
export interface TokenPair { readonly yes: string; readonly no: string; readonly ticks: SeenTicks }

interface SeenRow { readonly token: number; readonly isBid: boolean; readonly price: Price; readonly size: number }

export class TickscopePairing {
  readonly #columns: TickscopeColumns;
  readonly #indexes = new TokenMap<number>();
  readonly #tokens: string[] = [];
  readonly #ticks: SeenTicks[] = [];
  /** Mirrored rows by pair of tokens, key `low,high`. */
  readonly #mirrors = new Map<string, number>();
  #stamp = -1;
  #rowsOfStamp: SeenRow[] = [];
  firstAt = Infinity;
  lastAt = -Infinity;

  constructor(columns: TickscopeColumns) { this.#columns = columns; }

  row(rows: CsvRows): void {
    const { ts, event, token, side, price, size } = this.#columns;
    const stamp = rows.integer(ts);
    this.firstAt = Math.min(this.firstAt, stamp);
    this.lastAt = Math.max(this.lastAt, stamp);
    const index = this.#indexes.get(rows, token) ?? this.#newToken(rows, token);
    const at = rows.price(price);
    if (!this.#ticks[index]!.see(stamp, at)) rows.fail(price, 'is finer than any tick of the venue');
    if (rows.is(event, 'PRICE_CHANGE')) this.#match(stamp, { token: index, isBid: rows.is(side, 'BID'), price: at, size: rows.size(size) });
  }

  #newToken(rows: CsvRows, field: number): number {
    const index = this.#tokens.push(rows.text(field)) - 1;
    this.#indexes.set(rows, field, index);
    this.#ticks.push(new SeenTicks());
    return index;
  }

  #match(stamp: number, row: SeenRow): void {
    if (stamp !== this.#stamp) {
      this.#stamp = stamp;
      this.#rowsOfStamp = [];
    }
    const mirrored = complement(row.price);
    for (const other of this.#rowsOfStamp) {
      if (other.token === row.token || other.isBid === row.isBid || other.price !== mirrored || other.size !== row.size) continue;
      const key = other.token < row.token ? `${other.token},${row.token}` : `${row.token},${other.token}`;
      this.#mirrors.set(key, (this.#mirrors.get(key) ?? 0) + 1);
    }
    this.#rowsOfStamp.push(row);
  }

  /** Pairs by count of mirrored rows, most first: two rows of different markets can mirror each other by chance, rarely. */
  pairs(file: string): readonly TokenPair[] {
    const names = this.#tokens;
    const partner = new Map<number, number>();
    for (const [key] of [...this.#mirrors].toSorted((a, b) => b[1] - a[1])) {
      const [low, high] = key.split(',').map(Number) as [number, number];
      if (partner.has(low) || partner.has(high)) continue;
      partner.set(low, high);
      partner.set(high, low);
    }
    const pairs: TokenPair[] = [];
    names.forEach((token, index) => {
      const other = partner.get(index);
      if (other === undefined) throw new EvenkeelError(TAPE_UNPAIRED, `${file}: token ${token} has no mirror among the ${names.length} tokens`, { file, token });
      if (index > other) return;
      const ticks = this.#ticks[index]!;
      ticks.join(this.#ticks[other]!);
      pairs.push({ yes: token, no: names[other]!, ticks });
    });
    return pairs;
  }
}
