// What can be wrong with a backtest or with comparing two of them, and what an operator does about it.

import { define, type ErrorSpec } from './define.ts';

export const BACKTEST_ERRORS = {
  differentTapes: define('MM_BACKTEST_DIFFERENT_TAPES', 'refuse',
    'Two results were compared that were not made on the same tape, so that their difference would be that of the tapes.',
    'Run both configs on the same recordings: `evenkeel backtest --compare A B <tape>` does.'),
  noCommonModel: define('MM_BACKTEST_NO_COMMON_MODEL', 'refuse',
    'Two results were compared that have no fill model in common.',
    'Run both under the same fill models.'),
  cannotWrite: define('MM_BACKTEST_CANNOT_WRITE', 'refuse',
    'The report cannot be written. What stood there before is as it was, or newer.',
    'Check the folder, its permissions and the free space, or name another with --out.'),
} as const satisfies Readonly<Record<string, ErrorSpec>>;
