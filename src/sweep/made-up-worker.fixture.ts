// The entry of a thread that performs made-up backtests, or, where the environment says so, never comes to an end.

import { performMadeUp } from './made-up-job.fixture.ts';
import { serveJobs } from './worker-loop.ts';

const hangs = process.env.EVENKEEL_MADE_UP_BACKTESTS === 'hang';

serveJobs(async (job, watch) => await performMadeUp(hangs ? { ...job, name: 'hang' } : job, watch));
