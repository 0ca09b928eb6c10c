// A recording that was written in segments, read as one tape. A segment begins with what was known when it began; where one is
// missing, or another run recorded it, there is a hole, and no book is known before it is sent anew.

import { INVALID_REASONS, KIND, NO_SIDE, type ChangedTerms } from './columns.ts';
import type { DecodeTarget, RecordedInstrument, Survey } from './recording-format.ts';
import type { TapeFacts } from './tape-facts.ts';
import type { GapFound } from './tape-info.ts';

/** With the number. A file of such a name, without its ending, is one of the segments in its folder. */
export const SEGMENT_NAME = /^segment-(\d{6,})$/;

export const segmentNumber = (file: string): number | null => {
  const number = SEGMENT_NAME.exec(file.replace(/\.parquet$/, ''))?.[1];
  return number === undefined ? null : Number(number);
};

/** What stands in one file, with what the file says of itself. */
export interface TapeSegment { readonly number: number; readonly survey: Survey; readonly facts: TapeFacts }

interface Restated { readonly name: string; readonly terms: number }
interface PlacedSegment extends TapeSegment {
  readonly terms: readonly number[];
  /** Markets that the segments before had too: what they were listed with at first holds until a row changes it. */
  readonly restated: readonly Restated[];
  readonly missing: GapFound | null;
  /** Markets whose books the segments before knew, if a hole lies between. */
  readonly forgotten: readonly string[];
}

const UPDATES_MISSING = INVALID_REASONS.indexOf('updates are missing');

export function surveySegments(segments: readonly TapeSegment[]): Survey {
  const inOrder = segments.toSorted((a, b) => a.number - b.number);
  const [first] = inOrder;
  if (first === undefined) throw new TypeError('no segments');
  const instruments = new Map<string, RecordedInstrument>();
  const terms: ChangedTerms[] = [];
  const open = new Set<string>();
  const placed = inOrder.map((segment, i): PlacedSegment => {
    const { survey, facts } = segment;
    const missing = missingBetween(inOrder[i - 1], segment);
    const isAfterHole = missing !== null || (i > 0 && facts.gaps.some(({ market, from }) => market === null && from <= survey.firstAt));
    const forgotten = isAfterHole ? [...open] : [];
    const restated = survey.instruments.filter(({ name }) => instruments.has(name)).map(({ name, tick, fees }): Restated => ({ name, terms: terms.push({ tick, fees }) - 1 }));
    survey.instruments.forEach((instrument, place) => {
      if (!instruments.has(instrument.name)) instruments.set(instrument.name, instrument);
      if (facts.markets[place]?.yesPays === null) open.add(instrument.name);
      else open.delete(instrument.name);
    });
    return { ...segment, missing, forgotten, restated, terms: survey.terms.map((changed) => terms.push(changed) - 1) };
  });
  const names = [...instruments.keys()];
  return {
    instruments: [...instruments.values()], references: [], terms, firstAt: first.survey.firstAt, lastAt: Math.max(...inOrder.map(({ survey }) => survey.lastAt)),
    decode: (target) => decode(placed, (name) => target.markets[names.indexOf(name)]!, target),
  };
}

function missingBetween(before: TapeSegment | undefined, after: TapeSegment): GapFound | null {
  if (before === undefined || after.number === before.number + 1) return null;
  const [from, to] = [before.number + 1, after.number - 1];
  return { market: null, from: before.survey.lastAt, to: after.survey.firstAt, how: from === to ? `segment ${from} is missing` : `segments ${from} to ${to} are missing` };
}

async function* decode(segments: readonly PlacedSegment[], numberOf: (name: string) => number, target: DecodeTarget): AsyncGenerator<void, void> {
  const { out, counter } = target;
  for (const { survey, missing, forgotten, restated, terms } of segments) {
    out.delayNow = -1;
    if (missing !== null) {
      counter.gaps.push(missing);
      out.gap({ ts: missing.from, market: -1, lengthMs: missing.to - missing.from });
    }
    for (const name of forgotten) out.row(KIND.invalid, missing?.from ?? survey.firstAt, numberOf(name), NO_SIDE, 0, UPDATES_MISSING);
    for (const { name, terms: index } of restated) out.terms(survey.firstAt, numberOf(name), target.terms[index]!);
    yield* survey.decode({ ...target, markets: survey.instruments.map(({ name }) => numberOf(name)), terms: terms.map((index) => target.terms[index]!) });
  }
}
