import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { EvenkeelError } from '../../errors/define.ts';
import { REHEARSAL_ERRORS } from '../../errors/rehearsal.ts';
import { columnTape } from '../../tape/column-tape.fixture.ts';
import { ASK, BID, TapeColumns } from '../../tape/columns.ts';
import { folderWith } from '../../tape/made-up-tapes.fixture.ts';
import { openTape } from '../../tape/open-tape.ts';
import type { Tape } from '../../tape/tape.ts';
import { ABSENT, areAbsent, RECORDINGS } from '../../tape/recorded-data.fixture.ts';
import { openRehearsal, type OpenedRehearsal } from '../opened-rehearsal.fixture.ts';
import { startRehearsal } from '../rehearsal.ts';
import type { SocketProbe } from '../socket-probe.fixture.ts';

const START = 1_780_000_000_000;
const [YES, NO] = ['100000177777777777777777777', '200000277777777777777777777'];
const MARKET = 'tickscope-100000';

/** Both tokens' rows of a level or a print of YES, in the tickscope format; `best` after it. */
const level = (ms: number, side: 'BID' | 'ASK', price: string, shares: number, [bid, ask]: readonly [string, string]): string =>
  `${START + ms},PRICE_CHANGE,${YES},${side},${price},${shares},${bid},${ask}\n${START + ms},PRICE_CHANGE,${NO},${side === 'BID' ? 'ASK' : 'BID'},${mirror(price)},${shares},${mirror(ask)},${mirror(bid)}`;
const trade = (ms: number, taker: 'BID' | 'ASK', price: string, shares: number): string => `${START + ms},LAST_TRADE,${YES},${taker},${price},${shares},0.0,0.0`;
const mirror = (price: string): string => (1 - Number(price)).toFixed(3);

const RECORDING = [
  'timestamp_ms,event_type,asset_id,side,price,size,best_bid,best_ask',
  level(0, 'BID', '0.40', 100, ['0.40', '1']), level(0, 'BID', '0.39', 30, ['0.40', '1']), level(0, 'ASK', '0.45', 50, ['0.40', '0.45']),
  // Sixty are sold at 0.40; the level says so before the print does.
  level(2_000, 'BID', '0.40', 40, ['0.40', '0.45']), trade(2_050, 'ASK', '0.40', 60),
  level(3_000, 'BID', '0.40', 0, ['0.39', '0.45']), trade(3_050, 'ASK', '0.40', 40),
  trade(4_000, 'ASK', '0.39', 30), level(4_050, 'BID', '0.39', 10, ['0.39', '0.45']),
  level(5_000, 'BID', '0.385', 7, ['0.39', '0.45']),
  level(6_000, 'ASK', '0.45', 60, ['0.39', '0.45']),
].join('\n');

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => { for (const each of open.splice(0)) await each.close(); });

interface Played extends OpenedRehearsal { readonly said: string[] }
async function played(text = RECORDING, labels?: ReadonlyMap<string, number>): Promise<Played> {
  const path = join(folderWith({ 'recording.csv': `${text}\n` }), 'recording.csv');
  const said: string[] = [];
  const opened = await openRehearsal({ tape: { tape: await openTape(path, labels === undefined ? {} : { labels }), path: 'recording.csv', say: (line) => { said.push(line); } } }, MARKET);
  open.push(opened.rehearsal);
  return { ...opened, said };
}
const traded = (probe: SocketProbe): readonly string[] => probe.of('last_trade_price').map(({ asset_id, price, size, side }) => {
  const isYes = asset_id === YES;
  return `${(side === 'BUY') === isYes ? 'bought' : 'sold'} ${String(size)} at ${isYes ? Number(price) : Number((1 - Number(price)).toFixed(3))}`;
});

test('lists the markets of the recording and no others, by the ids that they had', async () => {
  const { rehearsal, market } = await played();
  expect(rehearsal.markets().map(({ slug }) => slug)).toEqual([MARKET]);
  expect(market.tokenIds).toEqual([YES, NO]);
});

test('fills an order by the recorded trades, after what stood before it and before what is worse', async () => {
  const { clock, trader, watch } = await played();
  const trader1 = await trader();
  const [user, wire] = [await trader1.listen(), await watch()];
  clock.advance(1_000);
  const { orderID } = await trader1.place('BUY', 0.4, 20);
  const matched = async (): Promise<string> => (await trader1.client.getOrder(orderID)).size_matched;
  clock.advance(1_500);
  expect(await matched()).toBe('0');
  clock.advance(1_000);
  // Exactly the hundred that stood before it.
  expect([await matched(), (await trader1.client.getOrderBook(YES)).bids.at(-1)]).toEqual(['0', { price: '0.4', size: '20' }]);
  clock.advance(1_000);
  expect(await matched()).toBe('20');
  await Promise.all([user.caughtUp(), wire.caughtUp()]);
  expect(traded(wire)).toEqual(['sold 60 at 0.4', 'sold 40 at 0.4', 'sold 20 at 0.4', 'sold 10 at 0.39']);
  expect(user.of('trade').filter(({ status }) => status === 'MATCHED')).toMatchObject([{ size: '20', maker_orders: [{ order_id: orderID, matched_amount: '20', price: '0.4' }] }]);
});

