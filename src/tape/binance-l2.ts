// Reader of captures of Binance's websocket with one REST snapshot: depth, trades and best prices of one symbol, spot or
// USDⓈ-M futures, played as a range contract. Stamps are the matching engine's where the venue gives them (T), and the
// event's (E) for spot depth; the three streams come each on its own way and are put back in the order of these stamps, a
// trade before the update of the same millisecond, which holds what it took from the book.

import { feesAt } from './fee-tables.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_NO_RANGE } from '../errors/tape.ts';
import { BinanceDecoder } from './binance-decoder.ts';
import { BinanceLines } from './binance-lines.ts';
import { BINANCE_LINE } from './binance-message.ts';
import { RangeContract } from './binance-range.ts';
import { surveyBinance, type BinanceFacts } from './binance-survey.ts';
import { decodeLines } from './line-recording.ts';
import type { DecodeTarget, RecordedInstrument, RecordingFormat } from './recording-format.ts';

const FEE_TABLES = { spot: 'binance/spot-vip0', usdm: 'binance/usdm-vip0' } as const;

export const binanceL2: RecordingFormat = {
  name: 'binance-l2',
  holds: "Binance's depth, trades and best prices of one symbol, raw, with one REST snapshot (spot or USDⓈ-M futures)",
  groupOf: ({ path, firstLine }) => (BINANCE_LINE.test(firstLine) ? path : null),
  async survey([file]) {
    const path = file!.path;
    const facts = await surveyBinance(path);
    const range = RangeContract.around(facts.traded);
    if (range === null) throw new EvenkeelError(TAPE_NO_RANGE, `${path}: traded from ${facts.traded.low / 1e8} to ${facts.traded.high / 1e8} at a tick of ${facts.traded.tick / 1e8}`, { file: path });
    const instrument = instrumentOf(facts, range);
    return {
      instruments: [instrument], references: [], terms: [], firstAt: facts.firstAt, lastAt: facts.lastAt,
      decode: (target) => decode(path, new BinanceDecoder({ path, facts, range, name: instrument.name }, target), target),
    };
  },
};

const instrumentOf = ({ symbol, market, firstAt }: BinanceFacts, range: RangeContract): RecordedInstrument => ({
  name: `${symbol}-${market}`,
  venue: 'binance',
  tick: range.tick,
  lot: range.lot,
  // The venue's least notional is not in a recording.
  minSize: range.lot,
  fees: feesAt(FEE_TABLES[market], firstAt, range.offset),
  endsAt: null,
  showsOwnOrders: false,
  // Futures: a modified order goes to the end of the queue (documentation of PUT /fapi/v1/order). Spot keeps the place of a
  // lowered order since 2025 only, and not on every symbol.
  canAmend: false,
  // Long and short of one symbol net in one position.
  netsPairs: true,
});

async function* decode(path: string, decoder: BinanceDecoder, target: DecodeTarget): AsyncGenerator<void, void> {
  const lines = new BinanceLines(path);
  yield* decodeLines(path, target, (text, line) => decoder.take(lines.read(text, line)));
  decoder.end();
  yield;
}
