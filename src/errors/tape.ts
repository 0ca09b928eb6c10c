// What can be wrong with a recording. Every one of them stops the run: a tape that cannot be read whole proves nothing.

import { define } from './define.ts';

export const TAPE_NOT_FOUND = define('MM_TAPE_NOT_FOUND', 'refuse',
  'The path of the recording does not exist or cannot be read.',
  'Check the path; a folder has to hold recordings or Parquet tapes.');
export const TAPE_EMPTY = define('MM_TAPE_EMPTY', 'refuse',
  'The recording holds no rows.',
  'Give a recording with a header and at least one row.');
export const TAPE_UNKNOWN_FORMAT = define('MM_TAPE_UNKNOWN_FORMAT', 'refuse',
  'The first line belongs to no format that can be read.',
  'Known formats are listed by `evenkeel tape formats`; the format is taken from the first line before the name.');
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
  'A row is older than the window in which rows are put back in order, or the rows of a tape are not in the order of their stamps.',
  'Sort the recording by time.');
export const TAPE_UNPAIRED = define('MM_TAPE_UNPAIRED', 'refuse',
  'A token has no mirror in the recording, so that YES and NO cannot be told apart.',
  'Record both tokens of every market.');
export const TAPE_MIXED = define('MM_TAPE_MIXED', 'refuse',
  'The recordings of one tape are of several venues, or two of them are of the same market.',
  'Give recordings of one venue, and each market once.');
export const TAPE_FEES_UNKNOWN = define('MM_TAPE_FEES_UNKNOWN', 'refuse',
  'The recording begins before the first day whose fees are known.',
  'Give a later recording, or add the fees of its day to the fee tables; none are assumed.');

export const TAPE_NO_BOOK = define('MM_TAPE_NO_BOOK', 'refuse',
  'The recording holds updates of a book, but not the book that they begin from.',
  'Record the snapshot together with the updates, the updates first.');
export const TAPE_NO_RANGE = define('MM_TAPE_NO_RANGE', 'refuse',
  'The prices are too fine for how far they moved: no range has them all in whole micro-dollars a share.',
  'Cut the recording into shorter ones.');
export const TAPE_HOLE = define('MM_TAPE_HOLE', 'refuse',
  'Something is missing in the middle of a tape: a broken sequence, or a cadence that was not kept.',
  'Play it with `--gaps outage`, as a feed that falls silent for so long, or use another recording.');
export const TAPE_FOREIGN_PARQUET = define('MM_TAPE_FOREIGN_PARQUET', 'refuse',
  'A Parquet file is no tape, or one that another version wrote.',
  'Make the tape again from its recordings: `evenkeel tape import <recordings> --out tape.parquet`.');
export const TAPE_LABELS = define('MM_TAPE_LABELS', 'refuse',
  'The file of outcomes cannot be read, or says what no market can pay.',
  'Write CSV with the header `market,yesPays`, or a JSON object from market to number; a YES share pays 0 to 1.');
export const TAPE_EXISTS = define('MM_TAPE_EXISTS', 'refuse',
  'The tape that would be written exists.',
  'Choose another name for `--out`, or say `--force` to write over it.');
export const TAPE_CANNOT_WRITE = define('MM_TAPE_CANNOT_WRITE', 'refuse',
  'The tape cannot be written.',
  'Check that the folder exists, may be written to, and has room for three times the tape.');

export const TAPE_ERRORS = [
  TAPE_NOT_FOUND, TAPE_EMPTY, TAPE_UNKNOWN_FORMAT, TAPE_MISSING_COLUMN, TAPE_MALFORMED_ROW, TAPE_TRUNCATED, TAPE_CORRUPT,
  TAPE_OUT_OF_ORDER, TAPE_UNPAIRED, TAPE_MIXED, TAPE_FEES_UNKNOWN, TAPE_NO_BOOK, TAPE_NO_RANGE,
  TAPE_HOLE, TAPE_FOREIGN_PARQUET, TAPE_LABELS, TAPE_EXISTS, TAPE_CANNOT_WRITE,
];
