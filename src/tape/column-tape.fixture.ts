// A tape made of rows in memory, to be written, merged and read again.

import { marketId } from '../core/domain/instrument.ts';
import { NO_FEE } from '../core/domain/fees.ts';
import { price, size, timestamp } from '../core/domain/numbers.ts';
import { TapeColumns, type ChangedTerms } from './columns.ts';
import { copyRows } from './copy-rows.ts';
import type { OpenedTape } from './opened-tape.ts';
import type { RecordedInstrument } from './recording-format.ts';
import { TapeCounter } from './tape-info.ts';

export const madeUpInstrument = (name: string): RecordedInstrument => ({
  name, venue: 'made-up', tick: price(10_000), lot: size(10_000), minSize: size(1_000_000), endsAt: timestamp(2_000_000_000_000),
  fees: { maker: { rate: -0.0025, onValue: { offset: 0.1 }, exponent: 1, roundUpTo: 1 }, taker: { ...NO_FEE, rate: 0.07 }, makerRebate: 0.2 },
  showsOwnOrders: false, canAmend: false, netsPairs: false, isUnsized: true,
});

export interface ColumnTapeParts {
  readonly markets?: readonly string[]; readonly references?: readonly string[]; readonly terms?: readonly ChangedTerms[]; readonly chunkRows?: number;
}

export function columnTape(rows: TapeColumns, { markets = ['a'], references = [], terms = [], chunkRows = Infinity }: ColumnTapeParts = {}): OpenedTape {
  let info = new TapeCounter();
  return {
    name: 'in memory', venue: 'made-up', references, terms, files: [], passedOver: [],
    instruments: markets.map((name, id) => ({ ...madeUpInstrument(name), id: marketId(id) })),
    get info() { return info; },
    async *chunks() {
      info = new TapeCounter();
      for (let start = 0; start < rows.length;) {
        let end = start;
        while (end < rows.length && end - start < chunkRows) end += rows.rowsOf(end);
        const chunk = new TapeColumns();
        copyRows(rows, start, end, chunk);
        info.rows += chunk.length;
        info.countChunk(chunk);
        yield chunk;
        start = end;
      }
    },
    shareRead: () => null,
    contentHash: async () => 'in memory',
    sources: async () => [{ name: 'in memory', format: 'made-up', bytes: 0, sha256: '' }],
  };
}

/** Row by row, to be compared. */
export const rowsOf = ({ length, ts, kind, market, side, price: prices, size: sizes, delay }: TapeColumns): readonly (readonly number[])[] =>
  Array.from({ length }, (_, i) => [ts[i]!, kind[i]!, market[i]!, side[i]!, prices[i]!, sizes[i]!, delay[i]!]);
