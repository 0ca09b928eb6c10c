// What a tape says until a moment must not depend on what was recorded after it.

import { expect, test } from 'vitest';
import { spotBook, spotDepth, spotTrade } from './binance-capture.fixture.ts';
import { binanceL2 } from './binance-l2.ts';
import { btc15m } from './btc15m.ts';
import { KIND } from './columns.ts';
import { kalshiInxd } from './kalshi-inxd.ts';
import { kalshiTrades } from './kalshi-trades.ts';
import { kalshiWs } from './kalshi-ws.ts';
import { madeUpText } from './made-up-tapes.fixture.ts';
import { priceChange2025 } from './price-change-2025.ts';
import { filesWith, readWith, rowsInWords, type ReadRecording } from './read-format.fixture.ts';
import type { RecordingFormat } from './recording-format.ts';
import { RowChecks } from './row-checks.ts';
import { tickscope } from './tickscope.ts';
import { updownL2 } from './updown-l2.ts';
import { usBbo } from './us-bbo.ts';

/** A recording: the file's name, what it begins with, and what was added to it at each moment. */
interface Case { readonly format: RecordingFormat; readonly file: string; readonly begin: string; readonly moments: readonly string[] }

const TICKSCOPE_START = 1_780_000_000_000;
/** Both tokens of a change: YES at `price`, and its mirror. */
const change = (at: number, side: 'BID' | 'ASK', [price, mirror]: readonly [string, string], best: readonly [string, string, string, string], size = '5.0'): string => {
  const other = side === 'BID' ? 'ASK' : 'BID';
  return `${TICKSCOPE_START + at},PRICE_CHANGE,111111,${side},${price},${size},${best[0]},${best[1]}\n${TICKSCOPE_START + at},PRICE_CHANGE,222222,${other},${mirror},${size},${best[2]},${best[3]}\n`;
};
const TICKSCOPE: Case = {
  format: tickscope, file: 'a.csv', begin: 'timestamp_ms,event_type,asset_id,side,price,size,best_bid,best_ask\n',
  moments: [
    change(0, 'BID', ['0.40', '0.60'], ['0.40', '0.45', '0.55', '0.60']), change(10, 'ASK', ['0.45', '0.55'], ['0.40', '0.45', '0.55', '0.60']),
    change(20, 'BID', ['0.401', '0.599'], ['0.401', '0.45', '0.55', '0.599']), change(30, 'BID', ['0.41', '0.59'], ['0.41', '0.45', '0.55', '0.59']),
    change(40, 'ASK', ['0.4499', '0.5501'], ['0.41', '0.4499', '0.5501', '0.59']),
  ],
};

const btcRow = (at: number, from: string, to: string): string => {
  const row = madeUpText('btc15m').split('\n')[1]!.replace('1780000001000', String(TICKSCOPE_START + at));
  return `${row.replaceAll(new RegExp(`(?<=,)${from}(?=,)`, 'g'), to)}\n`;
};
const BTC15M: Case = {
  format: btc15m, file: 'a.csv', begin: `${madeUpText('btc15m').split('\n')[0]!}\n`,
  moments: [btcRow(1_000, 'x', 'x'), btcRow(2_000, '0\\.47', '0.471'), btcRow(3_000, 'x', 'x'), btcRow(9_000, 'x', 'x'), btcRow(10_000, '0\\.47', '0.4711')],
};

const json = (message: unknown): string => `${JSON.stringify(message)}\n`;
const kalshiDelta = (seq: number, at: number, price: string): string =>
  json({ type: 'orderbook_delta', sid: 1, seq, msg: { market_ticker: 'A', price_dollars: price, delta_fp: '1.00', side: 'yes', ts_ms: TICKSCOPE_START + at } });
const kalshiBook = (seq: number): string => json({ type: 'orderbook_snapshot', sid: 1, seq, msg: { market_ticker: 'A', yes_dollars_fp: [['0.4', '5.00']], no_dollars_fp: [['0.5', '7.00']] } });
const KALSHI_WS: Case = {
  format: kalshiWs, file: 'a.jsonl', begin: kalshiBook(1),
  moments: [kalshiDelta(2, 10, '0.40'), kalshiDelta(3, 20, '0.401'), kalshiDelta(6, 50, '0.41'), kalshiBook(7) + kalshiDelta(8, 60, '0.402'), kalshiDelta(9, 70, '0.4021')],
};

const kalshiTrade = (second: string, price: string, no: string): string =>
  json({ count_fp: '2.00', created_time: `2026-05-15T10:00:${second}Z`, no_price_dollars: no, taker_book_side: 'bid', ticker: 'A', yes_price_dollars: price });
const KALSHI_TRADES: Case = { format: kalshiTrades, file: 'a.jsonl', begin: '', moments: [kalshiTrade('01', '0.40', '0.60'), kalshiTrade('02', '0.401', '0.599'), kalshiTrade('03', '0.40', '0.60'), kalshiTrade('04', '0.4001', '0.5999')] };

const priceChange = (clock: string, ...changes: readonly (readonly [side: string, price: string])[]): string =>
  `1,"19132","0xe0",2025-01-25 ${clock}.000 +0100,af,"[${changes.map(([side, price]) => `{""side"": ""${side}"", ""size"": ""5"", ""price"": ""${price}""}`).join(', ')}]"\n`;
