// What can be wrong with the wish for a local exchange.

import { define } from './define.ts';

export const REHEARSAL_ERRORS = {
  cannotListen: define('MM_REHEARSAL_CANNOT_LISTEN', 'refuse',
    'The local exchange cannot open one of its ports.',
    'Give another first port, or none: `--port 0` takes six that are free.'),
  badOption: define('MM_REHEARSAL_BAD_OPTION', 'refuse',
    'An option of the local exchange has a value it cannot have.',
    'See `evenkeel rehearse --help`.'),
  cannotPlay: define('MM_REHEARSAL_CANNOT_PLAY', 'refuse',
    'The recording is none that a local Polymarket can play.',
    'Give one of prediction markets with books and their sizes; `evenkeel tape info <recording>` says what it holds.'),
} as const;
