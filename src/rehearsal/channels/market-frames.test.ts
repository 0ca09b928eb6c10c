import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Price, Size } from '../../core/domain/numbers.ts';
import { madeUpTerms } from '../market/made-up-terms.fixture.ts';
import { RehearsalMarket, type LevelChange, type ToldChange } from '../market/market.ts';
import { bookAfterTrade, priceChanges, snapshot } from './market-frames.ts';

const BURST = join(process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'nautilus-fixtures/polymarket-newer/ws_market_price_change_crossing_burst.json');
const isAbsent = !existsSync(BURST);
const micros = (text: string): number => Math.round(Number(text) * 1e6);

interface Level { readonly price: string; readonly size: string }
interface Change extends Level { readonly asset_id: string; readonly side: 'BUY' | 'SELL'; readonly hash: string }
interface Captured { readonly market: string; readonly asset_id: string; readonly bids: readonly Level[]; readonly asks: readonly Level[]; readonly timestamp: string; readonly event_type: string; readonly price_changes: readonly Change[]; readonly last_trade_price: string }

/** What was changed, as told of the outcome that the capture names first. */
const told = (changes: readonly LevelChange[], frames: readonly Captured[], first: string): readonly ToldChange[] => changes.map((change) => {
  const frame = frames.find(({ price_changes: entries }) => entries.some(({ asset_id, price, side }) => asset_id === first && micros(price) === change.price && (side === 'BUY') === (change.side === 'bid')));
  return { ...change, outcome: frame?.price_changes[0]?.asset_id === first ? 0 : 1 };
});

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
    expect(JSON.stringify(priceChanges(market, told(done.changes.slice(-1), [frame], opening.asset_id), false, Number(frame.timestamp))[0])).toBe(JSON.stringify(frame));
  }

  // The burst itself: one order takes two levels and leaves the rest of itself standing.
  const taken = ['0.311', '0.301'].reduce((sum, price) => sum + (own.get(`bid/${price}`)?.remaining ?? 0), 0);
  const burst = market.act(() => market.engine.submit(null, 'ask', 301_000 as Price, (taken + micros('45.83')) as Size, 'limit'));
  market.lastTrade = { price: 301_000 as Price, side: 'SELL' };
  const captured = changes.filter(({ timestamp }) => timestamp === last);
  expect(JSON.stringify(priceChanges(market, told(burst.changes, captured, opening.asset_id), true, Number(last)))).toBe(JSON.stringify(captured));
  expect(JSON.stringify(bookAfterTrade(market, 0, Number(closing?.timestamp)))).toBe(JSON.stringify(closing));
});
