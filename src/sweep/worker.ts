// The entry of a thread that performs backtests.

import { performJob } from '../backtest/perform-job.ts';
import { serveJobs } from './worker-loop.ts';

serveJobs(performJob);
