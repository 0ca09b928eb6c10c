// What can be wrong with what a simulated venue is told about itself.

import { define } from './define.ts';

export const LATENCY_SAMPLES = define('MM_LATENCY_SAMPLES', 'refuse',
  'A file of latency samples cannot be read, or a line of it is no latency.',
  'Give a text file with one number of milliseconds a line, at most 60000; lines that begin with # are skipped.');

export const VENUE_ERRORS = [LATENCY_SAMPLES];