test('fills nothing behind a queue by the part of a print that better levels lost', async () => {
  // As it was on 2026-06-07: one print of fifty for the eight at 0.36 and the forty-two at 0.35.
  const { clock, trader, watch } = await played([
    RECORDING.split('\n')[0],
    level(0, 'BID', '0.36', 8, ['0.36', '1']), level(0, 'BID', '0.35', 42, ['0.36', '1']), level(0, 'BID', '0.34', 90, ['0.36', '1']), level(0, 'ASK', '0.45', 50, ['0.36', '0.45']),
    level(2_000, 'BID', '0.36', 0, ['0.35', '0.45']), level(2_000, 'BID', '0.35', 0, ['0.34', '0.45']), trade(2_050, 'ASK', '0.35', 50),
    level(9_000, 'ASK', '0.45', 60, ['0.34', '0.45']),
  ].join('\n'));
  const trader1 = await trader();
  const wire = await watch();
  const { orderID } = await trader1.place('BUY', 0.35, 8);
  clock.advance(3_000);
  expect((await trader1.client.getOrder(orderID)).size_matched).toBe('0');
  await wire.caughtUp();
  expect(traded(wire)).toEqual(['sold 8 at 0.36', 'sold 42 at 0.35']);
});

test('fills nothing behind a better level that stands before and after a print', async () => {
  const { clock, trader, watch } = await played([
    RECORDING.split('\n')[0],
    level(0, 'BID', '0.41', 100, ['0.41', '1']), level(0, 'BID', '0.40', 100, ['0.41', '1']), level(0, 'ASK', '0.45', 50, ['0.41', '0.45']),
    trade(2_000, 'ASK', '0.40', 5), level(9_000, 'ASK', '0.45', 60, ['0.41', '0.45']),
  ].join('\n'));
  const trader1 = await trader();
  const wire = await watch();
  const { orderID } = await trader1.place('BUY', 0.41, 10);
  clock.advance(3_000);
  expect((await trader1.client.getOrder(orderID)).size_matched).toBe('0');
  await wire.caughtUp();
  expect(traded(wire)).toEqual(['sold 5 at 0.4']);
});

const columnsOf = (columns: TapeColumns): Tape => {
  const [instrument] = columnTape(columns).instruments;
  const noFee = { rate: 0, exponent: 1, roundUpTo: 1 } as const;
  return { ...columnTape(columns), instruments: [{ ...instrument!, isUnsized: false, fees: { maker: noFee, taker: noFee } }] };
};

test('plays on over a print between two prices', async () => {
  const columns = new TapeColumns();
  columns.delta(START, 0, BID, 400_000, 5_000_000);
  columns.trade(START + 1_000, 0, ASK, 400_500, 9_000_000);
  columns.delta(START + 2_000, 0, BID, 400_000, 7_000_000);
  const { clock, rehearsal, watch } = await openRehearsal({ tape: { tape: columnsOf(columns), path: 'x' } }, 'a');
  open.push(rehearsal);
  const wire = await watch();
  clock.advance(1_999);
  expect(rehearsal.markets()).toHaveLength(1);
  await wire.caughtUp();
  // Told of the second outcome: 0.401 of the first.
  expect(wire.of('last_trade_price')).toMatchObject([{ price: '0.599', size: '9' }]);
});

test('stops with a word where it cannot play on, and goes on answering', async () => {
  const columns = new TapeColumns();
  columns.delta(START, 0, BID, 400_000, 5_000_000);
  columns.delta(START + 1_000, 0, BID, 400_500, 5_000_000);
  columns.delta(START + 2_000, 0, BID, 400_000, 7_000_000);
  const said: string[] = [];
  const { clock, rehearsal, trader, market } = await openRehearsal({ tape: { tape: columnsOf(columns), path: 'x', say: (line) => { said.push(line); } } }, 'a');
  open.push(rehearsal);
  const { client, place } = await trader();
  clock.advance(5_000);
  expect(said).toEqual(['the recording x cannot be played any further (no order for 5000000 at 400500 can stand in this book): its markets take no more orders. Cancels, books and positions are still answered']);
  expect(await place('BUY', 0.3, 20)).toMatchObject({ error: 'the market is not yet ready to process new orders' });
  expect((await client.getOrderBook(market.tokenIds[0])).bids).toEqual([{ price: '0.4', size: '5' }]);
});

