import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf } from './column-tape.fixture.ts';
import { BID, KIND, NO_SIDE, TapeColumns } from './columns.ts';
import { mergeRecordings, overlapping, type TimedRecording } from './merge-recordings.ts';

/** An event: milliseconds after the one before it, and its levels; 0 is a delta. */
type Step = readonly [number, number];

/** `price` counts the recording's events, `market` is the recording. */
function recording(market: number, firstAt: number, steps: readonly Step[], perTurn: number, log: { opened: number; closed: number } = { opened: 0, closed: 0 }): TimedRecording {
  const lastAt = steps.reduce((at, [step]) => at + step, firstAt);
  return {
    firstAt, lastAt,
    async *rowsInto(out) {
      log.opened++;
      try {
        let ts = firstAt;
        for (const [i, [step, levels]] of steps.entries()) {
          if (i > 0) ts += step;
          if (levels === 0) out.row(KIND.delta, ts, market, BID, i, 1);
          else out.row(KIND.snapshot, ts, market, NO_SIDE, i, levels);
          for (let level = 0; level < levels; level++) out.row(KIND.level, ts, market, BID, i, level);
          if (i % perTurn === 0) yield;
        }
        yield;
      } finally {
        log.closed++;
      }
    },
  };
}

async function merged(recordings: readonly TimedRecording[]): Promise<TapeColumns> {
  const out = new TapeColumns();
  for await (const _ of mergeRecordings(recordings, out));
  return out;
}

test('all rows come once, in order of time, those of the recording that began first before others of the same stamp, snapshots whole', async () => {
  const steps = fc.array(fc.tuple(fc.nat(5), fc.oneof(fc.constant(0), fc.nat(4))), { minLength: 1, maxLength: 40 });
  const recordings = fc.array(fc.record({ firstAt: fc.nat(120), steps, perTurn: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 6 });
  await fc.assert(fc.asyncProperty(recordings, async (parts) => {
    const sorted = parts.toSorted((a, b) => a.firstAt - b.firstAt);
    const all = sorted.map(({ firstAt, steps: of, perTurn }, market) => recording(market, firstAt, of, perTurn));
    const alone = await Promise.all(all.map(async (one) => rowsOf(await merged([one]))));
    // A stable sort of all rows one recording after the other: levels share the stamp of their snapshot and stay behind it.
    const expected = alone.flat().toSorted((a, b) => a[0]! - b[0]!);
    expect(rowsOf(await merged(all))).toEqual(expected);
  }), { numRuns: 300 });
});

test('a recording is opened when its time has come, and each is closed once though the reader leaves early', async () => {
  const logs = [0, 1, 2].map(() => ({ opened: 0, closed: 0 }));
  const long: readonly Step[] = Array.from({ length: 20_000 }, () => [1, 0] as const);
  const recordings = [recording(0, 0, long, 100, logs[0]), recording(1, 10, long, 100, logs[1]), recording(2, 19_990, long, 100, logs[2])];
  const out = new TapeColumns();
  for await (const _ of mergeRecordings(recordings, out)) {
    expect(logs.map(({ opened }) => opened)).toEqual([1, 1, 0]);
    break;
  }
  expect(logs.map(({ closed }) => closed)).toEqual([1, 1, 0]);
});

test('a merged tape gives control back often enough to stay small', async () => {
  const long: readonly Step[] = Array.from({ length: 50_000 }, () => [2, 0] as const);
  const out = new TapeColumns();
  let most = 0;
  let rows = 0;
  for await (const _ of mergeRecordings([recording(0, 0, long, 64), recording(1, 1, long, 64)], out)) {
    most = Math.max(most, out.length);
    rows += out.length;
    out.clear();
  }
  expect(rows).toBe(100_000);
  expect(most).toBeLessThan(20_000);
});

test('what begins with the last stamp of another follows it, what begins before overlaps it', () => {
  const spans = [[0, 10], [10, 20], [15, 16], [18, 30], [30, 30]].map(([firstAt, lastAt]) => ({ firstAt: firstAt!, lastAt: lastAt! }));
  expect(overlapping(spans).map((group) => group.map(({ firstAt }) => firstAt))).toEqual([[0], [10, 15, 18], [30]]);
});
