// One run of the recorder: takes the folder up where it was left, records the feed until it ends, is stopped or the time is over, and
// proves each segment when it is finished.

import { mkdir } from 'node:fs/promises';
import { timestamp } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RECORD_ERRORS } from '../errors/record.ts';
import { Recorder, type FinishedSegment } from './recorder.ts';
import type { FeedHandlers, RecordedFeed } from './recorded-feed.ts';
import { lockRecording } from './recording-lock.ts';
import { recoverRecording, type Recovered } from './recover-recording.ts';
import type { OpenSegmentFile } from './segment-file.ts';
import { verifySegment, type SegmentReport, type VerifiedSegment } from './verify-segment.ts';

export interface RecordOptions {
  readonly folder: string;
  readonly feed: RecordedFeed;
  readonly rotateMs: number;
  readonly rotateBytes: number;
  /** Of the feed's clock; null: until it ends or is stopped. */
  readonly durationMs: number | null;
  /** Characters that the disk may be behind by before it is given up. */
  readonly mostWaiting: number;
  readonly open: OpenSegmentFile;
  /** Calls about once a second until what it gives is called. */
  readonly everySecond: (tick: () => void) => () => void;
  readonly say: (text: string) => void;
  readonly onSegment: (segment: FinishedSegment, report: SegmentReport) => void;
}

export interface Recorded {
  readonly folder: string;
  readonly segments: readonly (FinishedSegment & { readonly found: readonly string[] })[];
  readonly because: 'ended' | 'time-over';
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Rejects where the disk or the feed fails; what was finished by then stands. */
export async function recordSession(options: RecordOptions): Promise<Recorded> {
  const { folder } = options;
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new EvenkeelError(RECORD_ERRORS.cannotWrite, `${folder}: ${(error as Error).message}`, { folder });
  }
  const release = await lockRecording(folder);
  try {
    return await recordLocked(options, await recoverRecording(folder, options.say));
  } finally {
    await release();
  }
}

async function recordLocked(options: RecordOptions, { number, previous }: Recovered): Promise<Recorded> {
  const { folder, feed, rotateMs, rotateBytes, durationMs, mostWaiting, open, everySecond } = options;
  const startedAt = feed.now();
  if (previous !== null && startedAt < previous.endedAt) throw new EvenkeelError(RECORD_ERRORS.earlier, `${folder}: is recorded until ${utc(previous.endedAt)}; this begins ${utc(startedAt)}`, { folder });
  const segments: (FinishedSegment & { readonly found: readonly string[] })[] = [];
  let verified: VerifiedSegment | null = null;
  let failure: { readonly error: unknown } | null = null;
  const recorder = new Recorder({
    folder, startedAt, number, previous, rotateMs, rotateBytes, mostWaiting, open,
    onFailure: (error) => {
      failure ??= { error };
      feed.stop();
    },
    onSegment: async (segment) => {
      const next = await verifySegment(folder, segment.number, verified);
      verified = next.verified;
      segments.push({ ...segment, found: next.report.found });
      options.onSegment(segment, next.report);
    },
  });
  const endsAt = durationMs === null ? Infinity : startedAt + durationMs;
  let isOver = false;
  const judge = (): boolean => {
    if (!isOver && feed.now() >= endsAt) {
      isOver = true;
      feed.stop();
    }
    return isOver;
  };
  const handlers: FeedHandlers = {
    market: (market) => { recorder.market(market); },
    frame: (socket, text, receivedAt) => { if (!judge()) recorder.frame(socket, text, receivedAt); },
    event: (event) => { if (!isOver) recorder.event(event); },
    settled: () => recorder.settled(),
  };
  const callOff = everySecond(() => { if (!judge()) recorder.tick(feed.now()); });
  try {
    await feed.run(handlers);
  } catch (error) {
    failure ??= { error };
  } finally {
    callOff();
  }
  const endedAt = Math.min(feed.now(), endsAt);
  await recorder.stop(timestamp(endedAt));
  // Assigned in callbacks, which the compiler does not follow.
  const failed = failure as { readonly error: unknown } | null;
  if (failed !== null) throw failed.error;
  return { folder, segments, because: isOver ? 'time-over' : 'ended', startedAt, endedAt };
}

const utc = (ts: number): string => new Date(ts).toISOString();
