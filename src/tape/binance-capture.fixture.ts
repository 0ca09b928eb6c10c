// Small made-up Binance captures, line by line, as the recorder writes them.

const START = 1_700_000_000_000;
export const AT = START;

/** `ms` after the start; the recorder's clock is 1,270 ms behind the venue's, and a message needs 5 ms. */
export const local = (ms: number, delayMs = 5): string => `${START + ms + delayMs - 1_270}000000`;

type Level = readonly [price: string, quantity: string];

export const spotDepth = (ms: number, [first, last]: readonly [number, number], bids: readonly Level[], asks: readonly Level[]): string =>
  `${local(ms)} ${JSON.stringify({ stream: 'abcusdt@depth@100ms', data: { e: 'depthUpdate', E: START + ms, s: 'ABCUSDT', U: first, u: last, b: bids, a: asks } })}\n`;
export const spotTrade = (ms: number, id: number, price: string, quantity: string, isBuyerMaker: boolean, lateMs = 5): string =>
  `${local(ms, lateMs)} ${JSON.stringify({ stream: 'abcusdt@trade', data: { e: 'trade', E: START + ms + 1, s: 'ABCUSDT', t: id, p: price, q: quantity, T: START + ms, m: isBuyerMaker, M: true } })}\n`;
export const spotTicker = (ms: number, id: number, [bid, bidQuantity]: Level, [ask, askQuantity]: Level): string =>
  `${local(ms)} ${JSON.stringify({ stream: 'abcusdt@bookTicker', data: { u: id, s: 'ABCUSDT', b: bid, B: bidQuantity, a: ask, A: askQuantity } })}\n`;
export const spotBook = (ms: number, last: number, bids: readonly Level[], asks: readonly Level[]): string =>
  `${local(ms)} ${JSON.stringify({ lastUpdateId: last, bids, asks })}\n`;

export const usdmDepth = (ms: number, [before, first, last]: readonly [number, number, number], bids: readonly Level[], asks: readonly Level[]): string =>
  `${local(ms)} ${JSON.stringify({ stream: 'abcusdt@depth@0ms', data: { e: 'depthUpdate', E: START + ms + 1, T: START + ms, s: 'ABCUSDT', U: first, u: last, pu: before, b: bids, a: asks } })}\n`;
export const usdmTrade = (ms: number, id: number, price: string, quantity: string, kind: string): string =>
  `${local(ms)} ${JSON.stringify({ stream: 'abcusdt@trade', data: { e: 'trade', E: START + ms, T: START + ms, s: 'ABCUSDT', t: id, p: price, q: quantity, X: kind, m: false } })}\n`;
export const usdmBook = (ms: number, last: number, bids: readonly Level[], asks: readonly Level[]): string =>
  `${local(ms)} ${JSON.stringify({ lastUpdateId: last, E: START + ms + 8, T: START + ms, bids, asks })}\n`;
