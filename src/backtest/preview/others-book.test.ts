// Books that contain our own orders: what others have in them.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Event } from '../../core/domain/events.ts';
import { NO_FEE } from '../../core/domain/fees.ts';
import { marketId } from '../../core/domain/instrument.ts';
import { cash, price, size } from '../../core/domain/numbers.ts';
import { readFrames, readIntents } from '../../journal/read.ts';
import { smallMarket } from '../../runtime/small-market.fixture.ts';
import { BID, KIND } from '../../tape/columns.ts';
import { JournalTape } from './journal-tape.ts';
import { at, delta, eventsOf, JournalFolder, journaledDemo, rowsOfTape, RunWriter, START } from './journaled-run.fixture.ts';

const MARKET = marketId(0);
const LONG_MS = 24 * 3_600_000;

let folder: JournalFolder;
beforeEach(() => { folder = new JournalFolder(); });
afterEach(() => { folder.remove(); });
const lastOf = (ms: number): JournalTape => JournalTape.open(folder.reader(), 1, ms);

type Levels = Map<string, number>;
const keyOf = (market: number, side: string, level: number): string => `${market} ${side} ${level}`;
const change = (levels: Levels, key: string, by: number): void => {
  const left = (levels.get(key) ?? 0) + by;
  if (left === 0) levels.delete(key);
  else levels.set(key, left);
};

interface OwnOrder { readonly key: string; left: number; isLive: boolean }

/** Others' sizes after each moment, out of the journaled events and orders alone. */
function* othersByMoment(): Generator<{ readonly ts: number; readonly others: Levels; readonly ours: number }> {
  const database = folder.reader();
  const placed = [...readIntents(database, 1)].flatMap(({ seq, command }) => (command.type === 'PlaceOrder' ? [{ seq, command }] : []));
  const total: Levels = new Map();
  const ours: Levels = new Map();
  const orders = new Map<string, OwnOrder>();
  const resize = (order: OwnOrder, left: number): void => {
    if (order.isLive) change(ours, order.key, left - order.left);
    order.left = left;
  };
  let seq = 0;
  let ts = START;
  for (const { events } of readFrames(database, 1, 0)) {
    for (const event of events) {
      if (event.ts !== ts) {
        const others = new Map(total);
        for (const [key, left] of ours) change(others, key, -left);
        yield { ts, others, ours: ours.size };
        ({ ts } = event);
      }
      seq++;
      for (; placed[0]?.seq === seq; placed.shift()) {
        const { clientId, market, side, price: level, size: left } = placed[0]!.command;
        orders.set(clientId, { key: keyOf(market, side, level), left, isLive: false });
      }
      const order = 'clientId' in event ? orders.get(event.clientId) : undefined;
      if (event.type === 'BookSnapshot') {
        for (let i = 0; i < event.bids.length; i += 2) total.set(keyOf(event.market, 'bid', event.bids[i]!), event.bids[i + 1]!);
        for (let i = 0; i < event.asks.length; i += 2) total.set(keyOf(event.market, 'ask', event.asks[i]!), event.asks[i + 1]!);
      } else if (event.type === 'BookDelta') {
        const key = keyOf(event.market, event.side, event.price);
        change(total, key, event.size - (total.get(key) ?? 0));
      } else if (order === undefined) continue;
      else if (event.type === 'OrderAccepted') {
        order.isLive = true;
        change(ours, order.key, order.left);
      } else if (event.type === 'OrderFilled') resize(order, order.left - event.size);
      else if (event.type === 'OrderAmended') resize(order, event.remaining);
      else if (event.type === 'OrderCanceled') resize(order, 0);
    }
  }
}

test.each([{ seed: 1, lastMs: LONG_MS, snapshotMinutes: Infinity }, { seed: 2, lastMs: 150_000, snapshotMinutes: Infinity }, { seed: 3, lastMs: 150_000, snapshotMinutes: 1 }])(
  'gives the sizes of others after every moment (seed $seed, last $lastMs ms)', async ({ seed, lastMs, snapshotMinutes }) => {
    await journaledDemo(folder, { seed, minutes: 5, snapshotMinutes });
    const tape = lastOf(lastMs);
    const rows = await rowsOfTape(tape);
    expect(await tape.contentHash()).toBe(await tape.contentHash());
    const levels: Levels = new Map();
    let row = 0;
    let moments = 0;
    let oursOnBook = 0;
    for (const { ts, others, ours } of othersByMoment()) {
      if (ts < tape.from) continue;
      for (; row < rows.length && rows.ts[row]! <= ts; row++) {
        const kind = rows.kind[row];
        if (kind !== KIND.delta && kind !== KIND.level) continue;
        const key = keyOf(rows.market[row]!, rows.side[row] === BID ? 'bid' : 'ask', rows.price[row]!);
        change(levels, key, rows.size[row]! - (levels.get(key) ?? 0));
      }
      // Where nothing happened at the very moment the tape begins, it begins with the first that follows.
      if (row === 0) continue;
      expect(levels).toEqual(others);
      moments++;
      oursOnBook = Math.max(oursOnBook, ours);
    }
    expect(moments).toBeGreaterThan(500);
    expect(oursOnBook).toBeGreaterThan(5);
    expect([...levels.values()].every((left) => left > 0)).toBe(true);
  });