test('keeps books, hashes, orders and money in agreement while others trade between', async () => {
  const { clock, rehearsal, trader, watch } = await played();
  const [maker, taker] = [await trader(), await trader()];
  const wire = await watch();
  await maker.place('BUY', 0.41, 25);
  clock.advance(2_500);
  await taker.place('BUY', 0.45, 20);
  await taker.place('BUY', 0.59, 10, { tokenId: NO });
  clock.advance(2_000);
  await wire.caughtUp();
  for (const tokenId of [YES, NO]) {
    const book = await maker.client.getOrderBook(tokenId);
    const { hash } = book;
    expect(await maker.client.getOrderBookHash(book)).toBe(hash);
    // As a reader of the channel has it: the last book, and every change since.
    expect(heardBook(wire, tokenId)).toEqual({ bids: book.bids, asks: book.asks });
  }
  const audit = rehearsal.audit();
  expect([audit.selfMatches, audit.offTick]).toEqual([[], []]);
  for (const { id, matched, life } of audit.orders) expect([id, matched]).toEqual([id, life.at(-1)?.matched]);
  for (const { tokens } of audit.wallets) for (const size of Object.values(tokens)) expect(size).toBeGreaterThanOrEqual(0);
});

function heardBook(wire: SocketProbe, tokenId: string): unknown {
  const sides = { bids: new Map<string, string>(), asks: new Map<string, string>() };
  interface Level { readonly price: string; readonly size: string }
  for (const frame of wire.frames()) {
    if (frame.event_type === 'book' && frame.asset_id === tokenId) for (const side of ['bids', 'asks'] as const) sides[side] = new Map((frame[side] as readonly Level[]).map(({ price, size }) => [price, size]));
    if (frame.event_type !== 'price_change') continue;
    for (const { asset_id, side, price, size } of frame.price_changes as readonly (Level & { readonly asset_id: string; readonly side: string })[]) {
      if (asset_id !== tokenId) continue;
      const levels = sides[side === 'BUY' ? 'bids' : 'asks'];
      if (size === '0') levels.delete(price);
      else levels.set(price, size);
    }
  }
  const sorted = (levels: ReadonlyMap<string, string>, sign: 1 | -1): unknown => [...levels].toSorted(([a], [b]) => sign * (Number(a) - Number(b))).map(([price, size]) => ({ price, size }));
  return { bids: sorted(sides.bids, 1), asks: sorted(sides.asks, -1) };
}

test('changes the tick when the recording does', async () => {
  const { clock, trader, watch } = await played();
  const [{ client }, wire] = [await trader(), await watch()];
  expect((await client.getOrderBook(YES)).tick_size).toBe('0.01');
  clock.advance(5_000);
  await wire.caughtUp();
  expect(wire.of('tick_size_change')).toMatchObject([{ old_tick_size: '0.01', new_tick_size: '0.001' }, { old_tick_size: '0.01', new_tick_size: '0.001' }]);
  expect((await client.getOrderBook(YES)).bids).toContainEqual({ price: '0.385', size: '7' });
});

test('stops when the recording is over, says so, and goes on answering', async () => {
  const { clock, said, trader } = await played();
  const { client, place } = await trader();
  const { orderID } = await place('BUY', 0.3, 20);
  clock.advance(5_999);
  expect(said).toEqual([]);
  clock.advance(1);
  expect(said).toEqual(['the recording recording.csv is over: its markets take no more orders. Cancels, books and positions are still answered']);
  expect(await place('BUY', 0.3, 20)).toMatchObject({ error: 'the market is not yet ready to process new orders' });
  expect((await client.getOrderBook(YES)).asks).toEqual([{ price: '0.45', size: '60' }]);
  expect(await client.cancelOrder({ orderID })).toMatchObject({ canceled: [orderID] });
});

test('resolves as the recording says', async () => {
  const { clock, rehearsal, trader, watch } = await played(RECORDING, new Map([[MARKET, 0]]));
  const { place, client } = await trader();
  const wire = await watch({ custom_feature_enabled: true });
  await place('BUY', 0.45, 20);
  clock.advance(6_000);
  await wire.caughtUp();
  expect(wire.of('market_resolved')).toMatchObject([{ winning_asset_id: NO, winning_outcome: 'No' }]);
  expect(rehearsal.markets()).toEqual([]);
  expect(await client.getOrderBook(YES)).toMatchObject({ status: 404 });
});

