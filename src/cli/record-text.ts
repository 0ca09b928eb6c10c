// What was recorded and whether it holds together, as a person reads it.

import type { FinishedSegment } from '../record/recorder.ts';
import type { Recorded } from '../record/record-session.ts';
import type { RecordingReport } from '../record/verify-recording.ts';
import type { SegmentReport } from '../record/verify-segment.ts';
import { holeText } from '../tape/hole.ts';

const whole = (count: number): string => count.toLocaleString('en-US');
const counted = (count: number, one: string, more: string): string => `${whole(count)} ${count === 1 ? one : more}`;
const utc = (ts: number | null): string => (ts === null ? '—' : new Date(ts).toISOString().replace('T', ' ').replace(/(\.000)?Z$/, ''));

export const finishedText = ({ bytes }: FinishedSegment, report: SegmentReport): string => `${reportText(report)}, ${(bytes / 1e6).toFixed(1)} MB`;

/** A line of its own for each thing found. */
export function reportText({ number, from, to, frames, rows, marks, found, foundCount }: SegmentReport): string {
  return [
    ...found.map((what) => `  DIFFERS: ${what}`),
    ...(foundCount > found.length ? [`  … and ${whole(foundCount - found.length)} more`] : []),
    `segment ${number}: ${utc(from)} to ${utc(to)}, ${counted(frames, 'frame', 'frames')}, ${counted(rows, 'row', 'rows')}, ${foundCount === 0 ? `books compared ${counted(marks, 'time', 'times')}, all the same` : 'NOT OK'}`,
  ].join('\n');
}

export function recordedText({ folder, segments, startedAt, endedAt }: Recorded, because: string): string {
  const differing = segments.filter(({ found }) => found.length > 0).length;
  const words = { ended: 'the feed has ended', 'time-over': 'duration over' }[because] ?? because;
  return `${words}: ${counted(segments.length, 'segment', 'segments')} in ${folder}, ${utc(startedAt)} to ${utc(endedAt)} UTC${differing > 0 ? `, ${differing} NOT OK` : ''}`;
}

export function recordingText({ segments, found, isClean }: RecordingReport): string {
  const holes = segments.flatMap(({ holes: of }) => of);
  const wrong = found.length + segments.reduce((sum, { foundCount }) => sum + foundCount, 0);
  return [
    ...(holes.length > 0 ? ['', `${counted(holes.length, 'hole', 'holes')}:`, ...holes.map((hole) => `  ${holeText({ market: null, ...hole })}`)] : []),
    '', ...found.map((what) => `  ${what}`),
    isClean ? `ok: raw and tapes say the same${holes.length > 0 ? ', and the holes are recorded as such' : ''}` : `NOT OK: ${counted(wrong, 'finding', 'findings')}`,
  ].join('\n');
}
