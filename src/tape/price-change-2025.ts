// Reader of the price-change-2025 format: Polymarket's price_change messages as they were until September 2025, of one token:
// new sizes of levels, without snapshots, best prices or prints. The book is given out only while what is known proves its
// best prices; what trades took from a level was not part of these messages, so a level may be smaller than it says.

import type { MarketId } from '../core/domain/instrument.ts';
import { MICROS, timestamp, type Price, type Size } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY, TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { ASK, BID, type InvalidReason } from './columns.ts';
import { datedTerms, firstTerms, TermsInTime, type DatedTerms } from './dated-terms.ts';
import { scaledDecimal } from './decimal-text.ts';
import { lineBlocks } from './lines.ts';
import { endMarket } from './market-end.ts';
import { POLYMARKET_TERMS } from './polymarket-terms.ts';
import { ProvedBook } from './price-change-2025-book.ts';
import { fieldsOf } from './quoted-csv.ts';
import { QuotedLine } from './quoted-line.ts';
import type { DecodeTarget, RecordingFormat, Survey } from './recording-format.ts';
import { isOnATick, SeenTicks, type TickChange } from './seen-ticks.ts';

const COLUMNS = ['id', 'asset_id', 'market', 'timestamp', 'hash', 'changes'];
/** While it was recorded, a message came at least every 48 s; the three stops are of 22 hours and more. */
const LONGEST_PAUSE_MS = 60_000;
/** The messages do not tell the category; nothing was charged in any at the time of this schema. */
const FEES = 'polymarket/other';
const STAMP = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}\.\d{3}) ([+-]\d{2})(\d{2})$/;

interface LevelChange { readonly side: Side; readonly price: Price; readonly size: Size }
interface Message { readonly ts: number; readonly token: string; readonly condition: string; readonly changes: readonly LevelChange[] }

export const priceChange2025: RecordingFormat = {
  name: 'price-change-2025',
  holds: 'level changes of one Polymarket token in the schema of before September 2025, without snapshots and prints (CSV)',
  groupOf({ path, firstLine }) {
    const fields = fieldsOf(firstLine);
    return fields !== null && fields.length === COLUMNS.length && fields.every((field, i) => field === COLUMNS[i]) ? path : null;
  },
  async survey(files, labels): Promise<Survey> {
    const { path } = files[0]!;
    const ticks = new SeenTicks();
    let token = '';
    let condition = '';
    let firstAt = Infinity;
    let lastAt = -Infinity;
    for await (const message of messages(path, () => {})) {
      ({ token, condition } = message);
      firstAt = Math.min(firstAt, message.ts);
      lastAt = message.ts;
      for (const { price } of message.changes) ticks.see(message.ts, price);
    }
    if (token === '') throw new EvenkeelError(TAPE_EMPTY, `${path}: no rows`, { file: path });
    const name = `price-change-${token.slice(0, 6)}`;
    const inTime = { ticks, table: FEES, until: lastAt } as const;
    const terms = datedTerms([inTime]);
    return {
      instruments: [{ ...POLYMARKET_TERMS, name, ...firstTerms(inTime), endsAt: null }],
      ids: [{ condition, tokens: [token, null] }], references: [], terms, firstAt, lastAt,
      decode: (target) => decode(path, { name, ticks: ticks.inTime(), terms, yesPays: labels.get(name) }, target),
    };
  },
};

