import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Price, Size } from '../../core/domain/numbers.ts';
import { madeUpTerms } from '../market/made-up-terms.fixture.ts';
import { RehearsalMarket } from '../market/market.ts';
import { bookAfterTrade, priceChanges, snapshot } from './market-frames.ts';

const BURST = join(process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'nautilus-fixtures/polymarket-newer/ws_market_price_change_crossing_burst.json');
const isAbsent = !existsSync(BURST);
const micros = (text: string): number => Math.round(Number(text) * 1e6);

interface Level { readonly price: string; readonly size: string }
interface Change extends Level { readonly asset_id: string; readonly side: 'BUY' | 'SELL'; readonly hash: string }
interface Captured { readonly market: string; readonly asset_id: string; readonly bids: readonly Level[]; readonly asks: readonly Level[]; readonly timestamp: string; readonly event_type: string; readonly price_changes: readonly Change[]; readonly last_trade_price: string }

/** The venue names first the outcome that the order was for, which a book does not know. */
const inOneOrder = (frame: unknown): unknown => ({ ...(frame as Captured), price_changes: (frame as Captured).price_changes.toSorted((a, b) => (a.asset_id < b.asset_id ? -1 : 1)) });

test.skipIf(isAbsent)(`writes a captured burst of changes as the venue wrote it, hashes and all${isAbsent ? ' (skipped: no recordings; set EVENKEEL_DATA to their folder)' : ''}`, () => {
  const [opening, ...rest] = JSON.parse(readFileSync(BURST, 'utf8')) as readonly Captured[];
  if (opening === undefined) throw new Error('the capture is empty');
  const changes = rest.slice(0, -1);
  const closing = rest.at(-1);
  const other = changes[0]?.price_changes.find(({ asset_id }) => asset_id !== opening.asset_id)?.asset_id ?? '';
  const market = new RehearsalMarket(madeUpTerms({ ids: { conditionId: opening.market, questionId: '', clobTokenIds: [opening.asset_id, other], positionIds: ['', ''] }, tick: 1_000 as Price }));
  const own = new Map<string, Parameters<typeof market.engine.cancel>[0]>();
  // Levels are set to their new totals by one order each, as nobody can see how many there are.
  const set = ({ price, size, side }: { readonly price: string; readonly size: string; readonly side: 'bid' | 'ask' }): void => {
    const standing = own.get(`${side}/${price}`);
    if (standing !== undefined) market.engine.cancel(standing);
    if (size === '0') return;
    const order = market.engine.submit(null, side, micros(price) as Price, micros(size) as Size, 'limit');
    if (order !== null) own.set(`${side}/${price}`, order);
  };
  market.act(() => {
    for (const level of opening.bids) set({ ...level, side: 'bid' });
    for (const level of opening.asks) set({ ...level, side: 'ask' });
  });
  market.lastTrade = { price: micros(opening.last_trade_price) as Price, side: 'BUY' };
  expect(JSON.stringify(snapshot(market, 0, Number(opening.timestamp)))).toBe(JSON.stringify(opening));

  const last = changes.at(-1)?.timestamp;
  for (const frame of changes.filter(({ timestamp }) => timestamp !== last)) {
    const wanted = frame.price_changes.find(({ asset_id }) => asset_id === opening.asset_id);
    if (wanted === undefined) continue;
    const done = market.act(() => { set({ ...wanted, side: wanted.side === 'BUY' ? 'bid' : 'ask' }); });
    expect(inOneOrder(priceChanges(market, done.changes.slice(-1), false, Number(frame.timestamp))[0])).toEqual(inOneOrder(frame));
  }

  // The burst itself: one order takes two levels and leaves the rest of itself standing.
  const taken = ['0.311', '0.301'].reduce((sum, price) => sum + (own.get(`bid/${price}`)?.remaining ?? 0), 0);
  const burst = market.act(() => market.engine.submit(null, 'ask', 301_000 as Price, (taken + micros('45.83')) as Size, 'limit'));
  market.lastTrade = { price: 301_000 as Price, side: 'SELL' };
  const frames = priceChanges(market, burst.changes, true, Number(last));
  expect(frames.map(inOneOrder)).toEqual(changes.filter(({ timestamp }) => timestamp === last).map(inOneOrder));
  expect(JSON.stringify(bookAfterTrade(market, 0, Number(closing?.timestamp)))).toBe(JSON.stringify(closing));
});
