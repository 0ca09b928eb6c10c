// What can stand in the way of trying a changed config on what the running session has recorded.

import { define, type ErrorSpec } from './define.ts';

export const PREVIEW_ERRORS = {
  badSpan: define('MM_PREVIEW_BAD_SPAN', 'refuse',
    'The stretch to be replayed is not one.',
    'Write how far back, from `10s` to `24h`, like `60m`.'),
  busy: define('MM_PREVIEW_BUSY', 'refuse',
    'Another replay for a plan is under way; one at a time, so that trading keeps its share of the machine.',
    'Wait for it to end and ask again.'),
  nothingRecorded: define('MM_PREVIEW_NOTHING_RECORDED', 'refuse',
    'The journal holds no market data of the running session to replay.',
    'Let the session run for a while and ask again; where the journal could not be written, GET /health says so.'),
  outOfTime: define('MM_PREVIEW_OUT_OF_TIME', 'refuse',
    'The replay took longer than it may beside a running session and was ended. Nothing was applied.',
    'Ask for a shorter stretch, like `--replay 15m`.'),
  stopped: define('MM_PREVIEW_STOPPED', 'refuse',
    'The replay was ended before it was done: whoever asked went away, or the bot is being stopped. Nothing was applied.',
    'Ask again while the bot runs.'),
  notHere: define('MM_PREVIEW_NOT_HERE', 'refuse',
    'This bot was started without the means to replay its journal.',
    'Start it by `evenkeel run`.'),
} as const satisfies Readonly<Record<string, ErrorSpec>>;
