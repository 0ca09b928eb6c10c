// What an operator waits for: from the save of strategies.yaml to the first quote under the new generation. The real bot as
// a process of its own, read over its event stream, so that reading adds to the figure and never flatters it.
// `node bench/reload.ts`.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { botFolder, STRATEGIES, withHalfSpread } from '../test/e2e/bot-folder.fixture.ts';
import { cleanUp, RunningBot } from '../test/e2e/running-bot.fixture.ts';
import { line, machine, median } from './measure.ts';

const BUDGET_MS = 500;
const EDITS = 10;
/** Longer than the shipped `minRest`, so that no order is held back for being young. */
const BETWEEN_EDITS_MS = 1_500;

interface Item { readonly data: { readonly type?: string; readonly generation?: number } }
interface Seen { readonly item: Item; readonly at: number }

/** Items of the stream with the moment each arrived. */
async function* itemsOf(bot: RunningBot): AsyncGenerator<Seen> {
  const reply = await bot.fetch('/events', { signal: new AbortController().signal });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of reply.body ?? []) {
    const at = performance.now();
    text += decoder.decode(chunk, { stream: true });
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data !== undefined) yield { item: JSON.parse(data) as Item, at };
    }
  }
}

async function nextWhere(items: AsyncGenerator<Seen>, holds: (item: Item) => boolean): Promise<number> {
  for (;;) {
    const { value, done } = await items.next();
    if (done === true) throw new Error('the event stream ended');
    if (holds(value.item)) return value.at;
  }
}

const folder = await botFolder();
try {
  const bot = await RunningBot.start(folder);
  await bot.quotesEverywhere();
  const items = itemsOf(bot);
  const shipped = folder.read(STRATEGIES);
  const inForce: number[] = [];
  const quoted: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    await delay(BETWEEN_EDITS_MS);
    const generation = edit + 2;
    const saved = performance.now();
    writeFileSync(join(folder.path, STRATEGIES), withHalfSpread(shipped, edit % 2 === 0 ? 3 : 1.5));
    inForce.push(await nextWhere(items, ({ data }) => data.type === 'ConfigApplied' && data.generation === generation) - saved);
    quoted.push(await nextWhere(items, ({ data }) => data.type === 'QuoteChanged') - saved);
  }
  const worst = (values: readonly number[]): string => `worst ${Math.round(Math.max(...values))} ms of ${EDITS}`;
  console.log(`save to quotes, the whole bot · ${machine()}`);
  console.log(line('save → generation in force', median(inForce), 'ms', BUDGET_MS, 'lower', worst(inForce)));
  console.log(line('save → first new quote', median(quoted), 'ms', BUDGET_MS, 'lower', worst(quoted)));
} finally {
  await cleanUp(folder);
}
