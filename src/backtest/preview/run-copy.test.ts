import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Event } from '../../core/domain/events.ts';
import { timestamp } from '../../core/domain/numbers.ts';
import { Engine } from '../../core/engine.ts';
import { readFrames, readSnapshots } from '../../journal/read.ts';
import { smallConfig } from '../../runtime/small-market.fixture.ts';
import { JournalFolder, journaledDemo } from './journaled-run.fixture.ts';
import { RunCopy } from './run-copy.ts';

let folder: JournalFolder;
beforeEach(() => { folder = new JournalFolder(); });
afterEach(() => { folder.remove(); });

test('comes to the state of the engine, event by event, and leaves alone what it began with', async () => {
  await journaledDemo(folder, { minutes: 4, snapshotMinutes: 2 });
  const database = folder.reader();
  const middle = readSnapshots(database, 1).at(-1);
  if (middle === undefined) throw new Error('no snapshot');
  const before = JSON.stringify(middle.state);
  const engine = Engine.restore(structuredClone(middle.state));
  const copy = new RunCopy(middle.state);
  let events = 0;
  const step = (event: Event): void => {
    engine.step(event);
    engine.commands.length = engine.notices.length = 0;
    copy.step(event);
    events++;
  };
  for (const { events: batch } of readFrames(database, 1, middle.seq)) batch.forEach(step);
  const ts = timestamp(engine.now());
  step({ type: 'JournalStatusChanged', ts, ok: false, reason: 'full' });
  step({ type: 'ConfigSwapped', ts, generation: 2, config: smallConfig(30_000) });
  step({ type: 'OperatorCommanded', ts, by: 'test', action: { kind: 'halt', reason: 'enough' } });
  step({ type: 'Decide', ts });
  expect(events).toBeGreaterThan(1_000);
  expect(copy.now).toBe(engine.now());
  expect(JSON.stringify(copy.snapshot())).toBe(JSON.stringify(engine.snapshot()));
  expect(JSON.stringify(middle.state)).toBe(before);
});