test('lets the faults of the menu strike a played market', async () => {
  const { clock, rehearsal, trader, watch, market } = await played();
  const { place } = await trader();
  const wire = await watch();
  rehearsal.fault({ kind: 'tick-change', market: market.slug, tick: 0.001 });
  expect(await place('BUY', 0.305, 20)).toMatchObject({ success: true });
  rehearsal.fault({ kind: 'failed-settlement', ends: 'failed' });
  rehearsal.fault({ kind: 'ws-gap', channel: 'market', count: 1 });
  rehearsal.fault({ kind: 'resolve', market: market.slug, outcome: 0 });
  clock.advance(6_000);
  rehearsal.fault({ kind: 'ws-drop' });
  expect(await wire.closed).toBe(1006);
  expect(rehearsal.markets()).toEqual([]);
});

test('goes as fast as it is told, and moves the ends of markets with it', async () => {
  const columns = new TapeColumns();
  columns.delta(START, 0, 0, 400_000, 5_000_000);
  columns.delta(START + 10_000, 0, 0, 400_000, 9_000_000);
  const [instrument] = columnTape(columns).instruments;
  const tape = { ...columnTape(columns), instruments: [{ ...instrument!, isUnsized: false, endsAt: START + 20_000 as never, fees: { maker: { rate: 0, exponent: 1, roundUpTo: 1 }, taker: { rate: 0, exponent: 1, roundUpTo: 1 } } as const }] };
  const { clock, rehearsal, market } = await openRehearsal({ tape: { tape, path: 'x', speed: 5 } }, 'a');
  open.push(rehearsal);
  const book = async (): Promise<unknown> => ((await (await fetch(`${rehearsal.urls.clob}/book?token_id=${market.tokenIds[0]}`)).json()) as { readonly bids: unknown }).bids;
  const endDate = new Date(clock.now() + 4_000).toISOString().slice(0, 19);
  clock.advance(1_999);
  expect(await book()).toEqual([{ price: '0.4', size: '5' }]);
  clock.advance(1);
  expect(await book()).toEqual([{ price: '0.4', size: '9' }]);
  expect(await (await fetch(`${rehearsal.urls.gamma}/markets/slug/a`)).json()).toMatchObject({ endDate: `${endDate}Z`, acceptingOrders: false, closed: false });
});

test('tells no reference price: a made-up one would belong to other books', async () => {
  const { clock, rehearsal } = await played();
  const { SocketProbe: Probe } = await import('../socket-probe.fixture.ts');
  const probe = await Probe.open(rehearsal.urls.rtds, { action: 'subscribe', subscriptions: [{ topic: 'crypto_prices_chainlink', type: '*', filters: '' }] });
  await probe.caughtUp();
  clock.advance(5_000);
  await probe.caughtUp();
  expect(probe.frames()).toEqual([]);
  probe.close();
});

const refusal = async (tape: Awaited<ReturnType<typeof openTape>>): Promise<EvenkeelError> => {
  try {
    open.push(await startRehearsal({ tape: { tape, path: 'given.csv' } }));
  } catch (error) {
    if (error instanceof EvenkeelError) return error;
  }
  throw new Error('it was not refused');
};

test('refuses a recording without a book, or without the sizes of one', async () => {
  const columns = new TapeColumns();
  columns.trade(START, 0, 0, 400_000, 5_000_000);
  const [instrument] = columnTape(columns).instruments;
  const noFee = { rate: 0, exponent: 1, roundUpTo: 1 } as const;
  const sized = { ...columnTape(columns), instruments: [{ ...instrument!, isUnsized: false, fees: { maker: noFee, taker: noFee } }] };
  const [without, unsized] = [await refusal(sized), await refusal(columnTape(columns))];
  expect([without.spec, unsized.spec]).toEqual([REHEARSAL_ERRORS.cannotPlay, REHEARSAL_ERRORS.cannotPlay]);
  expect([without.message, unsized.message]).toEqual(['given.csv: it holds no book', 'given.csv: of a it has prices alone, and a book needs sizes to queue behind']);
});

test.skipIf(areAbsent)(`refuses candles, prints alone, and markets that are none of prediction${ABSENT}`, async () => {
  for (const [path, words] of [[RECORDINGS.candles, 'it holds no book'], [RECORDINGS.kalshiTrades, 'it holds no book'], [RECORDINGS.usBbo, 'prices alone'], [RECORDINGS.binanceL2, 'is no prediction market']] as const) {
    expect((await refusal(await openTape(path))).message).toContain(words);
  }
});
