// `npm run bench`: every benchmark in turn, each in a process of its own so that none inherits another's heap.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const only = process.argv.slice(2);
const all = ['core', 'rules', 'exchange', 'tape', 'session', 'signing', 'markets', 'backtest', 'scenarios', 'sweep', 'reload', 'wire', 'live'];
const chosen = only.length === 0 ? all : only;
const unknown = chosen.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark called ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(64);
}
let failed = false;
for (const name of chosen) {
  const { status } = spawnSync(process.execPath, ['--expose-gc', join(import.meta.dirname, `${name}.ts`)], { stdio: 'inherit' });
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
