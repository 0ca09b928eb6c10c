// The same messages as the strict reading gives, read without building them as objects first: nearly every line of a capture
// is one of three texts with numbers in known places. Whatever looks different in the least is left to the strict reading.

import { scaledDecimal } from './decimal-text.ts';
import { PLACES, type BinanceMarket, type BinanceMessage, type BookTicker, type DepthDiff, type MarketTrade } from './binance-message.ts';

export interface QuickMessage { readonly market: BinanceMarket; readonly symbol: string; readonly message: Exclude<BinanceMessage, { readonly kind: 'snapshot' }> }

const CLOCK = String.raw`^(\d{13})(\d{6}) \{"stream":"[a-z0-9_]+@`;
const TICKER = new RegExp(String.raw`${CLOCK}bookTicker","data":\{(?:"e":"bookTicker",)?"u":(\d+),"s":"([A-Z0-9_]+)","b":"([\d.]+)","B":"([\d.]+)","a":"([\d.]+)","A":"([\d.]+)"(,"T":\d+,"E":\d+)?\}\}$`);
const TRADE = new RegExp(String.raw`${CLOCK}trade","data":\{"e":"trade","E":\d+,(?:"T":(\d+),)?"s":"([A-Z0-9_]+)","t":(\d+),"p":"([\d.]+)","q":"([\d.]+)",(?:"T":(\d+),"m":(true|false),"M":(?:true|false)|"X":"([A-Z_]+)","m":(true|false))\}\}$`);
const DEPTH = new RegExp(String.raw`${CLOCK}depth(?:@\d+ms)?","data":\{"e":"depthUpdate","E":(\d+)(?:,"T":(\d+))?,"s":"([A-Z0-9_]+)","U":(\d+),"u":(\d+)(?:,"pu":(\d+))?,"b":\[`);
const ASKS = '],"a":[';
const END = ']}}';

const ZERO = 48;
const POINT = 46;
const QUOTE = 34;
const COMMA = 44;
const OPEN = 91;
const CLOSE = 93;
/** More digits than these may not be exact. */
const MOST_DIGITS = 15;

/** Null where the strict reading has to look. */
export function quickMessage(text: string, line: number): QuickMessage | null {
  return text.endsWith(END) ? depth(text, line) : (ticker(text, line) ?? trade(text, line));
}

const local = (ms: string, rest: string): number => Number(ms) + Number(rest) / 1e6;

function ticker(text: string, line: number): QuickMessage | null {
  const match = TICKER.exec(text);
  if (match === null) return null;
  const [, ms, rest, id, symbol, bid, bidQuantity, ask, askQuantity, stamps] = match as unknown as readonly string[];
  const message: BookTicker = {
    kind: 'ticker', localMs: local(ms!, rest!), line, id: Number(id), bid: scaledDecimal(bid!, PLACES), bidQuantity: scaledDecimal(bidQuantity!, PLACES),
    ask: scaledDecimal(ask!, PLACES), askQuantity: scaledDecimal(askQuantity!, PLACES),
  };
  if (!(message.bid > 0 && message.bidQuantity > 0 && message.ask > 0 && message.askQuantity > 0 && Number.isSafeInteger(message.id))) return null;
  return { market: stamps === undefined ? 'spot' : 'usdm', symbol: symbol!.toLowerCase(), message };
}

function trade(text: string, line: number): QuickMessage | null {
  const match = TRADE.exec(text);
  if (match === null) return null;
  const [, ms, rest, usdmStamp, symbol, id, price, quantity, spotStamp, isSpotMaker, kind, isUsdmMaker] = match as unknown as readonly (string | undefined)[];
  const isSpot = spotStamp !== undefined;
  if (isSpot === (usdmStamp !== undefined)) return null;
  const message: MarketTrade = {
    kind: 'trade', localMs: local(ms!, rest!), line, stamp: Number(isSpot ? spotStamp : usdmStamp), id: Number(id), price: scaledDecimal(price!, PLACES),
    quantity: scaledDecimal(quantity!, PLACES), isBuyerMaker: (isSpot ? isSpotMaker : isUsdmMaker) === 'true', isOnBook: isSpot || kind === 'MARKET',
  };
  if (!(message.price > 0 && message.quantity > 0 && Number.isSafeInteger(message.id) && Number.isSafeInteger(message.stamp))) return null;
  return { market: isSpot ? 'spot' : 'usdm', symbol: symbol!.toLowerCase(), message };
}

function depth(text: string, line: number): QuickMessage | null {
  const match = DEPTH.exec(text);
  if (match === null) return null;
  const [head, ms, rest, event, matched, symbol, from, to, previous] = match as unknown as readonly (string | undefined)[];
  const isSpot = previous === undefined;
  if (isSpot !== (matched === undefined)) return null;
  const first = Number(from);
  const last = Number(to);
  const before = isSpot ? first - 1 : Number(previous);
  const stamp = Number(isSpot ? event : matched);
  if (last < first || ![first, last, before, stamp].every(Number.isSafeInteger)) return null;
  const bids: number[] = [];
  const asksAt = levels(text, head!.length, bids);
  if (asksAt < 0 || !text.startsWith(ASKS, asksAt)) return null;
  const asks: number[] = [];
  const end = levels(text, asksAt + ASKS.length, asks);
  if (end < 0 || !text.startsWith(END, end) || end + END.length !== text.length) return null;
  const message: DepthDiff = { kind: 'depth', localMs: local(ms!, rest!), line, stamp, first, last, before, bids, asks };
  return { market: isSpot ? 'spot' : 'usdm', symbol: symbol!.toLowerCase(), message };
}

/** Reads `["61837.63000000","0.05"],…` from `start` into `out`; gives where the closing bracket stands, −1 for anything else. */
function levels(text: string, start: number, out: number[]): number {
  let i = start;
  if (text.charCodeAt(i) === CLOSE) return i;
  for (;;) {
    if (text.charCodeAt(i) !== OPEN) return -1;
    for (let field = 0; field < 2; field++) {
      if (text.charCodeAt(++i) !== QUOTE) return -1;
      let value = 0;
      let digits = 0;
      let scale = -1;
      for (;;) {
        const code = text.charCodeAt(++i);
        const digit = code - ZERO;
        if (digit >= 0 && digit <= 9) {
          value = value * 10 + digit;
          digits++;
          if (scale >= 0) scale++;
        } else if (code === POINT && scale < 0 && digits > 0) scale = 0;
        else if (code === QUOTE) break;
        else return -1;
      }
      // A point wants digits on both sides; eight places at most, so that nothing would be lost.
      if (digits === 0 || digits > MOST_DIGITS || scale === 0 || scale > PLACES || (field === 0 && value === 0)) return -1;
      for (let places = Math.max(0, scale); places < PLACES; places++) value *= 10;
      if (value > Number.MAX_SAFE_INTEGER) return -1;
      out.push(value);
      if (field === 0 && text.charCodeAt(++i) !== COMMA) return -1;
    }
    if (text.charCodeAt(++i) !== CLOSE) return -1;
    if (text.charCodeAt(++i) === CLOSE) return i;
    if (text.charCodeAt(i) !== COMMA) return -1;
    i++;
  }
}
