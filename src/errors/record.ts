// What can be wrong with a recording that is being made, or with the folder it goes to.

import { define, type ErrorSpec } from './define.ts';

export const RECORD_ERRORS = {
  cannotWrite: define('MM_RECORD_CANNOT_WRITE', 'refuse',
    'The recording cannot be written: the disk is full or fails, or the folder may not be written to. Recording has stopped.',
    'Make room or repair the disk and start it again: finished segments are whole, and what was under way is salvaged then.'),
  behind: define('MM_RECORD_BEHIND', 'refuse',
    'More was heard than the disk took, and memory would have run out. Recording has stopped.',
    'Record to a faster disk, or fewer markets.'),
  locked: define('MM_RECORD_LOCKED', 'refuse',
    'Another process records into this folder.',
    'Stop it, or give another folder with --out.'),
  earlier: define('MM_RECORD_EARLIER', 'refuse',
    'The folder holds a recording of later than what would be recorded now.',
    'Record into another folder; if the clock of this machine was set back, wait until it has caught up.'),
  nothingThere: define('MM_RECORD_NOTHING_THERE', 'refuse',
    'The folder holds no raw recording.',
    'Give the folder that was the --out of `evenkeel record`.'),
  damaged: define('MM_RECORD_DAMAGED', 'refuse',
    'A raw segment cannot be read, or is not what its name says.',
    'Run `evenkeel record verify <folder>`; restore the segment from a copy, or move it away and accept the hole.'),
  noFeed: define('MM_RECORD_NO_FEED', 'refuse',
    'There is nothing to record from.',
    'Name a profile with a venue (`--profile <name>`), or an earlier recording (`--from-raw <folder>`).'),
} as const satisfies Readonly<Record<string, ErrorSpec>>;
