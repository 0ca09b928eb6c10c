// What can stand in the way of a calibration. A fit is either made of enough data or not made.

import { define } from './define.ts';

export const CALIBRATE_ERRORS = {
  noInput: define('MM_CALIBRATE_NO_INPUT', 'refuse',
    'A calibration was asked for without anything to calibrate to.',
    'Give recordings of a market, a log of orders (`--orders <file>`) or a probe (`--probe <file>`); `evenkeel calibrate --help` says what they hold.'),
  exists: define('MM_CALIBRATE_EXISTS', 'refuse',
    'A file the calibration would write is already there.',
    'Choose another name with `--out` and `--report`, or overwrite it with `--force`.'),
  tooLittle: define('MM_CALIBRATE_TOO_LITTLE', 'refuse',
    'The recording holds too little to fit anything that could be relied on.',
    'Give a longer recording, with trades and a book where takers are to be counted; until then the queue model `pessimistic` and the quoting model `curve` assume least.'),
  cannotWrite: define('MM_CALIBRATE_CANNOT_WRITE', 'refuse',
    'A result of the calibration cannot be written.',
    'Check that the folder exists and may be written to.'),
} as const;
