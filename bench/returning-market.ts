// A rehearsal without a crowd, in a process of its own: in one market after the other somebody quotes, and leaves. Each frame that
// makes a book whole again is by itself the cause of an order of the bot's. Says on its first line where it is.

import { setTimeout as delay } from 'node:timers/promises';
import { counterparty } from '../src/rehearsal/counterparty.fixture.ts';
import { startRehearsal } from '../src/rehearsal/rehearsal.ts';

const MARKETS = 12;
/** The bot has answered by then. */
const STEP_MS = 4;

const rehearsal = await startRehearsal({ isQuiet: true, markets: MARKETS, cash: 100_000 });
const { urls, account } = rehearsal;
console.log(JSON.stringify({ ...urls, account }));
const others = await Promise.all(rehearsal.markets().filter(({ slug }) => slug.startsWith('will-ferry-')).map((market) => counterparty(rehearsal, market)));
for (;;) {
  for (const other of others) {
    await other.rest('bid', 0.4, 500);
    await other.rest('ask', 0.5, 500);
    await delay(STEP_MS);
    await other.leave();
    await delay(STEP_MS);
  }
}
