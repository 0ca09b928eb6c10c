// What can be wrong with a recording. Every one of them stops the run: a tape that cannot be read whole proves nothing.

import { define } from './define.ts';

export const TAPE_NOT_FOUND = define('MM_TAPE_NOT_FOUND', 'refuse',
  'The path of the recording does not exist or cannot be read.',
  'Check the path; a folder has to hold .csv or .csv.gz recordings.');
export const TAPE_EMPTY = define('MM_TAPE_EMPTY', 'refuse',
  'The recording holds no rows.',
  'Give a recording with a header and at least one row.');
export const TAPE_UNKNOWN_FORMAT = define('MM_TAPE_UNKNOWN_FORMAT', 'refuse',
  'The header belongs to no format that can be read.',
  'Known formats are tickscope, btc15m and kalshi-inxd; the format is taken from the header, not from the name.');
export const TAPE_MISSING_COLUMN = define('MM_TAPE_MISSING_COLUMN', 'refuse',
  'The header is that of a known format but lacks a column.',
  'Export the recording again with all columns of its format.');
export const TAPE_MALFORMED_ROW = define('MM_TAPE_MALFORMED_ROW', 'refuse',
  'A row has the wrong number of fields, or a field that is not what its column holds.',
  'Correct or remove the named line; nothing is guessed in its place.');
export const TAPE_TRUNCATED = define('MM_TAPE_TRUNCATED', 'refuse',
  'The recording stops in the middle of a row or of its compression.',
  'Fetch or export the file again; what came before the break is not used.');
export const TAPE_CORRUPT = define('MM_TAPE_CORRUPT', 'refuse',
  'The compressed data is damaged.',
  'Fetch or export the file again.');
export const TAPE_OUT_OF_ORDER = define('MM_TAPE_OUT_OF_ORDER', 'refuse',
  'A row is older than the window in which rows are put back in order, or a recording overlaps the one before it.',
  'Sort the recording by time, or run the files one at a time.');
export const TAPE_UNPAIRED = define('MM_TAPE_UNPAIRED', 'refuse',
  'A token has no mirror in the recording, so that YES and NO cannot be told apart.',
  'Record both tokens of every market.');
export const TAPE_MIXED = define('MM_TAPE_MIXED', 'refuse',
  'A folder mixes venues, or two of its recordings are of the same market.',
  'Keep one venue to a folder and each market once.');

export const TAPE_ERRORS = [
  TAPE_NOT_FOUND, TAPE_EMPTY, TAPE_UNKNOWN_FORMAT, TAPE_MISSING_COLUMN, TAPE_MALFORMED_ROW, TAPE_TRUNCATED, TAPE_CORRUPT,
  TAPE_OUT_OF_ORDER, TAPE_UNPAIRED, TAPE_MIXED,
];
