// A process that works for the fleet with made-up backtests, until it is ended: `<url> <folder of tapes>`.

import { JobQueue } from './job-queue.ts';
import { workForFleet } from './fleet-worker.ts';
import { WorkerPool } from './pool.ts';
import { SweepDatabase } from './sweep-database.ts';
import { tapesBelow } from './tape-finder.ts';

const [url = '', folder = '', cache = ''] = process.argv.slice(2);
const stopping = new AbortController();
process.on('SIGTERM', () => { stopping.abort(); });
const database = await SweepDatabase.open(url);
const queue = await JobQueue.open(url, { heartbeatSeconds: 10 });
const pool = new WorkerPool({ size: 1, entry: new URL('./made-up-worker.fixture.ts', import.meta.url) });
await workForFleet({
  database, queue, pool, threads: 1, tapes: async () => await tapesBelow(folder, cache), stopped: stopping.signal,
  say: (text) => { process.stdout.write(`${text}\n`); }, settled: ({ kind }) => { process.stdout.write(`${kind}\n`); },
});
pool.stop();
await queue.close();
await database.close();
await pool.close();
