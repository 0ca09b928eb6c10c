import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { config } from '../core/engine.fixture.ts';
import type { FeedHandlers } from '../record/recorded-feed.ts';
import { recordSession } from '../record/record-session.ts';
import { openSegmentFile } from '../record/segment-file.ts';
import { verifyRecording } from '../record/verify-recording.ts';
import { startRehearsal, type Rehearsal } from '../rehearsal/rehearsal.ts';
import { hostsOf } from '../venues/polymarket/hosts.ts';
import { RecordedPolymarket } from './recorded-polymarket.ts';

let rehearsal: Rehearsal;
let folder = '';
beforeEach(async () => {
  rehearsal = await startRehearsal({ pace: 60 });
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-record-live-'));
});
afterEach(async () => {
  await rehearsal.close();
  rmSync(folder, { recursive: true });
});

const feed = (): RecordedPolymarket => new RecordedPolymarket({ hosts: hostsOf(rehearsal.urls), config: config(), markets: ['will-*'], say: () => {} });
/** Ends the feed once so many texts were heard. */
const stoppedAfter = (frames: number, recorded: RecordedPolymarket, handlers: FeedHandlers): FeedHandlers => {
  let heard = 0;
  return {
    market: (market) => { handlers.market(market); }, event: (event) => { handlers.event(event); }, settled: () => handlers.settled(),
    frame(socket, text, receivedAt) {
      handlers.frame(socket, text, receivedAt);
      if (++heard === frames) recorded.stop();
    },
  };
};

test('what the venue\'s channel says is recorded with the books that it makes, and proved to be the same', async () => {
  const recorded = feed();
  const { segments } = await recordSession({
    folder, feed: { now: () => recorded.now(), run: (handlers) => recorded.run(stoppedAfter(400, recorded, handlers)), stop: () => { recorded.stop(); } },
    rotateMs: 3_600_000, rotateBytes: 1e9, durationMs: null, mostWaiting: 1e9, open: openSegmentFile, everySecond: () => () => {}, say: () => {}, onSegment: () => {},
  });
  expect(segments.flatMap(({ found }) => found)).toEqual([]);
  expect(await verifyRecording(folder)).toMatchObject({ isClean: true });
});

test('a market is named before it is listed, and what comes of a text is stamped with its receipt', async () => {
  const recorded = feed();
  const named = new Set<string>();
  let receivedAt = 0;
  let trades = 0;
  await recorded.run(stoppedAfter(400, recorded, {
    market: ({ slug }) => { named.add(slug); },
    frame: (_socket, _text, at) => { receivedAt = at; },
    event(event) {
      if (event.type === 'InstrumentListed') expect(named).toContain(event.instrument.name);
      if (event.type !== 'TradePrinted') return;
      trades++;
      expect(event.ts).toBe(receivedAt);
    },
    settled: () => Promise.resolve(),
  }));
  expect([named.size, trades > 0]).toEqual([5, true]);
});
