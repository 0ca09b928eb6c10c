import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spotDepth, spotTicker, spotTrade, usdmDepth, usdmTrade } from './binance-capture.fixture.ts';
import { BinanceLines } from './binance-lines.ts';
import { quickMessage } from './binance-quick.ts';
import { eachLine } from './line-recording.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';

const SPOT = [
  spotDepth(0, [5, 10], [['990.0', '1.00000001'], ['1', '0']], []), spotDepth(0, [5, 10], [], []),
  spotTicker(1, 7, ['1000.0', '2.50'], ['1000.2', '3.00']), spotTrade(2, 9, '1000.0', '0.01', true),
].map((line) => line.slice(0, -1));
const USDM = [usdmDepth(0, [4, 6, 9], [], [['1.5', '0.000']]), usdmTrade(3, 1, '1.5', '2', 'MARKET'), usdmTrade(3, 1, '1.5', '2', 'ADL')].map((line) => line.slice(0, -1));

test.each([...SPOT, ...USDM])('%s is read quickly as it is read strictly', (text) => {
  const quick = quickMessage(text, 3);
  expect(quick).not.toBeNull();
  expect(quick!.message).toEqual(new BinanceLines('x').readStrictly(text, 3));
});

const [DEPTH, , TICKER, TRADE] = SPOT as [string, string, string, string];
test.each([
  DEPTH.slice(1), DEPTH.slice(0, -1), `${DEPTH} `, DEPTH.replace('990.0', '990.'), DEPTH.replace('990.0', '.5'), DEPTH.replace('990.0', '0'), DEPTH.replace('990.0', '1e3'),
  DEPTH.replace('1.00000001', '1.000000011'), DEPTH.replace('1.00000001', '-1'), DEPTH.replace('"990.0"', '990.0'), DEPTH.replace('],["1"', ']["1"'), DEPTH.replace('"0"]', '"0","1"]'),
  DEPTH.replace('"u":10', '"u":4'), DEPTH.replace('"u":10', '"u":99999999999999999'), DEPTH.replace('"U":5', '"pu":4,"U":5'), TICKER.replace('2.50', '0'), TICKER.replace('"u":7', '"u":-7'),
  TRADE.replace('0.01', '0.0'), TRADE.replace('true,', '1,'), TRADE.replace('"M":true', '"M":true,"new":1'), '', '{}',
])('%s is left to the strict reading', (text) => {
  expect(quickMessage(text, 1)).toBeNull();
});

test.skipIf(areAbsent)(`every recorded line but the two snapshots is read quickly, and alike${ABSENT}`, async () => {
  for (const name of readdirSync(RECORDINGS.binanceL2).filter((file) => file.endsWith('.gz'))) {
    const lines = new BinanceLines(name);
    let left = 0;
    let unlike = 0;
    await eachLine(join(RECORDINGS.binanceL2, name), (text, line) => {
      const quick = quickMessage(text, line);
      if (quick === null) left++;
      else if (JSON.stringify(quick.message) !== JSON.stringify(inOrder(quick.message, lines.readStrictly(text, line)))) unlike++;
    });
    expect([name, left, unlike]).toEqual([name, 1, 0]);
  }
});

/** The keys of `like`, so that texts can be compared. */
function inOrder(like: object, message: object): object {
  const values: Readonly<Record<string, unknown>> = { ...message };
  return Object.fromEntries(Object.keys(like).map((key) => [key, values[key]]));
}
