// Proves a recording: every segment by itself, and that they follow each other. One that was put aside or is gone leaves a hole,
// which is said.

import { EvenkeelError } from '../errors/define.ts';
import { RECORD_ERRORS } from '../errors/record.ts';
import { findSegments, tapePath } from './segment-names.ts';
import { verifySegment, type SegmentReport, type VerifiedSegment } from './verify-segment.ts';

export interface RecordingReport {
  readonly folder: string;
  readonly segments: readonly SegmentReport[];
  /** Of the recording as a whole, in words. */
  readonly found: readonly string[];
  readonly isClean: boolean;
}

export async function verifyRecording(folder: string, progress: (report: SegmentReport) => void = () => {}): Promise<RecordingReport> {
  const { raw, tapes, partial, cut, quarantined } = await findSegments(folder);
  if (raw.length === 0 && tapes.length === 0) throw new EvenkeelError(RECORD_ERRORS.nothingThere, `${folder}: holds no raw/segment-….jsonl.gz`, { folder });
  const segments: SegmentReport[] = [];
  let before: VerifiedSegment | null = null;
  for (const number of raw) {
    const { report, verified } = await verifySegment(folder, number, before?.number === number - 1 ? before : null);
    segments.push(report);
    progress(report);
    before = verified;
  }
  const found = [
    ...missing(raw, quarantined),
    ...tapes.filter((number) => !raw.includes(number)).map((number) => `${tapePath(folder, number)}: its raw segment is missing`),
    ...[...partial, ...cut].map((number) => `segment ${number} was not finished: the next \`evenkeel record\` into this folder salvages it`),
  ];
  return { folder, segments, found, isClean: found.length === 0 && segments.every(({ foundCount }) => foundCount === 0) };
}

/** The first ones may have been moved away to save room. */
function missing(raw: readonly number[], quarantined: readonly number[]): readonly string[] {
  const found: string[] = [];
  raw.forEach((number, i) => {
    for (let gone = (raw[i - 1] ?? number) + 1; gone < number; gone++) found.push(quarantined.includes(gone) ? `segment ${gone} is missing: it could not be read and was put aside` : `segment ${gone} is missing`);
  });
  return found;
}
