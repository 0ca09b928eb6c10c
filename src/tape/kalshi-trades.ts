// Reader of Kalshi's public trades, one JSON object of the trade API a line, whole markets from first trade to close. The
// venue's settlements may stand beside them: ticker → 1 (yes) or 0 (no). There is no book.

import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MICROS, type TimestampMs } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY, TAPE_MALFORMED_ROW, TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { ASK, BID } from './columns.ts';
import { JsonRow } from './json-row.ts';
import { KalshiClosings } from './kalshi-closings.ts';
import { kalshiMarkets, SeenTerms, type KalshiMarkets } from './kalshi-terms.ts';
import { decodeLines, eachLine } from './line-recording.ts';
import type { DecodeTarget, Labels, RecordingFile, RecordingFormat } from './recording-format.ts';
import { ReorderWindow } from './reorder-window.ts';
import { utcMoment } from './utc-moment.ts';

const SETTLEMENTS = 'settlements.json';
/** Sorted as text, 12.95Z comes before 12.9Z. */
const REORDER_MS = 1_000;

interface Trade { readonly ts: TimestampMs; readonly ticker: string; readonly price: number; readonly size: number; readonly taker: number }

export const kalshiTrades: RecordingFormat = {
  name: 'kalshi-trades',
  holds: "Kalshi's public trades of whole markets, with the venue's settlements where settlements.json stands beside them",
  groupOf({ path, name, firstLine }) {
    const isTrades = firstLine.startsWith('{') && ['"ticker":', '"count_fp":', '"yes_price_dollars":', '"taker_book_side":', '"created_time":'].every((key) => firstLine.includes(key));
    return isTrades || (name === SETTLEMENTS && firstLine.startsWith('{')) ? dirname(path) : null;
  },
  async survey(files, labels) {
    const [trades, more] = files.filter(({ name }) => name !== SETTLEMENTS);
    if (trades === undefined) throw new EvenkeelError(TAPE_EMPTY, `${files[0]!.path}: settlements without trades beside them`, { file: files[0]!.path });
    if (more !== undefined) throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${more.path}: stands beside ${trades.path}; trades of one folder have to be in one file, in order of time`, { file: more.path });
    const settlements = files.find(({ name }) => name === SETTLEMENTS);
    const outcomes = new Map([...(settlements === undefined ? [] : await readSettlements(settlements)), ...labels]);
    return surveyTrades(trades.path, outcomes);
  },
};

async function surveyTrades(path: string, outcomes: Labels): ReturnType<RecordingFormat['survey']> {
  const seen = new Map<string, SeenTerms>();
  let firstAt = Infinity;
  let lastAt = -Infinity;
  await eachLine(path, (text, line) => {
    const row = JsonRow.parse(text, path, line);
    const { ts, ticker, price, size } = tradeOf(row);
    firstAt = Math.min(firstAt, ts);
    lastAt = Math.max(lastAt, ts);
    const terms = seen.get(ticker) ?? new SeenTerms();
    seen.set(ticker, terms);
    if (!terms.ticks.see(ts, price)) row.fail('yes_price_dollars', 'is finer than any tick of the venue');
    if (!terms.size(size)) row.fail('count_fp', 'is finer than any size of the venue');
  });
  if (seen.size === 0) throw new EvenkeelError(TAPE_EMPTY, `${path}: no rows`, { file: path });
  const markets = kalshiMarkets(seen, lastAt, true);
  const { instruments, terms } = markets;
  const lastClose = Math.max(...instruments.map(({ endsAt }) => endsAt ?? -Infinity));
  return { instruments, references: [], terms, firstAt, lastAt: Math.max(lastAt, lastClose), decode: (target) => decode(path, markets, outcomes, target) };
}

async function* decode(path: string, markets: KalshiMarkets, outcomes: Labels, target: DecodeTarget): AsyncGenerator<void, void> {
  const { out, counter } = target;
  const closings = new KalshiClosings(markets, outcomes, target);
  const marketOf = new Map(markets.instruments.map(({ name }, i) => [name, target.markets[i]!]));
  const window = new ReorderWindow<Trade>(REORDER_MS);
  let lastAt = 0 as TimestampMs;
  const give = ({ ts, ticker, price, size, taker }: Trade): void => {
    lastAt = ts;
    closings.upTo(ts);
    out.trade(ts, marketOf.get(ticker)!, taker, price, size);
  };
  yield* decodeLines(path, target, (text, line) => {
    if (!window.push(tradeOf(JsonRow.parse(text, path, line)))) {
      throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${path}:${line}  the trade is more than ${REORDER_MS} ms older than one before it`, { file: path, line });
    }
    for (let ready = window.take(); ready !== null; ready = window.take()) give(ready);
  });
  for (let ready = window.drain(); ready !== null; ready = window.drain()) give(ready);
  counter.backwardStamps = window.backward;
  closings.end(lastAt, true);
  yield;
}

function tradeOf(row: JsonRow): Trade {
  const price = row.price('yes_price_dollars');
  if (row.price('no_price_dollars') !== MICROS - price) row.fail('no_price_dollars', 'is not 1 less the price of yes');
  const taker = row.oneOf('taker_book_side', ['bid', 'ask']) === 'bid' ? BID : ASK;
  return { ts: utcMoment(row.text('created_time')) ?? row.fail('created_time', 'is no time like 2026-05-16T03:45:12.380909Z'), ticker: row.text('ticker'), price, size: row.someSize('count_fp'), taker };
}

async function readSettlements({ path }: RecordingFile): Promise<readonly (readonly [string, number])[]> {
  const refused = (what: string): EvenkeelError => new EvenkeelError(TAPE_MALFORMED_ROW, `${path}: ${what}`, { file: path });
  let stated: unknown;
  try {
    stated = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw refused(`is not JSON (${(error as Error).message})`);
  }
  if (typeof stated !== 'object' || stated === null || Array.isArray(stated)) throw refused('is no object of ticker and outcome');
  return Object.entries(stated).map(([ticker, outcome]) => {
    if (outcome !== 0 && outcome !== 1) throw refused(`${ticker}: ${JSON.stringify(outcome)} is neither 1 (yes) nor 0 (no)`);
    return [ticker, outcome * MICROS];
  });
}
