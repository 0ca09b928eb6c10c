import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Engine } from '../core/engine.ts';
import { config } from '../core/engine.fixture.ts';
import { size } from '../core/domain/numbers.ts';
import { Journal } from '../journal/journal.ts';
import { findRun } from '../journal/read.ts';
import { recover } from '../journal/recover.ts';
import { replayRun } from '../journal/replay.ts';
import { marketTape, START } from '../venues/paper/market-tape.fixture.ts';
import { paperVenue } from '../venues/paper/paper-venue.fixture.ts';
import { virtualTime } from './pace.ts';
import { Session } from './session.ts';
import { silent } from './small-market.fixture.ts';

test('a split and a merge go the whole way on a recording, are in the journal, and replay to the same commands', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-tokens-'));
  const journal = Journal.open(join(folder, 'journal.db'));
  try {
    journal.beginRun({ profile: 'paper', mode: 'paper', source: 'test', continues: true, startedAt: START }, () => 'paper-1', 1);
    const engine = new Engine();
    const session = new Session({ engine, venue: paperVenue(marketTape({ canMerge: true, canSplit: true })), journal, observer: silent, startedAt: START, pace: virtualTime() });
    session.begin((ts) => [
      { type: 'SessionStarted', ts, session: { id: 'paper-1', profile: 'paper', mode: 'paper' }, carried: null },
      { type: 'ConfigSwapped', ts, generation: 1, config: config({ strategies: [] }) },
    ]);
    await session.run(START + 60_000);
    const { cash } = engine.status().exposure;
    session.command('test', { kind: 'split', market: 'quiet', size: size(30_000_000) });
    await session.run(START + 300_000);
    expect([engine.market('quiet')?.holdings, engine.status().exposure.cash]).toMatchObject([{ yes: 30, no: 30 }, (cash ?? 0) - 30]);
    session.command('test', { kind: 'merge', market: 'quiet', size: size(10_000_000) });
    await session.run(START + 600_000);
    expect([engine.market('quiet')?.holdings, engine.status().exposure.cash, engine.pnl()]).toMatchObject([{ yes: 20, no: 20 }, (cash ?? 0) - 20, 0]);
    session.seal('end');
    expect(replayRun(journal.database, findRun(journal.database, 'last'))).toMatchObject({ difference: null, commandHash: session.commandHash });
    expect(recover(journal.database).carried?.markets['quiet']).toMatchObject({ yes: 20_000_000, no: 20_000_000, keptPairs: 20_000_000 });
  } finally {
    journal.close();
    rmSync(folder, { recursive: true });
  }
});
