import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readIntents } from '../../src/journal/read.ts';
import { openForReading } from '../../src/journal/schema.ts';
import { counterparty, type Counterparty } from '../../src/rehearsal/counterparty.fixture.ts';
import { startRehearsal, type Rehearsal, type RehearsalOptions } from '../../src/rehearsal/rehearsal.ts';
import { botFolder, STRATEGIES, type BotFolder } from './bot-folder.fixture.ts';
import { journaledEvents } from './journaled-run.fixture.ts';
import { POSITION_LIMIT, profileOf, strategiesOf } from './rehearsed-profile.fixture.ts';
import { cleanUp, RunningBot, type Status } from './running-bot.fixture.ts';
import { expectWithinBounds, journaledFills, ordersOf, venueFills } from './venue-record.fixture.ts';

let folder: BotFolder;
let state: string;
let rehearsal: Rehearsal;
beforeEach(async () => {
  folder = await botFolder();
  state = mkdtempSync(join(tmpdir(), 'evenkeel-state-'));
});
afterEach(async () => {
  await cleanUp(folder);
  await rehearsal.close();
  rmSync(state, { recursive: true });
});

/** The venue is in this process, where its audit can be read; the bot is the real command line in its own. */
async function at(options: RehearsalOptions, markets: readonly string[], quote: string, tolerance = '1 tick'): Promise<void> {
  rehearsal = await startRehearsal({ cash: 100_000, ...options });
  process.env['REHEARSAL_KEY'] = rehearsal.account.key;
  process.env['XDG_STATE_HOME'] = state;
  folder.write(STRATEGIES, strategiesOf(markets, quote, tolerance));
  // What is killed stays away for longer than the venue's dead-man switch may wait on a busy machine.
  folder.write('profiles/rehearsed.yaml', profileOf(rehearsal, folder.port).replace('heartbeat: 2s', 'heartbeat: off'));
}
const start = (): Promise<RunningBot> => RunningBot.start(folder, '--profile', 'rehearsed');
const openIds = (): readonly string[] => rehearsal.audit().open[rehearsal.account.funder] ?? [];
const isSettled = (count: number) => ({ orders, markets }: Status): boolean =>
  orders.unknown === 0 && orders.open === count && openIds().length === count && markets.every(({ bid, ask }) => bid !== null && ask !== null);

const HARBOUR = ['will-almeida-win-the-harbour-vote', 'will-bergstrom-win-the-harbour-vote'];
const NAMES = ['will-it-rain-in-lisbon', 'will-the-probe-land-on-the-moon', ...HARBOUR];
const ORDERS = 8 * NAMES.length;

async function othersQuote(): Promise<ReadonlyMap<string, Counterparty>> {
  const others = new Map<string, Counterparty>();
  for (const market of rehearsal.markets().filter(({ slug }) => NAMES.includes(slug))) {
    const other = await counterparty(rehearsal, market);
    await other.rest('bid', 0.4, 500);
    await other.rest('ask', 0.5, 500);
    others.set(market.slug, other);
  }
  return others;
}

test('kill -9 with orders resting: the next start takes every one of them up, and books once what filled meanwhile', async () => {
  await at({ isQuiet: true }, NAMES, 'halfSpread: 2c, size: 5 shares, layers: { count: 4, step: 1 tick }', '5 ticks');
  const others = await othersQuote();
  const killed = await start();
  await killed.statusWhere('all its quotes rest', isSettled(ORDERS));
  const before = openIds();
  killed.signal('SIGKILL');
  await killed.ended;
  expect(openIds()).toEqual(before);

  const taker = others.get(HARBOUR[0]!)!;
  // The whole of one bid and a part of the next.
  await taker.rest('ask', 0.42, 8);
  const touched = ordersOf(rehearsal.audit(), rehearsal.account.funder).filter(({ matched }) => matched > 0);
  expect(touched.map(({ matched, size }) => [matched, size])).toEqual([[5, 5], [3, 5]]);

  const bot = await start();
  const status = await bot.statusWhere('it quotes as before', isSettled(ORDERS));
  expect(status.markets.find(({ name }) => name === HARBOUR[0])?.position).toBe(8);
  const isTouched = (id: string): boolean => touched.some((order) => order.id === id);
  expect(before.filter((id) => !isTouched(id) && !openIds().includes(id))).toEqual([]);

  const journal = folder.journal('rehearsed');
  const database = openForReading(journal);
  const first = [...readIntents(database, 2)].find(({ command: { type } }) => type === 'PlaceOrder' || type === 'CancelOrder')!;
  database.close();
  const known = journaledEvents(journal, 2).slice(0, first.seq).map(({ type }) => type);
  expect(known).toEqual(expect.arrayContaining(['OpenOrdersReported', 'HoldingsReported']));
  const audit = rehearsal.audit();
  expect(journaledFills(journal, [1, 2])).toEqual(venueFills(audit, rehearsal.account.funder));
  expectWithinBounds({ audit, wallet: rehearsal.account.funder, journal, positionLimit: POSITION_LIMIT });
  expect(status.exposure.cash).toBeCloseTo(audit.wallets.find(({ wallet }) => wallet === rehearsal.account.funder)!.cash, 4);

  bot.signal('SIGTERM');
  expect((await bot.ended).exit).toBe(0);
  expect(openIds()).toEqual([]);
});

test('a halt takes five hundred orders off the venue, and nothing comes after it', async () => {
  await at({ markets: 56, pace: 0.2 }, ['will-ferry-*'], 'halfSpread: 3c, size: 5 shares, layers: { count: 5, step: 1 tick }');
  const bot = await start();
  await bot.statusWhere('500 orders rest', () => openIds().length >= 500, 40_000);
  const halted = await (await bot.fetch('/halt', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reason: 'drill' }) })).json() as Record<string, unknown>;
  const { at: haltedAt } = rehearsal.audit();
  expect([halted['zeroOpen'], openIds()]).toEqual(['proved', []]);
  await bot.statusWhere('what was on its way is told', ({ orders }) => orders.open === 0 && orders.unknown === 0);
  const later = ordersOf(rehearsal.audit(), rehearsal.account.funder).filter(({ life }) => life[0]!.at > haltedAt);
  expect([later, openIds()]).toEqual([[], []]);
  expectWithinBounds({ audit: rehearsal.audit(), wallet: rehearsal.account.funder, journal: folder.journal('rehearsed'), positionLimit: POSITION_LIMIT });
});
