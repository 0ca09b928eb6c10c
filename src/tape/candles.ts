// Reader of candles: one price of something outside at each close, stamped when the candle is over and not before, since until
// then nobody knows it. Binance's files have a header and say when a candle closes; Kraken's have none and say when it opens.

import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY, TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { lineBlocks } from './lines.ts';
import { QuotedLine } from './quoted-line.ts';
import type { DecodeTarget, RecordingFile, RecordingFormat, Survey } from './recording-format.ts';

const BINANCE_COLUMNS = ['open', 'high', 'low', 'close', 'volume', 'quote_volume', 'trades', 'close_datetime'];
const KRAKEN_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume', 'trades'];
const KRAKEN_LINE = /^\d{9,10}(,\d+(\.\d+)?(E[+-]\d{1,2})?){5},\d+$/;
/** `binance_BTCUSDT_1m_2024-12.csv.gz`: who, what, how long a candle is. */
const NAME = /^([a-z]+)_([A-Z0-9]+)_(\d+)([mh])_/;
const CLOSE = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}):59\.999000([+-]\d{2}:\d{2})$/;
const MINUTE_MS = 60_000;

interface CandleFile {
  readonly path: string;
  readonly columns: readonly string[];
  readonly hasHeader: boolean;
  /** `binance BTCUSDT 1m` */
  readonly reference: string;
  readonly lengthMs: number;
}
interface Candle { readonly endsAt: number; readonly close: number }

export const candles: RecordingFormat = {
  name: 'candles',
  holds: "prices at the close of each candle, of Binance and Kraken: for signals, not to be traded on (CSV)",
  groupOf: (file) => (candleFile(file) === null ? null : file.path),
  async survey(files): Promise<Survey> {
    const file = candleFile(files[0]!)!;
    let firstAt = Infinity;
    let lastAt = -Infinity;
    for await (const batch of candlesOf(file, () => {})) {
      firstAt = Math.min(firstAt, batch[0]?.endsAt ?? Infinity);
      lastAt = batch.at(-1)?.endsAt ?? lastAt;
    }
    if (firstAt === Infinity) throw new EvenkeelError(TAPE_EMPTY, `${file.path}: no rows`, { file: file.path });
    return { instruments: [], references: [file.reference], terms: [], firstAt, lastAt, decode: (target) => decode(file, target) };
  },
};

function candleFile({ path, name, firstLine }: RecordingFile): CandleFile | null {
  const parts = NAME.exec(name);
  const isBinance = firstLine === BINANCE_COLUMNS.join(',');
  if (parts === null || !(isBinance || KRAKEN_LINE.test(firstLine))) return null;
  const [, venue, symbol, count, unit] = parts;
  return {
    path, hasHeader: isBinance, columns: isBinance ? BINANCE_COLUMNS : KRAKEN_COLUMNS,
    reference: `${venue} ${symbol} ${count}${unit}`, lengthMs: Number(count) * (unit === 'h' ? 60 : 1) * MINUTE_MS,
  };
}

async function* decode(file: CandleFile, { out, counter, references, took }: DecodeTarget): AsyncGenerator<void, void> {
  const { lengthMs } = file;
  const reference = references[0]!;
  let before: number | null = null;
  for await (const batch of candlesOf(file, took)) {
    out.delayNow = -1;
    for (const { endsAt, close } of batch) {
      const missingMs = before === null ? 0 : endsAt - before - lengthMs;
      if (before !== null && missingMs > 0) {
        out.gap({ ts: before, market: -1, lengthMs: missingMs });
        counter.gaps.push({ market: null, from: before, to: before + missingMs, how: `${missingMs / lengthMs} candles of ${file.reference} are missing` });
      }
      counter.rows++;
      out.reference({ ts: endsAt, reference, price: close });
      before = endsAt;
    }
    yield;
  }
}

async function* candlesOf(file: CandleFile, took: (bytes: number) => void): AsyncGenerator<readonly Candle[], void> {
  let before = -Infinity;
  let taken = 0;
  for await (const { lines, first, bytesRead } of lineBlocks(file.path)) {
    const batch: Candle[] = [];
    for (const [i, text] of lines.entries()) {
      if (file.hasHeader && first + i === 1) continue;
      const candle = candleOn(QuotedLine.parse(text, file.path, first + i, file.columns), file);
      if (candle.endsAt <= before) throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${file.path}:${first + i}  the candle is not newer than the one before it`, { file: file.path, line: first + i });
      before = candle.endsAt;
      batch.push(candle);
    }
    took(bytesRead - taken);
    taken = bytesRead;
    yield batch;
  }
}

function candleOn(line: QuotedLine, { hasHeader, lengthMs }: CandleFile): Candle {
  const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((column) => line.number(column)) as [number, number, number, number];
  line.number('volume');
  if (close <= 0) line.fail('close', 'is not a price above 0');
  if (low > Math.min(open, close)) line.fail('low', 'is above the open or the close');
  if (high < Math.max(open, close)) line.fail('high', 'is below the open or the close');
  const endsAt = hasHeader ? closeOf(line) : line.number('time') * 1_000 + lengthMs;
  if (endsAt % lengthMs !== 0) line.fail(hasHeader ? 'close_datetime' : 'time', `is not on a candle of ${lengthMs / MINUTE_MS} minutes`);
  return { endsAt, close };
}

/** A millisecond after the last one of the candle: the files say 00:14:59.999, in a zone they name. */
function closeOf(line: QuotedLine): number {
  const parts = CLOSE.exec(line.text('close_datetime'));
  if (parts === null) return line.fail('close_datetime', 'is not the end of a candle like 2024-01-01 00:14:59.999000+01:00');
  const [, day, time, zone] = parts;
  const ts = Date.parse(`${day}T${time}:59.999${zone}`);
  // A day that does not exist is taken for the next one that does.
  if (Number.isNaN(ts) || (Number(day!.slice(8)) > 28 && !new Date(`${day}T00:00Z`).toISOString().startsWith(day!))) line.fail('close_datetime', 'is a time that does not exist');
  return ts + 1;
}