/** A session that has one bid of 10 shares resting at 48c, accepted at 1 s. */
function withBid(): { readonly writer: RunWriter; readonly clientId: string } {
  const writer = new RunWriter(folder);
  const [listed, book] = smallMarket(0);
  if (listed?.type !== 'InstrumentListed' || book === undefined) throw new Error('no market');
  writer.batch([{ ...listed, instrument: { ...listed.instrument, showsOwnOrders: true } }, book]);
  const answers = writer.commands.flatMap((command): Event[] => {
    if (command.type === 'QueryOpenOrders') return [{ type: 'OpenOrdersReported', ts: at(500), venue: 'demo', requestId: command.requestId, orders: [] }];
    return command.type === 'QueryHoldings' ? [{ type: 'HoldingsReported', ts: at(500), venue: 'demo', cash: cash(1e9), holdings: [] }] : [];
  });
  writer.batch(answers);
  const bid = writer.commands.find((command) => command.type === 'PlaceOrder' && command.side === 'bid');
  if (bid?.type !== 'PlaceOrder') throw new Error('nothing was bid');
  expect(bid).toMatchObject({ price: 480_000, size: 10e6 });
  return { writer, clientId: bid.clientId };
}

test('takes an order of ours out as soon as it is told, though its level was told before', async () => {
  const { writer, clientId } = withBid();
  writer.batch([delta(900, 48, 1_010)]).batch([{ type: 'OrderAccepted', ts: at(1_000), clientId }]).close();
  const tape = lastOf(LONG_MS);
  expect((await eventsOf(tape)).slice(1)).toEqual([delta(900, 48, 1_010), delta(1_000, 48, 1_000)]);
});

test('gives a level back to others when ours is gone and the level stays', async () => {
  const { writer, clientId } = withBid();
  writer.batch([{ type: 'OrderAccepted', ts: at(1_000), clientId }, delta(1_000, 48, 1_010)])
    .batch([{ type: 'OrderCanceled', ts: at(2_000), clientId, remaining: size(10e6), reason: '' }])
    .batch([delta(2_500, 47, 3)])
    .batch([delta(3_000, 48, 1_010)]).close();
  const tape = lastOf(LONG_MS);
  expect((await eventsOf(tape)).slice(1)).toEqual([delta(2_000, 48, 1_010), delta(2_500, 47, 3)]);
});

test('goes by the venue where it says that an order of ours no longer rests', async () => {
  const { writer, clientId } = withBid();
  writer.batch([{ type: 'OrderAccepted', ts: at(1_000), clientId }, delta(1_000, 48, 1_010)]);
  // Asked twice it is gone: the first answer alone may be older than the order.
  for (const ms of [30_000, 60_000, 90_000]) {
    const asked = writer.commands.findLast((command) => command.type === 'QueryOpenOrders');
    if (asked?.type === 'QueryOpenOrders') writer.batch([{ type: 'OpenOrdersReported', ts: at(ms), venue: 'demo', requestId: asked.requestId, orders: [] }]);
    writer.batch([{ type: 'OrderReported', ts: at(ms + 5_000), clientId, found: null }]);
  }
  writer.close();
  const tape = lastOf(LONG_MS);
  const rows = (await eventsOf(tape)).slice(1);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ type: 'BookDelta', price: 480_000, size: 1_010e6 });
});

test('keeps ours out of a book whose tick becomes finer, and says that a level off the tick makes it unknown', async () => {
  const { writer, clientId } = withBid();
  const fees = { maker: NO_FEE, taker: NO_FEE };
  writer.batch([{ type: 'OrderAccepted', ts: at(1_000), clientId }, delta(1_000, 48, 1_010)])
    .batch([{ type: 'InstrumentChanged', ts: at(2_000), market: MARKET, tick: price(5_000), fees }])
    .batch([delta(3_000, 48, 1_010)]).batch([delta(4_000, 48, 1_020)])
    .batch([delta(5_000, 47.2, 7)]).close();
  const tape = lastOf(LONG_MS);
  expect((await eventsOf(tape)).slice(1)).toEqual([
    { type: 'InstrumentChanged', ts: START + 2_000, market: 0, tick: 5_000, fees },
    delta(4_000, 48, 1_010),
    { type: 'BookInvalidated', ts: START + 5_000, market: 0, reason: 'updates are missing' },
  ]);
});

test('never shows an order of ours as coming or going, and leaves prints as they are', async () => {
  await journaledDemo(folder, { seed: 4, minutes: 3 });
  const tape = lastOf(LONG_MS);
  const recorded = [...readFrames(folder.reader(), 1, 0)].flatMap(({ events }) => events);
  expect((await eventsOf(tape)).filter(({ type }) => type === 'TradePrinted')).toEqual(recorded.filter(({ type }) => type === 'TradePrinted'));
  const accepted = new Set(recorded.flatMap(({ type, ts }) => (type === 'OrderAccepted' ? [ts] : [])));
  const others = new Set(recorded.flatMap((event) => (event.type === 'TradePrinted' ? [event.ts] : [])));
  const lone = [...accepted].filter((ts) => !others.has(ts));
  expect(lone.length).toBeGreaterThan(10);
  // The levels on which our orders appeared stand as they stood: only what came of others moves them.
  const deltas = recorded.filter((event) => event.type === 'BookDelta').length;
  expect(tape.info.kinds.delta).toBeLessThan(deltas - lone.length / 2);
});
