// The lines of a raw segment, one JSON object each. A segment says who it is and which one it follows, then what was known when it
// began (markets, books), then every text as it was received and what the feed told that stands in no text.

import type { LevelList, MarketDataEvent } from '../core/domain/events.ts';
import type { MarketId } from '../core/domain/instrument.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RECORD_ERRORS } from '../errors/record.ts';
import type { PolymarketMarket } from '../venues/polymarket/polymarket-market.ts';

const VERSION = 1;

export interface SegmentBefore {
  readonly number: number;
  readonly sha256: string;
  /** When it ended, milliseconds since the epoch. */
  readonly endedAt: number;
}

export interface SegmentLine {
  readonly kind: 'segment'; readonly version: typeof VERSION; readonly number: number;
  /** When the run began that it is of; a run ends with the process. */
  readonly run: number;
  readonly at: number;
  /** Null for the first of all. */
  readonly previous: SegmentBefore | null;
}
export interface MarketLine { readonly kind: 'market'; readonly market: PolymarketMarket }
/** Everything that a feed says but books, changes of books and trades, which come of frames. */
export interface ToldLine { readonly kind: 'told'; readonly event: MarketDataEvent }
/** A book as it stood when the segment began. `doubt`: why it could not be trusted; null where it could. */
export interface BookLine { readonly kind: 'book'; readonly at: number; readonly market: MarketId; readonly doubt: string | null; readonly bids: LevelList; readonly asks: LevelList }
export interface FrameLine { readonly kind: 'frame'; readonly at: number; readonly socket: string; readonly text: string }
/** What stood when so many frames had been heard: the rows of the tape, and the books by their hash. */
export interface MarkLine { readonly kind: 'mark'; readonly at: number; readonly frames: number; readonly rows: number; readonly books: string }
export interface EndLine { readonly kind: 'end'; readonly at: number; readonly frames: number; readonly rows: number; readonly why: 'rotated' | 'stopped' | 'salvaged' }

export type RawLine = SegmentLine | MarketLine | ToldLine | BookLine | FrameLine | MarkLine | EndLine;

export const segmentLine = (line: Omit<SegmentLine, 'kind' | 'version'>): SegmentLine => ({ kind: 'segment', version: VERSION, ...line });

const KINDS: ReadonlySet<unknown> = new Set(['segment', 'market', 'told', 'book', 'frame', 'mark', 'end'] satisfies RawLine['kind'][]);

/** Null for what is no line of ours: cut off, or damaged. The inside of a line is guarded by the checksums of the file. */
export function readLine(text: string): RawLine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return typeof value === 'object' && value !== null && KINDS.has((value as { readonly kind?: unknown }).kind) ? (value as RawLine) : null;
}

/** The first line of a file has to be this. */
export function asSegment(path: string, line: RawLine | null | undefined): SegmentLine {
  if (line?.kind === 'segment' && line.version === VERSION) return line;
  throw new EvenkeelError(RECORD_ERRORS.damaged, `${path}: does not begin as a raw segment of version ${VERSION}`, { file: path });
}
