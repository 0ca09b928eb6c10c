// What can be wrong with venues: what a simulated one is told about itself, and one that does not answer.

import { define } from './define.ts';

export const LATENCY_SAMPLES = define('MM_LATENCY_SAMPLES', 'refuse',
  'A file of latency samples cannot be read, or a line of it is no latency.',
  'Give a text file with one number of milliseconds a line, at most 60000; lines that begin with # are skipped.');

export const LATENCY_NOT_RECORDED = define('MM_LATENCY_NOT_RECORDED', 'refuse',
  'The feed is to be as late as its recorder got it, and the recording does not hold that.',
  'Write a duration or a distribution in `exchange.latency.feed`, like `40ms` or `40ms p99 200ms`.');

export const VENUE_UNREACHABLE = define('MM_VENUE_UNREACHABLE', 'refuse',
  'A venue does not answer what has to be known before a session can be opened there.',
  'Check the network and `venues.<name>.hosts`; `evenkeel doctor --profile <name>` asks each thing by itself.');

export const VENUE_ACTION_UNREADABLE = define('MM_VENUE_ACTION_UNREADABLE', 'refuse',
  'The record of what an account had under way on the chain cannot be read.',
  'Look at the account\'s last transactions: once they are final, delete the file.');

export const VENUE_LEAVES_MACHINE = define('MM_VENUE_LEAVES_MACHINE', 'refuse',
  'A rehearsal stays on this machine, and a part of it would ask another.',
  'Let `venues.polymarket.rpc` lead to a node on this machine, like `http://127.0.0.1:8545`, or remove it.');

export const VENUE_ERRORS = [LATENCY_SAMPLES, LATENCY_NOT_RECORDED, VENUE_UNREACHABLE, VENUE_ACTION_UNREADABLE, VENUE_LEAVES_MACHINE];
