import { expect, test } from 'vitest';
import { columnTape } from '../../tape/column-tape.fixture.ts';
import { BID, TapeColumns } from '../../tape/columns.ts';
import type { Tape } from '../../tape/tape.ts';
import { ReadAhead } from './read-ahead.ts';

const MANY = 100_000;
/** A moment every two seconds, each a row. */
function longTape(): TapeColumns {
  const rows = new TapeColumns();
  for (let i = 0; i < MANY; i++) rows.delta(2_000 * i, 0, BID, 400_000, 1_000_000 + i);
  return rows;
}

test('gives a recording that is longer than what is held at hand, each moment once', async () => {
  const ahead = await ReadAhead.open(columnTape(longTape(), { chunkRows: 5_000 }));
  let taken = 0;
  while (!ahead.isOver) {
    const { next } = ahead;
    if (next === null) await ahead.more();
    else {
      if (next.at !== 2_000 * taken) throw new Error(`${next.at} came as number ${taken}`);
      ahead.take();
      taken++;
    }
  }
  expect(taken).toBe(MANY);
});

test('says each time that the rest cannot be read, and gives what came before', async () => {
  const whole = columnTape(longTape(), { chunkRows: 15_000 });
  const broken: Tape = { ...whole, info: whole.info, async *chunks() {
    let given = 0;
    for await (const chunk of whole.chunks()) {
      if (given++ === 3) throw new Error('the disk is gone');
      yield chunk;
    }
  } };
  const ahead = await ReadAhead.open(broken);
  let taken = 0;
  for (let failed = false; !failed;) {
    if (ahead.next === null) failed = await ahead.more().then(() => false, () => true);
    else {
      ahead.take();
      taken++;
    }
  }
  // But for the last moment: what follows it might belong to it.
  expect(taken).toBe(44_998);
  expect(ahead.isOver).toBe(false);
  await expect(ahead.more()).rejects.toThrow('the disk is gone');
  await ahead.close();
});