const PRICE_CHANGE: Case = {
  format: priceChange2025, file: 'a.csv', begin: '"id","asset_id","market","timestamp","hash","changes"\n',
  moments: [
    priceChange('18:15:01', ['SELL', '0.23'], ['BUY', '0.22']), priceChange('18:15:02', ['BUY', '0.21']), priceChange('18:15:03', ['BUY', '0.221']), priceChange('18:15:04', ['SELL', '0.222']),
    priceChange('18:20:00', ['SELL', '0.23']), priceChange('18:20:01', ['BUY', '0.229']), priceChange('18:20:02', ['BUY', '0.2299'], ['SELL', '0.23']),
  ],
};

const updownBook = (at: number, bid: string, ask: string): string =>
  `{"bids":[{"price":"${bid}","size":"5"}],"asks":[{"price":"${ask}","size":"5"}],"timestamp":"${TICKSCOPE_START + at}","local_timestamp":"${TICKSCOPE_START + at + 9}","asset_price":1}\n`;
const UPDOWN: Case = { format: updownL2, file: '15m_btc_orderbooks_1780000000up.jsonl', begin: '', moments: [updownBook(1, '0.4', '0.5'), updownBook(2, '0.401', '0.5'), updownBook(3, '0.4', '0.5'), updownBook(4, '0.4', '0.4999')] };

const quote = (clock: string, bid: string): string => `2026-07-11T${clock}Z,a,${bid},0.5,,,\n`;
const US_BBO: Case = { format: usBbo, file: 'a.csv', begin: 'ts,slug,bid,ask,mid,spread,volume24hr\n', moments: [quote('21:30:00', ''), quote('21:32:00', '0.305'), quote('21:45:00', '0.305'), quote('21:47:00', '0.3051')] };

const [INXD_HEADER, ...INXD_LINES] = madeUpText('kalshi-inxd').split('\n').filter((line) => line !== '');
const INXD: Case = {
  format: kalshiInxd, file: 'a.csv', begin: `${INXD_HEADER}\n`,
  moments: [...Map.groupBy(INXD_LINES, (line) => line.split(',')[0]!).values()].map((lines) => `${lines.join('\n')}\n`),
};

const BINANCE_BOOK = [['1000.0', '2.00'], ['999.9', '1.00']] as const;
const BINANCE: Case = {
  format: binanceL2, file: 'a.txt',
  begin: spotTrade(90, 1, '1000.2', '0.01', true) + spotDepth(100, [11, 14], [['1000.0', '2.50']], []) + spotBook(110, 12, BINANCE_BOOK, [['1000.2', '3.00']]),
  moments: [spotDepth(120, [15, 15], [['1000.0', '2.00']], []), spotTrade(150, 2, '1000.2', '0.25', false), spotDepth(200, [17, 18], [['1000.0', '9.00']], []), spotTrade(250, 3, '1000.2', '0.25', false)],
};

async function read({ format, file, begin, moments }: Case, count = moments.length): Promise<ReadRecording> {
  const [recording] = await readWith(format, filesWith({ [file]: begin + moments.slice(0, count).join('') }));
  if (recording === undefined) throw new Error('no recording was recognised');
  return recording;
}

/** Without the length of holes, which stand at their beginning, and without what the end of a recording does to its markets. */
const said = ({ out }: ReadRecording, until: number): readonly string[] =>
  rowsInWords(out, 0).filter((words) => Number(words.split(' ')[0]) <= until && !/gap|paused|closed/.test(words));

const CASES = { tickscope: TICKSCOPE, btc15m: BTC15M, 'kalshi-ws': KALSHI_WS, 'kalshi-trades': KALSHI_TRADES, 'kalshi-inxd': INXD, 'price-change-2025': PRICE_CHANGE, 'updown-l2': UPDOWN, 'us-bbo': US_BBO, 'binance-l2': BINANCE };

test.each(Object.entries(CASES))('%s: cut after any moment, a recording says what the whole one says until then', async (_, recorded) => {
  const whole = await read(recorded);
  for (let count = 1; count < recorded.moments.length; count++) {
    const cut = await read(recorded, count);
    const until = cut.out.ts[cut.out.length - 1]!;
    expect(said(cut, until)).toEqual(said(whole, until));
    expect(cut.survey.instruments.map(({ tick, fees }) => ({ tick, fees }))).toEqual(whole.survey.instruments.map(({ tick, fees }) => ({ tick, fees })));
  }
});

const FINER = Object.entries(CASES).filter(([name]) => name !== 'kalshi-inxd' && name !== 'binance-l2');

test.each(FINER)('%s: a market begins with a tick of a cent, and each finer one stands right before the first price that needs it', async (_, recorded) => {
  const { out, survey } = await read(recorded);
  expect(survey.instruments.map(({ tick }) => tick)).toEqual([10_000]);
  expect(survey.terms.map(({ tick }) => tick)).toEqual([1_000, 100]);
  const isPriced = (row: number): boolean => [KIND.delta, KIND.level, KIND.trade].some((kind) => kind === out.kind[row]);
  let tick: number = survey.instruments[0]!.tick;
  for (let row = 0; row < out.length; row++) {
    if (out.kind[row] === KIND.terms) {
      tick = survey.terms[out.size[row]!]!.tick;
      let needs = 0;
      for (let next = row + 1; next < out.length && out.ts[next] === out.ts[row]; next++) if (isPriced(next) && out.price[next]! % (tick * 10) !== 0) needs++;
      // That format gives no price before the best ones are proved on the new tick.
      if (recorded.format !== priceChange2025) expect(needs).toBeGreaterThan(0);
    } else if (isPriced(row)) expect(out.price[row]! % tick).toBe(0);
  }
  expect(tick).toBe(100);
  const checks = new RowChecks(survey.instruments.map((instrument, id) => ({ ...instrument, id: id as never })), survey.terms);
  checks.add(out);
  checks.end();
  expect(checks.found).toEqual([]);
});
