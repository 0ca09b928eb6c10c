// The chunks of a tape cut between stamps: all that happened at one moment is in one chunk, so that nothing that plays the
// tape decides on half of it. What a chunk ends with waits for the next one.

import { TapeColumns } from './columns.ts';
import { copyRows } from './copy-rows.ts';

export async function* wholeStamps(chunks: AsyncIterable<TapeColumns>): AsyncGenerator<TapeColumns, void> {
  let waiting = new TapeColumns();
  let next = new TapeColumns();
  for await (const chunk of chunks) {
    copyRows(chunk, 0, chunk.length, waiting);
    const { length, ts } = waiting;
    let whole = length;
    while (whole > 0 && ts[whole - 1] === ts[length - 1]) whole--;
    if (whole === 0) continue;
    copyRows(waiting, whole, length, next);
    waiting.length = whole;
    yield waiting;
    waiting.clear();
    [waiting, next] = [next, waiting];
  }
  if (waiting.length > 0) yield waiting;
}
