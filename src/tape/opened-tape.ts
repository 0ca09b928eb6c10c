// A tape with the files it was opened from.

import type { RecordingFile } from './recording-format.ts';
import type { Tape } from './tape.ts';

/** One file that a tape is made of. */
export interface TapeSource { readonly name: string; readonly format: string; readonly bytes: number; readonly sha256: string }

export interface OpenedTape extends Tape {
  readonly files: readonly RecordingFile[];
  /** Files of the folders that are of no known format. */
  readonly passedOver: readonly string[];
  /** What it is made of; reads the files for their hashes. */
  sources(): Promise<readonly TapeSource[]>;
}
