// The files and the lines of an updown-l2 recording: whole books and prints of the two tokens of a market, one file each.
// Gives rows in canonical terms: Up is YES, what is said of Down is mirrored.

import { complement, MICROS, type Price, type Size } from '../core/domain/numbers.ts';
import { opposite, type Side } from '../core/domain/side.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { scaledDecimal } from './decimal-text.ts';
import { JsonRow } from './json-row.ts';
import { lineBlocks } from './lines.ts';
import { isOnATick } from './seen-ticks.ts';

const NAME = /^(\d+)([mh])_([a-z]+)_(orderbooks|trades)_(\d{10})(up|down)\.jsonl?(\.gz)?$/;
const MINUTE_MS = 60_000;

export interface UpdownFile {
  readonly path: string;
  readonly isDown: boolean;
  readonly holdsBooks: boolean;
  /** As of the other short crypto markets: `btc-updown-15m-1765450800`. */
  readonly market: string;
  readonly endsAt: number;
}

export interface UpdownRow {
  readonly ts: number;
  /** To the recorder's stamp; −1 where its clock was behind, since that tells no delay. */
  readonly delay: number;
  readonly isDown: boolean;
  readonly what:
    /** Flat pairs, best first. */
    | { readonly kind: 'book'; readonly bids: readonly number[]; readonly asks: readonly number[] }
    | { readonly kind: 'trade'; readonly price: Price; readonly size: Size; readonly taker: Side };
}

/** Null for a file of another name. */
export function updownFile(path: string, name: string): UpdownFile | null {
  const parts = NAME.exec(name);
  if (parts === null) return null;
  const [, count, unit, coin, content, start, token] = parts;
  const lengthMs = Number(count) * (unit === 'h' ? 60 * MINUTE_MS : MINUTE_MS);
  return {
    path, isDown: token === 'down', holdsBooks: content === 'orderbooks',
    market: `${coin}-updown-${count}${unit}-${start}`, endsAt: Number(start) * 1_000 + lengthMs,
  };
}

export async function* updownRows({ path, isDown, holdsBooks }: UpdownFile, took: (bytes: number) => void): AsyncGenerator<readonly UpdownRow[], void> {
  let lastAt = 0;
  let taken = 0;
  for await (const { lines, first, bytesRead } of lineBlocks(path)) {
    const rows = lines.map((text, i): UpdownRow => {
      const line = JsonRow.parse(text, path, first + i);
      const ts = line.decimal('timestamp', 0);
      if (ts < lastAt) throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${path}:${first + i}  the line stamped ${ts} is older than the one before it`, { file: path, line: first + i });
      lastAt = ts;
      const delay = line.decimal('local_timestamp', 0) - ts;
      return { ts, delay: delay < 0 ? -1 : delay, isDown, what: holdsBooks ? book(line, isDown) : trade(line, isDown) };
    });
    took(bytesRead - taken);
    taken = bytesRead;
    yield rows;
  }
}

function trade(line: JsonRow, isDown: boolean): UpdownRow['what'] {
  const price = line.price('price');
  if (!isOnATick(price)) line.fail('price', 'is finer than any tick of the venue');
  const taker = line.oneOf('side', ['buy', 'sell']) === 'buy' ? 'bid' : 'ask';
  return { kind: 'trade', price: isDown ? complement(price) : price, size: line.someSize('size'), taker: isDown ? opposite(taker) : taker };
}

function book(line: JsonRow, isDown: boolean): UpdownRow['what'] {
  const bids = levels(line, 'bids', isDown);
  const asks = levels(line, 'asks', isDown);
  return isDown ? { kind: 'book', bids: asks, asks: bids } : { kind: 'book', bids, asks };
}

/** The venue's own order, the best level last. */
function levels(line: JsonRow, column: 'bids' | 'asks', isDown: boolean): readonly number[] {
  const out: number[] = [];
  let better = column === 'bids' ? Infinity : -Infinity;
  for (const level of line.list(column).toReversed()) {
    const { price: stated, size: standing } = (level ?? {}) as { readonly price?: unknown; readonly size?: unknown };
    const price = typeof stated === 'string' ? scaledDecimal(stated, 6) : -1;
    const size = typeof standing === 'string' ? scaledDecimal(standing, 6) : -1;
    if (price <= 0 || price >= MICROS || size <= 0 || !isOnATick(price)) line.fail(column, "holds a level without a price between 0 and 1 on one of the venue's ticks, or without a size above 0");
    if (column === 'bids' ? price >= better : price <= better) line.fail(column, 'does not end with its best level');
    better = price;
    out.push(isDown ? MICROS - price : price, size);
  }
  return out;
}
