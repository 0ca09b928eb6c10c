// What can be wrong with a sweep, and what an operator does about it.

import { define, type ErrorSpec } from './define.ts';

export const SWEEP_ERRORS = {
  badVary: define('MM_SWEEP_BAD_VARY', 'refuse',
    'What is to be varied is not written as a path and its values.',
    "Write `--vary 'presets.calm.quote.halfSpread=1c,1.5c,2c'`, or a range: `20..100 shares step 20`."),
  unknownPath: define('MM_SWEEP_UNKNOWN_PATH', 'refuse',
    'A path of a sweep leads to nothing in the files.',
    'Paths are those of strategies.yaml; `profile.` leads into the profile in force. `evenkeel show` lists them.'),
  badFile: define('MM_SWEEP_BAD_FILE', 'refuse',
    'The file that describes the sweep cannot be read or has a setting it cannot have.',
    'See docs/how-to/sweep.md for what it holds.'),
  tooLarge: define('MM_SWEEP_TOO_LARGE', 'refuse',
    'The grid has more combinations than a sweep runs.',
    'Take a sample of it: `--sample 200`, or vary fewer values.'),
  allRefused: define('MM_SWEEP_ALL_REFUSED', 'refuse',
    'Every combination is refused by the check that any configuration has to pass.',
    'Correct the values as the message says; nothing was run.'),
  badResult: define('MM_SWEEP_BAD_RESULT', 'refuse',
    'A stored result cannot be read, or belongs to another job.',
    'Remove the named file; its job is then run again.'),
  cannotWrite: define('MM_SWEEP_CANNOT_WRITE', 'refuse',
    'Results cannot be stored.',
    'Check the folder, its permissions and the free space, or name another with --out.'),
  database: define('MM_SWEEP_DATABASE', 'refuse',
    'The database does not answer, or refuses what is asked of it.',
    'Check the address, that PostgreSQL 13 or newer runs there, and that the user may create a schema. Results that were stored are kept: run the same command again to go on.'),
  notPortable: define('MM_SWEEP_NOT_PORTABLE', 'refuse',
    'The job needs a file of this machine, which others do not have.',
    'Give latencies as a constant or a distribution, or run without --database.'),
} as const satisfies Readonly<Record<string, ErrorSpec>>;
