// What a journal file holds of a run, read beside the bot or after its death, and a way to falsify it.

import { DatabaseSync } from 'node:sqlite';
import type { Command } from '../../src/core/domain/commands.ts';
import type { Event } from '../../src/core/domain/events.ts';

function payloads(path: string, query: string, run: number): readonly unknown[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare(query).all(run).flatMap((row) => JSON.parse(String(row['payload'])) as unknown[]);
  } finally {
    database.close();
  }
}

export const journaledEvents = (path: string, run: number): readonly Event[] =>
  payloads(path, 'SELECT payload FROM frames WHERE run = ? ORDER BY first_seq', run) as Event[];

export const journaledCommands = (path: string, run: number): readonly Command[] =>
  (payloads(path, 'SELECT payload FROM commands WHERE run = ? ORDER BY frame', run) as [number, Command][]).map(([, command]) => command);

/** Lets the first order of the run have been placed a tick lower. Returns the price that it says now, in micro-dollars. */
export function falsifyFirstOrder(path: string, run: number): number {
  const database = new DatabaseSync(path);
  try {
    for (const row of database.prepare('SELECT frame, payload FROM commands WHERE run = ? ORDER BY frame').all(run)) {
      const found = /"type":"PlaceOrder".*?"price":(\d+)/.exec(String(row['payload']));
      if (found === null) continue;
      const price = Number(found[1]) - 10_000;
      const falsified = String(row['payload']).replace(found[0], found[0].replace(`"price":${found[1]}`, `"price":${price}`));
      database.prepare('UPDATE commands SET payload = ? WHERE run = ? AND frame = ?').run(falsified, run, Number(row['frame']));
      return price;
    }
    throw new Error(`run ${run} placed no order`);
  } finally {
    database.close();
  }
}
