// Run as a process by `kill.test.ts`: appends batches for ever and says after each commit how far it got.

import { writeSync } from 'node:fs';
import { marketId } from '../core/domain/instrument.ts';
import { price, size, timestamp } from '../core/domain/numbers.ts';
import { Journal } from './journal.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('no path given');
const journal = Journal.open(path);
const { run } = journal.beginRun({ profile: 'demo', mode: 'demo', source: 'kill test', continues: true, startedAt: 1 }, (n) => `demo-${n}`, 1);
for (let n = 1; ; n++) {
  const ts = timestamp(n);
  journal.append([
    { type: 'TradePrinted', ts, market: marketId(0), price: price(500_000), size: size(n), taker: 'bid' },
    { type: 'Decide', ts },
  ]);
  journal.intent(journal.seq, { type: 'CancelOrder', ts, generation: 1, venue: 'demo', clientId: `demo-${run}-${n}`, market: marketId(0) });
  if (!journal.commit().ok) throw new Error('not written');
  if (n % 50 === 0 && !journal.snapshot({ version: 1, n }).ok) throw new Error('not written');
  writeSync(1, `${run} ${journal.seq}\n`);
}
