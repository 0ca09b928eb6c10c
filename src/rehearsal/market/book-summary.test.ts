import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Price, Size } from '../../core/domain/numbers.ts';
import { bookSummary, type BookSummary } from './book-summary.ts';
import { madeUpTerms } from './made-up-terms.fixture.ts';
import { RehearsalMarket } from './market.ts';

const CAPTURED = join(process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'polymarket-gamma/fed-decision-in-june-825/clob-books.json');
const isAbsent = !existsSync(CAPTURED);
const micros = (text: string): number => Math.round(Number(text) * 1e6);

test.skipIf(isAbsent)(`writes ten captured books with the hashes they were captured with${isAbsent ? ' (skipped: no recordings; set EVENKEEL_DATA to their folder)' : ''}`, () => {
  const books = JSON.parse(readFileSync(CAPTURED, 'utf8')) as readonly BookSummary[];
  expect(books).toHaveLength(10);
  for (const book of books) {
    const market = new RehearsalMarket(madeUpTerms({
      ids: { conditionId: book.market, questionId: '', clobTokenIds: [book.asset_id, '1'], positionIds: ['', ''] }, tick: micros(book.tick_size) as Price, minSize: micros(book.min_order_size) as Size, negRisk: book.neg_risk,
    }));
    for (const { price, size } of book.bids) market.engine.submit(null, 'bid', micros(price) as Price, micros(size) as Size, 'limit');
    for (const { price, size } of book.asks) market.engine.submit(null, 'ask', micros(price) as Price, micros(size) as Size, 'limit');
    market.lastTrade = { price: micros(book.last_trade_price) as Price, side: 'BUY' };
    expect(JSON.stringify(bookSummary(market, 0, Number(book.timestamp)))).toBe(JSON.stringify(book));
  }
});

test('is on one outcome the mirror of the other, whatever stands in it', () => {
  const order = fc.record({ side: fc.constantFrom('bid' as const, 'ask' as const), cents: fc.integer({ min: 1, max: 99 }), shares: fc.integer({ min: 1, max: 1_000 }) });
  fc.assert(fc.property(fc.array(order, { maxLength: 30 }), (orders) => {
    const market = new RehearsalMarket(madeUpTerms());
    for (const { side, cents, shares } of orders) market.engine.submit(null, side, (cents * 10_000) as Price, (shares * 1e6) as Size, 'limit');
    const [yes, no] = [bookSummary(market, 0, 1), bookSummary(market, 1, 1)];
    const mirror = (levels: BookSummary['bids']): unknown => levels.map(({ price, size }) => [1e6 - micros(price), size]);
    expect(yes.bids.map(({ price, size }) => [micros(price), size])).toEqual(mirror(no.asks));
    expect(yes.asks.map(({ price, size }) => [micros(price), size])).toEqual(mirror(no.bids));
    expect(yes.bids.map(({ price }) => micros(price))).toEqual(yes.bids.map(({ price }) => micros(price)).toSorted((a, b) => a - b));
  }));
});
