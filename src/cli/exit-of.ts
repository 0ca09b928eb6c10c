// From an error of the catalogue to the exit code of the command that met it.

import { EXIT } from '../errors/exit-codes.ts';

/** By the code, or the beginning of it; the first that fits. */
const CODES: readonly (readonly [prefix: string, exit: number])[] = [
  ['MM_JOURNAL_LOCKED', EXIT.locked],
  ['MM_JOURNAL_ACCOUNT_LOCKED', EXIT.locked],
  ['MM_JOURNAL_CANNOT_OPEN', EXIT.cannotWrite],
  ['MM_JOURNAL_MISSING', EXIT.noInput],
  ['MM_JOURNAL_UNKNOWN_RUN', EXIT.noInput],
  ['MM_JOURNAL_', EXIT.badData],
  ['MM_TAPE_NOT_FOUND', EXIT.noInput],
  ['MM_TAPE_EXISTS', EXIT.cannotWrite],
  ['MM_TAPE_CANNOT_WRITE', EXIT.cannotWrite],
  ['MM_TAPE_', EXIT.badData],
  ['MM_RECORD_CANNOT_WRITE', EXIT.cannotWrite],
  ['MM_RECORD_BEHIND', EXIT.cannotWrite],
  ['MM_RECORD_LOCKED', EXIT.locked],
  ['MM_RECORD_NOTHING_THERE', EXIT.noInput],
  ['MM_RECORD_NO_FEED', EXIT.usage],
  ['MM_RECORD_EARLIER', EXIT.usage],
  ['MM_RECORD_', EXIT.badData],
  ['MM_LATENCY_', EXIT.badData],
  ['MM_BACKTEST_CANNOT_WRITE', EXIT.cannotWrite],
  ['MM_BACKTEST_', EXIT.usage],
  ['MM_CALIBRATE_NO_INPUT', EXIT.usage],
  ['MM_CALIBRATE_TOO_LITTLE', EXIT.badData],
  ['MM_CALIBRATE_CANNOT_WRITE', EXIT.cannotWrite],
  ['MM_SWEEP_DATABASE', EXIT.unavailable],
  ['MM_SWEEP_CANNOT_WRITE', EXIT.cannotWrite],
  ['MM_SWEEP_BAD_RESULT', EXIT.badData],
  ['MM_SWEEP_', EXIT.usage],
  ['MM_REHEARSAL_CANNOT_LISTEN', EXIT.unavailable],
  ['MM_REHEARSAL_', EXIT.usage],
  ['MM_API_CANNOT_LISTEN', EXIT.unavailable],
  ['MM_API_', EXIT.config],
  ['MM_RUN_NO_LAST_GOOD', EXIT.noInput],
  ['MM_RUN_', EXIT.usage],
  ['MM_CONFIG_', EXIT.config],
];

export const exitOf = (code: string): number => CODES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? EXIT.failed;