async function* messages(path: string, took: (bytes: number) => void): AsyncGenerator<Message, void> {
  let before: Message | null = null;
  let taken = 0;
  for await (const { lines, first, bytesRead } of lineBlocks(path)) {
    for (const [i, text] of lines.entries()) {
      if (first + i === 1) continue;
      const line = QuotedLine.parse(text, path, first + i, COLUMNS);
      const message: Message = { ts: stampOf(line), token: line.text('asset_id'), condition: line.text('market'), changes: changesOf(line) };
      if (before !== null && message.token !== before.token) line.fail('asset_id', `is not the token of the lines before, ${before.token}`);
      if (before !== null && message.ts < before.ts) throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${path}:${first + i}  the line is older than the one before it`, { file: path, line: first + i });
      before = message;
      yield message;
    }
    took(bytesRead - taken);
    taken = bytesRead;
  }
}

function stampOf(line: QuotedLine): number {
  const parts = STAMP.exec(line.text('timestamp'));
  if (parts === null) return line.fail('timestamp', 'is not a time like 2025-01-25 18:15:47.925 +0100');
  const [, day, time, hours, minutes] = parts;
  const utc = Date.parse(`${day}T${time}Z`);
  // A day that does not exist is taken for the next one that does.
  const ts = Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(day!) ? NaN : Date.parse(`${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(ts) ? line.fail('timestamp', 'is a time that does not exist') : ts;
}

function changesOf(line: QuotedLine): readonly LevelChange[] {
  let stated: unknown;
  try {
    stated = JSON.parse(line.text('changes'));
  } catch {
    line.fail('changes', 'is not JSON');
  }
  if (!Array.isArray(stated) || stated.length === 0) return line.fail('changes', 'is no list of changes');
  return stated.map((change): LevelChange => {
    const { side, price: priceText, size: sizeText } = (change ?? {}) as { readonly side?: unknown; readonly price?: unknown; readonly size?: unknown };
    const price = typeof priceText === 'string' ? scaledDecimal(priceText, 6) : -1;
    const size = typeof sizeText === 'string' ? scaledDecimal(sizeText, 6) : -1;
    if (side !== 'BUY' && side !== 'SELL') return line.fail('changes', 'has a side that is neither BUY nor SELL');
    if (price <= 0 || price >= MICROS || !isOnATick(price)) return line.fail('changes', "has a price that is not between 0 and 1 on one of the venue's ticks");
    if (size < 0) return line.fail('changes', 'has a size that is no decimal number of at most 6 places');
    return { side: side === 'BUY' ? 'bid' : 'ask', price: price as Price, size: size as Size };
  });
}

interface Plan { readonly name: string; readonly ticks: readonly TickChange[]; readonly terms: readonly DatedTerms[]; readonly yesPays: number | undefined }

async function* decode(path: string, plan: Plan, target: DecodeTarget): AsyncGenerator<void, void> {
  const { out, counter, markets } = target;
  const decoder = new PriceChangeDecoder(plan, target);
  let lastAt = 0;
  for await (const message of messages(path, target.took)) {
    counter.rows++;
    decoder.message(message);
    lastAt = message.ts;
    if (out.length > 16_384) yield;
  }
  endMarket(out, { ts: lastAt, market: markets[0]!, isOver: false, isClosed: false, yesPays: plan.yesPays });
  yield;
}

class PriceChangeDecoder {
  readonly #plan: Plan;
  readonly #target: DecodeTarget;
  #book: ProvedBook;
  readonly #market: MarketId;
  readonly #terms: TermsInTime;
  #nextTick = 1;
  #lastAt: number | null = null;
  /** The book has been given out and is kept up to date. */
  #isGiven = false;

  constructor(plan: Plan, target: DecodeTarget) {
    this.#plan = plan;
    this.#target = target;
    this.#book = new ProvedBook(plan.ticks[0]!.tick);
    this.#market = target.markets[0] as MarketId;
    this.#terms = new TermsInTime(plan.terms, target);
  }

  message({ ts, changes }: Message): void {
    const before = this.#lastAt;
    const isAfterHole = before !== null && ts - before > LONGEST_PAUSE_MS;
    if (isAfterHole) this.#hole(before, ts);
    this.#lastAt = ts;
    this.#terms.until(ts);
    if (isAfterHole) this.#forget(ts, 'updates are missing');
    this.#refine(ts);
    const deltas = this.#apply(changes);
    const { isProved } = this.#book;
    if (isProved && this.#isGiven && deltas.length > 0) for (const { side, price, size } of deltas) this.#delta(ts, side, price, size);
    else if (isProved && !this.#isGiven) this.#giveBook(ts);
    else if (!isProved && this.#isGiven) this.#target.out.push({ type: 'BookInvalidated', ts: timestamp(ts), market: this.#market, reason: 'the best price has not been seen yet' });
    else this.#target.out.push({ type: 'FeedHeartbeat', ts: timestamp(ts), venue: POLYMARKET_TERMS.venue });
    this.#isGiven = isProved;
  }

  /** What one message says came about at once: levels that go first, so that none of them is taken for a contradiction. */
  #apply(changes: readonly LevelChange[]): readonly LevelChange[] {
    const deltas: LevelChange[] = [];
    for (const change of [...changes.filter(({ size }) => size === 0), ...changes.filter(({ size }) => size > 0)]) {
      const { side, price, size } = change;
      const before = this.#book.sizeAt(side, price);
      for (const gone of this.#book.set(side, price, size)) {
        deltas.push({ side: side === 'bid' ? 'ask' : 'bid', price: gone, size: 0 as Size });
        this.#target.counter.staleLevels++;
      }
      if (before === size && size > 0) this.#target.counter.repeatedRows++;
      else deltas.push(change);
    }
    return deltas;
  }

  #giveBook(ts: number): void {
    const bids = this.#book.knownLevels('bid');
    const asks = this.#book.knownLevels('ask');
    this.#target.out.push({ type: 'BookSnapshot', ts: timestamp(ts), market: this.#market, bids, asks });
    for (const side of ['bid', 'ask'] as const) {
      const beyond = this.#book.knownBeyond(side);
      for (let i = 0; i < beyond.length; i += 2) this.#delta(ts, side, beyond[i]!, beyond[i + 1]!);
    }
  }

  #delta(ts: number, side: Side, price: number, size: number): void { this.#target.out.delta(ts, this.#market, side === 'bid' ? BID : ASK, price, size); }

  #hole(from: number, to: number): void {
    const { out, counter } = this.#target;
    out.gap({ ts: from, market: this.#market, lengthMs: to - from });
    counter.gaps.push({ market: this.#plan.name, from, to, how: `no message for ${Math.round((to - from) / 1_000)} s` });
  }

  /** On a finer tick, of what stands between the levels known so far nothing is known. */
  #refine(ts: number): void {
    const change = this.#plan.ticks[this.#nextTick];
    if (change === undefined || change.ts > ts) return;
    this.#nextTick++;
    this.#book = new ProvedBook(change.tick);
    this.#forget(ts, 'the best price has not been seen yet');
  }

  #forget(ts: number, reason: InvalidReason): void {
    if (this.#isGiven) this.#target.out.push({ type: 'BookInvalidated', ts: timestamp(ts), market: this.#market, reason });
    this.#book.forget();
    this.#isGiven = false;
  }
}
